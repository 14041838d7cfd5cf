//! The protocol: weeks in order, impressions in order of time; score all of one second, then learn from them.

use super::corpus::{Corpus, Map, Names};
use super::features::{self, List, OTHERS, OWN};
use super::reader::{Crowd, Outcome, Reader};
use super::rows::{ImpressionRow, Week};
use crate::learn::boost::{Forest, Growth, Lists};
use crate::learn::linear::{Linear, softmax};

/// Whose signals may speak.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Track {
    /// The reader's own, content and age alone.
    #[default]
    Solo,
    /// Other readers' clicks too.
    Pooled,
}

/// How the stream learns.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Whose signals may speak.
    pub track: Track,
    /// How trees are grown.
    pub growth: Growth,
    /// Lists before the first trees.
    pub first: usize,
    /// Growth of the number of lists between two trainings.
    pub factor: f64,
    /// The most lists between two trainings.
    pub every: usize,
    /// Step size of the linear part.
    pub rate: f64,
    /// What the linear part counts beside the trees.
    pub blend: f64,
}

impl Plan {
    /// As measured to be good.
    #[must_use]
    pub const fn new(track: Track) -> Self {
        Self {
            track,
            growth: Growth {
                trees: 120,
                leaves: 20,
                rate: 0.07,
                shrink: 5.0,
                least: 3.0,
                lists: 0.7,
                features: 0.6,
            },
            first: 400,
            factor: 1.5,
            every: 4_000,
            rate: 0.05,
            blend: 1.0,
        }
    }
}

/// The scores of a week's impressions, candidate by candidate, in the order of its rows.
pub type WeekScores = Vec<Vec<f64>>;

/// Runs the whole stream. Strictly causal: what stands after an impression changes no score up to it.
#[must_use]
pub fn run(weeks: &[Week], plan: &Plan) -> Vec<WeekScores> {
    run_explained(weeks, plan, &mut |_, _, _| {})
}

/// Runs the whole stream and hands out the terms of every score: the impression, the candidate's place in its row, and one
/// value for each of [`labels`], which add up to the score.
pub fn run_explained(
    weeks: &[Week],
    plan: &Plan,
    each: &mut dyn FnMut(&ImpressionRow, usize, &[f64]),
) -> Vec<WeekScores> {
    let mut stream = Stream::new(plan);
    weeks.iter().map(|week| stream.week(week, each)).collect()
}

/// What the terms of a score stand for, in plain words.
#[must_use]
pub fn labels(track: Track) -> Vec<&'static str> {
    let others = if track == Track::Pooled { OTHERS } else { &[] };
    let features = OWN.iter().chain(others).map(|feature| feature.label);
    std::iter::once("Every story starts here").chain(features).collect()
}

/// Called with every score's terms.
type Each<'a> = &'a mut dyn FnMut(&ImpressionRow, usize, &[f64]);

struct Stream<'a> {
    plan: &'a Plan,
    corpus: Corpus,
    names: Names,
    readers: Map<u32, Reader>,
    crowd: Option<Crowd>,
    linear: Linear,
    forest: Forest,
    lists: Lists,
    learned: usize,
    next: usize,
}

struct Scored {
    reader: u32,
    candidates: Vec<u32>,
    rows: Vec<f32>,
    page: Option<u32>,
    /// The chance that each candidate was given.
    expected: Vec<f64>,
}

impl<'a> Stream<'a> {
    fn new(plan: &'a Plan) -> Self {
        let pooled = plan.track == Track::Pooled;
        let others = if pooled { OTHERS } else { &[] };
        let priors: Vec<f64> = OWN.iter().chain(others).map(|feature| feature.prior).collect();
        let width = priors.len();
        Self {
            plan,
            corpus: Corpus::default(),
            names: Names::default(),
            readers: Map::default(),
            crowd: pooled.then(Crowd::default),
            linear: Linear::new(priors, plan.rate, 1e-4),
            forest: Forest::default(),
            lists: Lists { width, ..Lists::default() },
            learned: 0,
            next: plan.first,
        }
    }

    fn week(&mut self, week: &Week, each: Each<'_>) -> WeekScores {
        for article in &week.articles {
            self.corpus.add(article);
        }
        self.corpus.settle();
        for read in &week.reads {
            let reader = self.names.number(&read.user);
            let article = self.corpus.number(&read.article);
            self.corpus.advance(read.time);
            self.corpus.meet(article, read.time);
            let reader = self.readers.entry(reader).or_default();
            if reader.read.contains_key(&article) {
                continue;
            }
            if let Some(crowd) = &mut self.crowd {
                crowd.read(reader, article, read.time);
            }
            reader.reads(&self.corpus, article, read.time);
        }
        let mut out = Vec::with_capacity(week.impressions.len());
        for second in week.impressions.chunk_by(|a, b| a.time == b.time) {
            let scored: Vec<Scored> = second.iter().map(|row| self.score(row, &mut out, each)).collect();
            for (row, scored) in second.iter().zip(scored) {
                self.learn(row, scored);
            }
            if self.learned >= self.next {
                self.train();
            }
        }
        out
    }

