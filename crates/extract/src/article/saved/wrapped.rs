//! Text whose lines a program broke at a width, as some do that save a page as text.

/// No program breaks lines at more characters than this.
const WIDEST: usize = 100;
/// So many lines must have been broken before a text counts as such.
const LEAST: usize = 8;

/// The text's lines; where they were broken at a width, those that belong together as one.
pub(super) fn unwrapped(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let width = lines.iter().map(|l| l.trim_end().chars().count()).max().unwrap_or(0);
    let broken = |i: usize| {
        let (Some(line), Some(next)) = (lines.get(i), lines.get(i.saturating_add(1))) else { return false };
        let (line, next) = (line.trim_end(), next.trim());
        let first = next.split_whitespace().next().unwrap_or_default();
        let begins = next.starts_with(['•', '●', '▪', '*', '+', '-', '–', '[']);
        !line.trim().is_empty()
            && !next.is_empty()
            && !begins
            && line.chars().count().saturating_add(first.chars().count()) >= width
    };
    let count = (0..lines.len()).filter(|i| broken(*i)).take(LEAST).count();
    if !(40..=WIDEST).contains(&width) || count < LEAST {
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
