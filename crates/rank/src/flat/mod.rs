//! A page from very many candidates: flat arrays, nothing allocated a candidate.
//!
//! Every candidate has a vector of small integers (a taste vector's product with it says how alike they are), a fixed number
//! of sparse features (topics, sources, authors, words), its age, its size and what the reader did with it. All are scored;
//! the best few are found by partial selection, scored again exactly, mixed, and explained. Reasons are made for what is
//! shown alone.

mod dots;
mod rough;
mod score;
mod select;
mod vectors;

use vectors::Vectors;

pub use select::{Page, Placed};

/// Sparse features a candidate.
pub const SPARSE: usize = 12;

/// What a sparse feature stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    /// The kind of reason: "topic", "source", "author", "word".
    pub signal: &'static str,
    /// Its key.
    pub key: String,
    /// In plain words: "Topic: Energy".
    pub label: String,
}

/// A candidate as it is put in.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The story's id.
    pub id: i64,
    /// Its vector; one of another length is cut or filled with zeros.
    pub vector: &'a [i8],
    /// Its features by number, see [`Flat::feature`]; 0 stands for none.
    pub features: [u32; SPARSE],
    /// Which of them is its source, for the bound on each source; 0 for none.
    pub source: u32,
    /// When its newest article was published, Unix seconds.
    pub newest: i64,
    /// Outlets that tell it.
    pub outlets: u32,
    /// How often this reader was shown it.
    pub shown: u32,
    /// This reader opened it.
    pub opened: bool,
    /// This reader hid it.
    pub hidden: bool,
}

/// What there is of a candidate beside its vector and its features.
#[derive(Debug, Clone, Copy)]
struct Facts {
    id: i64,
    newest: i64,
    source: u32,
    outlets: u32,
    shown: u32,
    opened: bool,
    hidden: bool,
}

/// Many candidates, column by column.
#[derive(Debug, Clone)]
pub struct Flat {
    vectors: Vectors,
    sparse: Vec<[u32; SPARSE]>,
    facts: Vec<Facts>,
    features: Vec<Feature>,
}

/// What one reader likes, in the same terms; all values in log-odds.
#[derive(Debug, Clone, Copy)]
pub struct Taste<'a> {
    /// The taste vector; one of another length than the candidates' counts nothing.
    pub vector: &'a [i8],
    /// What one unit of the product with it is worth.
    pub scale: f64,
    /// The weight of each feature by its number; a number beyond the end weighs nothing.
    pub weights: &'a [f64],
    /// Numbers of muted features: no story with one of them is shown.
    pub muted: &'a [u32],
    /// Where every story starts.
    pub intercept: f64,
    /// Lost with each doubling of age (plus six hours).
    pub freshness: f64,
    /// Won with each doubling of outlets.
    pub size: f64,
    /// Lost with each doubling of one plus the times it was shown.
    pub repeats: f64,
}

/// What a page is asked for with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Request {
    /// The time of the page, Unix seconds.
    pub now: i64,
    /// How many stories it holds at the most.
    pub limit: usize,
    /// 0 = strictly by score … 1 = as mixed as can be, by vector.
    pub diversity: f64,
    /// The most stories of one source; 0 = no bound.
    pub source_cap: usize,
    /// Older stories are left out, in days; 0 = no bound.
    pub max_age_days: u32,
}

impl Flat {
    /// No candidates, of vectors of this length.
    #[must_use]
    pub fn new(width: usize) -> Self {
        let none = Feature { signal: "", key: String::new(), label: String::new() };
        Self { vectors: Vectors::new(width), sparse: Vec::new(), facts: Vec::new(), features: vec![none] }
    }

    /// Makes a feature known; gives its number, 1 and up.
    pub fn feature(&mut self, feature: Feature) -> u32 {
        self.features.push(feature);
        u32::try_from(self.features.len() - 1).unwrap_or(0)
    }

    /// Adds a candidate; gives its number, 0 and up. Features of unknown numbers are left out.
    pub fn push(&mut self, entry: &Entry<'_>) -> usize {
        let known = |number: u32| usize::try_from(number).is_ok_and(|at| at < self.features.len());
        self.sparse.push(entry.features.map(|number| if known(number) { number } else { 0 }));
        self.vectors.push(entry.vector);
        let Entry { id, source, newest, outlets, shown, opened, hidden, .. } = *entry;
        self.facts.push(Facts { id, newest, source, outlets, shown, opened, hidden });
        self.facts.len() - 1
    }

    /// What the reader did with a candidate changed.
    pub fn mark(&mut self, number: usize, shown: u32, opened: bool, hidden: bool) {
        if let Some(facts) = self.facts.get_mut(number) {
            *facts = Facts { shown, opened, hidden, ..*facts };
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.facts.len()
    }

    /// There are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }
}
