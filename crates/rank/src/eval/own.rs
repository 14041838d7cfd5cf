//! Fills the features that come from the reader's own signals, content and age alone.
#![expect(clippy::as_conversions, reason = "measures as f32 in flat arrays")]

use super::corpus::{Article, Corpus, Vector, alike};
use super::fading::Clock;
use super::features::{Own, beside, log, place};
use super::reader::{Reader, Taste, Touch};
use crate::learn::columns::Columns;
use crate::number::ln;

/// A list as it is shown, in numbers.
pub(crate) struct List<'a> {
    pub(crate) now: i64,
    pub(crate) page: Option<u32>,
    pub(crate) device: f32,
    pub(crate) candidates: &'a [u32],
}

/// What is the same for all candidates.
struct Frame<'a> {
    list: &'a List<'a>,
    corpus: &'a Corpus,
    reader: &'a Reader,
    clock: &'a Clock,
    /// What was read last.
    last: Option<&'a Vector>,
    page: Option<(&'a Article, Option<&'a Vector>)>,
    reads: f32,
    mean_age: f32,
    last_visit: Option<i64>,
    page_age: f32,
}

fn span(seconds: i64) -> f32 {
    log(seconds.max(0) as f32)
}

fn flag(is: bool) -> f32 {
    if is { 1.0 } else { 0.0 }
}

/// Writes the own features of every candidate. `content`: what the learned weights of labels and common words say.
pub(crate) fn fill(
    corpus: &Corpus,
    reader: &Reader,
    clock: &Clock,
    list: &List<'_>,
    content: &[f32],
    out: &mut Columns,
) {
    let now = list.now;
    let begins = reader.begins_visit(now);
    let page = list.page.and_then(|page| Some((page, corpus.get(page)?)));
    let frame = Frame {
        list,
        corpus,
        reader,
        clock,
        last: reader.recent.last().and_then(|article| corpus.vector(article)),
        page: page.map(|(page, info)| (info, corpus.vector(page))),
        reads: reader.reads.get(clock) as f32,
        mean_age: if reader.read_count > 0.0 { reader.age_sum / reader.read_count } else { f32::NAN },
        last_visit: if begins { reader.last_impression } else { reader.last_visit },
        page_age: page.map_or(f32::NAN, |(page, _)| log(corpus.hours(page, now))),
    };
    whole(&frame, begins, out);
    for (place, article) in list.candidates.iter().enumerate() {
        candidate(&frame, place, *article, out);
    }
    among(&frame, out);
    out.column_mut(Own::Content.column()).copy_from_slice(content);
    for (from, to) in [
        (Own::Age, Own::AgeBeside),
        (Own::Seen, Own::SeenBeside),
        (Own::Section, Own::SectionBeside),
        (Own::Topics, Own::TopicsBeside),
        (Own::Liking, Own::LikingBeside),
        (Own::PageLike, Own::PageBeside),
    ] {
        beside(out, from.column(), to.column());
    }
    place(out, Own::Age.column(), Own::AgePlace.column());
}

/// What describes the list as a whole.
fn whole(frame: &Frame<'_>, begins: bool, out: &mut Columns) {
    let Frame { list, reader, .. } = frame;
    let now = list.now;
    for (feature, value) in [
        (Own::Length, (list.candidates.len() as f32).ln()),
        (Own::Front, flag(list.page.is_none())),
        (Own::Device, list.device),
        (Own::Hour, (now.rem_euclid(86_400) as f32) / 3_600.0),
        (Own::ReadSoFar, log(reader.read_count)),
        (Own::Since, reader.last_impression.map_or(f32::NAN, |last| span(now - last))),
        (Own::InVisit, if begins { 0.0 } else { log(reader.in_visit) }),
        (Own::Clicks, if begins { 0.0 } else { reader.clicks_in_visit }),
        (Own::ClickAgo, reader.last_click.map_or(f32::NAN, |at| span(now - at))),
        (Own::Dwell, log(reader.last_dwell)),
    ] {
        out.column_mut(feature.column()).fill(value);
    }
}

