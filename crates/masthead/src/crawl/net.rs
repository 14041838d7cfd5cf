//! The seam between the crawl and the network: the guarded client for the web, a newsroom in memory for the demo.

use fetch::{Client, Failure, Request, Response};
use futures_util::future::BoxFuture;

/// Whatever answers GET requests.
pub trait Net: Send + Sync {
    /// Fetches one address.
    fn get<'a>(&'a self, request: Request<'a>) -> BoxFuture<'a, Result<Response, Failure>>;
}

impl Net for Client {
    fn get<'a>(&'a self, request: Request<'a>) -> BoxFuture<'a, Result<Response, Failure>> {
        Box::pin(Client::get(self, request))
    }
}
