//! The flat features of a list's candidates.
#![expect(clippy::as_conversions, reason = "measures as f32 in flat arrays")]

use super::corpus::{Corpus, cosine};
use super::reader::{AGAINST, Crowd, HALVES, Reader, SURPRISE};

/// One feature: what it measures, in the words of a reason, and the prior weight of its plain value in the linear part.
pub(crate) struct Feature {
    pub(crate) label: &'static str,
    pub(crate) prior: f64,
}

const fn feature(label: &'static str, prior: f64) -> Feature {
    Feature { label, prior }
}

/// Own features, in the order in which [`fill`] writes them.
pub(crate) const OWN: &[Feature] = &[
    feature("How old it is", 0.0),
    feature("How new it is beside the others", -0.5),
    feature("How old it is beside the others", -0.3),
    feature("How often you have seen it", -0.3),
    feature("How often you have seen it beside the others", -0.1),
    feature("How long ago you last saw it", 0.0),
    feature("You have read it", -1.0),
    feature("You read it in earlier weeks", -0.5),
    feature("How much you read its section", 0.1),
    feature("How much you read its section beside the others", 0.2),
    feature("How much you read its topics", 0.1),
    feature("How much you read its topics beside the others", 0.1),
    feature("How often you open its section when shown", 0.2),
    feature("Like one thing you read", 0.3),
    feature("Like one thing you read beside the others", 0.1),
    feature("Like what you read overall", 0.0),
    feature("Like what you read overall beside the others", 0.1),
    feature("Like the page it stands under", 0.2),
    feature("Same section as the page it stands under", 0.1),
    feature("Same topics as the page it stands under", 0.1),
    feature("Like what you read last", 0.1),
    feature("Length of the list", 0.0),
    feature("On the front page", 0.0),
    feature("Your device", 0.0),
    feature("Time of day", 0.0),
    feature("How much you have read so far", 0.0),
    feature("How much of the list is on its section", 0.0),
    feature("Length of its headline", 0.0),
    feature("Older or newer than what you usually read", 0.0),
    feature("Published before or after your last visit", 0.0),
    feature("How long since you were last here", 0.0),
    feature("Its section", 0.0),
    feature("Its topic", 0.0),
    feature("Like the others in the list", 0.0),
    feature("How much of its section you were shown", 0.0),
    feature("How far into the visit", 0.0),
    feature("How stale the list is for you", 0.0),
    feature("What you opened in this visit", 0.0),
    feature("When you first saw it", 0.0),
];

/// Features from other readers' clicks, after the own ones.
pub(crate) const OTHERS: &[Feature] = &[
    feature("Read by others in the last hour", 0.0),
    feature("Read by others in the last hour beside the list", 0.2),
    feature("Read by others in the last hours", 0.0),
    feature("Read by others in the last hours beside the list", 0.4),
    feature("Read by others in the last day", 0.0),
    feature("Read by others in the last day beside the list", 0.1),
    feature("How often others open it", 0.2),
    feature("How often others open it beside the list", 0.3),
    feature("How often others ever opened it", 0.0),
    feature("How often others ever opened it beside the list", 0.1),
    feature("Its place by what others read", 0.0),
    feature("How often others open its section", 0.0),
    feature("Read by others after what you read", 0.1),
    feature("Read by others after what you read beside the list", 0.1),
    feature("How often others were shown it", 0.0),
    feature("Rising or falling among others", 0.0),
    feature("Opened by others more than by chance, lately", 0.0),
    feature("Opened by others more than by chance, lately, beside the list", 0.3),
    feature("Opened by others more than by chance", 0.0),
    feature("Opened by others more than by chance, beside the list", 0.3),
    feature("How often others open its topics", 0.0),
    feature("How often others open its topics beside the list", 0.1),
    feature("Opened more by others in lists of this kind", 0.0),
    feature("Opened more by others in lists of this kind, beside the list", 0.1),
    feature("Opened more by others than it was expected", 0.0),
    feature("Opened more by others than it was expected, beside the list", 0.1),
    feature("Opened by others under the same page", 0.1),
];

/// A list as it is shown, in numbers.
pub(crate) struct List<'a> {
    pub(crate) now: i64,
    pub(crate) page: Option<u32>,
    pub(crate) device: f32,
    pub(crate) candidates: &'a [u32],
}

