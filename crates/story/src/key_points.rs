//! What an article says in few sentences, and which lines say nothing.

use crate::types::Incoming;
use text::{fold, hash64, sentences};

/// Points kept of one article.
const POINTS: usize = 5;
/// Characters of the longest point.
const LONGEST: usize = 400;

/// The points of an article: its own (standfirst, bullets), else up to three telling sentences of its text, as
/// they stand and in their order. Teasers, copies of the title and repeats are left out. `terms` gives a text's terms
/// as hashes.
pub(crate) fn points(a: &Incoming<'_>, mut terms: impl FnMut(&str) -> Vec<u64>) -> Vec<String> {
    let mut points = Points::new(a.title);
    for p in a.key_points {
        points.keep(&Line::of(p), POINTS, &mut terms);
    }
    if points.texts.is_empty() {
        let body = if a.text.trim().is_empty() { a.lead } else { a.text };
        for (line, set) in best_sentences(a.title, body, &mut terms) {
            points.keep(&line, 3, |_| set.clone());
        }
    }
    if points.texts.is_empty() {
        for s in sentences(a.lead) {
            points.keep(&Line::of(s), 2, &mut terms);
        }
    }
    points.texts
}

/// Puts points of several articles together, leaving out what is said already.
pub(crate) fn merge<'a>(
    all: impl Iterator<Item = &'a str>,
    title: &str,
    lang: &str,
    most: usize,
) -> Vec<String> {
    let mut points = Points::new(title);
    for p in all {
        points.keep(&Line::of(p), most, |text| {
            text::terms(text, Some(lang)).iter().map(|t| hash64(t)).collect()
        });
    }
    points.texts
}

/// A line without what marks it as a point, and folded.
struct Line<'a> {
    text: &'a str,
    folded: String,
}

impl<'a> Line<'a> {
    fn of(line: &'a str) -> Self {
        let text = line.trim().trim_start_matches(['•', '-', '–', '*', '·', ' ']);
        Self { text, folded: fold(text) }
    }
}

/// Points taken so far.
struct Points {
    title: String,
    /// The terms of each, ascending.
    seen: Vec<Vec<u64>>,
    texts: Vec<String>,
}

impl Points {
    fn new(title: &str) -> Self {
        Self { title: key(&fold(title)).to_owned(), seen: Vec::new(), texts: Vec::new() }
    }

    fn keep(&mut self, line: &Line<'_>, most: usize, terms: impl FnOnce(&str) -> Vec<u64>) {
        let p = line.text;
        if self.texts.len() >= most {
            return;
        }
        let length = p.chars().count();
        if length < 12 && p.len() < 24 || is_teaser_folded(&line.folded) || key(&line.folded) == self.title {
            return;
        }
        let mut set = terms(p);
        set.sort_unstable();
        set.dedup();
        let repeats = |o: &Vec<u64>| shared(o, &set) * 10 >= o.len().min(set.len()).max(1) * 7;
        if set.is_empty() || self.seen.iter().any(repeats) {
            return;
        }
        let mut text = p.to_owned();
        if length > LONGEST {
            let end = p.char_indices().nth(LONGEST).map_or(p.len(), |(i, _)| i);
            let cut = p.get(..end).unwrap_or(p);
            text = format!("{}…", cut.rsplit_once(' ').map_or(cut, |(head, _)| head));
        }
        self.seen.push(set);
        self.texts.push(text);
    }
}

/// How many two ascending lists share.
fn shared(a: &[u64], b: &[u64]) -> usize {
    let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
    few.iter().filter(|t| many.binary_search(t).is_ok()).count()
}

