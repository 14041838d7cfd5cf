//! From the blocks' scores to the chosen blocks.

use super::blocks::Blocks;

/// A block's neighbours say a little of it too: this part of their log-odds is added to its own.
const COMPANY: f32 = 0.07;
/// Neighbours' log-odds count up to this.
const SURE: f32 = 3.0;
/// The best threshold for the expected F1 is half of that F1 (Lipton et al. 2014, arXiv:1402.1892); a little more is asked
/// here: log-odds are more sure than they should be. Chosen on hosts that the model had not seen.
const STRICT: f32 = 1.12;

/// Which blocks to take, so that the expected F1 of the page's words is greatest: on a page where little is sure, less
/// sure blocks are taken too.
pub(crate) fn choose(blocks: &Blocks, scores: &[f32]) -> Vec<bool> {
    let company = |at: Option<usize>| at.and_then(|i| scores.get(i)).map_or(-SURE, |s| s.clamp(-SURE, SURE));
    let likely: Vec<f32> = scores
        .iter()
        .enumerate()
        .map(|(i, s)| {
            let odds = s + COMPANY * (company(i.checked_sub(1)) + company(Some(i + 1)));
            1.0 / (1.0 + (-odds).exp())
        })
        .collect();
    let mut order: Vec<(f32, f32)> =
        likely.iter().zip(&blocks.list).map(|(p, b)| (*p, f32::from(b.words) + 0.5)).collect();
    order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1)));
    let expected: f32 = order.iter().map(|(p, w)| p * w).sum();
    let (mut hits, mut taken, mut best) = (0.0_f32, 0.0_f32, 0.0_f32);
    for (p, w) in &order {
        hits += p * w;
        taken += w;
        best = best.max(2.0 * hits / (taken + expected));
    }
    let threshold = best / 2.0 * STRICT;
    likely.iter().map(|p| *p > threshold).collect()
}
