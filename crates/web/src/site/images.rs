//! `/image/{key}`: pictures as they are kept. Never fetched on a click.

use axum::extract::{Path, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::access::Reader;
use crate::app::App;
use crate::error::{Answer, blocking};

/// What stands where a picture is not, or not yet.
const BLANK: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2" width="3" height="2"><rect width="3" height="2" fill="#8883"/></svg>"##;

/// `GET /image/{key}`.
pub(crate) async fn image(_reader: Reader, State(app): State<App>, Path(key): Path<String>) -> Answer {
    let store = app.store.clone();
    let found = blocking(move || Ok(store.image(&key)?)).await?;
    Ok(match found {
        Some(image) => {
            // The key is a hash of the picture's address: what is kept under it does not change.
            let headers = [
                (header::CONTENT_TYPE, image.content_type),
                (header::CACHE_CONTROL, "private, max-age=31536000, immutable".to_owned()),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
                (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
            ];
            (headers, image.bytes).into_response()
        }
        None => blank(),
    })
}

fn blank() -> Response {
    let headers: [(HeaderName, &str); 2] =
        [(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "private, max-age=60")];
    (StatusCode::NOT_FOUND, headers, BLANK).into_response()
}
