//! Times as pages write them, in machine forms and in words.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};

use super::calendar::{ZONES, month};

/// A time as far as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) date: Date,
    pub(crate) time: Option<(i8, i8, i8)>,
    pub(crate) offset: Option<Offset>,
}

impl Found {
    /// The instant; a time without a zone is taken in `zone`, a day without a time as its first moment in UTC.
    pub(crate) fn instant(&self, zone: Option<Offset>) -> Option<Timestamp> {
        let (h, m, s) = self.time.unwrap_or((0, 0, 0));
        let at = DateTime::from_parts(self.date, jiff::civil::Time::new(h, m, s, 0).ok()?);
        let offset = match (self.offset, self.time) {
            (Some(o), _) => o,
            (None, Some(_)) => zone.unwrap_or(Offset::UTC),
            (None, None) => Offset::UTC,
        };
        TimeZone::fixed(offset).to_timestamp(at).ok()
    }
}

#[derive(Debug, PartialEq)]
enum Piece {
    Number(i64, usize),
    Word(String),
    Sign(char),
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut chars = text.chars().take(120).peekable();
    while let Some(c) = chars.next() {
        if let Some(d) = digit(c) {
            let (mut n, mut len) = (i64::from(d), 1);
            while let Some(d) = chars.peek().and_then(|c| digit(*c)) {
                n = n.saturating_mul(10).saturating_add(i64::from(d));
                len += 1;
                chars.next();
            }
            out.push(Piece::Number(n, len));
        } else if c.is_alphabetic() {
            let mut word: String = c.to_lowercase().collect();
            while let Some(c) = chars.peek().copied().filter(|c| c.is_alphabetic()) {
                word.extend(c.to_lowercase());
                chars.next();
            }
            out.push(Piece::Word(word));
        } else {
            out.push(Piece::Sign(c));
        }
    }
    out
}

/// Where the digits of other scripts begin: Arabic, Persian, Hindi, Bengali, Thai, full width.
const ZEROS: [char; 6] = ['٠', '۰', '०', '০', '๐', '０'];

/// What a digit says, of whatever script.
pub(crate) fn digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    ZEROS.iter().find_map(|zero| u32::from(c).checked_sub(u32::from(*zero)).filter(|d| *d < 10))
}

/// How far the years of Thailand are ahead.
const BUDDHIST: i64 = 543;

fn is_year(n: i64) -> bool {
    (1990..=2100).contains(&n) || (1990..=2100).contains(&(n - BUDDHIST))
}

fn date(y: i64, m: i64, d: i64) -> Option<Date> {
    let y = if y > 2100 { y - BUDDHIST } else { y };
    if !(1990..=2100).contains(&y) {
        return None;
    }
    Date::new(i16::try_from(y).ok()?, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok()
}

/// Reads a time. `None` where there is no date in the text.
pub(crate) fn parse(text: &str) -> Option<Found> {
    let text = text.trim();
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return digits(text);
    }
    let p = pieces(text);
    let (day, after) = iso(&p).or_else(|| dotted(&p)).or_else(|| worded(&p))?;
    let (time, offset) = clock(&p, after);
    Some(Found { date: day, time, offset })
}

fn digits(text: &str) -> Option<Found> {
    let n: i64 = text.parse().ok()?;
    let epoch = |seconds: i64| {
        let t = Timestamp::from_second(seconds).ok()?;
        let at = Offset::UTC.to_datetime(t);
        Some(Found {
            date: date(at.year().into(), at.month().into(), at.day().into())?,
            time: Some((at.hour(), at.minute(), at.second())),
            offset: Some(Offset::UTC),
        })
    };
    match text.len() {
        8 => Some(Found { date: date(n / 10_000, n / 100 % 100, n % 100)?, time: None, offset: None }),
        10 => epoch(n),
        13 => epoch(n / 1000),
        14 => {
            let small = |n: i64| i8::try_from(n % 100).ok();
            Some(Found {
                date: date(n / 10_000_000_000, n / 100_000_000 % 100, n / 1_000_000 % 100)?,
                time: Some((small(n / 10_000)?, small(n / 100)?, small(n)?)),
                offset: None,
            })
        }
        _ => None,
    }
}

