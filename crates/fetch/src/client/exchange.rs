//! One request and its answer.

use bytes::Bytes;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE,
    IF_NONE_MATCH,
};
use url::Url;

use super::body::{Body, Refused};
use super::{errors, headers};
use crate::Failure;
use crate::manners::pace::Turn;

/// What is asked for, apart from where.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask<'a> {
    pub(crate) accept: &'static str,
    pub(crate) etag: Option<&'a str>,
    pub(crate) last_modified: Option<&'a str>,
    /// The largest body, decoded.
    pub(crate) limit: usize,
    /// Take the beginning of a larger body rather than fail.
    pub(crate) cut: bool,
}

/// An answer of any status. Only that of a success has a body.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The body ended before it was whole.
    pub(crate) truncated: bool,
}

/// What an error's words need to know.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) host: &'a str,
    pub(crate) seconds: u64,
    pub(crate) has_roots: bool,
}

/// Sends one GET and reads its answer to the end. Its beginning is told to the turn.
pub(crate) async fn get(
    client: &reqwest::Client,
    url: &Url,
    ask: &Ask<'_>,
    scene: Scene<'_>,
    turn: &Turn,
) -> Result<Answer, Failure> {
    let fail = |error: &reqwest::Error| errors::failure(error, scene.host, scene.seconds, scene.has_roots);
    let mut response =
        client.get(url.clone()).headers(request_headers(ask)).send().await.map_err(|error| fail(&error))?;
    turn.answered();
    let (status, headers) = (response.status().as_u16(), std::mem::take(response.headers_mut()));
    if !response.status().is_success() {
        return Ok(Answer { status, headers, body: Bytes::new(), truncated: false });
    }
    let too_large = || {
        let limit = u64::try_from(ask.limit).unwrap_or(u64::MAX);
        Failure::TooLarge { host: scene.host.to_owned(), limit }
    };
    // What is announced as too large need not be read to be known as such; encoded bodies only grow.
    let announced = response.content_length().and_then(|length| usize::try_from(length).ok());
    if announced.is_some_and(|length| length > ask.limit) && !ask.cut {
        return Err(too_large());
    }
    let encoding = headers::all(&headers, CONTENT_ENCODING).join(", ");
    let garbled = || Failure::Decode { host: scene.host.to_owned(), encoding: encoding.clone() };
    let mut body = Body::new(Some(&encoding), ask.limit).ok_or_else(garbled)?;
    let mut broke = false;
    loop {
        match response.chunk().await {
            Ok(Some(piece)) => match body.push(&piece) {
                Ok(()) => {}
                Err(Refused::TooLarge) if ask.cut => {
                    return Ok(Answer { status, headers, body: body.into_partial().into(), truncated: true });
                }
                Err(Refused::TooLarge) => return Err(too_large()),
                Err(Refused::Garbled) => {
                    let body = body.into_partial();
                    if body.is_empty() {
                        return Err(garbled());
                    }
                    return Ok(Answer { status, headers, body: body.into(), truncated: true });
                }
            },
            Ok(None) => break,
            Err(error) if body.taken() == 0 => return Err(fail(&error)),
            Err(_) => {
                broke = true;
                break;
            }
        }
    }
    match body.finish() {
        Ok((bytes, whole)) => Ok(Answer { status, headers, body: bytes.into(), truncated: broke || !whole }),
        Err(Refused::TooLarge) => Err(too_large()),
        Err(Refused::Garbled) => Err(garbled()),
    }
}

fn request_headers(ask: &Ask<'_>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(ask.accept));
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip, br"));
    let mut validator = |name: HeaderName, value: Option<&str>| {
        // As the server gave it, byte for byte; what no server can have sent is left out.
        if let Some(Ok(value)) = value.map(|value| HeaderValue::from_bytes(value.as_bytes())) {
            headers.insert(name, value);
        }
    };
    validator(IF_NONE_MATCH, ask.etag);
    validator(IF_MODIFIED_SINCE, ask.last_modified);
    headers
}
