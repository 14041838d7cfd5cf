//! The site's routes and what goes around them.

use axum::Router;

use crate::app::App;
use crate::{access, api, site};

/// The whole site.
pub fn router(app: App) -> Router {
    let settings = std::sync::Arc::clone(&app.settings);
    let routes = site::routes().merge(access::routes()).nest("/api/v1", api::routes());
    let dress = axum::middleware::from_fn_with_state(app.clone(), site::message::dress);
    access::around(routes.layer(dress).with_state(app), &settings)
}