/// Writes the features of every candidate, row after row, to `out`.
pub(crate) fn fill(
    corpus: &Corpus,
    reader: &Reader,
    crowd: Option<&Crowd>,
    list: &List<'_>,
    out: &mut Vec<f32>,
) {
    let start = out.len();
    let width = OWN.len() + if crowd.is_some() { OTHERS.len() } else { 0 };
    let count = list.candidates.len();
    let now = list.now;
    let log = |seconds: i64| (seconds.max(0) as f32).ln_1p();
    let since = reader.last_impression.map_or(f32::NAN, |last| log(now - last));
    let fresh_visit = reader.last_impression.is_none_or(|last| now - last > 1_800);
    let last_visit = if fresh_visit { reader.last_impression } else { reader.last_visit };
    let mean_age = if reader.age_count > 0.0 { (reader.age_sum / reader.age_count) as f32 } else { f32::NAN };
    let page = list.page.and_then(|page| corpus.get(page).map(|info| (page, info)));
    let last_read = reader.recent.last().map(|(article, _)| *article);
    for article in list.candidates.iter().copied() {
        let info = corpus.get(article);
        let vector = corpus.vector(article);
        let category = info.and_then(|info| info.category);
        let subcategories = info.map_or(&[][..], |info| info.subcategories.as_slice());
        let age = corpus.hours(article, now).ln_1p() as f32;
        let shown = reader.shown.get(&article);
        let seen = shown.map_or(0.0, |shown| shown.count);
        let read = reader.read.get(&article);
        let lift = |label: u32| {
            let (of, all) = reader.share(label, now);
            ((of + 0.5) / (all + 10.0)).ln() as f32
        };
        let category_lift = category.map_or(f32::NAN, lift);
        let sub_lift = subcategories.iter().map(|label| lift(*label)).fold(f32::NAN, f32::max);
        let rate = category.map_or(f32::NAN, |label| reader.rate(label, now) as f32);
        let (best, liking) = reader.alike(corpus, article);
        let page_like = page.map_or(f32::NAN, |(page, _)| cosine(vector, corpus.vector(page)));
        let same = |is: bool| if is { 1.0 } else { 0.0 };
        let page_section =
            page.map_or(f32::NAN, |(_, other)| same(other.category == category && category.is_some()));
        let page_topics = page.map_or(f32::NAN, |(_, other)| {
            subcategories.iter().filter(|label| other.subcategories.contains(label)).count() as f32
        });
        let last_like =
            last_read.filter(|last| *last != article).map_or(0.0, |last| cosine(vector, corpus.vector(last)));
        let made = info.and_then(|info| info.created.or(info.met)).unwrap_or(now);
        let news = last_visit.map_or(f32::NAN, |visit| {
            let gap = made - visit;
            if gap >= 0 { log(gap) } else { -log(-gap) }
        });
        let section_shown = category
            .and_then(|label| reader.label_shown.get(&label))
            .map_or(0.0, |count| (count.get(now, 14.0 * 86_400.0) as f32).ln_1p());
        let same_section = list
            .candidates
            .iter()
            .filter(|other| corpus.get(**other).is_some_and(|info| info.category == category))
            .count() as f32;
        out.extend_from_slice(&[
            age,
            0.0,
            0.0,
            seen.ln_1p(),
            0.0,
            shown.map_or(f32::NAN, |shown| log(now - shown.last)),
            read.map_or(0.0, |_| same(seen > 0.0 || reader.impressions > 0.0)),
            read.map_or(f32::NAN, |at| log(now - at)),
            category_lift,
            0.0,
            sub_lift,
            0.0,
            rate,
            best,
            0.0,
            liking,
            0.0,
            page_like,
            page_section,
            page_topics,
            last_like,
            (count as f32).ln(),
            same(list.page.is_none()),
            list.device,
            (now.rem_euclid(86_400) as f32) / 3_600.0,
            (reader.recent.len() as f32).ln_1p(),
            same_section / count as f32,
            vector.len() as f32,
            age - mean_age,
            news,
            since,
            category.map_or(f32::NAN, |label| label as f32),
            subcategories.first().map_or(f32::NAN, |label| *label as f32),
            0.0,
            section_shown,
            if fresh_visit { 0.0 } else { reader.in_visit.ln_1p() },
            0.0,
            if fresh_visit { 0.0 } else { reader.clicks_in_visit },
            shown.map_or(f32::NAN, |shown| log(now - shown.first)),
        ]);
        if let Some(crowd) = crowd {
            others(crowd, reader, article, (category, subcategories), list, out);
        }
    }
    let rows = out.get_mut(start..).unwrap_or(&mut []);
    for (from, to) in [(0, 2), (3, 4), (8, 9), (10, 11), (13, 14), (15, 16)] {
        beside(rows, width, from, to);
    }
    rank(rows, width, 0, 1);
    let stale = rows.iter().skip(3).step_by(width).sum::<f32>() / count as f32;
    for (row, article) in rows.chunks_exact_mut(width).zip(list.candidates) {
        set(row, 36, stale);
        let vector = corpus.vector(*article);
        let alike: f32 = list
            .candidates
            .iter()
            .filter(|other| *other != article)
            .take(20)
            .map(|other| cosine(vector, corpus.vector(*other)))
            .fold(0.0, f32::max);
        set(row, 33, alike);
    }
    if crowd.is_some() {
        let base = OWN.len();
        for (from, to) in [
            (0, 1),
            (2, 3),
            (4, 5),
            (6, 7),
            (8, 9),
            (12, 13),
            (16, 17),
            (18, 19),
            (20, 21),
            (22, 23),
            (24, 25),
        ] {
            beside(rows, width, base + from, base + to);
        }
        rank(rows, width, base + 2, base + 10);
    }
}

