//! What stands between paragraphs and repeats or shows: pictures' words told by their form, and quotes pulled from the text.

use memchr::memmem::Finder;

use super::credits;
use super::lines::{Line, is_running, is_sentence};
use super::phrases::phrases;
use super::{bylines, captions};
use crate::article::words::{count, fold_key};
use crate::article::{Article, Image};

/// No caption has more words, and no credit alone.
const CAPTION: u32 = 45;
const CREDIT: u32 = 6;
/// A caption apart from its credit has at most so many.
const PLAIN: u32 = 25;
/// A quote that repeats the text has so many words, and each of its parts at least so many.
const QUOTE: std::ops::RangeInclusive<u32> = 6..=40;
const PART: usize = 3;
/// In longer texts quotes are looked for in so many lines.
const MOST: usize = 400;
/// One that is no sentence has at least so many: a shorter one is a subhead.
const LONG: u32 = 10;
/// A line that stands twice is a picture's from so many words on.
const TWICE: u32 = 5;

/// The words of the running lines, to find again what is pulled from them.
pub(super) struct Said(Vec<String>);

impl Said {
    pub(super) fn new(lines: &[Line]) -> Self {
        let long = lines.iter().filter(|l| count(&l.text) > *QUOTE.start());
        Self(long.take(MOST).map(|l| format!(" {} ", l.key())).collect())
    }

    /// Whether each part of a line stands in a longer one too.
    fn again(&self, text: &str) -> bool {
        let parts: Vec<String> = text
            .split(['.', ',', '!', '?', ';', ':', '…', '“', '”', '"'])
            .map(|p| format!(" {} ", fold_key(p)))
            .filter(|p| p.split(' ').count() >= PART.saturating_add(2))
            .collect();
        let finders: Vec<Finder<'_>> = parts.iter().map(|p| Finder::new(p.as_bytes())).collect();
        let told: usize = parts.iter().map(String::len).sum();
        let long = fold_key(text).len();
        told.saturating_mul(4) >= long.saturating_mul(3)
            && self.0.iter().any(|l| {
                l.len() > long.saturating_add(PART) && finders.iter().all(|p| p.find(l.as_bytes()).is_some())
            })
    }
}

/// A quote pulled from the text and who said it; how many lines they are.
pub(super) fn pulled(lines: &[Line], i: usize, said: &Said) -> Option<usize> {
    let line = lines.get(i)?;
    let text = line.text.as_str();
    let who = lines.get(i.saturating_add(1)).filter(|l| {
        l.gap == 0
            && count(&l.text) <= 8
            && !is_sentence(&l.text)
            && (l.bullet
                || l.text.starts_with(['-', '—', '–'])
                || bylines::is_person(l.text.split(',').next().unwrap_or_default()))
    });
    // A subhead may be a short quote.
    let quote = is_speech(text) && count(text) >= LONG || is_sentence(text) || who.is_some();
    (quote && !line.bullet && QUOTE.contains(&count(text)) && said.again(text))
        .then(|| 1 + usize::from(who.is_some()))
}

/// A picture between paragraphs: how many lines it is.
pub(super) fn picture(lines: &[Line], i: usize, spaced: bool, article: &mut Article) -> Option<usize> {
    let line = lines.get(i)?;
    let at = |k: usize| lines.get(i.saturating_add(k));
    let text = line.text.as_str();
    let words = count(text);
    let mut found = |caption: &str, credit: Option<String>| {
        super::media::shown(article, Image { url: None, caption: Some(caption.to_owned()), credit });
    };
    // The same words stand again with their credit behind.
    let next = at(1);
    let again = next.filter(|n| {
        n.gap <= 1
            && words >= TWICE
            && n.text.len() > text.len()
            && n.text.starts_with(text)
            && count(&n.text) <= words.saturating_add(12)
    });
    if let Some(full) = again.and_then(|n| captions::caption(&n.text)) {
        found(&full.0, Some(full.1));
        return Some(2);
    }
    // The caption stands apart from its credit, which is labelled.
    let labelled = |l: &&Line| {
        l.gap > 0
            && !l.parted
            && credits::credit_alone(&l.text).is_some()
            && is_labelled(&l.text)
            && !is_of_video(&l.text)
    };
    let apart = spaced && words <= PLAIN && !is_speech(text) && !line.bullet;
    if let Some(credit) = next.filter(labelled).filter(|_| apart && words >= TWICE)
        && at(2).is_some_and(|l| l.gap > 0)
    {
        found(text, credits::credit_alone(&credit.text));
        return Some(2);
    }
    if line.twice && (TWICE..=CAPTION).contains(&words) {
        // Whose it is may stand close below.
        let whose = next.filter(|n| n.gap == 0 && !n.parted && !is_sentence(&n.text));
        let credit = whose.and_then(|n| {
            let name = bylines::is_person(&n.text).then(|| n.text.clone());
            credits::credit_alone(&n.text).or(name)
        });
        let lines = 1 + usize::from(credit.is_some());
        match captions::caption(text).filter(|_| credit.is_none()) {
            Some((caption, credit)) => found(&caption, Some(credit)),
            None => found(text, credit),
        }
        return Some(lines);
    }
    // Where each paragraph stands apart, two lines that do not are a picture's: the words for those who do not see it and the
    // caption, or the caption and its credit.
    let alone = spaced && line.gap > 0 && !line.bullet && at(2).is_some_and(|l| l.gap > 0);
    let below = next.filter(|n| alone && n.gap == 0 && !n.bullet && !n.parted && !n.is_clock())?;
    if (TWICE..=CAPTION).contains(&words)
        && let Some((caption, credit)) = captions::caption(&below.text)
        && count(&caption) >= TWICE
        && !is_speech(text)
    {
        found(&caption, Some(credit));
        return Some(2);
    }
    let named =
        captions::capitals(&below.text.replace(" for ", " ")) || credits::credit_alone(&below.text).is_some();
    if (TWICE..=CAPTION).contains(&words)
        && (1..=CREDIT).contains(&count(&below.text))
        && named
        && !is_sentence(&below.text)
        && below.section().is_none()
        && !is_running(below)
        && !is_speech(text)
        && !phrases().is("whole", below.key())
    {
        found(text, Some(below.text.clone()));
        return Some(2);
    }
    None
}

/// "(Video: Jane Doe)": whose the video is that stands there; what stands above is the text's.
fn is_of_video(text: &str) -> bool {
    let word = text.trim_start_matches(['(', '[']).split([' ', ':', '：']).next().unwrap_or_default();
    phrases().is("announcers", &fold_key(word)) && fold_key(word).starts_with('v')
}

/// A word for pictures stands before the credit.
fn is_labelled(text: &str) -> bool {
    text.split([' ', ':']).next().is_some_and(|w| phrases().is("credits", &fold_key(w)))
}

/// A line that begins with what somebody says.
pub(super) fn is_speech(text: &str) -> bool {
    text.starts_with(['“', '"', '«', '„', '‘', '\'', '»', '「', '–', '—'])
}
