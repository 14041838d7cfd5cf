//! Headings that say what follows them, and lines that point to one other story.

use super::phrases::{phrases, without};
use crate::article::words::{count, fold_key};

/// No heading or headline is longer than this, in bytes.
const TOO_LONG: usize = 500;
const HEADING: usize = 200;
/// Words that point to another story end within so many characters.
const GLUED: usize = 40;

/// What a heading announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// Links to other stories.
    Related,
    /// Links to what others read, or to what is new: they stand behind an article.
    Popular,
    /// Labels.
    Topics,
    /// Readers' comments.
    Comments,
    /// A bullet summary.
    Summary,
    /// What has nothing to do with the article: the rest of the page.
    End,
    /// Who wrote it.
    About,
}

/// The lists of headings as a whole; a heading is what the first list that has it says.
const WHOLE: [(&str, Section); 7] = [
    ("topics", Section::Topics),
    ("related", Section::Related),
    ("summary", Section::Summary),
    ("popular", Section::Popular),
    ("end", Section::End),
    ("about", Section::About),
    ("comments", Section::Comments),
];

/// The section that a line opens.
pub(super) fn section(text: &str) -> Option<Section> {
    if text.len() > HEADING {
        return None;
    }
    let key = fold_key(text);
    let words = count(&key);
    if words > 9 {
        return None;
    }
    if let Some((_, section)) = WHOLE.iter().find(|(list, _)| phrases().is(list, &key)) {
        return Some(*section);
    }
    // "Read also | For subscribers": the headline stands on the line below.
    let pointer = text.split_once(['|', ':', '-', '–']).filter(|(words, rest)| {
        let words = fold_key(words);
        phrases().is("locked", &fold_key(rest))
            && ["pointers", "plain-pointers"].iter().any(|l| phrases().is(l, &words))
    });
    if pointer.is_some() {
        return Some(Section::Related);
    }
    // "Read more from the Harbour Post:"
    let ends = text.trim_end().ends_with([':', '：']);
    if ends
        && words <= 7
        && ["pointers", "plain-pointers"]
            .iter()
            .any(|l| phrases().begins(l, &key).is_some() || words > 2 && phrases().ends(l, &key))
    {
        return Some(Section::Related);
    }
    // "Comments 1.2k", "(12) Kommentare"
    let bare: Vec<&str> = key.split(' ').filter(|w| !w.starts_with(|c: char| c.is_ascii_digit())).collect();
    if bare.len() < key.split(' ').count() && phrases().is("comments", &bare.join(" ")) {
        return Some(Section::Comments);
    }
    // "More from Sport", "Latest from the Post"
    let heading = !text.contains([':', '：', '|', '?', ','])
        && (!super::lines::is_sentence(text) || words <= 4 && text.ends_with('.'))
        && words <= 6;
    if !heading {
        return None;
    }
    phrases()
        .begins("end-begins", &key)
        .map(|_| Section::End)
        .or_else(|| phrases().begins("popular-begins", &key).map(|_| Section::Popular))
        .or_else(|| phrases().begins("related-begins", &key).map(|_| Section::Related))
}

/// The title in a line that points to another story: "Read more: Why the …".
pub(super) fn pointed_to(text: &str) -> Option<&str> {
    if text.len() > TOO_LONG {
        return None;
    }
    if let Some(title) = bracketed(text) {
        return Some(title);
    }
    const SIGNS: [char; 14] = [':', '：', '|', '-', '–', '—', '>', '»', '›', '/', '→', ' ', '\u{a0}', '▶'];
    let text = text.trim_start_matches(['>', '»', '→', '▶', '►', '+', '|', '☞', '【', '[', '(', ' ']);
    if let Some((before, after)) = text.split_once([':', '：', '|', '>', '»', '›', '→', '】', '–', '—'])
        && phrases().is("pointers", &fold_key(before))
    {
        let title = unlocked(after.trim_start_matches(SIGNS).trim_end_matches([')', ']']));
        return (count(title) >= 3).then_some(title);
    }
    if let Some(title) = glued(text) {
        return (count(title) >= 3).then_some(title);
    }
    // These need no sign.
    let key = fold_key(text);
    let phrase = phrases().begins("plain-pointers", &key)?;
    let title = unlocked(without(phrase, text).trim_start_matches(SIGNS));
    (count(title) >= 3).then_some(title)
}

/// "[ Why the ferry stopped Opens in new window ]": brackets apart from the words stand around a link.
pub(super) fn bracketed(text: &str) -> Option<&str> {
    let inside = text.strip_prefix("[ ").and_then(|t| t.strip_suffix(" ]"))?.trim();
    let title = inside.strip_suffix("Opens in new window").unwrap_or(inside).trim();
    (count(title) >= 4 && !title.contains([']', '['])).then_some(title)
}

/// "À lire aussiLe titre": the words and the headline stood apart on the page.
fn glued(text: &str) -> Option<&str> {
    let mut before = ' ';
    for (at, c) in text.char_indices().take(GLUED) {
        if c.is_uppercase()
            && before.is_lowercase()
            && let Some((words, title)) = text.split_at_checked(at)
        {
            let key = fold_key(words);
            return ["pointers", "plain-pointers"].iter().any(|l| phrases().is(l, &key)).then_some(title);
        }
        before = c;
    }
    None
}

/// A line that only announces a video or the like: "WATCH | What drivers think:".
pub(super) fn announces(text: &str) -> bool {
    text.len() <= TOO_LONG
        && text.split_once([':', '|']).is_some_and(|(head, _)| phrases().is("announcers", &fold_key(head)))
}

/// A title without the words that say that it is for subscribers.
fn unlocked(title: &str) -> &str {
    match phrases().begins("locked", &fold_key(title)) {
        Some(words) => without(words, title).trim_start_matches([' ', ':', '|', '-', '–']),
        None => title,
    }
}

#[cfg(test)]
mod tests {
    use super::{Section, pointed_to, section};

    #[test]
    fn headings_say_what_follows() {
        for (text, want) in [
            ("Explore more on these topics", Some(Section::Topics)),
            ("More On", Some(Section::Topics)),
            ("More in U.S.", Some(Section::Related)),
            ("Latest from the Harbour Post", Some(Section::Popular)),
            ("Comments 1.2k", Some(Section::Comments)),
            ("KEY POINTS", Some(Section::Summary)),
            ("Lire aussi | Article réservé à nos abonnés", Some(Section::Related)),
            ("More than forty boats lie in the mud", None),
            ("Why the ferry stopped", None),
        ] {
            assert_eq!(section(text), want, "{text}");
        }
    }

    #[test]
    fn one_line_may_point_to_another_story() {
        for (text, want) in [
            ("READ MORE: Why the ferry stopped", Some("Why the ferry stopped")),
            ("Also Read | Why the ferry stopped", Some("Why the ferry stopped")),
            ("Baca juga Kapal itu berhenti lagi", Some("Kapal itu berhenti lagi")),
            ("À lire aussiLe bac ne part plus", Some("Le bac ne part plus")),
            ("Read: it", None),
            ("The mayor said: Why the ferry stopped", None),
        ] {
            assert_eq!(pointed_to(text), want, "{text}");
        }
    }
}
