//! What follows the running text: labels, links to other stories, comments, who wrote it, and the rest of the page.

use super::bylines::{bare, is_outlet, is_person};
use super::furniture::is_advertisement;
use super::labels::{FAR, Headed, Labels, MOST, in_topics};
use super::lines::{
    Line, byline, comments, is_dateline, is_role, is_running, is_sentence, name_alone, number,
};
use super::links::{is_kicker, related};
use super::paragraphs::tells_of;
use super::phrases::phrases;
use super::sections::{Section, announces, pointed_to, section};
use super::topics::{self, is_topic};
use super::{authors, captions, credits, header, media, popular, push_author, runs, when};
use crate::article::words::{count, fold_key};
use crate::article::{Article, Image};

/// Labels that no heading announces are at most so many in a row; a longer one is a menu.
const MAX_LABELS: usize = 12;
/// Behind a list of links, at most so many end the page.
const FEW: usize = 4;
/// A heading that is not known has at most so many words, and stands within so many lines.
const HEADING: u32 = 5;
const OPENS: usize = 6;
/// What no heading announces stands at most so many lines below the text.
pub(super) const NEAR: usize = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Right below the text.
    Start,
    In(Section),
    /// Something that is not the article's.
    Ignored,
}

/// A headline has at least so many words where labels may be meant.
const HEADLINE: u32 = 6;

