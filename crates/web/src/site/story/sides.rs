//! Who says what, for the page: speakers with what each outlet reports of them, side by side.

use story::{Said, Unfolding, Voice};

use crate::view::words;

/// Speakers shown before the rest is folded.
const SPEAKERS: usize = 6;
/// Sayings of one speaker.
const SAYINGS: usize = 4;
/// Characters of a saying.
const CHARS: usize = 420;

/// Who says what.
pub(crate) struct Sides {
    /// How many speakers, in words.
    pub note: String,
    /// Those whom most outlets cite.
    pub speakers: Vec<Speaker>,
    /// The others.
    pub more: Vec<Speaker>,
    /// What the fold of the others is called.
    pub more_line: String,
}

/// A speaker.
pub(crate) struct Speaker {
    /// Who.
    pub name: String,
    /// What they are.
    pub role: Option<String>,
    /// What they are reported to say.
    pub said: Vec<Saying>,
}

/// What one outlet reports a speaker to say.
pub(crate) struct Saying {
    /// The words: quoted alone, or the sentence that tells it.
    pub text: String,
    /// The words are the speaker's own.
    pub quoted: bool,
    /// Who reports it, with the address of the article; the first is the one that is cited.
    pub by: Vec<By>,
}

/// An outlet that reports a saying.
pub(crate) struct By {
    /// Its name.
    pub outlet: String,
    /// Its article.
    pub href: String,
}

impl Sides {
    /// The speakers of a story.
    pub(crate) fn of(unfolding: &Unfolding) -> Self {
        let mut speakers: Vec<Speaker> = unfolding.voices.iter().map(speaker).collect();
        let note = words::count(speakers.len(), "speaker", "speakers");
        let more = speakers.split_off(SPEAKERS.min(speakers.len()));
        let more_line = words::count(more.len(), "more speaker", "more speakers");
        Self { note, speakers, more, more_line }
    }
}

fn speaker(voice: &Voice) -> Speaker {
    let mut said: Vec<&Said> = voice.said.iter().collect();
    // A speaker's own words, and what several outlets report, tell most.
    said.sort_by_key(|s| std::cmp::Reverse((s.also.len(), s.quote.is_some())));
    said.truncate(SAYINGS);
    Speaker {
        name: voice.speaker.clone(),
        role: voice.role.clone(),
        said: said.into_iter().map(saying).collect(),
    }
}

fn saying(said: &Said) -> Saying {
    // A quotation that is most of its sentence stands for itself; a phrase in inverted commas needs the sentence.
    let alone = said.quote.as_ref().filter(|q| q.len() * 10 >= said.sentence.len() * 6);
    let link = |outlet: &str, id: i64| By { outlet: outlet.to_owned(), href: format!("/article/{id}") };
    Saying {
        text: words::clip(alone.unwrap_or(&said.sentence), CHARS),
        quoted: alone.is_some(),
        by: std::iter::once(link(&said.outlet, said.article))
            .chain(said.also.iter().map(|a| link(&a.outlet, a.article)))
            .collect(),
    }
}
