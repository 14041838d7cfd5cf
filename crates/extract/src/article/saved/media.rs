//! Pictures and videos told in lines: a caption, its credit, or both; a title and a length.

use super::furniture::is_furniture;
use super::lengths::{clock, running};
use super::lines::{Line, byline, is_dateline, is_role, is_running, is_sentence};
use super::phrases::phrases;
use super::sections::section;
use super::{bylines, captions, credits, splits};
use crate::article::words::{count, fold_key, is_dense};
use crate::article::{Article, Image, Video};

/// A picture's caption, its credit, or both.
pub(super) fn picture(lines: &[Line], i: usize, article: &mut Article) -> Option<usize> {
    let line = lines.get(i)?;
    let next = lines.get(i.saturating_add(1));
    let text = line.text.as_str();
    let article_has_picture = article.image.is_some();
    // Whom the picture shows: the headline or the standfirst names them.
    let told = article.title.iter().chain(&article.key_points);
    let last = text.rsplit(' ').next().unwrap_or(text);
    let shown = Some(text).filter(|t| bylines::is_person(t) && told.into_iter().any(|t| t.contains(last)));
    let mut found = |caption: Option<String>, credit: Option<String>| {
        let full = |t: Option<String>| t.filter(|c| !c.is_empty());
        let image = Image { url: None, caption: full(caption), credit: full(credit) };
        match &mut article.image {
            // An agency alone may have been the text's.
            Some(known) if known.caption.is_none() && image.caption.is_some() => *known = image,
            Some(_) => {}
            none => *none = Some(image),
        }
    };
    if let Some(source) = credits::labelled(text, "image-source") {
        let (caption, taken) = labelled_caption(lines, i.saturating_add(1));
        found(caption, Some(source.to_owned()));
        return Some(1 + taken);
    }
    // A source alone is the text's, not a picture's.
    if text.starts_with("Quelle") && captions::caption(text).is_some_and(|(c, _)| c.is_empty()) {
        return Some(1);
    }
    // The credit stands again between the words for those who do not see the picture and the caption.
    if let Some((_, credit)) = captions::prefixed(text)
        && next.is_some_and(|n| n.gap == 0 && n.text == credit)
        && let Some(below) = lines.get(i.saturating_add(2)).filter(|l| shows(l))
    {
        found(Some(below.text.clone()), Some(credit));
        return Some(3);
    }
    if let Some((_, credit)) = captions::prefixed(text)
        && let Some(below) = next.filter(|n| shows(n))
    {
        found(Some(below.text.clone()), Some(credit));
        return Some(2);
    }
    let dated = phrases().begins("dated", &fold_key(text)).is_some() && is_dateline(text);
    if let Some((caption, credit)) = captions::caption(text).filter(|(c, _)| count(c) > 2 && !dated) {
        // "9:21 AM EST"
        if caption.ends_with(|c: char| c.is_ascii_digit())
            && credit.chars().all(|c| c.is_uppercase() || c == ' ')
            && is_dateline(text)
        {
            return Some(1);
        }
        found(Some(caption), Some(credit));
        return Some(1);
    }
    if let Some((caption, source, taken)) = described(lines, i) {
        found(Some(caption), Some(source));
        return Some(taken);
    }
    // The caption stands on the line above its credit.
    // Apart from it only where nothing else can be meant.
    let known = article_has_picture;
    let apart =
        |l: &Line| i > 0 && l.gap == 1 && !known && (labelled_credit(&l.text) || l.text.contains('/'));
    let subject = next.is_some_and(|l| labelled_credit(&l.text)) && shown.is_some_and(|s| s == text);
    if let Some(credit) =
        next.filter(|l| l.gap == 0 || apart(l)).and_then(|l| credits::credit_below(text, &l.text))
        && (subject || (3..=60).contains(&count(text)) && is_plain(line))
        && credits::credit_alone(text).is_none()
    {
        found(Some(text.to_owned()), Some(credit));
        return Some(2);
    }
    // The photographer's name over what the picture shows, at the end of all that stands over the text.
    if !article.authors.is_empty()
        && i > 0
        && byline(text).is_none()
        && lines.get(i.saturating_add(2)).is_none()
        && next.is_some_and(|n| n.gap == 0 && !n.parted)
        && let Some(image) = super::beside::photographed_at(line, next)
        && image.credit.as_ref().is_some_and(|c| !article.authors.contains(c))
    {
        found(image.caption, image.credit);
        return Some(2);
    }
    // "What the picture shows, in the harbour. Ical": one word behind the sentence, below a standfirst.
    if let Some((shows, whose)) = splits::rsplit_sentence(text)
        && !article.key_points.is_empty()
        && line.gap > 0
        && !whose.contains(' ')
        && whose.chars().count() >= 3
        && whose.starts_with(char::is_uppercase)
        && whose.chars().all(char::is_alphabetic)
        && (5..=45).contains(&count(shows))
    {
        found(Some(format!("{}.", shows.trim_end_matches('.'))), Some(whose.to_owned()));
        return Some(1);
    }
    // The words below their credit, where nothing above it may be them.
    let over = i.checked_sub(1).and_then(|b| lines.get(b));
    if let Some(credit) = credits::credit_alone(text).filter(|_| text.contains([':', '：']))
        && over.is_none_or(|l| !is_plain(l) || line.parted || line.gap > 0)
        && let Some(words) =
            next.filter(|l| l.gap <= line.gap && (4..=30).contains(&count(&l.text)) && is_plain(l))
        && (!is_running(words)
            || lines.get(i.saturating_add(2)).is_some_and(|l| clock(&l.text).is_some() || !is_running(l)))
    {
        found(Some(words.text.clone()), Some(credit));
        return Some(2);
    }
    // Whose it is and for whom, or a name where the author's is known, below a caption; both stand apart from what follows.
    let last =
        lines.get(i.saturating_add(2)).is_none_or(|l| l.gap > 0 || l.parted || bylines::is_person(&l.text));
    if let Some(whose) = next.filter(|l| l.gap == 0 && !l.parted && i > 0 && last)
        && (5..=40).contains(&count(text))
        && is_plain(line)
        && credits::is_whose(&whose.text, !article.authors.is_empty())
    {
        let credit = whose.text.clone();
        found(Some(text.to_owned()), Some(credit));
        return Some(2);
    }
    // The photographer's name alone below a sentence, where the author's follows further down.
    if i > 0
        && is_sentence(text)
        && (4..=30).contains(&count(text))
        && let Some(who) = next.filter(|l| l.gap == 0 && bylines::is_person(&l.text))
        && lines
            .iter()
            .skip(i.saturating_add(2))
            .any(|l| bylines::is_person(&l.text) || byline(&l.text).is_some())
    {
        found(Some(text.to_owned()), Some(who.text.clone()));
        return Some(2);
    }
    if let Some(credit) = credits::credit_alone(text) {
        // Or below it, the second of two where the first is for those who do not see the picture.
        let may = |l: &&Line| {
            let over = credits::is_credit(text) && !is_sentence(&l.text) && apart_from(lines, i);
            l.gap == 0
                && (4..=40).contains(&count(&l.text))
                && (credits::is_agency(text) || over)
                && is_plain(l)
        };
        let below = next.filter(may);
        let second = lines.get(i.saturating_add(2)).filter(may).filter(|l| below.is_some() && !is_running(l));
        found(second.or(below).map(|l| l.text.clone()), Some(credit));
        return Some(1 + usize::from(below.is_some()) + usize::from(second.is_some()));
    }
    // 説明（2月、東京都）: a date and a place in brackets behind a line that is no sentence.
    if text.ends_with('）') && count(text) >= 6 && text.chars().any(is_dense) && !is_dateline(text) {
        found(Some(text.to_owned()), None);
        return Some(1);
    }
    // The credit is told twice below the caption.
    if let Some(credit) = next.filter(|n| n.gap == 0 && n.twice && count(&n.text) <= 6)
        && captions::capitals(&credit.text)
        && !bylines::is_person(&credit.text)
        && is_plain(line)
        && (5..=60).contains(&count(text))
        && count(text) > count(&credit.text)
    {
        found(Some(text.to_owned()), Some(credit.text.clone()));
        return Some(2);
    }
    if line.shown || line.twice && count(text) >= 5 {
        found(Some(text.to_owned()), None);
        return Some(1);
    }
    None
}

