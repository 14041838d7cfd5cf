//! The protocol: weeks in order, impressions in order of time; score all of one second, then learn from them.

use super::before::{self, Read};
use super::corpus::{Corpus, Names};
use super::crowd::{Crowd, Outcome};
use super::fading::Clock;
use super::features;
use super::others;
use super::own::{self, List};
use super::reader::{Reader, TASTE};
use super::rows::{ImpressionRow, Week};
use super::schooling::{Pace, School};
use crate::learn::columns::{Columns, Range};
use crate::learn::forest::Forest;
use crate::learn::grow::{Grower, Growth};
use crate::learn::lessons::Lesson;
use crate::learn::linear::{Linear, softmax};
use crate::learn::sparse::Sparse;

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
    /// How many of them, and when.
    pub pace: Pace,
    /// Lists before the first trees.
    pub first: usize,
    /// The most lists a batch; in the beginning a batch is a quarter of all lists so far.
    pub every: usize,
    /// Step size of the linear part.
    pub rate: f64,
    /// In how many articles a word must stand before it has a weight of its own: so that a weight speaks of a subject.
    pub common: u32,
    /// Grow trees on a thread beside. Changes no score.
    pub beside: bool,
}

impl Plan {
    /// As measured to be good.
    #[must_use]
    pub const fn new(track: Track) -> Self {
        Self {
            track,
            growth: Growth {
                trees: 300,
                rate: 0.1,
                shrink: 40.0,
                young: 4_000.0,
                blocks: 0.5,
                features: 0.35,
                steep: 0.4,
                rows: 60_000,
                together: 2,
            },
            pace: Pace { effort: 250_000, least: 3, most: 40 },
            first: 100,
            every: 500,
            rate: 0.1,
            // Where others' clicks tell how an article fares, fewer words have to.
            common: match track {
                Track::Solo => 10,
                Track::Pooled => 20,
            },
            beside: true,
        }
    }
}

/// Step size and pull of the weights of what articles are about.
const CONTENT: (f32, f32) = (0.12, 0.02);

/// The scores of a week's impressions, candidate by candidate, in the order of its rows.
pub type WeekScores = Vec<Vec<f64>>;

/// Runs the whole stream. Strictly causal: what stands after an impression changes no score up to it.
#[must_use]
pub fn run(weeks: &[Week], plan: &Plan) -> Vec<WeekScores> {
    start(weeks, plan, None)
}

/// Runs the whole stream and hands out the terms of every score: the impression, the candidate's place in its row, and one
/// value for each of [`labels`], which add up to the score.
pub fn run_explained(
    weeks: &[Week],
    plan: &Plan,
    each: &mut dyn FnMut(&ImpressionRow, usize, &[f64]),
) -> Vec<WeekScores> {
    start(weeks, plan, Some(each))
}

/// What the terms of a score stand for, in plain words.
#[must_use]
pub fn labels(track: Track) -> Vec<&'static str> {
    std::iter::once("Every story starts here")
        .chain(features::of(track).map(|feature| feature.label))
        .collect()
}

/// Called with every score's terms.
type Each<'a> = Option<&'a mut dyn FnMut(&ImpressionRow, usize, &[f64])>;

fn start(weeks: &[Week], plan: &Plan, mut each: Each<'_>) -> Vec<WeekScores> {
    let (growth, pace) = (plan.growth, plan.pace);
    let grower = Grower::new(features::of(plan.track).count(), growth);
    let mut go = |school| {
        let mut stream = Stream::new(plan, school);
        weeks.iter().map(|week| stream.week(week, &mut each)).collect()
    };
    if !plan.beside {
        return go(School::Here { grower: Box::new(grower), growth, pace, forest: None });
    }
    std::thread::scope(|scope| {
        let (school, desk) = School::beside();
        let thread = std::thread::Builder::new()
            .name("trees".to_owned())
            .spawn_scoped(scope, move || desk.work(grower, &growth, pace));
        match thread {
            Ok(_) => go(school),
            // No thread to be had: in line, with the same result.
            Err(_) => {
                let grower = Box::new(Grower::new(features::of(plan.track).count(), growth));
                go(School::Here { grower, growth, pace, forest: None })
            }
        }
    })
}

