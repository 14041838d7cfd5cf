//! What has to be remembered of a thing while it is being told, and is not part of it.

/// How deep the elements stood that gave a thing its values: a value nearer to the thing itself wins over one from
/// some wrapper inside it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Draft {
    pub(super) title: u16,
    pub(super) id: u16,
    pub(super) link: u16,
    pub(super) summary: u16,
    pub(super) published: u16,
    pub(super) updated: u16,
    /// Whether a full text was given, so that a second description is not taken for one.
    pub(super) has_content: bool,
    /// Whether the summary was given as such and not by an extension.
    pub(super) has_summary: bool,
}

/// Whether a value at `depth` may replace what stands; remembers it if so. Of equals the later wins.
pub(super) fn wins(slot: &mut u16, depth: usize) -> bool {
    let depth = u16::try_from(depth).unwrap_or(u16::MAX);
    let wins = *slot == 0 || depth <= *slot;
    if wins {
        *slot = depth;
    }
    wins
}

/// Whether a value at `depth` may replace what stands; of equals the first wins.
pub(super) fn wins_first(slot: &mut u16, depth: usize) -> bool {
    let depth = u16::try_from(depth).unwrap_or(u16::MAX);
    let wins = *slot == 0 || depth < *slot;
    if wins {
        *slot = depth;
    }
    wins
}

/// Adds to a list that mostly stays at one: without room for four to begin with, which would be most of a feed's memory,
/// and growing by half, not by twice.
pub(super) fn push<T>(list: &mut Vec<T>, value: T) {
    if list.len() == list.capacity() {
        list.reserve_exact((list.len() / 2).max(1));
    }
    list.push(value);
}
