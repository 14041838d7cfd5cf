//! The page: candidates from the newsroom, the reader's state on each, ranked, and put in the form of the contract.

use std::collections::HashSet;
use std::sync::Arc;

use rank::{Candidate, Context, Mode, Ranked, Scored, Slate};
use store::{ReaderId, Store, StoryId};

use super::model::{Front, FrontArticle, FrontImage, FrontStory, LeftOut};
use super::newsroom::{Item, Newsroom, Snapshot};
use super::readers::{Ranking, ReaderState, Slot};
use crate::app::App;
use crate::error::{Answer, blocking};
use crate::view::time::rfc3339;

/// A front page ends. What scored lower than this many stories is found under "Latest" and by search.
const STORIES_ON_A_FRONT: usize = 150;
/// A ranking is good for this long, in seconds, where nothing else changed.
const RANKING_SECONDS: i64 = 60;

/// What is asked of a front page.
#[derive(Debug, Clone)]
pub struct Options {
    /// How it is put in order; nothing: as the reader set it.
    pub mode: Option<Mode>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// Stories on the page.
    pub limit: usize,
    /// Whether to tell what was left out and why.
    pub left_out: bool,
}

impl Options {
    fn mode(&self, state: &ReaderState) -> Mode {
        self.mode.unwrap_or(state.profile.settings().order)
    }
}

impl Default for Options {
    fn default() -> Self {
        Self { mode: None, cursor: None, limit: 30, left_out: false }
    }
}

/// A reader's front page, read from the store as it stands. Blocks; for the command line. It does not count as a visit.
///
/// # Errors
/// No such reader, or a database that cannot be read.
pub fn page(
    store: &Store,
    newsroom: &Newsroom,
    reader: ReaderId,
    now: i64,
    options: &Options,
) -> Answer<Front> {
    let snapshot = newsroom.load(store, now)?;
    let state = ReaderState::read(store, reader, now)?;
    Ok(assemble(&snapshot, &state, now, options))
}

/// A front page from what is in memory alone, without any cache.
#[must_use]
pub fn assemble(snapshot: &Snapshot, state: &ReaderState, now: i64, options: &Options) -> Front {
    let ranking = rank_all(snapshot, state, now, options.mode(state), options.limit);
    compose(snapshot, state, None, &ranking, now, options)
}

/// A front page for a request. Ranks only if something changed or a minute passed; else it comes from memory.
///
/// # Errors
/// When the reader or the newsroom cannot be read.
pub async fn serve(app: &App, reader: ReaderId, options: Options) -> Answer<Front> {
    let now = app.now();
    let snapshot = app.newsroom.get(&app.store, now).await?;
    let state = app.readers.get(&app.store, reader, now).await?;
    let slot = app.readers.slot(reader);
    let ranking = ranking(&snapshot, &state, &slot, now, options.mode(&state), options.limit).await?;
    Ok(compose(&snapshot, &state, Some(&slot), &ranking, now, &options))
}

/// The reader's present ranking, from memory if it is still good.
pub(crate) async fn ranking(
    snapshot: &Arc<Snapshot>,
    state: &Arc<ReaderState>,
    slot: &Arc<Slot>,
    now: i64,
    mode: Mode,
    limit: usize,
) -> Answer<Arc<Ranking>> {
    let key = (snapshot.generation, state.version, now.div_euclid(RANKING_SECONDS), mode, limit);
    if let Some(ranking) = slot.ranking(key) {
        return Ok(ranking);
    }
    let (snapshot, state, slot) = (Arc::clone(snapshot), Arc::clone(state), Arc::clone(slot));
    blocking(move || {
        let ranking = Arc::new(rank_all(&snapshot, &state, now, mode, limit));
        slot.keep_ranking(&ranking);
        Ok(ranking)
    })
    .await
}

/// A story as ranking sees it for this reader.
///
/// What was shown or opened in this very visit does not count as such yet: else a page would move while it is read.
pub(crate) fn candidate_for(item: &Item, state: &ReaderState) -> Candidate {
    let mut candidate = item.candidate.clone();
    if let Some(done) = state.stories.get(&candidate.id) {
        let in_this_visit = done.last_impression.is_some_and(|t| t >= state.visit_began);
        candidate.impressions = done.impressions.saturating_sub(u32::from(in_this_visit));
        candidate.last_impression = match (in_this_visit, candidate.impressions) {
            (_, 0) => None,
            (true, _) => state.previous_visit.or(done.first_impression),
            (false, _) => done.last_impression,
        };
        candidate.opened = done.opened_at.is_some_and(|t| t < state.visit_began);
        candidate.saved = done.saved_at.is_some();
        candidate.hidden = done.hidden_at.is_some();
    }
    candidate
}

