//! The site's routes and what goes around them.

use axum::Router;

use crate::app::App;
use crate::{access, api, site};

/// The whole site.
pub fn router(app: App) -> Router {
    let settings = std::sync::Arc::clone(&app.settings);
    let routes = site::routes().merge(access::routes()).nest("/api/v1", api::routes());
    access::around(routes.with_state(app), &settings)
}
