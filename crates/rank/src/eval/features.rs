//! The features of a candidate: what each measures, in the words of a reason.
#![expect(clippy::as_conversions, reason = "features as column numbers")]

use super::stream::Track;
use crate::learn::columns::{Columns, LANES, Range};
use crate::number::ln;
use crate::wide::wide;

/// One feature.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Feature {
    /// What it measures.
    pub(crate) label: &'static str,
    /// Between which values it is told apart.
    pub(crate) range: Range,
    /// The weight that its value has in the linear part before anything was learned.
    pub(crate) prior: f32,
}

/// Lists features as an enum, numbered in order, and a table in the same order.
macro_rules! features {
    ($(#[$about:meta])* $kind:ident $table:ident $start:expr; $($name:ident $low:literal $high:literal $prior:literal $label:literal)*) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $kind { $($name),* }

        impl $kind {
            pub(crate) const fn column(self) -> usize {
                $start + self as usize
            }
        }

        /// The features in order.
        pub(crate) const $table: &[Feature] = &[
            $(Feature { label: $label, range: Range { low: $low, high: $high }, prior: $prior }),*
        ];
    };
}

features! {
    /// From the reader's own signals, content and age alone.
    Own OWN 0;
    Age 0.0 7.0 0.0 "How old it is"
    AgeBeside -2.5 3.5 -0.5 "How new it is beside the others"
    AgePlace 0.0 1.0 -0.3 "How old it is beside the others"
    Seen 0.0 4.0 -0.3 "How often you have seen it"
    SeenBeside -2.5 3.5 -0.1 "How often you have seen it beside the others"
    SeenAgo 2.0 13.5 0.0 "How long ago you last saw it"
    FirstSeen 2.0 13.5 0.0 "When you first saw it"
    SeenInVisit 0.0 3.0 0.0 "How often you have seen it in this visit"
    SeenLast 0.0 1.0 0.0 "It stood in the list before"
    Read 0.0 1.0 -1.0 "You have read it"
    ReadAgo 2.0 15.0 -0.1 "How long ago you read it"
    Section -6.0 0.5 0.1 "How much you read its section"
    SectionBeside -2.5 2.5 0.2 "How much you read its section beside the others"
    Topics -6.0 0.5 0.1 "How much you read its topics"
    TopicsBeside -2.5 2.5 0.1 "How much you read its topics beside the others"
    SectionRate -2.0 2.0 0.2 "How often you open its section when shown"
    TopicsRate -2.0 2.0 0.2 "How often you open its topics when shown"
    SectionAgo 2.0 15.0 0.0 "How long ago you read from its section"
    TopicsAgo 2.0 15.0 0.0 "How long ago you read on its topics"
    Liking -0.02 0.15 0.0 "Like what you read overall"
    LikingBeside -2.5 3.5 0.1 "Like what you read overall beside the others"
    LastLike -0.1 0.6 0.1 "Like what you read last"
    PageLike -0.1 0.7 0.2 "Like the page it stands under"
    PageBeside -2.5 3.5 0.1 "Like the page it stands under beside the others"
    PageSection 0.0 1.0 0.1 "Same section as the page it stands under"
    PageTopics 0.0 4.0 0.1 "Same topics as the page it stands under"
    PageAge -5.0 5.0 0.0 "Older or newer than the page it stands under"
    Length 1.0 4.6 0.0 "Length of the list"
    Front 0.0 1.0 0.0 "On the front page"
    Device 0.0 4.0 0.0 "Your device"
    Hour 0.0 24.0 0.0 "Time of day"
    ReadSoFar 0.0 7.0 0.0 "How much you have read so far"
    ListShare 0.0 1.0 0.0 "How much of the list is on its section"
    Letters 0.0 300.0 0.0 "Length of its headline"
    AgeHabit -3.0 5.0 0.0 "Older or newer than what you usually read"
    SinceVisit -14.0 12.0 0.0 "Published before or after your last visit"
    Since 0.0 13.0 0.0 "How long since you were last here"
    SectionShown 0.0 4.5 0.0 "How much of its section you were shown"
    InVisit 0.0 4.0 0.0 "How far into the visit"
    Stale 0.0 2.5 0.0 "How stale the list is for you"
    Clicks 0.0 10.0 0.0 "What you opened in this visit"
    ClickAgo 0.0 13.0 0.0 "How long ago you last opened something"
    Dwell 0.0 7.0 0.0 "How long you stayed at what you opened last"
    Content -1.5 1.5 1.0 "Its subject"
}

features! {
    /// From other readers' clicks.
    Crowds OTHERS OWN.len();
    Hour1 0.0 4.0 0.0 "Read by others in the last hour"
    Hour1Beside -2.5 3.5 0.2 "Read by others in the last hour beside the list"
    Hour6 0.0 5.0 0.0 "Read by others in the last hours"
    Hour6Beside -2.5 3.5 0.4 "Read by others in the last hours beside the list"
    Day 0.0 6.0 0.0 "Read by others in the last day"
    DayBeside -2.5 3.5 0.1 "Read by others in the last day beside the list"
    Reads 0.0 8.0 0.0 "Read by others altogether"
    ReadsBeside -2.5 3.5 0.1 "Read by others altogether, beside the list"
    Strength -1.5 2.5 1.0 "How it fares against what it stands beside"
    StrengthBeside -2.5 3.5 0.0 "How it fares against what it stands beside, beside the list"
    Place 0.0 1.0 0.0 "Its place by what others read"
    Rate -4.5 0.0 0.2 "How often others open it"
    RateBeside -2.5 3.5 0.3 "How often others open it beside the list"
    Ever -5.0 0.0 0.0 "How often others ever opened it"
    EverBeside -2.5 3.5 0.1 "How often others ever opened it beside the list"
    SectionEver -1.0 1.0 0.0 "How often others open its section"
    TopicsEver -1.5 1.5 0.0 "How often others open its topics"
    TopicsEverBeside -2.5 3.5 0.1 "How often others open its topics beside the list"
    After 0.0 0.4 0.1 "Read by others after what you read"
    AfterBeside -2.5 3.5 0.1 "Read by others after what you read beside the list"
    Shown 0.0 6.5 0.0 "How often others were shown it"
    Now 0.0 1.0 0.0 "How much others are shown it right now"
    NowBeside -2.5 3.5 0.0 "How much others are shown it right now beside the list"
    Trend -3.0 1.0 0.0 "Rising or falling among others"
    Pace -4.0 4.0 0.0 "How fast others have read it since it came out"
    Lately -2.0 2.0 0.0 "Opened by others more than by chance, lately"
    LatelyBeside -2.5 3.5 0.3 "Opened by others more than by chance, lately, beside the list"
    Longer -2.0 2.0 0.0 "Opened by others more than by chance"
    LongerBeside -2.5 3.5 0.3 "Opened by others more than by chance, beside the list"
    Kind -2.0 2.0 0.0 "Opened more by others in lists of this kind"
    KindBeside -2.5 3.5 0.1 "Opened more by others in lists of this kind, beside the list"
    Surprise -0.8 1.5 0.0 "Opened by others more than it was expected"
    SurpriseBeside -2.5 3.5 0.1 "Opened by others more than it was expected, beside the list"
    Under -2.0 2.5 0.1 "Opened by others under the same page"
}

/// The features of a track, column by column.
pub(crate) fn of(track: Track) -> impl Iterator<Item = &'static Feature> {
    let others = if track == Track::Pooled { OTHERS } else { &[] };
    OWN.iter().chain(others)
}

