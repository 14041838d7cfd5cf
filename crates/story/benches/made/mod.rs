//! Articles made up, as many and as often as asked for.

use story::{Desk, Incoming};

/// The window's time in seconds.
const SPAN: i64 = 14 * 86_400;
/// Words of the invented language.
const WORDS: u64 = 30_000;

/// Numbers by chance, the same at every run (G. Steele and others: SplitMix, 2014).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }

    /// Seldom large: the square of a uniform number.
    fn small(&mut self, n: u64) -> u64 {
        let u = self.below(1 << 16);
        (u * u) / (1 << 16) * n / (1 << 16)
    }
}

/// The word of a number, of two to five syllables.
fn word(mut n: u64) -> String {
    const ONSETS: [&str; 14] = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st"];
    const VOWELS: [&str; 5] = ["a", "e", "i", "o", "u"];
    let mut out = String::new();
    n += 70;
    while n > 0 {
        let (onset, vowel) = (n % 14, n / 14 % 5);
        out.extend(usize::try_from(onset).ok().and_then(|i| ONSETS.get(i)).copied());
        out.extend(usize::try_from(vowel).ok().and_then(|i| VOWELS.get(i)).copied());
        n /= 70;
    }
    out
}

fn name(n: u64) -> String {
    let word = word(WORDS + n);
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// An article.
pub(crate) struct Made {
    at: i64,
    outlet: String,
    title: String,
    text: String,
}

/// The articles of one event: its names and its words again and again, with words that all texts use between.
pub(crate) fn article(n: u64, events: u64, of: u64) -> Made {
    let mut chance = Chance(n);
    // An event is told for about two days.
    let event = n * events / of + chance.small(1 + events / 7);
    let own = |k: u64| Chance(event * 64 + k).small(WORDS);
    let called = |k: u64| name(Chance(event * 64 + 50 + k).small(4_000));
    let mut sentence = |length: u64| {
        let mut words = vec![called(chance.below(3))];
        for _ in 1..length {
            words.push(match chance.below(8) {
                0..=3 => word(own(chance.below(12))),
                4 => called(chance.below(5)),
                _ => word(chance.small(WORDS)),
            });
        }
        words.join(" ")
    };
    let title = sentence(9);
    // Every fifth brings its text.
    let text = if n.is_multiple_of(5) {
        (0..16).map(|_| sentence(15) + ".").collect::<Vec<_>>().join(" ")
    } else {
        String::new()
    };
    let at = i64::try_from(n * u64::try_from(SPAN).unwrap_or(0) / of).unwrap_or(0);
    Made { at, outlet: format!("Outlet {}", n % 150), title, text }
}

/// Puts it to its story, as a newsroom does.
pub(crate) fn put(desk: &mut Desk, id: i64, made: &Made) {
    desk.settle_if_due(made.at);
    desk.add(&Incoming {
        id,
        at: made.at,
        outlet: &made.outlet,
        language: Some("en"),
        title: &made.title,
        text: &made.text,
        ..Incoming::default()
    });
    if id % 500 == 0 {
        desk.expire(made.at);
    }
}
