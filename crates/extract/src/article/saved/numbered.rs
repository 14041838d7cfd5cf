//! Numbered subheads and items of the text: "1. The old price", "2. Grants".

use super::lines::Line;
use crate::article::words::count;

/// A numbered item has at most so many words.
const ITEM: u32 = 20;
/// The text goes on at most so many lines behind the last item.
const BEHIND: usize = 2;

/// The lines that are numbered one after the other, up or down, with the text before them and between or behind them:
/// where `taken` is the text's. A list of what others read has a heading over it and nothing of the text behind it.
pub(super) fn numbered(lines: &[Line], taken: &[bool]) -> Vec<usize> {
    let items: Vec<(usize, u32)> =
        lines.iter().enumerate().filter_map(|(i, l)| Some((i, number(l)?))).collect();
    let is_text = |i: usize| taken.get(i) == Some(&true);
    let mut out = Vec::new();
    for run in items.chunk_by(|a, b| a.1.abs_diff(b.1) == 1) {
        let (Some((first, from)), Some((last, to))) = (run.first(), run.last()) else { continue };
        let over = first.checked_sub(1);
        let announced =
            over.is_some_and(|o| is_text(o) && lines.get(o).is_some_and(|l| l.section().is_none()));
        let goes_on = (*first..=last.saturating_add(BEHIND))
            .any(|i| is_text(i) && !run.iter().any(|(item, _)| *item == i));
        if run.len() > 1 && (*from == 1 || *to == 1) && announced && goes_on {
            out.extend(run.iter().map(|(i, _)| *i));
        }
    }
    out
}

/// The number that a line begins with, where a sign and words follow.
fn number(line: &Line) -> Option<u32> {
    let (digits, rest) = line.text.split_once(['.', ')'])?;
    let short = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let words = rest.strip_prefix(' ')?.chars().next().is_some_and(|c| c.is_alphabetic() || c == '“');
    let plain = !line.bullet && !line.parted && !line.leads && line.section().is_none();
    (short && words && plain && count(&line.text) <= ITEM).then(|| digits.parse().ok()).flatten()
}
