//! The steps from bytes to judged blocks.

use super::blocks::{self, Blocks};
use super::context::{Context, Evidence};
use super::features::{self, Matrix};
use super::meta::head::Head;
use super::meta::jsonld::{self, Data};
use super::model::Model;
use super::parse::{self, Page, ScriptKind};
use super::{Hints, decode};

/// A parsed page with its declarations.
pub(crate) struct Prepared {
    pub(crate) page: Page,
    pub(crate) head: Head,
    pub(crate) data: Data,
    /// The bytes were more than is read.
    pub(crate) cut_short: bool,
}

/// The blocks of a page and what was thought of each.
pub(crate) struct Judged {
    pub(crate) blocks: Blocks,
    pub(crate) matrix: Matrix,
    /// Log-odds of each block to be a part of the article.
    pub(crate) scores: Vec<f32>,
    pub(crate) title: Option<usize>,
}

/// Decodes, parses and gathers what the page declares.
pub(crate) fn prepare(bytes: &[u8], hints: &Hints<'_>) -> Prepared {
    let (text, cut_short) = decode::decode(bytes, hints.content_type);
    let page = parse::parse(&text);
    let head = Head::new(&page.tree);
    let data = Data::new(page.scripts.iter().filter(|s| s.0 == ScriptKind::JsonLd).map(|s| s.1.as_str()));
    Prepared { page, head, data, cut_short }
}

/// Cuts the page into blocks and weighs each.
pub(crate) fn judge(read: &Prepared, model: &Model) -> Judged {
    let tree = &read.page.tree;
    let blocks = blocks::cut(tree, &model.tokens);
    let objects = read.data.objects();
    let article = objects.iter().find(|o| jsonld::is_type(o, jsonld::is_article_type));
    let evidence = Evidence {
        title: read
            .head
            .first(&["og:title", "twitter:title"])
            .or_else(|| article.and_then(|a| jsonld::text(a, "headline")))
            .or(read.head.title.as_deref()),
        description: read.head.first(&["og:description", "description", "twitter:description"]),
        body: article.and_then(|a| jsonld::text(a, "articleBody")),
    };
    let context = Context::new(tree, &blocks, &evidence);
    let matrix = features::all(tree, &blocks, &context, model);
    let rows = blocks.list.len();
    let scores = model.forest.score(&matrix.columns, rows);
    Judged { blocks, scores, title: context.title, matrix }
}