/// Whether an empty line stands below the line after `i`.
fn apart_from(lines: &[Line], i: usize) -> bool {
    lines.get(i.saturating_add(2)).is_none_or(|l| l.gap > 0)
}

/// A credit behind its label: "Photo: Agency".
fn labelled_credit(text: &str) -> bool {
    text.contains([':', '：']) && credits::credit_alone(text).is_some()
}

/// Whether a line right below a picture's first words is its caption.
fn shows(line: &Line) -> bool {
    line.gap == 0 && is_plain(line) && (3..=40).contains(&count(&line.text)) && !is_sentence(&line.text)
}

/// What a picture shows behind its label, or on the line below the label alone; and how many lines that is.
fn labelled_caption(lines: &[Line], i: usize) -> (Option<String>, usize) {
    let Some(line) = lines.get(i) else { return (None, 0) };
    if let Some(caption) = credits::labelled(&line.text, "image-caption") {
        return (Some(caption.to_owned()), 1);
    }
    let below = lines.get(i.saturating_add(1)).filter(|_| credits::is_label(&line.text, "image-caption"));
    match below.filter(|l| l.gap <= 1 && (1..=40).contains(&count(&l.text))) {
        Some(caption) => (Some(caption.text.clone()), 2),
        None => (None, 0),
    }
}

