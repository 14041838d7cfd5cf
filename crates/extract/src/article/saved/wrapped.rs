//! Text whose lines a program broke at a width, as some do that save a page as text.

use crate::article::words::is_dense;

/// No program breaks lines at more characters than this.
const WIDEST: usize = 100;
/// And at fewer than these.
const NARROWEST: usize = 40;
/// So many lines must have been broken before a text counts as such.
const LEAST: usize = 8;

/// Of a hundred lines, so many may be longer than the width: what the program left whole.
const LONGER: usize = 12;
/// One in so many lines that are not short must have been broken.
const SHARE: usize = 2;

/// The text's lines; where they were broken at a width, those that belong together as one.
pub(super) fn unwrapped(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let long = |l: &str| l.trim_end().chars().count();
    let lengths: Vec<usize> = lines.iter().map(|l| long(l)).filter(|n| *n > 0).collect();
    let ends: Vec<Option<(usize, usize)>> = (0..lines.len()).map(|i| end(&lines, i)).collect();
    let longer = |width: usize| lengths.iter().filter(|n| **n > width).count();
    let may_be = |width: &usize| longer(*width).saturating_mul(100) <= lengths.len().saturating_mul(LONGER);
    let is_broken = |at: &Option<(usize, usize)>, width: usize| {
        at.is_some_and(|(long, first)| long <= width && long.saturating_add(first) >= width)
    };
    let of = |width: usize| ends.iter().filter(|at| is_broken(at, width)).count();
    let width = (NARROWEST..=WIDEST).filter(may_be).max_by_key(|w| of(*w)).unwrap_or(0);
    let broken = |i: usize| ends.get(i).is_some_and(|at| is_broken(at, width));
    let count = of(width);
    // Most lines of any length end there.
    let some = lengths.iter().filter(|n| **n >= NARROWEST).count();
    if width == 0 || count < LEAST || count.saturating_mul(SHARE) < some {
        return lines.into_iter().map(str::to_owned).collect();
    }
    let mut out: Vec<String> = Vec::new();
    let mut joins = false;
    for (i, line) in lines.iter().enumerate() {
        match out.last_mut().filter(|_| joins) {
            Some(last) => {
                last.push(' ');
                last.push_str(line.trim());
            }
            None => out.push((*line).to_owned()),
        }
        joins = broken(i);
    }
    out
}

/// How long the line at `i` is and the next one's first word, where the one may go on in the other.
fn end(lines: &[&str], i: usize) -> Option<(usize, usize)> {
    let (line, next) = (lines.get(i)?.trim_end(), lines.get(i.saturating_add(1))?.trim());
    let first = next.split_whitespace().next()?;
    // Where words have no spaces between them, a line may end anywhere.
    let first = if first.chars().any(is_dense) { 1 } else { first.chars().count() };
    let begins = next.starts_with(['•', '●', '▪', '*', '+', '-', '–', '[']);
    (!line.trim().is_empty() && !begins).then(|| (line.chars().count(), first))
}

#[cfg(test)]
mod tests {
    use super::unwrapped;

    #[test]
    fn lines_broken_at_a_width_are_joined() {
        let words =
            "The council met on Monday and decided to keep the ferry for another year said the mayor ";
        let paragraph = words.repeat(8);
        let mut wrapped = String::new();
        let mut column = 0;
        for word in paragraph.split_whitespace() {
            if column + word.len() > 72 {
                wrapped.push('\n');
                column = 0;
            }
            wrapped.push_str(word);
            wrapped.push(' ');
            column += word.len() + 1;
        }
        let text = format!("A headline\n\n{wrapped}\n\nThe end.");
        let lines = unwrapped(&text);
        assert_eq!(lines.len(), 5);
        assert_eq!(lines[2].split_whitespace().count(), paragraph.split_whitespace().count());
        assert_eq!(unwrapped("short\nlines\nstay").len(), 3);
    }
}
