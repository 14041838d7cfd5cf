//! Where lines are parted from their end on.

/// What stands before and behind the last such sign with spaces around it. (A search for one letter is several times
/// faster than one for three.)
pub(super) fn rsplit_spaced(text: &str, sign: char) -> Option<(&str, &str)> {
    text.rmatch_indices(sign).find_map(|(at, sign)| {
        let (before, after) = (text.get(..at)?, text.get(at.saturating_add(sign.len())..)?);
        Some((before.strip_suffix(' ')?, after.strip_prefix(' ')?))
    })
}

/// What stands before and behind the last stop that a space follows.
pub(super) fn rsplit_sentence(text: &str) -> Option<(&str, &str)> {
    text.rmatch_indices('.')
        .find_map(|(at, _)| Some((text.get(..at)?, text.get(at.saturating_add(1)..)?.strip_prefix(' ')?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_one_parts() {
        for text in ["a | b | c", "a |b", "a | ", " | ", "a |  | b", "ab", "a | b|"] {
            assert_eq!(rsplit_spaced(text, '|'), text.rsplit_once(" | "), "{text}");
        }
        for text in ["A. B. C", "A.B", "A. ", ". ", "A.. B", "A... "] {
            assert_eq!(rsplit_sentence(text), text.rsplit_once(". "), "{text}");
        }
    }
}