fn others(
    crowd: &Crowd,
    reader: &Reader,
    article: u32,
    (category, subcategories): (Option<u32>, &[u32]),
    list: &List<'_>,
    out: &mut Vec<f32>,
) {
    let (now, page) = (list.now, list.page);
    let pulse = crowd.pulses.get(&article).copied().unwrap_or_default();
    let mut reads = [0.0_f32; 3];
    for ((read, clicks), half) in reads.iter_mut().zip(&pulse.clicks).zip(HALVES) {
        *read = (clicks.get(now, half) as f32).ln_1p();
    }
    let [hour, hours, day] = reads;
    let shown = pulse.rate_shown.get(now, 7_200.0);
    let rate = ((pulse.rate_clicks.get(now, 7_200.0) + 0.9) / (shown + 10.0)).ln() as f32;
    let ever = ((pulse.total_clicks + 0.9) / (pulse.total_shown + 10.0)).ln() as f32;
    let section = category.map_or(f32::NAN, |label| crowd.rate(label, now));
    let topics = subcategories.iter().map(|label| crowd.rate(*label, now)).fold(f32::NAN, f32::max);
    let mut against = [0.0_f32; 2];
    for ((value, [clicks, chances]), half) in against.iter_mut().zip(&pulse.against).zip(AGAINST) {
        *value = ((clicks.get(now, half) + 0.7) / (chances.get(now, half) + 0.7)).ln() as f32;
    }
    let [lately, longer] = against;
    let [clicks, chances] = pulse.at_place.get(usize::from(page.is_some())).copied().unwrap_or_default();
    let kind = ((clicks.get(now, AGAINST[1]) + 0.7) / (chances.get(now, AGAINST[1]) + 0.7)).ln() as f32;
    let [above, sum] = pulse.surprise;
    let surprise = (above.get(now, SURPRISE) / (sum.get(now, SURPRISE) + 1.0)) as f32;
    let under = page.map_or(f32::NAN, |page| {
        let [clicks, chances] = crowd.under.get(&(page, article)).copied().unwrap_or_default();
        ((clicks + 0.5) / (chances + 0.5)).ln()
    });
    let after: f32 = reader
        .recent
        .iter()
        .rev()
        .take(10)
        .map(|(before, _)| {
            let pairs = crowd.pairs.get(&(*before, article)).copied().unwrap_or(0.0);
            pairs / (crowd.firsts.get(before).copied().unwrap_or(0.0) + 10.0)
        })
        .sum();
    out.extend_from_slice(&[
        hour,
        0.0,
        hours,
        0.0,
        day,
        0.0,
        rate,
        0.0,
        ever,
        0.0,
        0.0,
        section,
        after,
        0.0,
        (shown as f32).ln_1p(),
        hour - hours,
        lately,
        0.0,
        longer,
        0.0,
        topics,
        0.0,
        kind,
        0.0,
        surprise,
        0.0,
        under,
    ]);
}

fn set(row: &mut [f32], index: usize, value: f32) {
    if let Some(slot) = row.get_mut(index) {
        *slot = value;
    }
}

/// Writes a feature's distance from the list's mean, in standard deviations.
fn beside(rows: &mut [f32], width: usize, from: usize, to: usize) {
    let values = || rows.iter().skip(from).step_by(width).filter(|value| !value.is_nan());
    let count = values().count().max(1) as f32;
    let mean = values().sum::<f32>() / count;
    let spread = (values().map(|value| (value - mean).powi(2)).sum::<f32>() / count).sqrt();
    for row in rows.chunks_exact_mut(width) {
        let value = row.get(from).copied().unwrap_or(f32::NAN);
        let z = if value.is_nan() || spread < 1e-6 { 0.0 } else { (value - mean) / spread };
        set(row, to, z);
    }
}

/// Writes a feature's place in the list: 0 = the smallest … 1 = the largest.
fn rank(rows: &mut [f32], width: usize, from: usize, to: usize) {
    let values: Vec<f32> = rows.iter().skip(from).step_by(width).copied().collect();
    let others = (values.len().max(2) - 1) as f32;
    for (row, value) in rows.chunks_exact_mut(width).zip(&values) {
        let below = values.iter().filter(|other| *other < value).count() as f32;
        let equal = values.iter().filter(|other| *other == value).count() as f32 - 1.0;
        set(row, to, (below + equal / 2.0) / others);
    }
}
