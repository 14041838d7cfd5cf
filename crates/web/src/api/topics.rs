//! `GET topics`.

use axum::Json;
use axum::extract::State;
use serde::Serialize;

use super::given::By;
use super::problem::Answer;
use crate::app::App;

/// A topic, in how many recent stories it is, and where the reader stands with it.
#[derive(Debug, Serialize)]
pub(crate) struct Topic {
    key: String,
    label: String,
    stories: usize,
    followed: bool,
    muted: bool,
}

/// The topics followed and muted, and all of the present stories; the most frequent first.
pub(crate) async fn get(By(reader): By, State(app): State<App>) -> Answer<Json<Vec<Topic>>> {
    let now = app.now();
    let snapshot = app.newsroom.get(&app.store, now).await?;
    let state = app.readers.get(&app.store, reader.id, now).await?;
    let (followed, muted) = (state.profile.followed_topics(), state.profile.muted_topics());
    let mut topics: Vec<Topic> = snapshot
        .topics(|item| state.reads(&item.sources))
        .into_iter()
        .map(|topic| Topic {
            followed: followed.contains_key(&topic.key),
            muted: muted.contains_key(&topic.key),
            key: topic.key,
            label: topic.label,
            stories: topic.stories,
        })
        .collect();
    for (key, chosen) in followed.iter().chain(muted) {
        if topics.iter().all(|topic| topic.key != *key) {
            topics.push(Topic {
                key: key.clone(),
                label: chosen.label.clone(),
                stories: 0,
                followed: followed.contains_key(key),
                muted: muted.contains_key(key),
            });
        }
    }
    Ok(Json(topics))
}
