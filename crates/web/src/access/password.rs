//! Passwords: Argon2id with the parameters that OWASP recommends (19 MiB, two passes, one lane; RFC 9106).

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

use super::AccessError;

/// Characters of a password, at the least and at the most. (A longer one would only cost time to hash.)
const SHORTEST: usize = 8;
const LONGEST: usize = 1000;

/// Looked at where there is no hash.
const DECOY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$6aKNGuXlKg6pFCIlcUGxqpmYWAmwgYU2Qz0RzBZ4Fdc";

/// The hash of a password, as [`store::Store::set_password`] wants it.
///
/// # Errors
/// [`AccessError::Password`] when it is too short or too long.
pub fn hash_password(password: &str) -> Result<String, AccessError> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(AccessError::Password(format!("A password needs at least {SHORTEST} characters.")));
    }
    if length > LONGEST {
        return Err(AccessError::Password(format!("A password has at most {LONGEST} characters.")));
    }
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string())
        .map_err(|e| AccessError::Password(format!("The password cannot be hashed: {e}.")))
}

/// Whether a password is the one that was hashed. Takes as long when there is no hash, so that the time does not tell
/// whether a reader exists. Blocks for tens of milliseconds.
pub(crate) fn verify(password: &str, hash: Option<&str>) -> bool {
    let password = if password.chars().count() <= LONGEST { password } else { "" };
    let found = PasswordHash::new(hash.unwrap_or(DECOY))
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
    found && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again() {
        let hash = hash_password("correct horse").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify("correct horse", Some(&hash)));
        assert!(!verify("correct horsE", Some(&hash)));
        assert!(!verify("correct horse", Some("no hash")));
        assert!(!verify("correct horse", None) && !verify("", None));
        assert!(PasswordHash::new(DECOY).is_ok());
        assert!(hash_password("short").is_err());
        assert!(hash_password(&"x".repeat(1001)).is_err());
    }
}
