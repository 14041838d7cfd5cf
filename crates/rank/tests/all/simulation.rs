//! A made-up reader with additive tastes: how soon and how well the page finds what the reader would have chosen.

use rank::{Candidate, Context, Facet, Profile, Signal, SignalKind, slate};

const TOPICS: u64 = 30;
const SOURCES: u64 = 25;
const DAY: i64 = 86_400;

/// A fixed stream of numbers (SplitMix64): the simulation is the same on every run.
struct Draws(u64);

impl Draws {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.unit()).ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }

    fn below(&mut self, bound: u64) -> u64 {
        ((self.unit() * bound as f64) as u64).min(bound - 1)
    }
}

struct Reader {
    topics: Vec<f64>,
    sources: Vec<f64>,
}

impl Reader {
    fn new(draws: &mut Draws) -> Self {
        let mut topics: Vec<f64> = (0..TOPICS).map(|_| draws.normal()).collect();
        // The three liked best are the ones that are followed.
        topics.sort_by(|a, b| b.total_cmp(a));
        Self { topics, sources: (0..SOURCES).map(|_| 0.4 * draws.normal()).collect() }
    }

    /// What the reader truly wants: tastes and newness, added up.
    fn wants(&self, candidate: &Candidate, now: i64) -> f64 {
        let of = |facets: &[Facet], tastes: &[f64]| tastes[facets[0].key.parse::<usize>().unwrap()];
        let hours = (now - candidate.published) as f64 / 3_600.0;
        of(&candidate.topics, &self.topics) + of(&candidate.sources, &self.sources)
            - 0.55 * ((hours + 6.0) / 6.0).log2()
    }
}

fn session(draws: &mut Draws, now: i64, first: i64) -> Vec<Candidate> {
    (0..300)
        .map(|n| {
            let (topic, source) = (draws.below(TOPICS), draws.below(SOURCES));
            Candidate {
                id: first + n,
                published: now - (draws.unit() * DAY as f64) as i64,
                topics: vec![Facet::new(topic.to_string(), format!("Topic {topic}"))],
                sources: vec![Facet::new(source.to_string(), format!("Outlet {source}"))],
                outlets: 1,
                articles: 1,
                ..Candidate::default()
            }
        })
        .collect()
}

fn best(reader: &Reader, candidates: &[Candidate], now: i64) -> Vec<i64> {
    let mut order: Vec<_> = candidates.iter().map(|c| (reader.wants(c, now), c.id)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    order.into_iter().take(10).map(|(_, id)| id).collect()
}

/// Shares of the oracle's ten in sessions 1–3, 31–100 and, after a drift of taste, 111–140.
fn simulate(seed: u64) -> [f64; 3] {
    let mut draws = Draws(seed);
    let mut reader = Reader::new(&mut draws);
    let mut profile = Profile::default();
    for topic in 0..3 {
        profile.follow_topic(&topic.to_string(), &format!("Topic {topic}"), 0);
    }
    let (mut sums, mut counts) = ([0.0; 3], [0.0; 3]);
    for number in 1..=140_i64 {
        let now = 1_700_000_000 + number * DAY;
        if number == 101 {
            // A third of the other tastes turn over.
            for topic in (3..TOPICS as usize).step_by(3) {
                reader.topics[topic] = draws.normal();
            }
        }
        let candidates = session(&mut draws, now, number * 1_000);
        let oracle = best(&reader, &candidates, now);
        let mut context = Context::new(now, 30);
        context.settings.diversity = 0.0;
        context.settings.calibration = 0.0;
        context.settings.source_cap = 0;
        let page = slate(&profile, candidates, &context);
        let hits = page.items.iter().take(10).filter(|r| oracle.contains(&r.candidate.id)).count();
        let window = match number {
            1..=3 => Some(0),
            31..=100 => Some(1),
            111.. => Some(2),
            _ => None,
        };
        if let Some(window) = window {
            sums[window] += hits as f64 / 10.0;
            counts[window] += 1.0;
        }
        for (place, ranked) in page.items.iter().enumerate() {
            let wants = reader.wants(&ranked.candidate, now);
            let at = now + place as i64;
            let shown = Signal { position: Some(place as u32), ..Signal::new(SignalKind::Impression, at) };
            profile.learn(&ranked.candidate, &shown);
            if draws.unit() < 1.0 / (1.0 + (0.5 - wants).exp()) {
                let dwell = Some(if wants > 0.5 { 90.0 } else { 20.0 });
                profile.learn(
                    &ranked.candidate,
                    &Signal { dwell_seconds: dwell, ..Signal::new(SignalKind::Open, at) },
                );
            } else if wants < -1.2 && draws.unit() < 0.2 {
                profile.learn(&ranked.candidate, &Signal::new(SignalKind::Less, at));
            } else if wants > 1.8 && draws.unit() < 0.1 {
                profile.learn(&ranked.candidate, &Signal::new(SignalKind::More, at));
            }
        }
    }
    [0, 1, 2].map(|window| sums[window] / counts[window])
}

#[test]
fn the_page_finds_what_the_reader_wants() {
    let runs: Vec<_> = (1..=16).map(simulate).collect();
    let mean = [0, 1, 2].map(|window| runs.iter().map(|run| run[window]).sum::<f64>() / runs.len() as f64);
    println!(
        "share of the oracle's ten: sessions 1-3 {:.3}, 31-100 {:.3}, after drift {:.3}",
        mean[0], mean[1], mean[2]
    );
    // Floors a little under what is reached (0.54, 0.74, 0.64): a change that loses is seen.
    assert!(mean[0] >= 0.51 && mean[1] >= 0.71 && mean[2] >= 0.60, "{mean:?}");
}
