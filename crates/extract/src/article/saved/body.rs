//! The running text and what stands between and after it: links to other stories, pictures, videos, labels, comments.

use super::furniture::is_furniture;
use super::header::video;
use super::lines::{Line, byline, comments, is_dateline, is_label, is_role, is_running, is_sentence, number};
use super::sections::{Section, pointed_to, section};
use super::{captions, push_new};
use crate::article::words::{count, fold_key};
use crate::article::{Article, Image, Related};

/// More links to other stories than these are a list of something else.
const MAX_RELATED: usize = 200;

/// What stands after a line.
struct After<'l> {
    next: Option<&'l Line>,
    /// Running text comes yet.
    goes_on: bool,
}

/// The body and what follows it.
#[derive(Default)]
pub(super) struct Body<'t> {
    /// Which lines the model takes for the article's own; where it was not asked, their form alone decides.
    taken: Option<&'t [bool]>,
    paragraphs: Vec<String>,
    section: Option<Section>,
    /// The line before was an author's name alone, or furniture after one.
    named: bool,
    /// The line before was a label after the text.
    labels: bool,
}

impl<'t> Body<'t> {
    pub(super) fn new(taken: Option<&'t [bool]>) -> Self {
        Self { taken, ..Self::default() }
    }

    pub(super) fn read(mut self, lines: &[Line], article: &mut Article) {
        // A line on the author may follow the labels.
        let on_author = |l: &Line| article.authors.iter().any(|a| tells_of(&l.text, a));
        let last = match self.taken {
            Some(taken) => taken.iter().rposition(|t| *t),
            None => lines.iter().rposition(|l| is_running(l) && !on_author(l) && !is_furniture(&l.text)),
        };
        let mut i = 0;
        while let Some(line) = lines.get(i) {
            if self.taken.is_some_and(|t| t.get(i) == Some(&true)) {
                (self.section, self.labels, self.named) = (None, false, false);
                self.paragraphs.push(line.text.clone());
                i += 1;
                continue;
            }
            if let Some(taken) = video(lines, i, article) {
                i += taken;
                continue;
            }
            i += 1;
            let after = After { next: lines.get(i), goes_on: last.is_some_and(|l| l >= i) };
            self.line(line, &after, article);
        }
        article.text = self.paragraphs.join("\n\n");
    }

    fn line(&mut self, line: &Line, after: &After<'_>, article: &mut Article) {
        let text = line.text.as_str();
        let begins = |text: &str| article.authors.iter().any(|a| tells_of(text, a));
        if begins(text) && article.authors.iter().any(|a| a == text) {
            self.named = true;
            return;
        }
        // What follows an author's name and begins with it tells of the author.
        if self.named && begins(text) {
            return;
        }
        self.named &= is_furniture(text);
        if let Some(opened) = section(text) {
            self.section = Some(opened);
            return;
        }
        if let Some(title) = pointed_to(text) {
            article.related.push(Related { title: title.to_owned(), url: None });
            return;
        }
        if is_furniture(text)
            || captions::labelled(text, "image source").is_some()
            || captions::labelled(text, "image caption").is_some()
        {
            return;
        }
        if let Some((caption, credit)) = captions::caption(text) {
            let image = Image { url: None, caption: Some(caption), credit: Some(credit) };
            article.image.get_or_insert(image);
            return;
        }
        if let Some(n) = comments(text).or_else(|| number(text)) {
            article.comment_count = article.comment_count.or(Some(n));
            return;
        }
        let asks = self.section == Some(Section::Related) && text.ends_with(['?', '？']);
        if asks && !after.next.is_some_and(is_running) {
            self.related(text, article);
            return;
        }
        // A headline that asks, apart from the text, is a link to its story.
        let apart = line.gap > 0 && after.next.is_none_or(|n| n.gap > 0);
        if apart && is_question(text) {
            self.related(text, article);
            return;
        }
        let known = article.topics.iter().any(|t| fold_key(t) == fold_key(text));
        if !after.goes_on && (known || self.labels && line.gap == 0 && count(text) <= 5 && !is_sentence(text))
        {
            self.labels = true;
            push_new(&mut article.topics, text);
            return;
        }
        self.labels = false;
        if is_running(line) && !(self.section == Some(Section::End) && self.paragraphs.len() > 2) {
            self.section = None;
            self.paragraph(text);
            return;
        }
        match self.section {
            Some(Section::Related) if !after.goes_on && count(text) <= 2 && is_label(text) => {
                push_new(&mut article.topics, text);
            }
            Some(Section::Related) => self.related(text, article),
            Some(Section::Topics) if count(text) <= 5 => push_new(&mut article.topics, text),
            Some(_) => {}
            None => self.short(line, after, article),
        }
    }

    /// A paragraph by its form.
    fn paragraph(&mut self, text: &str) {
        if self.taken.is_none() {
            self.paragraphs.push(text.to_owned());
        }
    }

    fn related(&self, text: &str, article: &mut Article) {
        if count(text) >= 3 && !is_dateline(text) && article.related.len() < MAX_RELATED {
            article.related.push(Related { title: text.to_owned(), url: None });
        }
    }

    /// A short line that no section explains.
    fn short(&mut self, line: &Line, after: &After<'_>, article: &mut Article) {
        let text = line.text.as_str();
        let asks = text.ends_with(['?', '？']) && !line.bullet && count(text) >= 4;
        if asks {
            self.related(text, article);
        } else if is_sentence(text) || line.bullet {
            if byline(text).is_none() {
                self.paragraph(text);
            }
        } else if self.taken.is_none() && is_subhead(line, after.next) {
            self.paragraph(text);
        } else if byline(text).is_some() || is_dateline(text) || captions::is_agency(text) || is_role(text) {
        } else if count(text) >= 4 {
            self.related(text, article);
        } else if is_label(text) && !after.goes_on && !article.authors.iter().any(|a| a == text) {
            push_new(&mut article.topics, text);
        }
    }
}

/// One question and nothing else, as a headline is.
fn is_question(text: &str) -> bool {
    let bare = text.trim_end_matches(['?', '？']);
    bare.len() < text.len()
        && (4..=14).contains(&count(text))
        && !bare.contains(['.', '!', '?', '“', '"', '”', '「', '«', '»'])
}

/// A line begins with an author's name or the last part of it.
fn tells_of(text: &str, author: &str) -> bool {
    let (text, author) = (fold_key(text), fold_key(author));
    let last = author.rsplit(' ').next().unwrap_or(&author);
    [author.as_str(), last].iter().any(|name| {
        name.chars().count() > 2
            && text.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

/// A subhead: short, and running text right under it. A link to another story is a full headline.
fn is_subhead(line: &Line, next: Option<&Line>) -> bool {
    count(&line.text) <= 5
        && next.is_some_and(is_running)
        && !line.text.contains(':')
        && !is_dateline(&line.text)
}
