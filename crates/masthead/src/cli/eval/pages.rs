//! `masthead eval pages`: labelled pages read and compared with their labels.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use clap::Args;
use extract::article::Article;
use extract::eval::{Measures, PageScore, Truth, measure, score};
use serde_json::json;

use super::{in_words, peak_memory, text_of};
use crate::cli::{Format, batch, output, read};
use crate::error::{Result, bad_use};

#[derive(Debug, Args)]
pub(crate) struct Pages {
    /// A folder with manifest.jsonl and, a folder a set, truth.jsonl.gz
    #[arg(value_name = "PAGES_DIR")]
    folder: PathBuf,
    /// Threads
    #[arg(long, default_value_t = 1)]
    jobs: usize,
    /// Write the articles to this file, as `read --batch` prints them
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How to print the measures
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// The labels of one set, in the file's order.
struct Set {
    name: String,
    truths: Vec<Truth>,
}

/// What reading took, over all threads.
#[derive(Default)]
struct Spent {
    reading: Duration,
    slowest: (Duration, String),
    pages: u32,
}

impl Pages {
    pub(crate) fn run(self) -> Result<()> {
        let sets = sets(&self.folder)?;
        let mut places: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
        for (s, set) in sets.iter().enumerate() {
            for (r, truth) in set.truths.iter().enumerate() {
                places.entry(&truth.path).or_default().push((s, r));
            }
        }
        // A page that the manifest does not have counts as one without an article.
        let unread = Article::default();
        let scores: Vec<Vec<PageScore>> =
            sets.iter().map(|set| set.truths.iter().map(|t| score(t, &unread)).collect()).collect();
        let mut out: Box<dyn Write> = match &self.out {
            Some(path) => Box::new(std::io::BufWriter::new(
                std::fs::File::create(path)
                    .map_err(|e| bad_use(format!("Cannot write {}: {e}.", path.display())))?,
            )),
            None => Box::new(std::io::sink()),
        };
        let state = Mutex::new((scores, Spent::default()));
        let start = Instant::now();
        batch::run(&self.folder.join("manifest.jsonl"), self.jobs, &mut out, |input, bytes| {
            let begun = Instant::now();
            let article = read::article_of(input, &bytes);
            let took = begun.elapsed();
            let scored: Vec<(usize, usize, PageScore)> = places
                .get(input.path.as_str())
                .into_iter()
                .flatten()
                .filter_map(|(s, r)| Some((*s, *r, score(sets.get(*s)?.truths.get(*r)?, &article))))
                .collect();
            if let Ok(mut state) = state.lock() {
                for (s, r, score) in scored {
                    if let Some(slot) = state.0.get_mut(s).and_then(|set| set.get_mut(r)) {
                        *slot = score;
                    }
                }
                state.1.add(took, &input.path);
            }
            read::object(&article, &input.path)
        })?;
        out.flush()?;
        let took = start.elapsed();
        let (scores, spent) = state.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let all: Vec<(&str, Measures)> =
            sets.iter().zip(&scores).map(|(set, scores)| (set.name.as_str(), measure(scores))).collect();
        report(&all, &spent, took, self.format)
    }
}

impl Spent {
    fn add(&mut self, took: Duration, path: &str) {
        self.reading = self.reading.saturating_add(took);
        self.pages = self.pages.saturating_add(1);
        if took > self.slowest.0 {
            self.slowest = (took, path.to_owned());
        }
    }
}

fn report(all: &[(&str, Measures)], spent: &Spent, took: Duration, format: Format) -> Result<()> {
    let rate = |time: Duration| f64::from(spent.pages) / time.as_secs_f64().max(1e-9);
    let peak = peak_memory();
    if format == Format::Json {
        let sets: Vec<_> =
            all.iter().map(|(name, measures)| json!({ "set": name, "measures": measures })).collect();
        return output::json(&json!({
            "sets": sets,
            "pages": spent.pages,
            "pages_per_second": rate(took),
            "pages_per_second_reading": rate(spent.reading),
            "slowest": { "input": spent.slowest.1, "seconds": spent.slowest.0.as_secs_f64() },
            "peak_memory_bytes": peak,
        }));
    }
    let mut text = format!(
        "{:12} {:>5} {:>7} {:>7} {:>7} {:>6} {:>5} {:>6} {:>6} {:>6} {:>7} {:>6}\n",
        "set", "pages", "body F1", "P", "R", "exact", "empty", "title", "date", "minute", "authors", "topics"
    );
    let share = |x: Option<f64>| x.map_or_else(|| "–".to_owned(), |x| format!("{x:.3}"));
    for (name, m) in all {
        text.push_str(&format!(
            "{name:12} {:>5} {:>7.4} {:>7.4} {:>7.4} {:>6.3} {:>5} {:>6} {:>6} {:>6} {:>7} {:>6}\n",
            m.pages,
            m.f1,
            m.precision,
            m.recall,
            m.exact,
            m.empty,
            share(m.title),
            share(m.date),
            share(m.minute),
            share(m.authors),
            share(m.topics)
        ));
    }
    text.push_str(&format!(
        "{} pages in {:.2} s: {:.0} pages/s, {:.0} pages/s a thread while reading; slowest {:.1} ms ({}); peak memory {}\n",
        spent.pages,
        took.as_secs_f64(),
        rate(took),
        rate(spent.reading),
        spent.slowest.0.as_secs_f64() * 1000.0,
        spent.slowest.1,
        in_words(peak)
    ));
    output::text(&text)
}

/// The labelled sets below a folder, by name.
fn sets(folder: &Path) -> Result<Vec<Set>> {
    let entries = std::fs::read_dir(folder)
        .map_err(|e| bad_use(format!("Cannot read the folder {}: {e}.", folder.display())))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|e| Some(e.ok()?.path().join("truth.jsonl.gz")))
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(bad_use(format!(
            "{} has no labelled set: a folder with truth.jsonl.gz is needed.",
            folder.display()
        )));
    }
    files.iter().map(|file| set(file)).collect()
}

fn set(file: &Path) -> Result<Set> {
    let text = text_of(file)?;
    let truths = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(n, line)| {
            serde_json::from_str(line)
                .map_err(|e| bad_use(format!("{}, line {}: {e}", file.display(), n.saturating_add(1))))
        })
        .collect::<Result<_>>()?;
    let name = file.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
    Ok(Set { name, truths })
}
