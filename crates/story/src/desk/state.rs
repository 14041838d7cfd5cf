//! The desk's state as bytes.

use super::Desk;
use thiserror::Error;

/// What the state begins with: a name and the version of its form.
const HEAD: &[u8] = b"masthead-desk\x06";

/// Why a state could not be saved or restored.
#[derive(Debug, Error)]
pub enum StateError {
    /// The bytes are not a desk's state, or one of another version: rebuild with [`Desk::adopt`].
    #[error("this is not a saved desk of this version")]
    Version,
    /// The bytes are damaged.
    #[error("the saved desk is damaged: {0}")]
    Damaged(#[from] postcard::Error),
}

impl Desk {
    /// The whole state as bytes. A desk restored from them goes on exactly as this one.
    ///
    /// # Errors
    /// Only where memory for the bytes runs out.
    pub fn save(&self) -> Result<Vec<u8>, StateError> {
        let mut out = HEAD.to_vec();
        out.extend(postcard::to_stdvec(self)?);
        Ok(out)
    }

    /// The desk that [`Desk::save`] gave.
    ///
    /// # Errors
    /// Where the bytes are of another version or damaged.
    pub fn restore(bytes: &[u8]) -> Result<Self, StateError> {
        let body = bytes.strip_prefix(HEAD).ok_or(StateError::Version)?;
        Ok(postcard::from_bytes(body)?)
    }
}