fn rank_all(snapshot: &Snapshot, state: &ReaderState, now: i64, mode: Mode, limit: usize) -> Ranking {
    let read = || snapshot.items.iter().filter(|item| state.reads(&item.sources));
    let candidates: Vec<Candidate> = read().map(|item| candidate_for(item, state)).collect();
    let fresh = read().filter(|item| fresh(item, state) > 0).count();
    let key = (snapshot.generation, state.version, now.div_euclid(RANKING_SECONDS), mode, limit);
    // In order of time the whole of it is the page; ranked, each page is selected by itself.
    let limit = if mode == Mode::Latest { usize::MAX } else { limit };
    let slate = rank::slate(&state.profile, candidates, &context(&state.profile, now, mode, limit));
    Ranking { key, now, slate, fresh }
}

/// The reasons for what found no place in a ranking.
pub(crate) fn explained(ranking: &Ranking, state: &ReaderState, found: &Scored) -> Ranked {
    let (.., mode, limit) = ranking.key;
    let context = context(&state.profile, ranking.now, mode, limit);
    rank::explain(&state.profile, found.candidate.clone(), &context)
}

/// What the ranking is asked for, with the settings that the reader keeps in the profile.
fn context(profile: &rank::Profile, now: i64, mode: Mode, limit: usize) -> Context {
    Context { mode, settings: profile.settings().clone(), ..Context::new(now, limit) }
}

/// The first page as it would be with another profile. Nothing is kept or noted.
pub(crate) fn tried(
    snapshot: &Snapshot,
    state: &ReaderState,
    profile: &rank::Profile,
    now: i64,
    limit: usize,
) -> Slate {
    let read = snapshot.items.iter().filter(|item| state.reads(&item.sources));
    let candidates = read.map(|item| candidate_for(item, state)).collect();
    rank::slate(profile, candidates, &context(profile, now, profile.settings().order, limit))
}

/// Tellings that came since the last visit.
pub(crate) fn fresh(item: &Item, state: &ReaderState) -> usize {
    state.previous_visit.map_or(0, |before| item.articles.iter().filter(|a| a.created_at > before).count())
}

fn compose(
    snapshot: &Snapshot,
    state: &ReaderState,
    slot: Option<&Slot>,
    ranking: &Ranking,
    now: i64,
    options: &Options,
) -> Front {
    let slate = &ranking.slate;
    let mode = options.mode(state);
    let (shown, next, total) = match mode {
        Mode::Latest => by_time(slate, options),
        Mode::ForYou | Mode::Heat => ranked(state, slot, slate, now, options),
    };
    let left_out = options.left_out.then(|| left_out(snapshot, slate, &shown));
    let stories = shown.into_iter().filter_map(|r| story(snapshot, state, r)).collect();
    Front {
        reader: state.name.clone(),
        generated: rfc3339(now),
        mode,
        caught_up: next.is_none(),
        next,
        new_since_last_visit: state.previous_visit.map(|_| ranking.fresh),
        total,
        stories,
        explored: slate.explored.clone(),
        left_out,
    }
}

/// In order of time, a cursor names the last story shown: `time.id`.
fn by_time(slate: &Slate, options: &Options) -> (Vec<Ranked>, Option<String>, usize) {
    let after = options.cursor.as_deref().and_then(|c| {
        let (at, id) = c.split_once('.')?;
        Some((at.parse::<i64>().ok()?, id.parse::<StoryId>().ok()?))
    });
    let mut rest = slate.items.iter().skip_while(|r| {
        after.is_some_and(|after| {
            let here = (r.candidate.newest(), r.candidate.id);
            here != after && here.0 >= after.0
        })
    });
    if after.is_some() {
        // The last one shown itself, unless it grew since and moved up.
        let mut peek = rest.clone();
        if peek.next().is_some_and(|r| Some((r.candidate.newest(), r.candidate.id)) == after) {
            rest = peek;
        }
    }
    let shown: Vec<Ranked> = rest.by_ref().take(options.limit).cloned().collect();
    let next = rest
        .next()
        .and(shown.last())
        .map(|last| format!("{}.{}", last.candidate.newest(), last.candidate.id));
    (shown, next, slate.items.len())
}

