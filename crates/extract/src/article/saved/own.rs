//! Labels and names that are the page's own, told once all is read: the site's name, tickers, labels of the way to the page.

use super::bylines::is_person;
use super::furniture::is_advertisement;
use super::lines::{Line, comments, is_running, number};
use super::phrases::phrases;
use super::topics;
use crate::article::Article;
use crate::article::words::{count, fold_key, is_dense};

/// The site's name stands in so many lines at the top of all.
const TOP: usize = 2;
/// A name in capitals has at least so many letters.
const LETTERS: usize = 4;
/// Where more lines stand over the headline a menu was copied.
const MENU: usize = 9;
/// The way to a page has at most so many steps.
const STEPS: usize = 3;
/// A share's price has at most so many words.
const PRICE: u32 = 3;

/// The site's name at the top of all is no label of the article, where others stand over the headline too: alone in capitals, or
/// in Latin letters where the headline has none.
pub(super) fn without_site(above: &[Line], lines: &[Line], article: &mut Article) {
    if above.len() > MENU || article.topics.len() < 2 {
        return;
    }
    let from = above.iter().take_while(|l| is_advertisement(&l.text)).count();
    let Some((first, rest)) = above.get(from..).and_then(<[Line]>::split_first) else { return };
    let key = first.key().to_owned();
    let part = ["desks", "roots", "home"].iter().any(|l| phrases().is(l, &key));
    let mut labels = rest.iter().take(TOP).filter(|l| l.is_topic() && l.gap == 0).peekable();
    if part || first.gap > 0 || labels.peek().is_none() {
        return;
    }
    let shouts = |t: &str| t.chars().any(char::is_uppercase) && !t.chars().any(char::is_lowercase);
    let shouted = shouts(&first.text)
        && first.text.chars().filter(|c| c.is_alphabetic()).count() >= LETTERS
        && labels.clone().all(|l| !shouts(&l.text));
    let latin = |t: &str| t.chars().filter(|c| c.is_alphabetic()).all(|c| c.is_ascii());
    let foreign = latin(&first.text)
        && article.title.as_deref().is_some_and(|t| !t.chars().any(|c| c.is_ascii_alphabetic()));
    // "明報", "新京报": a paper's name.
    let paper = key.chars().count() <= 6
        && key.chars().all(is_dense)
        && ["報", "报", "新聞", "新闻", "通信", "通訊", "通讯社", "ニュース"]
            .iter()
            .any(|e| key.ends_with(e));
    // "Photo: Jane Doe / NRK": pictures are the site's own.
    let short = first.text.chars().count() <= 5 && shouts(&first.text);
    let owns = short
        && lines.iter().any(|l| {
            l.text
                .strip_suffix(&first.text)
                .is_some_and(|c| c.ends_with(['/', ' ']) && c.trim_end().ends_with('/'))
        });
    if shouted || foreign || paper || owns {
        article.topics.retain(|t| fold_key(t) != key);
    }
}

/// The names of shares over their prices are no labels: "Nordkran AB", "312.40 SEK", "+6.82%".
pub(super) fn without_tickers(lines: &[Line], article: &mut Article) {
    let price = |l: &Line| {
        count(&l.text) <= PRICE
            && l.text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '$' | '€' | '£' | '¥' | '₹'))
            && l.text.contains(['.', ','])
            && l.text
                .chars()
                .all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || " .,$€£¥₹+-−%".contains(c))
            && !l.is_dateline()
    };
    let tickers: Vec<&str> = lines
        .windows(2)
        .filter_map(|w| match w {
            [name, value] if price(value) && count(&name.text) <= 5 => Some(name.key()),
            _ => None,
        })
        .collect();
    article.topics.retain(|t| !tickers.contains(&fold_key(t).as_str()));
}

/// The parts of the paper at the top of all, apart from the label right over the headline, are labels too.
pub(super) fn way_at_top(above: &[Line], article: &mut Article) {
    if above.len() > MENU {
        return;
    }
    let desk = |l: &Line| l.is_topic() && phrases().is("desks", l.key());
    let from = above.iter().position(desk).filter(|at| *at <= 1);
    let Some(from) = from else { return };
    let steps = above.iter().skip(from);
    let steps: Vec<&Line> =
        steps.enumerate().take_while(|(k, l)| desk(l) && (*k == 0 || l.gap == 0)).map(|(_, l)| l).collect();
    let ends = above.get(from.saturating_add(steps.len())).is_some_and(|l| l.gap > 0);
    if !ends || steps.len() > STEPS || steps.len() < 2 {
        return;
    }
    let before = std::mem::take(&mut article.topics);
    steps.iter().for_each(|l| topics::push(article, &l.text));
    before.iter().for_each(|t| topics::push(article, t));
}

/// Where readers' comments are counted by their word, a number alone above the text counts something else.
pub(super) fn counted(lines: &[Line], article: &mut Article) {
    let Some(known) = article.comment_count else { return };
    let told: Vec<u64> = lines.iter().filter_map(|l| comments(&l.text)).collect();
    let alone = lines.iter().take_while(|l| !is_running(l)).any(|l| number(&l.text) == Some(known));
    if let Some(n) = told.first().filter(|_| alone && !told.contains(&known)) {
        article.comment_count = Some(*n);
    }
}

/// Names that no author bears: the place below each of several names, as "Jane Doe", "Ottawa", "John Roe", "Quebec City".
pub(super) fn without_stations(lines: &[Line], article: &mut Article) {
    let is_author = |l: &Line| article.authors.contains(&l.text);
    let stations: Vec<String> = lines
        .windows(4)
        .filter_map(|w| match w {
            [one, place, two, other]
                if is_person(&one.text)
                    && !is_person(&place.text)
                    && place.is_topic()
                    && !place.is_role()
                    && is_author(two)
                    && is_author(other)
                    && [place, two, other].iter().all(|l| l.gap == 0) =>
            {
                Some(other.text.clone())
            }
            _ => None,
        })
        .collect();
    article.authors.retain(|a| !stations.contains(a));
}
