//! Character references of HTML (<https://html.spec.whatwg.org/#character-reference-state>).

/// The characters of the reference whose `&` stood before `after`, and what follows it; nothing where it is none.
///
/// In an attribute's value a name without its semicolon does not count before a letter, a digit or an equals sign:
/// addresses hold such.
pub(crate) fn decode(after: &str, in_attribute: bool) -> Option<(impl Iterator<Item = char>, &str)> {
    let (chars, rest) = match after.strip_prefix('#') {
        Some(number) => {
            let (code, rest) = numbered(number)?;
            ([Some(code), None], rest)
        }
        None => named(after, in_attribute)?,
    };
    Some((chars.into_iter().flatten(), rest))
}

fn numbered(number: &str) -> Option<(char, &str)> {
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16),
        None => (number, 10),
    };
    let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    let (digits, rest) = digits.split_at_checked(end)?;
    if digits.is_empty() {
        return None;
    }
    let code = u32::from_str_radix(digits, radix).unwrap_or(u32::MAX);
    let found = match code {
        0 => '\u{fffd}',
        // Windows-1252 was meant.
        0x80..=0x9f => {
            let byte = [u8::try_from(code).unwrap_or(b'?')];
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0.chars().next()?
        }
        code => char::from_u32(code).unwrap_or('\u{fffd}'),
    };
    Some((found, rest.strip_prefix(';').unwrap_or(rest)))
}

type Pair = [Option<char>; 2];

/// The longest name that is one.
fn named(after: &str, in_attribute: bool) -> Option<(Pair, &str)> {
    let mut best: Option<(Pair, usize)> = None;
    for (i, c) in after.char_indices().take(40) {
        let end = i + c.len_utf8();
        // The table holds every beginning of a name too, as a pair of zeros.
        let Some((a, b)) = markup5ever::data::NAMED_ENTITIES.get(after.get(..end)?) else { break };
        if *a != 0 {
            best = Some(([char::from_u32(*a), char::from_u32(*b).filter(|_| *b != 0)], end));
        }
    }
    let (pair, end) = best?;
    let (name, rest) = after.split_at_checked(end)?;
    let next = rest.chars().next();
    if in_attribute && !name.ends_with(';') && next.is_some_and(|c| c == '=' || c.is_ascii_alphanumeric()) {
        return None;
    }
    Some((pair, rest))
}
