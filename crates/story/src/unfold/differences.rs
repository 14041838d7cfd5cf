//! Articles that have one text: which is the original, and how the others differ.

use super::{ADDED, Difference, Reading};
use crate::key_points::is_teaser;
use crate::types::ArticleId;
use std::collections::BTreeMap;
use text::{fold, minhash, sentences, words};

/// Articles that are compared with their originals: the earliest copies.
const COPIES: usize = 60;

/// Of articles that have one text, the earliest published is the original, whichever arrived first; the copies with
/// their originals.
pub(super) fn originals(list: &[&Reading<'_>]) -> BTreeMap<ArticleId, ArticleId> {
    let mut root: BTreeMap<ArticleId, ArticleId> = list.iter().map(|a| (a.id, a.id)).collect();
    let find = |root: &BTreeMap<ArticleId, ArticleId>, mut id: ArticleId| {
        while let Some(&up) = root.get(&id).filter(|up| **up != id) {
            id = up;
        }
        id
    };
    for a in list {
        if let Some(of) = a.copy_of.filter(|of| root.contains_key(of)) {
            let (copy, original) = (find(&root, a.id), find(&root, of));
            root.insert(copy, original);
        }
    }
    // In order of time: the first of a family that is met is its original.
    let mut first: BTreeMap<ArticleId, ArticleId> = BTreeMap::new();
    let mut out = BTreeMap::new();
    for a in list {
        let original = *first.entry(find(&root, a.id)).or_insert(a.id);
        if original != a.id {
            out.insert(a.id, original);
        }
    }
    out
}

/// How copies differ from their originals.
pub(super) fn differences(
    list: &[&Reading<'_>],
    originals: &BTreeMap<ArticleId, ArticleId>,
) -> Vec<Difference> {
    let mut out = Vec::new();
    for copy in list.iter().filter(|a| originals.contains_key(&a.id)).take(COPIES) {
        let of = originals.get(&copy.id).and_then(|id| list.iter().find(|o| o.id == *id));
        let Some(original) = of else { continue };
        let (mine, theirs) = (sentences(copy.text), sentences(original.text));
        let added = lacking(&mine, original.text);
        let dropped = lacking(&theirs, copy.text).len();
        let count = |t: &str| i64::try_from(words(t).len()).unwrap_or(i64::MAX);
        out.push(Difference {
            article: copy.id,
            of: original.id,
            outlet: copy.outlet.to_owned(),
            title: (fold(copy.title) != fold(original.title)).then(|| copy.title.to_owned()),
            words: count(copy.text) - count(original.text),
            added: added.into_iter().filter(|s| !is_teaser(s)).take(ADDED).map(str::to_owned).collect(),
            dropped,
        });
    }
    out
}

/// The sentences of which less than half stands in a text.
fn lacking<'a>(list: &[&'a str], text: &str) -> Vec<&'a str> {
    let all = minhash::shingles(text);
    list.iter()
        .copied()
        .filter(|s| {
            let own = minhash::shingles(s);
            minhash::shared(&own, &all) * 2 < own.len() && words(s).len() >= 4
        })
        .collect()
}
