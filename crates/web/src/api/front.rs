//! `GET front`.

use axum::Json;
use axum::extract::State;
use rank::Mode;
use serde::Deserialize;

use super::given::{Asked, By};
use super::problem::{Answer, Problem};
use crate::app::App;
use crate::front::{self, Front, Options};

/// Stories on one page, at the most.
const MOST: usize = 500;

#[derive(Debug, Deserialize)]
pub(crate) struct Page {
    mode: Option<Mode>,
    cursor: Option<String>,
    limit: Option<usize>,
    left_out: Option<String>,
}

/// The front page of the reader.
pub(crate) async fn get(
    By(reader): By,
    State(app): State<App>,
    Asked(page): Asked<Page>,
) -> Answer<Json<Front>> {
    let limit = page.limit.unwrap_or(app.settings.page_size);
    if !(1..=MOST).contains(&limit) {
        return Err(Problem::bad(format!("limit is a number from 1 to {MOST}.")));
    }
    let left_out = page.left_out.is_some_and(|value| !matches!(value.as_str(), "" | "0" | "false"));
    let options = Options { mode: page.mode, cursor: page.cursor, limit, left_out };
    Ok(Json(front::serve(&app, reader.id, options).await?))
}
