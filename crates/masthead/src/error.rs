//! The program's one error: a boxed cause, told in a sentence, with the exit status that belongs to it.

use std::fmt;

/// What every fallible function of the program returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Any cause, boxed. The text is for the person at the terminal: what, where, what to do.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// A command that was given wrongly (a file that is not there, a malformed line): exit status 2 instead of 1.
#[derive(Debug)]
pub struct BadUse(pub String);

impl fmt::Display for BadUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadUse {}

/// An error of bad use, boxed.
pub fn bad_use(text: impl Into<String>) -> Error {
    Box::new(BadUse(text.into()))
}

/// The exit status of an error: 2 for bad use, else 1.
pub fn exit_status(error: &Error) -> u8 {
    if error.is::<BadUse>() { 2 } else { 1 }
}

/// Reads a file for a command, and names it and the mend if that fails.
pub fn read_file(path: &std::path::Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|e| bad_use(format!("Cannot read {}: {e}. Check the path.", path.display())))
}