/// The words for those who do not see a picture, its source and its caption: the caption, the source, how many lines.
fn described(lines: &[Line], i: usize) -> Option<(String, String, usize)> {
    let line = lines.get(i).filter(|l| count(&l.text) <= 30 && is_plain(l))?;
    let below =
        lines.get(i.saturating_add(1)).filter(|_| credits::labelled(&line.text, "image-source").is_none())?;
    let source = credits::labelled(&below.text, "image-source")?;
    let (caption, taken) = labelled_caption(lines, i.saturating_add(2));
    Some((caption?, source.to_owned(), taken.saturating_add(2)))
}

/// Whether a line may be a caption: none of the other things that stand around a headline.
fn is_plain(line: &Line) -> bool {
    let text = line.text.as_str();
    !line.bullet
        && !is_furniture(text)
        && !is_dateline(text)
        && byline(text).is_none()
        && clock(text).is_none()
        && section(text).is_none()
        && !is_role(text)
        && !bylines::is_person(text)
        && !bylines::is_place_of_outlet(text)
}

/// A video's length and title, the one above the other; how many lines they are.
pub(super) fn video(lines: &[Line], i: usize, article: &mut Article) -> Option<usize> {
    let line = lines.get(i)?;
    let next = lines.get(i.saturating_add(1));
    // The time of a date on the line above.
    if clock(&line.text).is_some()
        && line.gap == 0
        && !line.parted
        && i.checked_sub(1).and_then(|b| lines.get(b)).is_some_and(|l| is_dateline(&l.text))
    {
        return Some(1);
    }
    let title_like = |l: &&Line| {
        !is_running(l)
            && !l.is_furniture()
            && !l.bullet
            && clock(&l.text).is_none()
            && l.section().is_none()
            && !is_dateline(&l.text)
            && !l.text.starts_with('©')
            && byline(&l.text).is_none()
    };
    // "What the drone saw 01:41"
    if let Some((title, seconds)) = ended(&line.text) {
        article.videos.push(of(title, seconds));
        return Some(1);
    }
    // How much of it has run stands over a title that is told twice.
    if let Some(seconds) = running(&line.text) {
        let title = next.filter(|n| n.twice || n.shown).filter(title_like)?;
        article.videos.push(of(&title.text, seconds));
        return Some(2);
    }
    let (title, seconds, mut taken) = match (clock(&line.text), next.and_then(|l| clock(&l.text))) {
        (Some(seconds), _) => {
            let title = next.filter(title_like);
            (title, seconds, if title.is_some() { 2 } else { 1 })
        }
        (None, Some(seconds)) => {
            // Its title stands above the length where it does not stand below.
            let below = lines.get(i.saturating_add(2)).filter(title_like).filter(|l| !l.is_captioned());
            // Right above it, with an empty line below.
            let right =
                next.is_some_and(|l| l.gap == 0) && lines.get(i.saturating_add(2)).is_some_and(|l| l.gap > 0);
            let above = line.shown || right || next.is_some_and(|l| l.text.contains(' ')) || below.is_none();
            if !above
                || !title_like(&line)
                || is_sentence(&line.text) && !line.shown && !line.text.ends_with(['?', '？'])
                || count(&line.text) < 3
            {
                return None;
            }
            (Some(line), seconds, 2)
        }
        _ => return None,
    };
    if let Some(title) = title {
        let key = title.key().to_owned();
        article.videos.push(of(&title.text, seconds));
        // Its title is often told twice.
        while lines.get(i.saturating_add(taken)).is_some_and(|l| l.key() == key) {
            taken += 1;
        }
        // Whose it is.
        if lines.get(i.saturating_add(taken)).is_some_and(|l| l.gap == 0 && l.text.starts_with('©')) {
            taken += 1;
        }
        // The programme it is from, in a line below its title that stands apart from what follows.
        let from = |k: usize| lines.get(i.saturating_add(k));
        if title.gap == 0
            && (line.gap > 0 || line.parted)
            && clock(&line.text).is_some()
            && from(taken).is_some_and(|l| l.gap == 0 && count(&l.text) <= 5 && !is_sentence(&l.text))
            && from(taken.saturating_add(1)).is_some_and(|l| l.gap > 0)
        {
            taken += 1;
        }
        // What it shows, told in a line below its date and length.
        let told = lines.get(i.saturating_add(taken)).filter(|l| l.gap == 0 && is_running(l));
        let dated = next.is_some_and(|l| l.text.contains(" | "));
        if dated
            && told.is_some()
            && lines.get(i.saturating_add(taken).saturating_add(1)).is_some_and(|l| l.gap > 0)
        {
            taken += 1;
        }
    }
    Some(taken)
}

