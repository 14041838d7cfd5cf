//! A page's blocks with their features, for the training script and for looking into a page.

use serde::Serialize;

use super::model::{self, Model};
use super::{Hints, pipeline};

/// One block as the classifier sees it.
#[derive(Debug, Serialize)]
pub struct Row {
    /// Its text.
    pub text: String,
    /// Its element and the block-level elements around it, by index into [`Sheet::elements`], nearest first.
    pub chain: Vec<usize>,
    /// Words and pairs of its text; of a long text, of its start.
    pub said: Vec<String>,
    /// Its features.
    #[serde(skip)]
    pub features: Vec<f32>,
    /// Log-odds to be a part of the article.
    pub score: f32,
}

/// One page.
#[derive(Debug, Serialize)]
pub struct Sheet {
    /// Names of the features.
    pub names: Vec<&'static str>,
    /// Words of class, id and other names of the elements.
    pub elements: Vec<Vec<String>>,
    /// The blocks in order.
    pub rows: Vec<Row>,
}

/// Lays a page out for training. `model` is a model's file (empty: none yet).
#[must_use]
pub fn sheet(bytes: &[u8], hints: &Hints<'_>, model: &[u8]) -> Sheet {
    let model = Model::parse(model).unwrap_or_default();
    let read = pipeline::prepare(bytes, hints);
    let judged = pipeline::judge(&read, &model);
    let tree = &read.page.tree;
    let mut numbers = std::collections::HashMap::new();
    let mut elements = Vec::new();
    let mut buffer = model::Pair::default();
    let rows = judged
        .blocks
        .list
        .iter()
        .enumerate()
        .map(|(i, block)| {
            let mut chain = Vec::new();
            for node in tree.upward(block.node) {
                if node == 0 || !tree.tag(node).is_block() {
                    continue;
                }
                let at = *numbers.entry(node).or_insert_with(|| {
                    elements.push(model::element_words(tree, node));
                    elements.len() - 1
                });
                chain.push(at);
            }
            let text = judged.blocks.text(block);
            let mut said = Vec::new();
            let long = block.words > model::SHORT;
            model::text_words(text, long, &mut buffer, |_, w| said.push(w.to_string()));
            Row {
                text: text.to_owned(),
                chain,
                said,
                features: judged.matrix.columns.iter().map(|c| c[i]).collect(),
                score: judged.scores[i],
            }
        })
        .collect();
    Sheet { names: judged.matrix.names.clone(), elements, rows }
}

/// Lays a saved text's lines out for training: rows as for a page, without names.
#[must_use]
pub fn lines(bytes: &[u8], model: &[u8]) -> Sheet {
    let model = Model::parse(model).unwrap_or_default();
    let laid = super::saved::laid(&super::decode::decode(bytes, None).0, &model);
    let rows = laid
        .blocks
        .list
        .iter()
        .enumerate()
        .map(|(i, block)| Row {
            text: laid.blocks.text(block).to_owned(),
            chain: Vec::new(),
            said: Vec::new(),
            features: laid.columns.iter().map(|c| c[i]).collect(),
            score: 0.0,
        })
        .collect();
    Sheet { names: laid.names, elements: Vec::new(), rows }
}

/// Reads a page with a given model's file, for measuring a model on pages that it has not seen.
#[must_use]
pub fn read(bytes: &[u8], hints: &Hints<'_>, model: &[u8]) -> super::Article {
    super::read_with(bytes, hints, &Model::parse(model).unwrap_or_default())
}

/// Reads a text saved from a page with given models' files: the pages' (for its words) and the lines'.
#[must_use]
pub fn read_text(bytes: &[u8], hints: &Hints<'_>, model: &[u8], lines: &[u8]) -> super::Article {
    let model = Model::parse(model).unwrap_or_default();
    let judge = super::saved::judge::Judge::parse(lines).unwrap_or_default();
    let text = super::decode::decode(bytes, hints.content_type).0;
    super::saved::read(&text, hints, &model, &judge)
}