/// The sentences near the top that share most with the headline, in their order, with their terms.
fn best_sentences<'a>(
    title: &str,
    body: &'a str,
    terms: &mut impl FnMut(&str) -> Vec<u64>,
) -> Vec<(Line<'a>, Vec<u64>)> {
    let top = body.char_indices().nth(1600).map_or(body.len(), |(i, _)| i);
    let list: Vec<&str> = sentences(body.get(..top).unwrap_or(body));
    let mut ascending = |text: &str| {
        let mut own = terms(text);
        own.sort_unstable();
        own.dedup();
        own
    };
    let about = ascending(title);
    let mut scored: Vec<(u32, usize, Line<'_>, Vec<u64>)> = Vec::new();
    for (i, s) in list.into_iter().take(10).enumerate() {
        if !((30..=420).contains(&s.len()) || s.len() >= 24 && !s.is_ascii()) {
            continue;
        }
        // A question tells nothing of what happened.
        if s.trim_end_matches(['"', '”', '»', ' ']).ends_with(['?', '？', '؟']) {
            continue;
        }
        let line = Line::of(s);
        // A mark before a point can hide what a teaser begins with.
        if if line.text.len() == s.len() { is_teaser_folded(&line.folded) } else { is_teaser(s) } {
            continue;
        }
        let own = ascending(s);
        let shared = u32::try_from(shared(&about, &own)).unwrap_or(0).min(5);
        let place = 8_u32.saturating_sub(u32::try_from(i).unwrap_or(8) * 2);
        scored.push((shared * 3 + place, i, line, own));
    }
    scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    scored.truncate(3);
    scored.sort_by_key(|(_, i, ..)| *i);
    scored.into_iter().map(|(_, _, line, own)| (line, own)).collect()
}

/// What two lines have in common that say the same: the folded form without marks around it.
fn key(folded: &str) -> &str {
    folded.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Lines that ask for something or name a picture, instead of saying what happened.
pub(crate) fn is_teaser(line: &str) -> bool {
    is_teaser_folded(&fold(line))
}

fn is_teaser_folded(folded: &str) -> bool {
    const STARTS: &[&str] = &[
        "read more",
        "read also",
        "also read",
        "see also",
        "subscribe",
        "sign up",
        "click",
        "follow us",
        "photo",
        "image",
        "picture",
        "advertisement",
        "share this",
        "watch:",
        "watch live",
        "listen",
        "related",
        "more:",
        "file photo",
        "file -",
        "this post was",
        "this post has",
        "this story was",
        "this story has",
        "updated at",
        "writing by",
        "(writing by",
        "reporting by",
        "(reporting by",
        "additional reporting",
        "editing by",
        "(editing by",
        "by our ",
        "file –",
        "file —",
        "getty",
        "copyright",
        "newsletter",
        "download",
        "join our",
        "register",
        "log in",
        "mehr zum thema",
        "lesen sie",
        "abonnieren",
        "anzeige",
        "foto:",
        "bild:",
        "newsletter",
        "lire aussi",
        "a lire",
        "abonnez",
        "publicite",
        "lea tambien",
        "le puede interesar",
        "suscribete",
        "leia tambem",
        "leia mais",
        "assine",
        "inscreva",
        "leggi anche",
        "iscriviti",
        "читайте также",
        "подписывайтесь",
        "подпишитесь",
        "фото:",
        "реклама",
        "اقرا ايضا",
        "إقرأ أيضا",
        "اشترك",
        "点击",
        "相关阅读",
        "延伸閱讀",
        "延伸阅读",
        "更多",
        "关注",
        "訂閱",
        "订阅",
        "広告",
        "関連記事",
        "写真",
        "会員登録",
        "all rights reserved",
        "this article was",
        "share your",
        "if so, share",
        "send us your",
        "send your",
        "let us know",
        "get in touch",
        "the post ",
        "continue reading",
    ];
    STARTS.iter().any(|s| folded.starts_with(s))
        || folded.contains("cookie") && folded.len() < 160
        || folded.contains("all rights reserved")
        || folded.contains("file photo") && folded.len() < 260
        || folded.contains("(ap photo")
        || folded.contains("http://")
        || folded.contains("https://")
        || folded.contains("appeared first on")
        || folded.contains('@') && folded.len() < 100
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picks_points() {
        let body = "Have you seen the council vote on the old bridge?\n\nIf so, share your pictures with us and stay safe.\n\n\
            Advertisement\n\nThe city council voted on Tuesday to close the old bridge for two years. Read more here.\n\n\
            Engineers found cracks in three of its five piers. Photo: A. Smith\n\nShops near the bridge fear for their trade. \
            The council voted on Tuesday to close the old bridge for two years.";
        let points = |own: &[String]| {
            let title = "Council votes to close old bridge";
            let a = Incoming { title, text: body, key_points: own, ..Incoming::default() };
            points(&a, |text| text::TermMemory::default().terms(text, "en"))
        };
        let got = points(&[]);
        assert_eq!(got.len(), 2, "a repeat and a teaser are left out");
        assert!(got[0].starts_with("The city council voted"));
        let own =
            ["Council votes to close old bridge".to_owned(), "• Cracks were found in three piers".to_owned()];
        assert_eq!(points(&own), ["Cracks were found in three piers"]);
    }
}
