//! The site's routes and what goes around them.

use axum::Router;

use crate::access;
use crate::app::App;
use crate::site;

/// The whole site.
pub fn router(app: App) -> Router {
    let settings = std::sync::Arc::clone(&app.settings);
    let routes = site::routes().merge(access::routes());
    access::around(routes.with_state(app), &settings)
}
