//! Lines within a text that send the reader elsewhere: “Read more: …”, „Lesen Sie auch …“.
//!
//! Publishers write them as paragraphs among paragraphs. On labelled news pages not one such line is a part of the
//! article.

use super::blocks::{Block, Blocks};

/// Phrases that need nothing more.
const PLAIN: [&str; 30] = [
    "read also",
    "also read",
    "lesen sie auch",
    "lies auch",
    "mehr zum thema",
    "lire aussi",
    "à lire aussi",
    "lea también",
    "lee también",
    "te puede interesar",
    "leia também",
    "leia mais",
    "veja também",
    "leggi anche",
    "lees ook",
    "läs också",
    "läs även",
    "les også",
    "læs også",
    "lue myös",
    "czytaj także",
    "czytaj też",
    "zobacz także",
    "zobacz też",
    "čtěte také",
    "citește și",
    "читайте также",
    "читайте також",
    "baca juga",
    "関連記事",
];
/// Phrases that a colon must follow.
const WITH_COLON: [&str; 21] = [
    "read more",
    "read next",
    "read",
    "see also",
    "related",
    "related story",
    "related article",
    "related stories",
    "related coverage",
    "more",
    "more on this",
    "must read",
    "don't miss",
    "don’t miss",
    "recommended",
    "watch",
    "voir aussi",
    "leer más",
    "lees meer",
    "läs mer",
    "les mer",
];
/// Longer blocks are no such line, in bytes.
const LONGEST: usize = 240;
/// A phrase is looked for among so many characters.
const START: usize = 40;

/// Whether a block is such a line: it begins with a phrase, and much of it is a link.
fn is_read_on(blocks: &Blocks, block: &Block) -> bool {
    if block.links == 0 || u32::from(block.link_chars) * 5 < u32::from(block.chars) * 2 {
        return false;
    }
    let text = blocks.text(block);
    if text.len() > LONGEST {
        return false;
    }
    let head: String = text
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .chars()
        .take(START)
        .flat_map(char::to_lowercase)
        .collect();
    PLAIN.iter().any(|p| head.strip_prefix(p).is_some_and(|r| !r.starts_with(char::is_alphabetic)))
        || WITH_COLON
            .iter()
            .any(|p| head.strip_prefix(p).is_some_and(|r| r.trim_start().starts_with([':', '：'])))
}

/// Leaves such lines out.
pub(crate) fn drop_read_on(blocks: &Blocks, keep: &mut [bool]) {
    for (block, kept) in blocks.list.iter().zip(keep) {
        *kept = *kept && !is_read_on(blocks, block);
    }
}