/// `2024-04-28`, `2024/4/28`, `2024.04.28`, `20240428T…`; also where it ends.
fn iso(p: &[Piece]) -> Option<(Date, usize)> {
    for i in 0..p.len() {
        match p.get(i..) {
            Some(
                [
                    Piece::Number(y, 4),
                    Piece::Sign(a @ ('-' | '/' | '.')),
                    Piece::Number(m, 1 | 2),
                    Piece::Sign(b),
                    Piece::Number(d, 1 | 2),
                    ..,
                ],
            ) if a == b => {
                if let Some(day) = date(*y, *m, *d) {
                    return Some((day, i + 5));
                }
            }
            // 2024年4月28日
            Some(
                [
                    Piece::Number(y, 4),
                    Piece::Word(a),
                    Piece::Number(m, 1 | 2),
                    Piece::Word(b),
                    Piece::Number(d, 1 | 2),
                    ..,
                ],
            ) if matches!(a.as_str(), "年" | "년") && matches!(b.as_str(), "月" | "월") => {
                if let Some(day) = date(*y, *m, *d) {
                    return Some((day, i + 5));
                }
            }
            // 2024년 4월 28일
            Some(
                [
                    Piece::Number(y, 4),
                    Piece::Word(a),
                    Piece::Sign(' '),
                    Piece::Number(m, 1 | 2),
                    Piece::Word(b),
                    Piece::Sign(' '),
                    Piece::Number(d, 1 | 2),
                    ..,
                ],
            ) if a == "년" && b == "월" => {
                if let Some(day) = date(*y, *m, *d) {
                    return Some((day, i + 7));
                }
            }
            Some([Piece::Number(n, 8), Piece::Word(t), ..]) if t == "t" => {
                if let Some(day) = date(n / 10_000, n / 100 % 100, n % 100) {
                    return Some((day, i + 1));
                }
            }
            _ => {}
        }
    }
    None
}

/// `28.04.2024`, `28-04-2024`, `28/04/2024`, and `4/28/2024` where only that can be meant.
fn dotted(p: &[Piece]) -> Option<(Date, usize)> {
    for i in 0..p.len() {
        if let Some(
            [
                Piece::Number(a, 1 | 2),
                Piece::Sign(s @ ('-' | '/' | '.')),
                Piece::Number(b, 1 | 2),
                Piece::Sign(t),
                Piece::Number(y, len),
                ..,
            ],
        ) = p.get(i..)
            && s == t
            && matches!(len, 2 | 4)
        {
            let year = if *len == 2 { 2000 + y } else { *y };
            let (d, m) = if *b > 12 { (b, a) } else { (a, b) };
            if let Some(day) = date(year, *m, *d) {
                return Some((day, i + 5));
            }
        }
    }
    None
}

/// `19 November 2019`, `Nov. 19, 2019`, `19. de noviembre de 2019`.
fn worded(p: &[Piece]) -> Option<(Date, usize)> {
    let numbers = |range: &[Piece]| -> Vec<(usize, i64, usize)> {
        range
            .iter()
            .enumerate()
            .filter_map(|(i, x)| if let Piece::Number(n, len) = x { Some((i, *n, *len)) } else { None })
            .collect()
    };
    for (i, piece) in p.iter().enumerate() {
        let Piece::Word(word) = piece else { continue };
        let Some(m) = month(word) else { continue };
        let after = numbers(p.get(i + 1..(i + 9).min(p.len())).unwrap_or_default());
        let is_year = |n: &i64, len: &usize| *len == 4 && is_year(*n);
        let before = p.get(i.saturating_sub(4)..i).unwrap_or_default();
        let Some((at, year, _)) = after.iter().find(|(_, n, len)| is_year(n, len)) else {
            // `2023 Jan 7`
            let year = numbers(before).into_iter().rev().find(|(_, n, len)| is_year(n, len));
            let first = after.first().filter(|(k, n, len)| *k <= 2 && *len <= 2 && (1..=31).contains(n));
            if let (Some((_, year, _)), Some((k, day, _))) = (year, first)
                && let Some(day) = date(year, m.into(), *day)
            {
                return Some((day, i + 1 + k + 1));
            }
            continue;
        };
        let day_before =
            numbers(before).last().filter(|(_, n, len)| *len <= 2 && (1..=31).contains(n)).map(|d| d.1);
        let day_after =
            after.first().filter(|(k, n, len)| k < at && *len <= 2 && (1..=31).contains(n)).map(|d| d.1);
        if let Some(day) = day_after.or(day_before).and_then(|d| date(*year, m.into(), d)) {
            return Some((day, i + 1 + at + 1));
        }
    }
    None
}

