//! Fills the features that come from other readers' clicks.
#![expect(clippy::as_conversions, reason = "measures as f32 in flat arrays")]

use super::corpus::{Article, Corpus};
use super::crowd::{After, Crowd};
use super::features::{Crowds, beside, log, place};
use super::own::List;
use super::reader::Reader;
use crate::learn::columns::Columns;
use crate::number::ln;

/// Writes the features of every candidate. The crowd's clocks stand at the list's time.
pub(crate) fn fill(corpus: &Corpus, reader: &Reader, crowd: &Crowd, list: &List<'_>, out: &mut Columns) {
    let after: Vec<&After> = reader.recent.latest().filter_map(|(before, _)| crowd.after(before)).collect();
    let lists = crowd.lists.get(&crowd.clocks.shown) as f32;
    for (place, article) in list.candidates.iter().enumerate() {
        let mut set = |feature: Crowds, value: f32| out.set(feature.column(), place, value);
        popularity(crowd, *article, corpus.hours(*article, list.now), lists, list.page.is_some(), &mut set);
        set(Crowds::After, after.iter().map(|after| after.share(*article)).sum());
        if let Some(page) = list.page {
            set(Crowds::Under, crowd.under(page, *article));
        }
        if let Some(info) = corpus.get(*article) {
            labels(crowd, info, &mut set);
        }
    }
    for (from, to) in [
        (Crowds::Hour1, Crowds::Hour1Beside),
        (Crowds::Hour6, Crowds::Hour6Beside),
        (Crowds::Day, Crowds::DayBeside),
        (Crowds::Reads, Crowds::ReadsBeside),
        (Crowds::Strength, Crowds::StrengthBeside),
        (Crowds::Rate, Crowds::RateBeside),
        (Crowds::Ever, Crowds::EverBeside),
        (Crowds::TopicsEver, Crowds::TopicsEverBeside),
        (Crowds::After, Crowds::AfterBeside),
        (Crowds::Now, Crowds::NowBeside),
        (Crowds::Lately, Crowds::LatelyBeside),
        (Crowds::Longer, Crowds::LongerBeside),
        (Crowds::Kind, Crowds::KindBeside),
        (Crowds::Surprise, Crowds::SurpriseBeside),
    ] {
        beside(out, from.column(), to.column());
    }
    place(out, Crowds::Hour6.column(), Crowds::Place.column());
}

fn popularity(
    crowd: &Crowd,
    article: u32,
    hours: f32,
    lists: f32,
    under: bool,
    set: &mut impl FnMut(Crowds, f32),
) {
    let pulse = crowd.pulse(article).copied().unwrap_or_default();
    let clocks = &crowd.clocks;
    let [hour, six, day] = &clocks.clicks;
    let [first, second, third] = &pulse.clicks;
    let hour = log(first.get(hour) as f32);
    let six = log(second.get(six) as f32);
    let daily = third.get(day) as f32;
    set(Crowds::Hour1, hour);
    set(Crowds::Hour6, six);
    set(Crowds::Day, log(daily));
    set(Crowds::Reads, log(pulse.reads));
    set(Crowds::Strength, crowd.strengths.score(&[article]));
    set(Crowds::Trend, hour - six);
    set(Crowds::Pace, ln((daily + 0.5) / (hours.min(34.0) + 0.5)));
    let shown = pulse.rate_shown.get(&clocks.rate);
    set(Crowds::Shown, log(shown as f32));
    set(Crowds::Rate, ln(((pulse.rate_clicks.get(&clocks.rate) + 0.9) / (shown + 10.0)) as f32));
    set(Crowds::Ever, ln(((pulse.total_clicks + 0.9) / (pulse.total_shown + 10.0)) as f32));
    set(Crowds::Now, (pulse.shown.get(&clocks.shown) as f32 + 0.1) / (lists + 1.0));
    let ratio = |clicks: f64, chances: f64| ln(((clicks + 0.7) / (chances + 0.7)) as f32);
    let [[c, n], [clicks, chances]] = &pulse.against;
    let [short, long] = &clocks.against;
    set(Crowds::Lately, ratio(c.get(short), n.get(short)));
    set(Crowds::Longer, ratio(clicks.get(long), chances.get(long)));
    let [front, page] = &pulse.at_place;
    let [clicks, chances] = if under { page } else { front };
    set(Crowds::Kind, ratio(clicks.get(long), chances.get(long)));
    let [above, sum] = &pulse.surprise;
    set(Crowds::Surprise, (above.get(&clocks.surprise) / (sum.get(&clocks.surprise) + 1.0)) as f32);
}

fn labels(crowd: &Crowd, info: &Article, set: &mut impl FnMut(Crowds, f32)) {
    if let Some(label) = info.category {
        set(Crowds::SectionEver, crowd.rate(label));
    }
    let topics = info.subcategories.iter().map(|label| crowd.rate(*label));
    set(Crowds::TopicsEver, topics.fold(f32::NAN, f32::max));
}