    fn score(&mut self, row: &ImpressionRow, out: &mut WeekScores, each: Each<'_>) -> Scored {
        self.corpus.advance(row.time);
        let number = self.names.number(&row.user);
        let candidates: Vec<u32> = row
            .candidates
            .iter()
            .map(|id| {
                let article = self.corpus.number(id);
                self.corpus.meet(article, row.time);
                article
            })
            .collect();
        let history: Vec<u32> = row.history.iter().map(|id| self.corpus.number(id)).collect();
        for article in &history {
            self.corpus.meet(*article, row.time);
        }
        let page = (!row.page.is_empty()).then(|| {
            let page = self.corpus.number(&row.page);
            self.corpus.meet(page, row.time);
            page
        });
        let reader = self.readers.entry(number).or_default();
        for article in history {
            if !reader.read.contains_key(&article) {
                reader.reads(&self.corpus, article, row.time);
            }
        }
        let list = List {
            now: row.time,
            page,
            device: row.device.parse().unwrap_or(f32::NAN),
            candidates: &candidates,
        };
        let mut rows = Vec::with_capacity(candidates.len() * self.lists.width);
        features::fill(&self.corpus, reader, self.crowd.as_ref(), &list, &mut rows);
        let mut plain = rows.clone();
        soften(&mut plain);
        let width = self.lists.width;
        let mut terms = vec![0.0_f64; width + 1];
        let pairs = rows.chunks_exact(width).zip(plain.chunks_exact(width));
        let scores: Vec<f64> = pairs
            .enumerate()
            .map(|(place, (values, plain))| {
                // The score is the plain sum of its terms, nothing else.
                terms.fill(0.0);
                if let Some((start, own)) = terms.split_first_mut() {
                    for ((term, weight), value) in own.iter_mut().zip(self.linear.weights()).zip(plain) {
                        *term = self.plan.blend * weight * f64::from(*value);
                    }
                    *start = self.forest.explain(values, own);
                }
                each(row, place, &terms);
                terms.iter().sum()
            })
            .collect();
        let mut expected = scores.clone();
        softmax(&mut expected);
        out.push(scores);
        Scored { reader: number, candidates, rows, page, expected }
    }

    fn learn(&mut self, row: &ImpressionRow, scored: Scored) {
        self.learned += 1;
        let Scored { reader, candidates, rows, page, expected } = scored;
        let clicked: Vec<u32> =
            row.clicked.iter().filter_map(|place| candidates.get(*place).copied()).collect();
        let reader = self.readers.entry(reader).or_default();
        if let Some(crowd) = &mut self.crowd {
            let (candidates, clicked, expected) = (&candidates, &clicked, &expected);
            let outcome = Outcome { candidates, clicked, expected, page, at: row.time };
            crowd.list(&self.corpus, &outcome);
            for article in clicked {
                crowd.read(reader, *article, row.time);
            }
        }
        reader.shown(&self.corpus, &candidates, row.time);
        for article in &clicked {
            reader.clicked(&self.corpus, *article, row.time);
        }
        let mut plain = rows.clone();
        soften(&mut plain);
        if !row.clicked.is_empty() && row.clicked.len() < candidates.len() {
            #[expect(clippy::as_conversions, reason = "a share of a few clicks")]
            let share = 1.0 / row.clicked.len() as f32;
            for (place, plain) in plain.chunks_exact(self.lists.width).enumerate() {
                self.lists.wanted.push(if row.clicked.contains(&place) { share } else { 0.0 });
                #[expect(clippy::as_conversions, reason = "training needs no more than f32")]
                self.lists.base.push((self.plan.blend * self.linear.score(plain)) as f32);
            }
            self.lists.rows.extend_from_slice(&rows);
            self.lists.ends.push(self.lists.wanted.len());
            self.lists.weights.push(1.0);
        }
        self.linear.learn(&plain, &row.clicked);
    }

    fn train(&mut self) {
        // Little was seen: few and small trees.
        let growth = Growth {
            trees: self.plan.growth.trees.min(40 + self.learned / 100),
            leaves: self.plan.growth.leaves.min(8 + self.learned / 500),
            ..self.plan.growth
        };
        self.forest = Forest::default();
        self.forest.grow(&self.lists, &growth);
        #[expect(clippy::as_conversions, reason = "a count of lists")]
        let step = (self.learned as f64 * (self.plan.factor - 1.0)) as usize;
        self.next = self.learned + step.min(self.plan.every).max(1);
    }
}

/// Values for the linear part: what is missing counts nothing, what is extreme counts little more.
fn soften(rows: &mut [f32]) {
    for value in rows {
        *value = if value.is_nan() { 0.0 } else { value.clamp(-6.0, 6.0) };
    }
}
