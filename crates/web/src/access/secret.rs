//! Secrets that are given out: links, sessions, tokens.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use store::ReaderId;

use super::AccessError;

/// Random bytes of a secret.
const BYTES: usize = 20;
/// No secret is longer than this in characters.
const LONGEST: usize = 80;

/// A secret, as the store knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Secret {
    /// The reader it speaks for.
    pub(crate) reader: ReaderId,
    /// The hash of its random part.
    pub(crate) hash: String,
}

/// A new secret for a reader: the text that is given out, and what is kept.
pub(crate) fn make(reader: ReaderId) -> Result<(String, Secret), AccessError> {
    let mut random = [0_u8; BYTES];
    getrandom::fill(&mut random).map_err(AccessError::Random)?;
    let random = hex(&random);
    let hash = hash(&random);
    Ok((format!("{reader}.{random}"), Secret { reader, hash }))
}

/// What a text would be as a secret; none for what can be none.
pub(crate) fn parse(text: &str) -> Option<Secret> {
    let (reader, random) = text.trim().split_once('.').filter(|_| text.len() <= LONGEST)?;
    Some(Secret { reader: reader.parse().ok().filter(|id| *id > 0)?, hash: hash(random) })
}

fn hash(random: &str) -> String {
    hex(&Sha256::digest(random.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_known_again_and_no_other() {
        let (text, secret) = make(7).unwrap();
        assert_eq!(parse(&text), Some(secret.clone()));
        assert_eq!(text.len(), 2 + 40);
        assert_ne!(make(7).unwrap().0, text);
        assert_ne!(parse(&format!("{text}0")).unwrap().hash, secret.hash);
        assert_ne!(parse(&text.replacen('7', "8", 1)), Some(secret));
        for odd in
            ["", ".", "7", "x.y", "-1.abc", "0.abc", &"9".repeat(100), &format!("7.{}", "a".repeat(100))]
        {
            assert_eq!(parse(odd), None, "{odd}");
        }
    }
}