/// A time of day and its zone, as far as they were written.
type Clock = (Option<(i8, i8, i8)>, Option<Offset>);

/// What parts hours from minutes where a time is written in words.
const HOURS: [&str; 6] = ["h", "時", "时", "點", "点", "시"];

/// The time of day from `from` on (or anywhere before it), and its zone.
fn clock(p: &[Piece], from: usize) -> Clock {
    let find = |range: std::ops::Range<usize>| {
        range.into_iter().find(|i| {
            matches!(p.get(*i..), Some([Piece::Number(h, 1 | 2), Piece::Sign(':' | '.'), Piece::Number(m, 2), ..]) if *h < 25 && *m < 60)
                || matches!(p.get(*i..), Some([Piece::Number(h, 1 | 2), Piece::Word(w), Piece::Number(m, 2), ..]) if HOURS.contains(&w.as_str()) && *h < 25 && *m < 60)
                || matches!(p.get(*i..), Some([Piece::Number(h, 1 | 2), Piece::Word(w), Piece::Sign(' '), Piece::Number(m, 1 | 2), Piece::Word(s), ..]) if w == "시" && s == "분" && *h < 25 && *m < 60)
        })
    };
    let Some(at) = find(from..p.len()).or_else(|| find(0..from.saturating_sub(5))) else {
        return whole_hour(p, from).unwrap_or_else(|| (compact_clock(p, from), None));
    };
    // "16시 20분"
    let apart = usize::from(matches!(p.get(at + 2), Some(Piece::Sign(' '))));
    let (Some(Piece::Number(h, _)), Some(Piece::Number(m, _))) = (p.get(at), p.get(at + 2 + apart)) else {
        return (None, None);
    };
    let mut next = at + 3 + apart;
    let mut seconds = 0;
    if let Some([Piece::Sign(':'), Piece::Number(s, 2), ..]) = p.get(next..) {
        seconds = (*s).min(59);
        next += 2;
        if let Some([Piece::Sign('.' | ','), Piece::Number(..), ..]) = p.get(next..) {
            next += 2;
        }
    }
    let mut hour = *h;
    // "午後6時42分"
    let noon = |i: usize| matches!(p.get(i), Some(Piece::Word(w)) if ["午後", "下午", "오후", "晚上"].iter().any(|n| w.ends_with(n)));
    let before =
        at.checked_sub(1).filter(|b| !matches!(p.get(*b), Some(Piece::Sign(' ')))).or(at.checked_sub(2));
    if hour < 12 && before.is_some_and(noon) {
        hour += 12;
    }
    let rest = p.get(next..).unwrap_or_default();
    let (hour, offset) = (of_half(rest, hour), zone(rest));
    let hour = if hour == 24 { 0 } else { hour };
    let time = i8::try_from(hour).ok().zip(i8::try_from(*m).ok()).zip(i8::try_from(seconds).ok());
    (time.map(|((h, m), s)| (h, m, s)), offset)
}

/// What tells behind an hour that it counts from noon, and from midnight: in English, Greek, Arabic.
const AFTER_NOON: [&str; 7] = ["pm", "p", "μμ", "μ", "م", "مساء", "مساءً"];
const BEFORE_NOON: [&str; 7] = ["am", "a", "πμ", "π", "ص", "صباحا", "صباحاً"];

/// The hour by what follows it: "pm" counts from noon.
fn of_half(rest: &[Piece], hour: i64) -> i64 {
    rest.iter().take(8).fold(hour, |hour, piece| match piece {
        Piece::Word(w) if AFTER_NOON.contains(&w.as_str()) && hour < 12 => hour + 12,
        Piece::Word(w) if BEFORE_NOON.contains(&w.as_str()) && hour == 12 => 0,
        _ => hour,
    })
}