/// Reads what follows the text.
pub(super) fn after(lines: &[Line], labels: &Labels, article: &mut Article) {
    let mut state = State::Start;
    let mut headed = Headed::default();
    let known = article.topics.len();
    let mut i = 0;
    while let Some(line) = lines.get(i) {
        let next = lines.get(i.saturating_add(1));
        if state != State::Ignored
            && !matches!(state, State::In(Section::End | Section::Comments | Section::About))
            && let Some(taken) = media::video(lines, i, article)
        {
            i += taken;
            continue;
        }
        i += 1;
        let text = line.text.as_str();
        if is_advertisement(text) || article.title.as_deref().is_some_and(|t| text.ends_with(t)) {
            // Behind it a list of labels does not go on.
            if state == State::In(Section::Topics) && headed.labels > 0 {
                state = State::Ignored;
            }
            continue;
        }
        if let Some(labels) = topics::listed(text) {
            // Close below a link it is that story's.
            let above = i.checked_sub(2).and_then(|b| lines.get(b));
            let of_link = labels.len() == 1
                && line.gap == 0
                && above.is_some_and(|a| article.related.last().is_some_and(|r| r.title == a.text));
            if of_link {
                continue;
            }
            labels.iter().for_each(|l| topics::push(article, l));
            // A list in one line is all of it.
            state = headed.opens(Section::Topics, i);
            if labels.len() > 1 && state != State::Ignored {
                (state, headed.listed) = (State::Start, true);
            }
            continue;
        }
        if let Some(found) = topics::hashed(text) {
            found.iter().for_each(|l| topics::push(article, l));
            state = headed.hashed(i);
            continue;
        }
        if headed.hashed && state == State::In(Section::Topics) && section(text).is_none() {
            state = State::Ignored;
        }
        if announces(text) {
            continue;
        }
        let tagged =
            state == State::In(Section::Topics) && (headed.labels == 0 || labels.subject.tells(text));
        if !tagged && popular::heads(lines, i.saturating_sub(1)) {
            i = i.saturating_add(popular::list(lines.get(i..).unwrap_or_default(), article));
            state = State::Ignored;
            continue;
        }
        if let Some(opened) = section(text) {
            // Between other buttons the word is one of them.
            let button = opened == Section::Comments && (line.parted || next.is_some_and(|n| n.parted));
            if button && comments(text).is_none() && next.is_some_and(|n| n.is_topic()) {
                continue;
            }
            article.comment_count = article.comment_count.or(comments(text));
            if opened == Section::Popular {
                i = i.saturating_add(popular::list(lines.get(i..).unwrap_or_default(), article));
                state = State::Ignored;
                continue;
            }
            state = headed.opens(opened, i);
            // Labels may stand under a heading of links; and a menu far below the text may be headed as labels are.
            let run: Vec<&Line> = lines
                .iter()
                .skip(i)
                .take(MAX_LABELS)
                .enumerate()
                .take_while(|(k, l)| l.is_topic() && (*k == 0 || l.gap == 0 && !l.parted))
                .map(|(_, l)| l)
                .collect();
            // A few words over a link say what it is about; apart from what follows they are labels.
            let end = lines.get(i.saturating_add(run.len()));
            let short = run.iter().all(|l| count(&l.text) <= 2)
                && end.is_none_or(|l| l.gap > 0 || l.parted || l.section().is_some());
            let own = run.len() > 1 && labels.are_own(run.iter().copied())
                || !run.is_empty() && short && !run.iter().any(|l| names(text, l));
            let key = fold_key(text);
            let more = !phrases().is("related", &key) && phrases().begins("related-begins", &key).is_some();
            if opened == Section::Related && i <= FAR && own {
                state = headed.opens(Section::Topics, i);
            } else if opened == Section::Related {
                let before = article.related.len();
                i = i.saturating_add(popular::list(lines.get(i..).unwrap_or_default(), article));
                // Behind the list of the article's own, as "More in Europe", nothing of it follows.
                state = if more && headed.linked { State::Ignored } else { State::Start };
                // A few labels may end the page.
                let rest = lines.get(i..).unwrap_or_default();
                if (1..=FEW).contains(&rest.len())
                    && rest.iter().all(|l| l.is_topic() && count(&l.text) <= 2)
                    && labels.any_own(&rest.iter().collect::<Vec<_>>())
                {
                    rest.iter().for_each(|l| topics::push(article, &l.text));
                    return;
                }
                headed.linked |= article.related.len() > before;
            } else if opened == Section::Topics
                && (i > NEAR && run.len() > 2 || headed.labels > 0 && !run.is_empty())
                && !labels.any_own(&run)
            {
                state = State::Ignored;
            }
            continue;
        }
        if let Some(title) = pointed_to(text) {
            related(title, article);
            continue;
        }
        // Labels in one line that the article tells, under whatever heading.
        let row: Vec<&str> = text.split(" | ").filter(|_| i <= NEAR && text.contains(" | ")).collect();
        if row.len() > 1
            && row.iter().all(|l| is_topic(l))
            && row.iter().filter(|l| labels.subject.tells(l)).count().saturating_mul(2) >= row.len()
        {
            row.iter().for_each(|l| topics::push(article, l));
            continue;
        }
        if let Some(n) = comments(text).or_else(|| number(text)) {
            let counts = comments(text).is_some()
                || next.is_some_and(|n| n.gap == 0 && n.section() == Some(Section::Comments))
                || state == State::In(Section::Comments) && article.comment_count.is_none()
                || !matches!(state, State::In(Section::Related | Section::End))
                    && next.is_none_or(|n| n.gap > 0);
            article.comment_count = article.comment_count.or(Some(n).filter(|_| counts));
            continue;
        }
        // "Published …", below the words on the author, too.
        if !matches!(state, State::Ignored)
            && line.is_dateline()
            && phrases().begins("dated", line.key()).is_some()
        {
            header::dates_told(text, article);
            continue;
        }
        // How long it takes to read stood right below: another story's headline, whatever stands over it.
        if line.timed && is_link(line) && !matches!(state, State::In(Section::End | Section::Comments)) {
            related(text, article);
            continue;
        }
        let on_author = article.authors.iter().any(|a| tells_of(text, a));
        if on_author {
            state = State::In(Section::About);
            continue;
        }
        if credits::labelled(text, "image-source").is_some()
            || credits::labelled(text, "image-caption").is_some()
        {
            continue;
        }
        // What no heading announces stands right below the text.
        if i > NEAR && matches!(state, State::Start) {
            state = State::Ignored;
        }
        let before = article.topics.len();
        state = match state {
            State::Start => start(line, next, (i, i == 1), lines, labels, &mut headed, article),
            State::In(Section::Topics) => in_topics(line, next, &headed, labels, article),
            State::In(Section::Related) => in_related(line, lines, i, labels, article),
            State::In(Section::About)
                if (line.gap > 0 || next.is_some_and(|n| n.is_topic() && n.gap == 0 && !n.parted))
                    && is_topic(text)
                    && !is_role(text)
                    && i <= NEAR =>
            {
                start(line, next, (i, true), lines, labels, &mut headed, article)
            }
            State::In(Section::Comments)
                if line.gap > 1 && headed.labels == 0 && topics::is_known(article, text) =>
            {
                State::In(Section::Topics)
            }
            other => other,
        };
        headed.linked |= state == State::In(Section::Related);
        if state == State::In(Section::Topics) {
            headed.taken(line, i, article.topics.len() > before);
        }
    }
    if article.topics.len() == known {
        runs::below(lines, labels, article);
    }
}

