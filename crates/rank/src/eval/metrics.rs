//! MIND's measures, an impression each: AUC, MRR, nDCG@5, nDCG@10.

use crate::number;

/// The four measures.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measures {
    /// Chance that a clicked candidate stands above one that was not; ties count half.
    pub auc: f64,
    /// Mean reciprocal rank of the clicked.
    pub mrr: f64,
    /// Normalised discounted cumulative gain of the first five.
    pub ndcg5: f64,
    /// The same of the first ten.
    pub ndcg10: f64,
}

/// Measures one impression. Ties beyond the AUC keep the candidates' order.
#[must_use]
pub fn measure(scores: &[f64], clicked: &[usize]) -> Measures {
    let mut is_clicked = vec![false; scores.len()];
    for place in clicked {
        if let Some(flag) = is_clicked.get_mut(*place) {
            *flag = true;
        }
    }
    let of =
        |wanted: bool| scores.iter().zip(&is_clicked).filter(move |(_, c)| **c == wanted).map(|(s, _)| *s);
    let mut wins = 0.0;
    let mut pairs = 0_usize;
    for positive in of(true) {
        for negative in of(false) {
            pairs += 1;
            wins += if positive > negative {
                1.0
            } else if positive < negative {
                0.0
            } else {
                0.5
            };
        }
    }
    let auc = if pairs == 0 { 0.5 } else { wins / number::real(pairs) };
    let mut order: Vec<usize> = (0..scores.len()).collect();
    let score = |index: &usize| scores.get(*index).copied().unwrap_or(f64::MIN);
    order.sort_by(|a, b| score(b).total_cmp(&score(a)));
    let hit = |index: &usize| is_clicked.get(*index).copied().unwrap_or(false);
    let ranks: Vec<usize> =
        order.iter().enumerate().filter(|(_, i)| hit(i)).map(|(rank, _)| rank + 1).collect();
    if ranks.is_empty() {
        return Measures { auc, ..Measures::default() };
    }
    let gain = |rank: usize| 1.0 / number::real(rank + 1).log2();
    let ndcg = |k: usize| {
        let ideal: f64 = (1..=k.min(ranks.len())).map(gain).sum();
        ranks.iter().filter(|rank| **rank <= k).map(|rank| gain(*rank)).sum::<f64>() / ideal
    };
    let mrr = ranks.iter().map(|rank| 1.0 / number::real(*rank)).sum::<f64>() / number::real(ranks.len());
    Measures { auc, mrr, ndcg5: ndcg(5), ndcg10: ndcg(10) }
}

/// The mean of many.
#[must_use]
pub fn mean(all: &[Measures]) -> Measures {
    let of = |get: fn(&Measures) -> f64| all.iter().map(get).sum::<f64>() / number::real(all.len().max(1));
    Measures { auc: of(|m| m.auc), mrr: of(|m| m.mrr), ndcg5: of(|m| m.ndcg5), ndcg10: of(|m| m.ndcg10) }
}
