//! Bounds on what one document may cost.

/// How deep elements are followed; what is deeper is passed over.
pub(super) const DEEPEST: usize = 512;
/// The most namespace declarations that are kept at a time.
pub(super) const MOST_BINDINGS: usize = 256;

/// Memory that the structures of a feed may take, in proportion to its length: a document of nothing but empty
/// elements would else need a hundred bytes for each of its own.
#[derive(Debug)]
pub(super) struct Budget {
    left: usize,
}

impl Budget {
    /// Eight bytes for each of the input, and enough for any small feed. Where the input is `copied`, or its texts are while
    /// their addresses are made absolute, the copy is one of them.
    pub(super) fn new(input: usize, copied: bool) -> Self {
        let each = if copied { 7 } else { 8 };
        Self { left: input.saturating_mul(each).saturating_add(256 * 1024) }
    }

    /// Takes `bytes`; `false` where there are none left.
    pub(super) fn take(&mut self, bytes: usize) -> bool {
        match self.left.checked_sub(bytes) {
            Some(left) => {
                self.left = left;
                true
            }
            None => false,
        }
    }
}
