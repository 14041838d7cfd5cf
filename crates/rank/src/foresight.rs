//! How well the page foresaw what its reader opened: the honest line on the profile page.

use std::collections::BTreeMap;

/// Impressions further apart than this belong to different visits, seconds.
const VISIT_GAP: i64 = 30 * 60;

/// A story that stood on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// The story.
    pub story: i64,
    /// When, Unix seconds.
    pub at: i64,
    /// Its place, from 0.
    pub position: u32,
    /// Whether it was opened in that visit or later.
    pub opened: bool,
}

/// What came of comparing what was opened with what was passed over in the same visit.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Foresight {
    /// Pairs of a story that was opened and one that was not.
    pub pairs: usize,
    /// In how many of them the opened one stood higher.
    pub right: usize,
}

impl Foresight {
    /// The share of pairs that were foreseen, 0 to 1: the area under the ROC curve (Hanley and McNeil 1982), over all
    /// visits together. `None` without pairs. What stands higher is also looked at more: a page in any order would get
    /// a little over one half.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.pairs > 0).then(|| crate::number::real(self.right) / crate::number::real(self.pairs))
    }
}

/// Compares, visit by visit. `shown` in any order; a story that was shown twice in a visit counts where it stood first.
#[must_use]
pub fn foresight(shown: &[Shown]) -> Foresight {
    let mut order: Vec<&Shown> = shown.iter().collect();
    order.sort_by_key(|shown| (shown.at, shown.position, shown.story));
    let mut found = Foresight::default();
    let mut visit: BTreeMap<i64, (u32, bool)> = BTreeMap::new();
    let mut last = None;
    for shown in order {
        if last.is_some_and(|last| shown.at.saturating_sub(last) > VISIT_GAP) {
            compare(&visit, &mut found);
            visit.clear();
        }
        last = Some(shown.at);
        visit.entry(shown.story).or_insert((shown.position, false)).1 |= shown.opened;
    }
    compare(&visit, &mut found);
    found
}

fn compare(visit: &BTreeMap<i64, (u32, bool)>, found: &mut Foresight) {
    let of =
        |wanted: bool| visit.values().filter(move |(_, opened)| *opened == wanted).map(|(place, _)| *place);
    for opened in of(true) {
        for passed in of(false).filter(|passed| *passed != opened) {
            found.pairs += 1;
            found.right += usize::from(opened < passed);
        }
    }
}
