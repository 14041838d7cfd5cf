//! Which of several pictures it is, told before its caption.

/// "1 of 3 | A caption": without the picture's number.
pub(super) fn uncounted(text: &str) -> &str {
    let bare = text.trim_start_matches('[');
    // "1of6A caption"
    let left = |t: &'_ str| t.len().saturating_sub(t.trim_start_matches(|c: char| c.is_ascii_digit()).len());
    let rest =
        bare.get(left(bare)..).filter(|_| (1..=2).contains(&left(bare))).and_then(|t| t.strip_prefix("of"));
    if let Some(shown) = rest.filter(|t| (1..=2).contains(&left(t))).and_then(|t| t.get(left(t)..))
        && shown.starts_with(char::is_uppercase)
    {
        return shown;
    }
    // "[1/3]A caption", "Item 1 of 2 A caption"
    let begun =
        bare.strip_prefix("Item ").and_then(|t| t.match_indices(' ').nth(2).map(|(at, _)| t.split_at(at)));
    let Some((number, rest)) = begun.or_else(|| bare.split_once(['|', '•', ']'])) else { return text };
    let words: Vec<&str> = number.split_whitespace().flat_map(|w| w.split('/')).collect();
    let digits = |w: Option<&&str>| w.is_some_and(|w| w.len() <= 3 && w.bytes().all(|b| b.is_ascii_digit()));
    if (2..=3).contains(&words.len()) && digits(words.first()) && digits(words.last()) {
        rest.trim()
    } else {
        text
    }
}
