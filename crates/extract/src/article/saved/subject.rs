//! What an article speaks of: its own labels are told again in it, those of the page's menus are not.

use super::lines::Line;
use super::phrases::phrases;
use crate::article::Article;
use crate::article::words::{fold_key, is_dense};

/// Only so much of a text is asked, in bytes.
const ASKED: usize = 60_000;
/// Shorter words are asked as they stand; of longer ones the end may change with the word's place in the sentence.
const FIRM: usize = 5;
/// A word of so many letters says something.
const HINT: usize = 4;
/// Words of fewer letters say nothing by themselves.
const SHORT: usize = 3;

/// The words of an article, folded.
pub(super) struct Subject(String);

impl Subject {
    /// Of what is known of the article.
    pub(super) fn of(article: &Article) -> Self {
        let known = article.title.iter().chain(&article.key_points).chain([&article.text]);
        Self::read(known.map(String::as_str))
    }

    /// Of what is known of the article while its text is read.
    pub(super) fn of_paragraphs(article: &Article, paragraphs: &[String]) -> Self {
        let known = article.title.iter().chain(&article.key_points).chain(paragraphs);
        Self::read(known.map(String::as_str))
    }

    /// Of lines.
    pub(super) fn of_lines<'l>(lines: impl Iterator<Item = &'l Line>) -> Self {
        Self::read(lines.map(|l| l.text.as_str()))
    }

    fn read<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut out = String::from(" ");
        for text in texts {
            if out.len() > ASKED {
                break;
            }
            let end = text.char_indices().map(|(at, _)| at).find(|at| *at >= ASKED).unwrap_or(text.len());
            out.push_str(&fold_key(text.get(..end).unwrap_or_default()));
            out.push(' ');
        }
        Self(out)
    }

    /// Whether all of a label's words stand in the article, whatever their endings.
    pub(super) fn tells(&self, label: &str) -> bool {
        let key = fold_key(label);
        if key.chars().any(is_dense) {
            return self.0.contains(&key);
        }
        if key.is_empty() {
            return false;
        }
        let mut asked = 0_u32;
        key.split(' ').filter(|w| w.chars().count() >= SHORT || key.len() == w.len()).all(|w| {
            asked += 1;
            self.has(w)
        }) && asked > 0
    }

    /// Whether a word stands in the article, whatever its ending; in Arabic others are written before it without a space.
    fn has(&self, word: &str) -> bool {
        let joined =
            word.chars().count() >= SHORT && word.starts_with(|c| ('\u{600}'..='\u{6ff}').contains(&c));
        if joined { self.0.contains(stem(word)) } else { self.0.contains(&format!(" {}", stem(word))) }
    }

    /// Whether a longer word of a label stands in the article.
    pub(super) fn hints(&self, label: &str) -> bool {
        let key = fold_key(label);
        key.split(' ').any(|w| w.chars().count() >= HINT && self.has(w)) || self.tells(label)
    }

    /// Whether a headline has a longer word in common with the article: both may be of one matter.
    pub(super) fn shares(&self, headline: &str) -> bool {
        let key = fold_key(headline);
        if key.chars().any(is_dense) {
            return true;
        }
        let words: Vec<&str> = key.split(' ').collect();
        let long = |w: &&str| w.chars().count() >= FIRM;
        // In Vietnamese a word is two short ones.
        let pair =
            |w: &[&str]| w.iter().any(|w| !w.is_ascii()) && self.0.contains(&format!(" {} ", w.join(" ")));
        words.iter().filter(|w| long(w)).any(|w| self.0.contains(&format!(" {}", stem(w))))
            || words.windows(2).any(pair)
    }

    /// Whether at least half of several labels are told.
    pub(super) fn tells_most<'l>(&self, labels: impl Iterator<Item = &'l Line>) -> bool {
        let (told, all) = labels.fold((0_usize, 0_usize), |(told, all), l| {
            (told.saturating_add(usize::from(self.tells(&l.text))), all.saturating_add(1))
        });
        all > 0 && told.saturating_mul(2) >= all
    }

    /// Whether a label is one by its words alone: it is told in the article, or names a part of the paper.
    pub(super) fn is_own(&self, label: &str) -> bool {
        let key = fold_key(label);
        phrases().is("desks", &key) && !phrases().is("roots", &key) || self.tells(label)
    }
}

/// A word without an ending that it may have elsewhere.
fn stem(word: &str) -> &str {
    let n = word.chars().count();
    let cut = match n {
        0..=FIRM => 0,
        6..=7 => 1,
        8..=9 => 2,
        _ => n / 3,
    };
    let end = word.char_indices().nth(n.saturating_sub(cut)).map_or(word.len(), |(at, _)| at);
    word.get(..end).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::Subject;

    #[test]
    fn labels_are_told_whatever_their_endings() {
        let subject = Subject::read(
            ["W Krakowie stanął tramwaj.", "Die Küsten werden geschützt.", "坪洲渡輪失物箱"].into_iter(),
        );
        for (label, want) in [
            ("tramwaje", true),
            ("渡輪", true),
            ("Küsten", true),
            ("Sudoku", false),
            ("Küste und Meer", false),
            ("die", true),
            ("", false),
        ] {
            assert_eq!(subject.tells(label), want, "{label}");
        }
    }
}