/// The zone that follows a time.
fn zone(rest: &[Piece]) -> Option<Offset> {
    let mut offset = None;
    for (i, piece) in rest.iter().enumerate().take(8) {
        match piece {
            Piece::Word(w) => {
                if let Some((_, half)) = ZONES.iter().find(|(z, _)| z == w) {
                    offset = Offset::from_seconds(half * 1800).ok();
                }
            }
            Piece::Sign(sign @ ('+' | '-' | '−')) => {
                let sign = if *sign == '+' { 1 } else { -1 };
                let seconds = match rest.get(i + 1..) {
                    Some([Piece::Number(h, 1 | 2), Piece::Sign(':'), Piece::Number(m, 2), ..]) => {
                        Some(h * 3600 + m * 60)
                    }
                    Some([Piece::Number(n, 4), ..]) => Some(n / 100 * 3600 + n % 100 * 60),
                    Some([Piece::Number(h, 2), ..]) => Some(h * 3600),
                    // "GMT+2"
                    Some([Piece::Number(h, 1), ..])
                        if i.checked_sub(1)
                            .and_then(|b| rest.get(b))
                            .is_some_and(|b| matches!(b, Piece::Word(w) if w == "gmt" || w == "utc")) =>
                    {
                        Some(h * 3600)
                    }
                    _ => None,
                };
                if let Some(o) = seconds
                    .filter(|s| *s <= 14 * 3600)
                    .and_then(|s| Offset::from_seconds(sign * i32::try_from(s).ok()?).ok())
                {
                    offset = Some(o);
                    break;
                }
            }
            _ => {}
        }
    }
    offset
}

/// "5 AM", "5 p.m. EST": an hour without minutes.
fn whole_hour(p: &[Piece], from: usize) -> Option<Clock> {
    (from..p.len()).find_map(|i| {
        let [Piece::Number(hour @ 1..=12, 1 | 2), rest @ ..] = p.get(i..)? else { return None };
        let half = rest.iter().take(5).filter(|x| !matches!(x, Piece::Sign(' ' | '.'))).take(2);
        let half: Vec<&str> =
            half.map_while(|x| if let Piece::Word(w) = x { Some(w.as_str()) } else { None }).collect();
        matches!(half[..], ["am" | "pm", ..] | ["a" | "p", "m"])
            .then(|| (i8::try_from(of_half(rest, *hour)).ok().map(|h| (h, 0, 0)), zone(rest)))
    })
}

/// `T142601Z`.
fn compact_clock(p: &[Piece], from: usize) -> Option<(i8, i8, i8)> {
    let [Piece::Word(t), Piece::Number(n, 6), ..] = p.get(from..)? else { return None };
    let small = |n: i64| i8::try_from(n % 100).ok();
    (t == "t").then_some(())?;
    Some((small(n / 10_000)?, small(n / 100)?, small(*n)?))
}

/// The day in a URL's path: `/2019/11/19/`, `/2019-11-19-`, `/20191119/`.
pub(crate) fn in_url(url: &str) -> Option<Found> {
    let path = url.split_once("://").map_or(url, |x| x.1);
    let p = pieces_of_path(path);
    iso(&p).map(|(day, _)| Found { date: day, time: None, offset: None })
}

fn pieces_of_path(path: &str) -> Vec<Piece> {
    let tail: String = path.chars().take(300).collect();
    let mut out = Vec::new();
    for part in tail.split_inclusive(['/', '-', '.', '_']) {
        out.extend(pieces(part));
    }
    out
}

/// Seconds of an ISO 8601 duration (`PT3M47S`) or a clock (`03:47`, `1:02:03`).
pub(crate) fn duration(text: &str) -> Option<u64> {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix('P') {
        let (mut total, mut number, mut any) = (0_u64, 0_u64, false);
        for c in rest.chars().take(30) {
            match c {
                d if d.is_ascii_digit() => {
                    number = number.checked_mul(10)?.checked_add(u64::from(d.to_digit(10)?))?
                }
                'D' => total = total.checked_add(number.checked_mul(86_400)?)?,
                'H' => total = total.checked_add(number.checked_mul(3600)?)?,
                'M' => total = total.checked_add(number.checked_mul(60)?)?,
                'S' => total = total.checked_add(number)?,
                '.' => {}
                'T' => {}
                _ => return None,
            }
            if c.is_ascii_alphabetic() && c != 'T' {
                number = 0;
                any = true;
            }
        }
        return any.then_some(total).filter(|t| *t > 0);
    }
    let parts: Vec<&str> = text.split(':').collect();
    if !(2..=3).contains(&parts.len())
        || !parts.iter().all(|p| (1..=2).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    parts.iter().try_fold(0_u64, |sum, p| Some(sum * 60 + p.parse::<u64>().ok()?))
}