/// Ranked, a page is selected from what no page before showed. A cursor is the page's number and a print of what was
/// shown; what that was is remembered, or found again by going through the pages before.
fn ranked(
    state: &ReaderState,
    slot: Option<&Slot>,
    slate: &Slate,
    now: i64,
    options: &Options,
) -> (Vec<Ranked>, Option<String>, usize) {
    let total = (slate.items.len() + slate.rest.len()).min(STORIES_ON_A_FRONT.max(options.limit));
    let number =
        options.cursor.as_deref().and_then(|c| c.split_once('.')?.0.parse::<usize>().ok()).unwrap_or(0);
    let number = number.min(STORIES_ON_A_FRONT);
    let remembered = options.cursor.as_deref().and_then(|c| slot?.order(c));
    let (mut shown, first) = match remembered {
        Some(shown) => (shown, number),
        None => (Vec::new(), 0),
    };
    let mut page = Vec::new();
    for at in first..=number {
        page = if at == 0 { slate.items.clone() } else { select_next(state, slate, &shown, now, options) };
        page.truncate(total.saturating_sub(shown.len()));
        shown.extend(page.iter().map(|r| r.candidate.id));
        if page.is_empty() {
            break;
        }
    }
    let more = shown.len() < total && !page.is_empty();
    let next = more.then(|| format!("{}.{:08x}", number + 1, print_of(&shown)));
    if let (Some(next), Some(slot)) = (&next, slot) {
        slot.keep_order(next.clone(), shown);
    }
    (page, next, total)
}

fn select_next(
    state: &ReaderState,
    slate: &Slate,
    shown: &[StoryId],
    now: i64,
    options: &Options,
) -> Vec<Ranked> {
    let shown: HashSet<StoryId> = shown.iter().copied().collect();
    let items = slate.items.iter().map(|r| &r.candidate);
    let left: Vec<Candidate> = items
        .chain(slate.rest.iter().map(|r| &r.candidate))
        .filter(|c| !shown.contains(&c.id))
        .cloned()
        .collect();
    rank::slate(&state.profile, left, &context(&state.profile, now, options.mode(state), options.limit)).items
}

fn print_of(ids: &[StoryId]) -> u32 {
    ids.iter()
        .flat_map(|id| id.to_le_bytes())
        .fold(0x811c_9dc5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

fn story(snapshot: &Snapshot, state: &ReaderState, ranked: Ranked) -> Option<FrontStory> {
    let item = Arc::clone(snapshot.get(ranked.candidate.id)?);
    let told = &item.story;
    Some(FrontStory {
        id: told.id,
        title: told.title.clone(),
        published: rfc3339(told.first_at),
        updated: rfc3339(told.last_at),
        topics: told.topics.iter().map(|t| t.label.clone()).collect(),
        key_points: told.key_points.clone(),
        image: lead_image(&item).map(|i| FrontImage {
            url: i.url.clone(),
            caption: i.caption.clone(),
            credit: i.credit.clone(),
        }),
        seen: ranked.candidate.impressions > 0 || ranked.candidate.opened,
        new_since_last_visit: fresh(&item, state),
        language: told.language.clone(),
        articles: item
            .articles
            .iter()
            .map(|a| FrontArticle {
                id: a.id,
                title: a.title.clone(),
                outlet: a.outlet.clone(),
                source_id: Some(a.source_id),
                url: a.url.clone(),
                published: rfc3339(a.at),
                copy_of: a.copy_of,
            })
            .collect(),
        score: ranked.score,
        contributions: ranked.contributions,
        moved_by: ranked.moved.as_ref().map(|m| m.by.clone()),
        moved: ranked.moved.map(|m| m.reason),
        candidate: ranked.candidate,
        item,
    })
}

/// The story's picture: that of the article whose headline it bears, else the first; one that is kept before one that
/// is not.
pub(crate) fn lead_image(item: &Item) -> Option<&store::ImageRef> {
    let of_title = item.articles.iter().filter(|a| a.id == item.story.title_article);
    let all = || of_title.clone().chain(&item.articles).filter_map(|a| a.image.as_ref());
    all().find(|i| i.ready).or_else(|| all().next())
}

fn left_out(snapshot: &Snapshot, slate: &Slate, shown: &[Ranked]) -> Vec<LeftOut> {
    let shown_ids: HashSet<StoryId> = shown.iter().map(|r| r.candidate.id).collect();
    let title = |id| snapshot.get(id).map(|i| i.story.title.clone()).unwrap_or_default();
    let removed = slate.removed.iter().map(|r| LeftOut {
        id: r.candidate.id,
        title: title(r.candidate.id),
        filter: r.filter.to_string(),
        reason: r.reason.clone(),
    });
    let lowest = shown.iter().map(|r| r.score).fold(f64::INFINITY, f64::min);
    let items = slate.items.iter().map(|r| (r.candidate.id, r.score));
    let all = items.chain(slate.rest.iter().map(|r| (r.candidate.id, r.score)));
    let below = all.filter(|(id, _)| !shown_ids.contains(id)).map(|(id, score)| {
        let reason = if score < lowest {
            format!("Its score, {score:.2}, is below that of every story on this page")
        } else {
            "It stands on another page of the front, or made room for other topics and sources".to_owned()
        };
        LeftOut { id, title: title(id), filter: super::why::BELOW.to_owned(), reason }
    });
    removed.chain(below).collect()
}