/// A title with the length of its video behind.
fn ended(text: &str) -> Option<(&str, u64)> {
    let (title, length) = text.rsplit_once(' ')?;
    let length = length.trim_matches(['(', ')']);
    let clocked =
        length.len() <= 5 && length.contains(':') && length.chars().all(|c| c.is_ascii_digit() || c == ':');
    let worded = title.chars().all(|c| !c.is_ascii_digit())
        && title.rsplit(' ').next().is_some_and(|w| w.chars().count() > 3);
    (clocked
        && worded
        && (3..=20).contains(&count(title))
        && !is_dateline(text)
        && !title.ends_with([',', ':', '|', '-']))
    .then(|| clock(length).map(|seconds| (title, seconds)))
    .flatten()
}

fn of(title: &str, seconds: u64) -> Video {
    // "Video: What the drone saw", "視頻加註文字，…"
    let labelled = title.split_once([':', '：', ',', '，', '،']).filter(|(label, what)| {
        let key = fold_key(label);
        count(what) >= 2 && ["announcers", "video-caption"].iter().any(|l| phrases().is(l, &key))
    });
    let title = labelled.map_or(title, |(_, what)| what.trim());
    Video { title: Some(title.to_owned()), url: None, duration_seconds: Some(seconds) }
}

/// Takes a picture where none stands yet, or nothing but an agency's name, which may be that of who wrote the article.
pub(super) fn shown(article: &mut Article, image: Image) {
    let named = |i: &Image| i.caption.is_none() && i.credit.as_deref().is_some_and(credits::is_agency);
    if article.image.as_ref().is_none_or(|i| named(i) && image.caption.is_some()) {
        article.image = Some(image);
    }
}

/// A picture within the text; how many lines it is.
pub(super) fn picture_within(lines: &[Line], i: usize, article: &mut Article) -> Option<usize> {
    let line = lines.get(i)?;
    let next = lines.get(i.saturating_add(1));
    let image = |caption: String, credit: Option<String>| Image {
        url: None,
        caption: Some(caption).filter(|c| !c.is_empty()),
        credit: credit.filter(|c| !c.is_empty()),
    };
    if let Some(source) = credits::labelled(&line.text, "image-source") {
        let (caption, taken) = labelled_caption(lines, i.saturating_add(1));
        if let Some(caption) = caption {
            shown(article, image(caption, Some(source.to_owned())));
            return Some(1 + taken);
        }
    }
    if let Some((caption, source, taken)) = described(lines, i) {
        shown(article, image(caption, Some(source)));
        return Some(taken);
    }
    if let Some((caption, credit)) = captions::caption(&line.text) {
        // The first words of two are for those who do not see the picture.
        let below = next.filter(|n| captions::prefixed(&line.text).is_some() && shows(n));
        if let Some(below) = below {
            shown(article, image(below.text.clone(), Some(credit)));
            return Some(2);
        }
        shown(article, image(caption, Some(credit)));
        return Some(1);
    }
    // An agency over the words.
    if credits::is_agency(&line.text)
        && let Some(words) = next.filter(|n| n.gap == 0 && (4..=30).contains(&count(&n.text)))
        && (!is_running(words) || lines.get(i.saturating_add(2)).is_none_or(|l| l.gap > 0))
    {
        shown(article, image(words.text.clone(), Some(line.text.clone())));
        return Some(2);
    }
    if line.shown {
        shown(article, image(line.text.clone(), None));
        return Some(1);
    }
    let credit = next.filter(|n| n.gap == 0).and_then(|n| credits::credit_below(&line.text, &n.text))?;
    if (3..=60).contains(&count(&line.text)) && line.section().is_none() {
        shown(article, image(line.text.clone(), Some(credit)));
        return Some(2);
    }
    None
}