/// A line right below the text, under no heading.
fn start(
    line: &Line,
    next: Option<&Line>,
    (i, close): (usize, bool),
    lines: &[Line],
    labels: &Labels,
    headed: &mut Headed,
    article: &mut Article,
) -> State {
    let text = line.text.as_str();
    if let Some((caption, credit)) = captions::caption(text) {
        let image = Image { url: None, caption: Some(caption), credit: Some(credit) };
        super::media::shown(article, image);
        return State::Start;
    }
    if article.authors.is_empty()
        && let Some(names) = authors::below(text)
    {
        article.authors = names;
        return State::Start;
    }
    // When it was published may be told below the text alone.
    if i <= OPENS
        && is_dateline(text)
        && let Some(at) = when::instant(text)
    {
        if header::is_change(text) {
            article.modified.get_or_insert(at);
        } else if article.modified.is_none_or(|m| m >= at) {
            article.published.get_or_insert(at);
        }
        return State::Start;
    }
    if byline(text).is_some() || is_dateline(text) || credits::is_agency(text) || is_role(text) {
        return State::Start;
    }
    if let Some(name) = name_alone(line, None, next) {
        if article.authors.is_empty() {
            push_author(article, &bare(&name));
        }
        return State::In(Section::About);
    }
    // The name of who wrote it, alone below the text.
    let alone = next.is_none_or(|n| n.gap > 0 || n.parted || !n.is_topic());
    if article.authors.is_empty() && i == 1 && alone && is_person(text) && !is_outlet(text) {
        push_author(article, &bare(text));
        return State::Start;
    }
    if is_topic(text) && headed.listed {
        return State::Start;
    }
    if is_topic(text) {
        let rest = lines.get(i..).unwrap_or_default();
        let more = rest.iter().take(MOST).take_while(|l| l.is_topic() && l.gap == 0 && !l.parted).count();
        // One word alone is the article's label only right below the text; between the page's buttons it is one of them.
        let known = topics::is_known(article, text);
        let single = more == 0 && !known && (text.chars().count() <= 2 || i > 3 && next.is_some());
        let run = lines.iter().skip(i.saturating_sub(1)).take(more.saturating_add(1));
        // Several right below the text are the article's, whether it tells them or not, where no menus were copied.
        let close = close
            && (i > 1 || !line.parted)
            && more > 0
            && labels.menu.is_empty()
            && (i == 1 || !is_person(text));
        // Where nothing but labels is left, they are not the page's.
        let end = lines.len() == i.saturating_add(more) && labels.menu.is_empty();
        if more < MAX_LABELS && (known || close || end && more > 0 || labels.are_own(run)) && !single {
            topics::push(article, text);
            for label in rest.iter().take(more) {
                topics::push(article, &label.text);
            }
            return State::In(Section::Topics);
        }
        return State::Ignored;
    }
    // "Source: the agency and others"
    let told = text.split_once([':', '：']).is_some_and(|(head, rest)| count(head) <= 2 && count(rest) <= 5)
        && !text.ends_with(['?', '？']);
    if is_link(line) && !told {
        // Without a heading, only what may be of the same matter; or the page's own lines follow.
        let list = lines.iter().skip(i).take(NEAR).take_while(|l| l.gap == 0 && !l.parted && is_link(l));
        let goes_on = line.gap == 0 && !line.parted && {
            let above = i.checked_sub(2).and_then(|b| lines.get(b));
            above.is_some_and(|a| article.related.last().is_some_and(|r| r.title == a.text))
        };
        if goes_on || labels.subject.shares(text) || list.into_iter().any(|l| labels.subject.shares(&l.text))
        {
            related(text, article);
        }
        return State::Start;
    }
    // A heading that is not known: labels below it that the article tells are its own.
    if i <= OPENS && text.ends_with([':', '：']) && count(text) <= HEADING {
        let run: Vec<&Line> =
            lines.iter().skip(i).take(MOST).take_while(|l| l.is_topic() && l.gap == 0 && !l.parted).collect();
        return if !run.is_empty() && labels.are_own(run.iter().copied()) {
            headed.opens(Section::Topics, i)
        } else {
            State::Start
        };
    }
    // Whose report it is, as "Source: the agency".
    if text.contains([':', '：']) && count(text) <= HEADING {
        return State::Start;
    }
    // The letters of who wrote it: "(rdw/ita)".
    let signed = i <= 3 && count(text) <= 3 && text.contains(['(', '/', '.']);
    if is_running(line) || signed { State::Start } else { State::Ignored }
}

