//! The starter pack: well-known public feeds and broad topics that a new reader chooses from. Data, not advice.

use crate::error::Result;

/// The pack as it stands in `starter/feeds.json`.
const PACK: &str = include_str!("../starter/feeds.json");

/// Reads the pack.
///
/// # Errors
/// Never for the pack that is built in (a test reads it); the type allows for one that is not.
pub fn pack() -> Result<web::StarterPack> {
    Ok(serde_json::from_str(PACK)?)
}
