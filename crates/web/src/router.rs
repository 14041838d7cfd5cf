//! The site's routes and what goes around them.

use axum::Router;

use crate::app::App;
use crate::site;

/// The whole site.
pub fn router(app: App) -> Router {
    site::routes().with_state(app)
}