/// A line under a heading of links.
fn in_related(line: &Line, lines: &[Line], i: usize, labels: &Labels, article: &mut Article) -> State {
    let (text, rest) = (line.text.as_str(), lines.get(i..).unwrap_or_default());
    // Of several that end the page, each may have three words.
    let last = rest.len() < MAX_LABELS && !rest.is_empty();
    let last = last && rest.iter().all(|l| l.is_topic() && count(&l.text) <= 3 && l.gap == 0 && !l.parted);
    let is_label = |l: &Line| count(&l.text) <= if last { 3 } else { 2 } && l.is_topic();
    // Labels below the links: a few, all that is left or apart from what follows.
    let run = rest.iter().take(MOST).take_while(|l| is_label(l) && l.gap == 0 && !l.parted).count();
    let ends = rest.get(run).is_none_or(|l| l.gap > 0 || l.parted);
    let beside =
        i <= NEAR && (1..=MAX_LABELS).contains(&run) && ends || i <= NEAR && line.gap > 0 && rest.len() <= 2;
    let told = || {
        labels.are_own(std::iter::once(line).chain(rest.iter().take(run)))
            || last
                && rest.len() > 1
                && labels.any_own(&lines.iter().skip(i.saturating_sub(1)).collect::<Vec<_>>())
    };
    if is_label(line) && (beside && told() || topics::is_known(article, text)) {
        topics::push(article, text);
        return State::In(Section::Topics);
    }
    // A heading of something else: a few words apart from the list, close to what follows.
    let next = rest.first();
    if count(text) < 3
        && line.gap > 0
        && next.is_some_and(|n| n.gap == 0 && count(&n.text) >= 4)
        && !article.related.is_empty()
    {
        return State::Ignored;
    }
    if is_kicker(text, next) {
        return State::In(Section::Related);
    }
    // No headline ends with a full stop; a sentence behind the page's own lines is theirs.
    let above = i.checked_sub(2).and_then(|b| lines.get(b));
    let linked = above.is_some_and(|a| article.related.last().is_some_and(|r| r.title == a.text));
    if line.parted
        && linked
        && count(text) < 5
        && !is_topic(text)
        && !above.is_some_and(|a| a.timed || a.leads)
    {
        return State::Ignored;
    }
    let told = is_sentence(text) && text.ends_with(['.', '。']) && !text.ends_with("..");
    if told && (line.parted || is_running(line)) {
        return if line.parted { State::Ignored } else { State::In(Section::Related) };
    }
    if byline(text).is_none() && !is_dateline(text) && !credits::is_agency(text) {
        // "1 Why the ferry stopped", and the next one begins with a number too.
        let digit = |l: Option<&Line>| l.is_some_and(|l| l.text.starts_with(|c: char| c.is_ascii_digit()));
        let bare = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let listed = bare.starts_with('.') || digit(rest.first()) || digit(above);
        related(if listed { bare.trim_start_matches(['.', ' ']) } else { text }, article);
    }
    State::In(Section::Related)
}

/// A heading that names what stands below it: "More from The Post", "The Post".
fn names(heading: &str, line: &Line) -> bool {
    fold_key(heading).ends_with(line.key())
}

/// A line longer than labels are, and no list of them.
pub(super) fn is_headline(line: &Line) -> bool {
    is_link(line) && count(&line.text) >= HEADLINE && !line.is_topic() && topics::parts(&line.text).len() < 2
}

/// The form of another story's headline.
pub(super) fn is_link(line: &Line) -> bool {
    let text = line.text.as_str();
    let asks = text.ends_with(['?', '？']);
    (4..=30).contains(&count(text)) && (asks || !is_sentence(text))
}