struct Stream<'a> {
    plan: &'a Plan,
    width: usize,
    ranges: Vec<Range>,
    corpus: Corpus,
    names: Names,
    readers: Vec<Reader>,
    taste: Clock,
    crowd: Option<Crowd>,
    /// Weights of sections, topics and common words, learned over all readers' lists: what an article is about, never which
    /// it is.
    content: Sparse,
    linear: Linear,
    forest: Forest,
    school: School,
    lessons: Vec<Lesson>,
    learned: usize,
    next: usize,
    /// Memory to use again.
    spare: Vec<Scored>,
    terms: Vec<f64>,
}

/// One list in work.
#[derive(Default)]
struct Scored {
    reader: usize,
    candidates: Vec<u32>,
    columns: Columns,
    page: Option<u32>,
    /// What the row tells newly of earlier reads.
    told: Vec<u32>,
    content: Vec<f32>,
    /// The linear part of the scores.
    base: Vec<f64>,
    /// The chance that each candidate was given.
    expected: Vec<f64>,
}

impl<'a> Stream<'a> {
    fn new(plan: &'a Plan, school: School) -> Self {
        let ranges: Vec<Range> = features::of(plan.track).map(|feature| feature.range).collect();
        // A prior speaks of the plain value; the linear part sees −2 … 2 over its range.
        let priors = features::of(plan.track)
            .map(|f| f64::from(f.prior) * f64::from(f.range.high - f.range.low) / 4.0);
        Self {
            plan,
            width: ranges.len(),
            ranges,
            corpus: Corpus::new(plan.common),
            names: Names::default(),
            readers: Vec::new(),
            taste: Clock::new(TASTE),
            crowd: (plan.track == Track::Pooled).then(Crowd::new),
            content: Sparse::new(CONTENT.0, CONTENT.1),
            linear: Linear::new(priors.collect(), plan.rate, 1e-4),
            forest: Forest::default(),
            school,
            lessons: Vec::new(),
            learned: 0,
            next: plan.first,
            spare: Vec::new(),
            terms: Vec::new(),
        }
    }

    fn reader(&mut self, user: &str) -> usize {
        let number = usize::try_from(self.names.number(user)).unwrap_or(usize::MAX);
        while self.readers.len() <= number {
            self.readers.push(Reader::default());
        }
        number
    }

    fn week(&mut self, week: &Week, each: &mut Each<'_>) -> WeekScores {
        for article in &week.articles {
            self.corpus.add(article);
        }
        self.corpus.settle();
        self.reads(week);
        let mut out = Vec::with_capacity(week.impressions.len());
        let mut lists = Vec::new();
        for second in week.impressions.chunk_by(|a, b| a.time == b.time) {
            for row in second {
                let scored = self.score(row, &mut out, each);
                lists.push(scored);
            }
            for (row, scored) in second.iter().zip(lists.drain(..)) {
                self.learn(row, &scored);
                self.spare.push(scored);
            }
            if self.learned >= self.next {
                self.next = self.learned + (self.learned / 4).clamp(1, self.plan.every);
                let lessons = std::mem::take(&mut self.lessons);
                if let Some(forest) = self.school.next(lessons) {
                    self.forest = forest;
                }
            }
        }
        out
    }

    /// What was read before the week.
    fn reads(&mut self, week: &Week) {
        let mut reads = Vec::with_capacity(week.reads.len());
        for row in &week.reads {
            let (reader, article) = (self.reader(&row.user), self.corpus.number(&row.article));
            self.corpus.advance(row.time);
            self.corpus.meet(article, row.time);
            reads.push(Read { reader, article, at: row.time });
        }
        let recent = self.readers.iter().map(|reader| reader.recent.clone()).collect();
        let new = before::note(&mut self.readers, &reads, &self.corpus, self.plan.beside);
        if let Some(crowd) = &mut self.crowd {
            before::tell(crowd, recent, &new);
        }
    }

