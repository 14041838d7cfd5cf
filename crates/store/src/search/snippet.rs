//! The passage of an article that shows best why it was found.

use super::query::Wanted;

/// So much of an article is looked through, and so much of it is shown, in bytes.
const LOOKED_AT: usize = 40_000;
const SHOWN: usize = 280;
/// So many words stand before the first that was found.
const BEFORE: usize = 6;

/// A passage of `text` as HTML: the words that were asked for in `<b>`, everything else escaped.
pub(crate) fn snippet(text: &str, wanted: &Wanted) -> String {
    let text = text.get(..boundary(text, LOOKED_AT)).unwrap_or(text);
    let tokens = text::search_tokens(text);
    let found: Vec<usize> =
        tokens.iter().enumerate().filter(|(_, token)| wanted.asks_for(&token.term)).map(|(i, _)| i).collect();
    // The passage that begins with the found word which has the most different ones behind it; the earliest of those.
    let mut best = (0, 0);
    for (nth, &at) in found.iter().enumerate() {
        let from = tokens.get(at).map_or(0, |token| token.from);
        let mut terms: Vec<&str> = found
            .iter()
            .skip(nth)
            .filter_map(|&i| tokens.get(i))
            .take_while(|token| token.to < from + SHOWN * 3 / 4)
            .map(|token| token.term.as_str())
            .collect();
        terms.sort_unstable();
        terms.dedup();
        if terms.len() > best.0 {
            best = (terms.len(), at);
        }
    }
    let first = if best.0 == 0 { 0 } else { best.1.saturating_sub(BEFORE) };
    let from = if first == 0 { 0 } else { tokens.get(first).map_or(0, |token| token.from) };
    let limit = from + SHOWN;
    let to = if text.len() <= limit {
        text.len()
    } else {
        let last = tokens.iter().skip(first).take_while(|token| token.to <= limit).last();
        last.map_or_else(|| boundary(text, limit), |token| token.to)
    };
    let mut html = String::new();
    if from > 0 {
        html.push_str("… ");
    }
    let mut at = from;
    let marked =
        found.iter().filter_map(|&i| tokens.get(i)).filter(|token| token.from >= from && token.to <= to);
    // Pairs of characters overlap: those that touch are one mark.
    let mut marks: Vec<(usize, usize)> = Vec::new();
    for token in marked {
        match marks.last_mut() {
            Some(last) if token.from <= last.1 => last.1 = last.1.max(token.to),
            _ => marks.push((token.from, token.to)),
        }
    }
    for (start, end) in marks {
        escape(text.get(at..start).unwrap_or_default(), &mut html);
        html.push_str("<b>");
        escape(text.get(start..end).unwrap_or_default(), &mut html);
        html.push_str("</b>");
        at = end;
    }
    escape(text.get(at..to).unwrap_or_default(), &mut html);
    if to < text.len() {
        html.push_str(" …");
    }
    html
}

/// The last character boundary at or before a byte.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Escapes text for HTML; white space of any kind and length becomes one blank.
fn escape(text: &str, into: &mut String) {
    for c in text.chars() {
        match c {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\'' => into.push_str("&#39;"),
            c if c.is_whitespace() => {
                if !into.ends_with(' ') {
                    into.push(' ');
                }
            }
            c => into.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_passage_shows_what_was_found() {
        let long = "filler words here. ".repeat(40);
        let text = format!("{long}The <old> Windpark & the sea. {long}");
        let html = snippet(&text, &Wanted::read("windpark sea"));
        assert!(html.contains("The &lt;old&gt; <b>Windpark</b> &amp; the <b>sea</b>."), "{html}");
        assert!(html.starts_with("… ") && html.ends_with(" …") && html.len() < 500, "{html}");
        assert_eq!(snippet("short", &Wanted::read("absent")), "short");
        assert_eq!(snippet("", &Wanted::read("absent")), "");
        assert_eq!(snippet("在东京奥运会上", &Wanted::read("东京奥运")), "在<b>东京奥运</b>会上");
        assert_eq!(snippet("雪山", &Wanted::read("雪")), "<b>雪山</b>");
    }

    proptest! {
        #[test]
        fn nothing_of_the_article_is_markup(text in "[<>&\"a-c 雪山\n]{0,900}", query in "[a-c雪 ]{0,8}") {
            let html = snippet(&text, &Wanted::read(&query));
            let bare = html.replace("<b>", "").replace("</b>", "");
            prop_assert!(!bare.contains(['<', '>', '"']));
        }
    }
}
