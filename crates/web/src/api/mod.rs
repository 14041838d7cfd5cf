//! The HTTP API under `/api/v1/`: what the pages show, as JSON, and everything a reader can do.
//!
//! A reader is told by `Authorization: Bearer TOKEN` (or by the session of their browser). What goes wrong is told as a
//! problem (RFC 9457). The API describes itself at `/api/v1/openapi.json` (OpenAPI 3.1).

mod articles;
mod front;
mod given;
mod problem;
mod profile;
mod search;
mod signals;
mod sources;
mod stories;
mod topics;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, delete, get, post};

use crate::app::App;
pub(crate) use problem::Problem;

/// A body sent to the API has this many bytes at the most: a profile is the largest.
const BODY_BYTES: usize = 16 * 1024 * 1024;

/// The description, written by hand; a test holds it against [`table`].
const OPENAPI: &str = include_str!("openapi.json");

/// Every address under the API's root, with the methods it knows.
fn table() -> Vec<(&'static str, &'static [&'static str], MethodRouter<App>)> {
    vec![
        ("/front", &["get"], get(front::get)),
        ("/stories/{id}", &["get"], get(stories::get)),
        ("/articles/{id}", &["get"], get(articles::get)),
        ("/search", &["get"], get(search::get)),
        ("/topics", &["get"], get(topics::get)),
        ("/sources", &["get", "post"], get(sources::list).post(sources::add)),
        ("/sources/{id}", &["delete"], delete(sources::remove)),
        ("/profile", &["get", "put", "delete"], get(profile::get).put(profile::put).delete(profile::erase)),
        ("/signals", &["post"], post(signals::post)),
        ("/openapi.json", &["get"], get(openapi)),
    ]
}

/// The API, to be mounted at its root.
pub(crate) fn routes() -> Router<App> {
    table()
        .into_iter()
        .fold(Router::new(), |router, (path, _, methods)| router.route(path, methods))
        .fallback(nothing_here)
        .method_not_allowed_fallback(not_that_way)
        .layer(DefaultBodyLimit::max(BODY_BYTES))
}

async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=3600")], OPENAPI)
        .into_response()
}

async fn nothing_here() -> Problem {
    Problem::not_found("The API has nothing at this address. It is described at /api/v1/openapi.json.")
}

async fn not_that_way() -> Problem {
    Problem::of(
        axum::http::StatusCode::METHOD_NOT_ALLOWED,
        "This address does not know this method. The API is described at /api/v1/openapi.json.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn the_description_names_what_there_is() {
        let description: serde_json::Value = serde_json::from_str(OPENAPI).unwrap();
        assert_eq!(description["openapi"], "3.1.0");
        assert_eq!(description["servers"][0]["url"], "/api/v1");
        let methods = ["get", "put", "post", "delete", "patch", "head", "options"];
        let described: BTreeMap<&str, Vec<&str>> = description["paths"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(path, item)| {
                let known = methods.into_iter().filter(|method| item.get(method).is_some());
                (path.as_str(), known.collect())
            })
            .collect();
        let there: BTreeMap<&str, Vec<&str>> = table()
            .into_iter()
            .map(|(path, known, _)| {
                (path, methods.into_iter().filter(|method| known.contains(method)).collect())
            })
            .collect();
        assert_eq!(described, there);
    }

    #[test]
    fn every_reference_of_the_description_leads_somewhere() {
        fn walk<'a>(value: &'a serde_json::Value, found: &mut Vec<&'a str>) {
            match value {
                serde_json::Value::Object(map) => {
                    found.extend(map.get("$ref").and_then(|r| r.as_str()));
                    map.values().for_each(|value| walk(value, found));
                }
                serde_json::Value::Array(list) => list.iter().for_each(|value| walk(value, found)),
                _ => {}
            }
        }
        let description: serde_json::Value = serde_json::from_str(OPENAPI).unwrap();
        let mut references = Vec::new();
        walk(&description, &mut references);
        assert!(!references.is_empty());
        for reference in references {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(description.pointer(pointer).is_some(), "{reference}");
        }
    }
}