    fn score(&mut self, row: &ImpressionRow, out: &mut WeekScores, each: &mut Each<'_>) -> Scored {
        let mut work = self.spare.pop().unwrap_or_default();
        self.corpus.advance(row.time);
        self.taste.set(row.time);
        work.reader = self.reader(&row.user);
        work.candidates.clear();
        work.told.clear();
        for id in &row.candidates {
            let article = self.corpus.number(id);
            self.corpus.meet(article, row.time);
            work.candidates.push(article);
        }
        for id in &row.history {
            let article = self.corpus.number(id);
            self.corpus.meet(article, row.time);
            if let Some(reader) = self.readers.get_mut(work.reader)
                && reader.touched.get(&article).is_none_or(|touch| touch.read.is_none())
            {
                reader.reads(&self.corpus, article, row.time, &self.taste);
                work.told.push(article);
            }
        }
        work.page = (!row.page.is_empty()).then(|| {
            let page = self.corpus.number(&row.page);
            self.corpus.meet(page, row.time);
            page
        });
        self.fill(row, &mut work);
        let count = work.candidates.len();
        work.base.clear();
        work.base.resize(count, 0.0);
        self.linear.score(&work.columns, &mut work.base);
        let mut scores = work.base.clone();
        self.forest.score(&work.columns, &mut scores);
        if let Some(each) = each {
            for place in 0..count {
                self.terms.clear();
                self.terms.resize(self.width + 1, 0.0);
                if let Some((start, own)) = self.terms.split_first_mut() {
                    self.linear.explain(&work.columns, place, own);
                    *start = self.forest.explain(&work.columns, place, own);
                }
                each(row, place, &self.terms);
            }
        }
        work.expected.clear();
        work.expected.extend_from_slice(&scores);
        softmax(&mut work.expected);
        out.push(scores);
        work
    }

    fn fill(&mut self, row: &ImpressionRow, work: &mut Scored) {
        let Scored { candidates, columns, content, page, .. } = work;
        content.clear();
        content.extend(candidates.iter().map(|article| self.content.score(self.corpus.content(*article))));
        columns.reset(self.width, candidates.len());
        let Some(reader) = self.readers.get(work.reader) else { return };
        let device = row.device.parse().unwrap_or(f32::NAN);
        let list = List { now: row.time, page: *page, device, candidates };
        own::fill(&self.corpus, reader, &self.taste, &list, content, columns);
        if let Some(crowd) = &mut self.crowd {
            crowd.clocks.set(row.time);
            others::fill(&self.corpus, reader, crowd, &list, columns);
        }
        columns.bin(&self.ranges);
    }

    fn learn(&mut self, row: &ImpressionRow, scored: &Scored) {
        self.learned += 1;
        let Scored { candidates, columns, page, base, expected, .. } = scored;
        let clicked = || row.clicked.iter().filter_map(|place| candidates.get(*place).copied());
        let Some(reader) = self.readers.get_mut(scored.reader) else { return };
        if let Some(crowd) = &mut self.crowd {
            let outcome = Outcome { candidates, clicked: &row.clicked, expected, page: *page };
            crowd.list(&self.corpus, &outcome);
            crowd.told(&scored.told);
            for article in clicked() {
                crowd.read(&reader.recent, article, row.time, true);
            }
        }
        reader.shown(&self.corpus, candidates, row.time, &self.taste);
        for article in clicked() {
            reader.clicked(&self.corpus, article, row.time, row.dwell_seconds, &self.taste);
        }
        let draw = u64::try_from(self.learned).unwrap_or(u64::MAX);
        let Some(lesson) = Lesson::new(columns, self.width, &row.clicked, base, draw) else { return };
        self.lessons.push(lesson);
        let share = 1.0 / crate::number::real(row.clicked.len());
        let mut errors = base.clone();
        softmax(&mut errors);
        for place in &row.clicked {
            if let Some(error) = errors.get_mut(*place) {
                *error -= share;
            }
        }
        self.linear.learn(columns, &errors);
        for (article, error) in candidates.iter().zip(&errors) {
            #[expect(clippy::as_conversions, reason = "small steps need no more than f32")]
            let error = *error as f32;
            self.content.learn(self.corpus.content(*article), error);
            if let Some(crowd) = &mut self.crowd {
                crowd.strengths.learn(&[*article], error);
            }
        }
    }
}
