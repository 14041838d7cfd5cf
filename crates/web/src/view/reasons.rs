//! The terms of a score as a small table with bars.

use rank::Contribution;

use super::words;

/// Terms of one kind told one by one, at the most.
const TOLD: usize = 3;
/// Kinds of which a story can have many, and what their lesser terms are called together.
const GROUPED: [(&str, &str, &str); 2] =
    [("topic", "further topic", "further topics"), ("author", "further author", "further authors")];

/// How a term is shown that counts next to nothing.
const NOTHING: &str = "0.00";

/// One term.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reason {
    /// What it is, in words.
    pub label: String,
    /// Its value with sign, two decimals.
    pub value: String,
    /// Whether it speaks for the story.
    pub up: bool,
    /// Where the bar begins, in the drawing's units (−50 … 50).
    pub x: String,
    /// How long the bar is (0 … 50).
    pub width: String,
}

/// All terms of one story's score.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Why {
    /// A sentence above the table.
    pub caption: String,
    /// The terms, the strongest first.
    pub rows: Vec<Reason>,
    /// Their sum.
    pub total: String,
}

/// A number with its sign; a true minus, so that it is read out as one.
pub(crate) fn signed(v: f64) -> String {
    let text = format!("{:.2}", v.abs());
    if text == NOTHING {
        text
    } else if v < 0.0 {
        format!("−{text}")
    } else {
        format!("+{text}")
    }
}

/// Where a bar for `value` begins and how long it is when `most` fills half the drawing.
pub(crate) fn bar(value: f64, most: f64) -> (String, String) {
    let width = if most > 0.0 { (value.abs() / most * 50.0).clamp(0.0, 50.0) } else { 0.0 };
    let x = if value < 0.0 { -width } else { 0.0 };
    (format!("{x:.1}"), format!("{width:.1}"))
}

/// The table for a story.
pub(crate) fn why(contributions: &[Contribution], score: f64, moved: Option<String>) -> Why {
    let most = contributions.iter().map(|c| c.value.abs()).fold(0.0, f64::max);
    let mut order: Vec<&Contribution> = contributions.iter().collect();
    order.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
    let mut terms: Vec<(String, f64)> = Vec::with_capacity(order.len());
    // Of a large story, the outlets are one reason.
    let outlets: Vec<&Contribution> = order.iter().copied().filter(|c| c.signal == "source").collect();
    if outlets.len() > TOLD {
        order.retain(|c| c.signal != "source");
        let mut label = format!("The {} outlets that tell it, taken together", outlets.len());
        if let Some(first) = outlets.first().filter(|first| first.value != 0.0) {
            label.push_str(", above all ");
            label.push_str(first.label.strip_prefix("Source: ").unwrap_or(&first.label));
        }
        terms.push((label, outlets.iter().map(|c| c.value).sum()));
    }
    for (kind, one, many) in GROUPED {
        // Few are told one by one; of many the weightiest, and the others together.
        let own: Vec<&Contribution> = order.iter().copied().filter(|c| c.signal == kind).collect();
        if own.len() > TOLD {
            let others = own.get(TOLD - 1..).unwrap_or(&[]);
            order.retain(|c| !others.iter().any(|other| std::ptr::eq(*other, *c)));
            let label = words::count(others.len(), one, many);
            terms.push((label, others.iter().map(|c| c.value).sum()));
        }
    }
    terms.extend(order.into_iter().map(|c| (c.label.clone(), c.value)));
    terms.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let counting = terms.partition_point(|(_, value)| signed(*value) != NOTHING);
    if terms.len() - counting > 1 {
        // What is not known of a reader yet is one row, not a column of zeros.
        let silent = terms.split_off(counting);
        let mut label = format!(
            "Counting nothing so far: {}",
            silent.iter().take(TOLD).map(|(label, _)| label.as_str()).collect::<Vec<_>>().join(", ")
        );
        if let Some(further) = silent.len().checked_sub(TOLD).filter(|further| *further > 0) {
            label.push_str(&format!(" and {further} more"));
        }
        terms.push((label, silent.iter().map(|(_, value)| value).sum()));
    }
    let most = terms.iter().map(|(_, value)| value.abs()).fold(most, f64::max);
    let row = |(label, value)| {
        let (x, width) = bar(value, most);
        Reason { label, value: signed(value), up: value >= 0.0, x, width }
    };
    let rows = terms.into_iter().map(row).collect();
    let mut caption =
        "What speaks for this story and what against it. These terms and nothing else make its score."
            .to_owned();
    if let Some(moved) = moved {
        caption.push(' ');
        caption.push_str(&moved);
    }
    Why { caption, rows, total: signed(score) }
}
