//! Where the page's foot begins: what the outlet says of itself, on all its pages.

use super::lines::{Line, is_running};
use super::phrases::phrases;

/// So many of its words stand close together in it, within so many lines.
const WORDS: usize = 3;
const CLOSE: usize = 10;
/// So few lines run on in it.
const RUNNING: usize = 4;

/// The first line of the page's foot.
pub(super) fn foot(lines: &[Line]) -> Option<usize> {
    let says: Vec<bool> = lines.iter().map(|l| phrases().is("foot", l.key())).collect();
    if says.iter().filter(|s| **s).count() < WORDS {
        return None;
    }
    let runs: Vec<bool> = lines.iter().map(|l| is_running(l) && !l.is_furniture()).collect();
    let mut behind = runs.iter().filter(|r| **r).count();
    let mut before = 0_usize;
    for (i, runs) in runs.iter().enumerate() {
        if *runs {
            (before, behind) = (before.saturating_add(1), behind.saturating_sub(1));
        }
        let close = says.iter().skip(i).take(CLOSE).filter(|s| **s).count();
        if says.get(i) == Some(&true)
            && close >= WORDS
            && behind <= RUNNING
            && before >= behind.saturating_mul(2).max(1)
        {
            return Some(i);
        }
    }
    None
}
