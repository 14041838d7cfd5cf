//! What can go wrong when letting somebody in.

/// A secret or password that cannot be made or kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AccessError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// The system gave no randomness.
    #[error("The system gives no random numbers, so no secret can be made: {0}.")]
    Random(getrandom::Error),
    /// A password is not fit for use.
    #[error("{0}")]
    Password(String),
}
