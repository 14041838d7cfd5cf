//! What stands around every request.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use url::Url;

use super::hosts::Hosts;
use super::{headers, origin};
use crate::api::Problem;
use crate::app::WebSettings;
use crate::site::message::plain_page;

struct Guard {
    hosts: Hosts,
    public: Option<Url>,
}

/// Puts the checks of host and origin, and the security headers, around a router.
pub(crate) fn around(router: Router, settings: &WebSettings) -> Router {
    let guard = Guard { hosts: Hosts::of(settings), public: Url::parse(&settings.public_url).ok() };
    router.layer(from_fn_with_state(Arc::new(guard), check))
}

async fn check(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let mut response = match guard.refuse(&request) {
        Some(refusal) => refusal,
        None => next.run(request).await,
    };
    headers::put_on(response.headers_mut());
    response
}

impl Guard {
    fn refuse(&self, request: &Request) -> Option<Response> {
        let mut hosts =
            request.headers().get_all(header::HOST).iter().map(|host| host.to_str().unwrap_or("?"));
        let host = hosts.next();
        let asked = request.uri().authority().map(axum::http::uri::Authority::as_str);
        // HTTP/1.0 names no host; browsers do not speak it.
        for host in host.into_iter().chain(hosts).chain(asked) {
            if !self.hosts.allows(host) {
                return Some(refusal(
                    request,
                    StatusCode::MISDIRECTED_REQUEST,
                    "Wrong address",
                    &format!(
                        "This Masthead does not answer to the name “{host}”. If that is its name, add it to \
                         allowed_hosts in masthead.toml and start it again."
                    ),
                ));
            }
        }
        if !origin::is_fine(request.method(), request.headers(), host.or(asked), self.public.as_ref()) {
            return Some(refusal(
                request,
                StatusCode::FORBIDDEN,
                "Sent from another site",
                "A page of another site asked for this change, so it was not made. Do it from a page of Masthead. If this \
                 was one, and a proxy stands in front, set public_url in masthead.toml to the address you type.",
            ));
        }
        None
    }
}

fn refusal(request: &Request, status: StatusCode, heading: &str, text: &str) -> Response {
    if request.uri().path().starts_with("/api/") {
        return Problem::of(status, text).into_response();
    }
    (status, plain_page(heading, text)).into_response()
}
