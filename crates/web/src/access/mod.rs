//! Who may come in, and how: sign-in by a one-time link or a password, sessions, API tokens; and what stands around
//! every answer: the check of the `Host`, the check against requests forged by other sites, security headers.
//!
//! A secret given out is `<reader>.<40 hexadecimal digits>`, 160 bits from the system's randomness. The store keeps its
//! SHA-256 under the reader's number, never the secret: with so much randomness a slow hash would add nothing.
//! Passwords, which people choose, are hashed with Argon2id.

mod error;
mod guard;
mod headers;
mod hosts;
mod origin;
mod password;
mod reader;
mod secret;
mod session;
mod signin;
mod throttle;

pub use error::AccessError;
pub use password::hash_password;
pub use reader::{Reader, SignInNeeded};

pub(crate) use guard::around;
pub(crate) use reader::identify;
pub(crate) use signin::routes;

use store::{ReaderId, Store};

/// A sign-in link is good for a day.
const LINK_SECONDS: i64 = 24 * 3600;

/// Makes a link that signs a reader in once, within a day: what comes after `/signin/` in its address.
///
/// # Errors
/// When the system has no randomness to give, or the link cannot be kept.
pub fn new_link(store: &Store, reader: ReaderId, now: i64) -> Result<String, AccessError> {
    let (text, secret) = secret::make(reader)?;
    store.add_link(reader, &secret.hash, now.saturating_add(LINK_SECONDS))?;
    Ok(text)
}

/// Makes an API token that speaks for a reader until it is revoked. It is shown this once.
///
/// # Errors
/// When the system has no randomness to give, or the token cannot be kept.
pub fn new_token(store: &Store, reader: ReaderId, name: &str, now: i64) -> Result<String, AccessError> {
    let (text, secret) = secret::make(reader)?;
    store.add_token(reader, name, &secret.hash, now)?;
    Ok(text)
}

/// Whether a reader ever signed in here.
///
/// # Errors
/// When the database cannot be read.
pub fn has_signed_in(store: &Store, reader: ReaderId) -> Result<bool, AccessError> {
    Ok(store.has_sessions(reader)?)
}