fn candidate(frame: &Frame<'_>, place: usize, article: u32, out: &mut Columns) {
    let Frame { list, corpus, reader, .. } = frame;
    let now = list.now;
    let mut set = |feature: Own, value: f32| out.set(feature.column(), place, value);
    let age = log(corpus.hours(article, now));
    set(Own::Age, age);
    set(Own::AgeHabit, age - frame.mean_age);
    set(Own::PageAge, age - frame.page_age);
    let touch = reader.touched.get(&article).copied().unwrap_or_default();
    touched(frame, &touch, &mut set);
    let Some(info) = corpus.get(article) else { return };
    set(Own::Letters, info.letters);
    let made = info.created.or(info.met).unwrap_or(now);
    if let Some(visit) = frame.last_visit {
        let gap = made - visit;
        set(Own::SinceVisit, if gap >= 0 { span(gap) } else { -span(-gap) });
    }
    tastes(frame, info, &mut set);
    let vector = corpus.vector(article);
    if let Some(vector) = vector {
        set(Own::Liking, reader.liking(vector));
        if let Some(last) = frame.last {
            set(Own::LastLike, alike(vector, last));
        }
    }
    if let Some((page, other)) = frame.page {
        if let (Some(vector), Some(other)) = (vector, other) {
            set(Own::PageLike, alike(vector, other));
        }
        set(Own::PageSection, flag(info.category.is_some() && info.category == page.category));
        let shared = info.subcategories.iter().filter(|label| page.subcategories.contains(label));
        set(Own::PageTopics, shared.count() as f32);
    }
}

/// Repeat exposure and reading.
fn touched(frame: &Frame<'_>, touch: &Touch, set: &mut impl FnMut(Own, f32)) {
    let (reader, now) = (frame.reader, frame.list.now);
    set(Own::Seen, log(touch.shown));
    set(Own::SeenLast, flag(touch.shown > 0.0 && reader.last_impression == Some(touch.last)));
    if touch.shown > 0.0 {
        set(Own::SeenAgo, span(now - touch.last));
        set(Own::FirstSeen, span(now - touch.first));
    }
    let here = touch.visit == reader.visit && !reader.begins_visit(now);
    set(Own::SeenInVisit, if here { log(touch.in_visit) } else { 0.0 });
    set(Own::Read, flag(touch.read.is_some()));
    if let Some(read) = touch.read {
        set(Own::ReadAgo, span(now - read));
    }
}

/// What the reader thinks of its section and topics.
fn tastes(frame: &Frame<'_>, info: &Article, set: &mut impl FnMut(Own, f32)) {
    let Frame { reader, clock, .. } = frame;
    let now = frame.list.now;
    let lift = |taste: Option<&Taste>| {
        let reads = taste.map_or(0.0, |taste| taste.reads.get(clock) as f32);
        ln((reads + 0.5) / (frame.reads + 10.0))
    };
    let ago = |taste: Option<&Taste>| {
        taste.and_then(|taste| taste.last_read).map_or(f32::NAN, |last| span(now - last))
    };
    let rate = |taste: Option<&Taste>| taste.map_or(0.0, |taste| taste.rate(clock));
    if let Some(label) = info.category {
        let taste = reader.tastes.get(&label);
        set(Own::Section, lift(taste));
        set(Own::SectionRate, rate(taste));
        set(Own::SectionAgo, ago(taste));
        set(Own::SectionShown, taste.map_or(0.0, |taste| log(taste.chance.get(clock) as f32)));
    }
    let (mut best, mut rates, mut latest) = (f32::NAN, f32::NAN, f32::NAN);
    for label in &info.subcategories {
        let taste = reader.tastes.get(label);
        best = best.max(lift(taste));
        rates = rates.max(rate(taste));
        latest = latest.min(ago(taste));
    }
    set(Own::Topics, best);
    set(Own::TopicsRate, rates);
    set(Own::TopicsAgo, latest);
}

/// How a candidate stands to the others of the list.
fn among(frame: &Frame<'_>, out: &mut Columns) {
    let Frame { list, corpus, .. } = frame;
    let count = list.candidates.len();
    let section = |article: u32| corpus.get(article).and_then(|info| info.category);
    for (place, article) in list.candidates.iter().enumerate() {
        let own = section(*article);
        let same = list.candidates.iter().filter(|other| section(**other) == own).count();
        out.set(Own::ListShare.column(), place, same as f32 / count as f32);
    }
    let seen = out.column(Own::Seen.column()).iter().sum::<f32>() / count as f32;
    out.column_mut(Own::Stale.column()).fill(seen);
}