/// The logarithm of one more than a count or measure that is not negative: 0 for none.
pub(crate) fn log(count: f32) -> f32 {
    ln(1.0 + count)
}

/// Writes a feature's distance from the list's mean, in standard deviations.
pub(crate) fn beside(columns: &mut Columns, from: usize, to: usize) {
    let (values, out) = columns.pair(from, to);
    spread(values, out);
}

wide! {
    fn spread(values: &[f32], out: &mut [f32]) {
        // Lane by lane; what is missing, and what fills up the last lanes, counts nothing.
        let (mut counts, mut sums, mut squares) = ([0.0_f32; LANES], [0.0_f32; LANES], [0.0_f32; LANES]);
        let (values, _) = values.as_chunks::<LANES>();
        for values in values {
            for ((count, sum), value) in counts.iter_mut().zip(&mut sums).zip(values) {
                let missing = value.is_nan();
                *count += if missing { 0.0 } else { 1.0 };
                *sum += if missing { 0.0 } else { *value };
            }
        }
        let count = counts.iter().sum::<f32>().max(1.0);
        let mean = sums.iter().sum::<f32>() / count;
        for values in values {
            for (square, value) in squares.iter_mut().zip(values) {
                let off = if value.is_nan() { 0.0 } else { value - mean };
                *square += off * off;
            }
        }
        let deviation = (squares.iter().sum::<f32>() / count).sqrt();
        let by = if deviation < 1e-6 { 0.0 } else { 1.0 / deviation };
        for (out, values) in out.as_chunks_mut::<LANES>().0.iter_mut().zip(values) {
            for (out, value) in out.iter_mut().zip(values) {
                *out = if value.is_nan() { 0.0 } else { (value - mean) * by };
            }
        }
    }
}

/// Writes a feature's place in the list: 0 = the smallest … 1 = the largest.
pub(crate) fn place(columns: &mut Columns, from: usize, to: usize) {
    let others = (columns.count().max(2) - 1) as f32;
    let count = columns.count();
    let (values, out) = columns.pair(from, to);
    let values = values.get(..count).unwrap_or(values);
    for (out, value) in out.iter_mut().zip(values) {
        let below =
            values.iter().map(|other| u32::from(other < value) * 2 + u32::from(other == value)).sum::<u32>();
        *out = below.saturating_sub(1) as f32 / 2.0 / others;
    }
}
