//! What an article says in few sentences, and which lines say nothing.

use std::collections::BTreeSet;
use text::{fold, sentences, terms};

/// Points kept of one article.
const POINTS: usize = 5;
/// Characters of the longest point.
const LONGEST: usize = 400;

/// The points of an article: its own (standfirst, bullets), else up to three telling sentences of its text, as
/// they stand and in their order. Teasers, copies of the title and repeats are left out.
pub(crate) fn points(own: &[String], title: &str, lead: &str, body: &str, lang: &str) -> Vec<String> {
    let title_key = key(title);
    let mut seen: Vec<BTreeSet<String>> = Vec::new();
    let mut out = Vec::new();
    for p in own {
        keep(p, &title_key, lang, &mut seen, &mut out, POINTS);
    }
    if out.is_empty() {
        for s in best_sentences(title, if body.trim().is_empty() { lead } else { body }, lang) {
            keep(s, &title_key, lang, &mut seen, &mut out, 3);
        }
    }
    if out.is_empty() {
        for s in sentences(lead) {
            keep(s, &title_key, lang, &mut seen, &mut out, 2);
        }
    }
    out
}

/// Puts points of several articles together, leaving out what is said already.
pub(crate) fn merge<'a>(
    points: impl Iterator<Item = &'a str>,
    title: &str,
    lang: &str,
    most: usize,
) -> Vec<String> {
    let title_key = key(title);
    let (mut seen, mut out) = (Vec::new(), Vec::new());
    for p in points {
        keep(p, &title_key, lang, &mut seen, &mut out, most);
    }
    out
}

fn keep(
    p: &str,
    title: &str,
    lang: &str,
    seen: &mut Vec<BTreeSet<String>>,
    out: &mut Vec<String>,
    most: usize,
) {
    let p = p.trim().trim_start_matches(['•', '-', '–', '*', '·', ' ']);
    let length = p.chars().count();
    if out.len() >= most || length < 12 && p.len() < 24 || is_teaser(p) || key(p) == title {
        return;
    }
    let set: BTreeSet<String> = terms(p, Some(lang)).into_iter().collect();
    let repeats = |o: &BTreeSet<String>| {
        let shared = o.intersection(&set).count();
        shared * 10 >= o.len().min(set.len()).max(1) * 7
    };
    if set.is_empty() || seen.iter().any(repeats) {
        return;
    }
    let mut text = p.to_owned();
    if length > LONGEST {
        let end = p.char_indices().nth(LONGEST).map_or(p.len(), |(i, _)| i);
        let cut = p.get(..end).unwrap_or(p);
        text = format!("{}…", cut.rsplit_once(' ').map_or(cut, |(head, _)| head));
    }
    seen.push(set);
    out.push(text);
}

/// The sentences near the top that share most with the headline, in their order.
fn best_sentences<'a>(title: &str, body: &'a str, lang: &str) -> Vec<&'a str> {
    let top = body.char_indices().nth(1600).map_or(body.len(), |(i, _)| i);
    let list: Vec<&str> = sentences(body.get(..top).unwrap_or(body));
    let about: BTreeSet<String> = terms(title, Some(lang)).into_iter().collect();
    let mut scored: Vec<(u32, usize, &str)> = list
        .iter()
        .take(10)
        .enumerate()
        .filter(|(_, s)| (30..=420).contains(&s.len()) || s.len() >= 24 && !s.is_ascii())
        .filter(|(_, s)| !is_teaser(s))
        .map(|(i, s)| {
            let own: BTreeSet<String> = terms(s, Some(lang)).into_iter().collect();
            let shared = u32::try_from(about.intersection(&own).count()).unwrap_or(0).min(5);
            let place = 8_u32.saturating_sub(u32::try_from(i).unwrap_or(8) * 2);
            (shared * 3 + place, i, *s)
        })
        .collect();
    scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    scored.truncate(3);
    scored.sort_by_key(|(_, i, _)| *i);
    scored.into_iter().map(|(_, _, s)| s).collect()
}

fn key(s: &str) -> String {
    fold(s).trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Lines that ask for something or name a picture, instead of saying what happened.
pub(crate) fn is_teaser(line: &str) -> bool {
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
        "the post ",
        "continue reading",
    ];
    let folded = fold(line);
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
        let body = "Advertisement\n\nThe city council voted on Tuesday to close the old bridge for two years. Read more here.\n\n\
            Engineers found cracks in three of its five piers. Photo: A. Smith\n\nShops near the bridge fear for their trade. \
            The council voted on Tuesday to close the old bridge for two years.";
        let got = points(&[], "Council votes to close old bridge", "", body, "en");
        assert_eq!(got.len(), 2, "a repeat and a teaser are left out");
        assert!(got[0].starts_with("The city council voted"));
        let own =
            ["Council votes to close old bridge".to_owned(), "• Cracks were found in three piers".to_owned()];
        assert_eq!(
            points(&own, "Council votes to close old bridge", "", body, "en"),
            ["Cracks were found in three piers"]
        );
    }
}
