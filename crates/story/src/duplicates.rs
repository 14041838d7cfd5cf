//! How well near-duplicates are found, against pairs whose exact likeness is known.

use crate::copies::{Copies, Shingles};
use crate::eval::Row;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A pair of near-duplicates: the articles' names (the lesser first), Jaccard similarity and containment, 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// The one article.
    pub a: String,
    /// The other.
    pub b: String,
    /// Shared shingles of all that the two have.
    pub jaccard: f32,
    /// Shared shingles of the smaller's.
    pub containment: f32,
}

/// The near-duplicate pairs that the desk's index finds among rows.
#[must_use]
pub fn find(rows: &[Row]) -> Vec<Pair> {
    let mut copies = Copies::default();
    let mut kept: BTreeMap<u32, (&str, Shingles)> = BTreeMap::new();
    let mut out = Vec::new();
    for (row, id) in rows.iter().zip(1_u32..) {
        let own = Shingles::of(&row.text);
        for other in copies.candidates(&own) {
            let Some((name, theirs)) = kept.get(&other) else { continue };
            let (jaccard, containment) = own.compare(theirs);
            let (a, b) =
                if *name < row.id.as_str() { (*name, row.id.as_str()) } else { (row.id.as_str(), *name) };
            out.push(Pair { a: a.to_owned(), b: b.to_owned(), jaccard, containment });
        }
        copies.insert(id, &own);
        kept.insert(id, (&row.id, own));
    }
    out
}

/// Precision, recall and F1 of the pairs found over a limit against the known ones over it; `of` picks the measure.
#[must_use]
pub fn measure(found: &[Pair], known: &[Pair], limit: f32, of: fn(&Pair) -> f32) -> (f64, f64, f64) {
    let over = |list: &[Pair]| -> BTreeSet<(String, String)> {
        list.iter().filter(|p| of(p) >= limit).map(|p| (p.a.clone(), p.b.clone())).collect()
    };
    let (found, known) = (over(found), over(known));
    let both = crate::eval::count(found.intersection(&known).count());
    let share = |n: usize| if n > 0 { both / crate::eval::count(n) } else { 1.0 };
    let (p, r) = (share(found.len()), share(known.len()));
    (p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 })
}
