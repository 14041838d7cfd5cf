//! What was shown and what was opened, noted in the background and once a visit: a request never waits for it.

use rank::SignalKind;
use store::{ReaderId, StoryId};

use super::model::Front;
use super::readers::ReaderState;
use crate::app::App;
use crate::signals::{self, SignalRequest};

/// Notes that a front page was shown, and has its stories ready to be opened. `first` is the place of its first story.
pub(crate) fn served(app: &App, reader: ReaderId, front: &Front, first: usize) {
    let slot = app.readers.slot(reader);
    let fresh: Vec<SignalRequest> = front
        .stories
        .iter()
        .enumerate()
        .filter(|(_, story)| slot.note(story.id, false))
        .map(|(at, story)| SignalRequest {
            story: Some(story.id),
            position: u32::try_from(first + at).ok(),
            draw: front.explored.clone().filter(|drawn| first == 0 && drawn.story == story.id),
            ..SignalRequest::new(SignalKind::Impression)
        })
        .collect();
    record(app, reader, fresh);
    app.unfoldings.warm(&app.store, front.stories.iter().map(|s| std::sync::Arc::clone(&s.item)));
}

/// Notes that a story was opened, by itself or in one of its articles. Answers when the reader had looked at it last
/// before this visit (Unix seconds): that stays the same while the visit lasts.
pub(crate) fn opened(
    app: &App,
    reader: ReaderId,
    state: &ReaderState,
    story: StoryId,
    article: Option<i64>,
) -> Option<i64> {
    let slot = app.readers.slot(reader);
    let before = state.stories.get(&story).and_then(|s| s.opened_at).filter(|t| *t < state.visit_began);
    let looked = slot.looked(story, before);
    if slot.note(story, true) {
        let open = SignalRequest { story: Some(story), article, ..SignalRequest::new(SignalKind::Open) };
        record(app, reader, vec![open]);
    }
    looked
}

fn record(app: &App, reader: ReaderId, requests: Vec<SignalRequest>) {
    if requests.is_empty() {
        return;
    }
    let app = app.clone();
    tokio::task::spawn_blocking(move || {
        if let Err(error) = signals::apply(&app, reader, &requests) {
            tracing::warn!(%error, "what was shown could not be noted");
        }
    });
}
