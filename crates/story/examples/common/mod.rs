//! Reading labelled sets, for the examples.

use std::io::{BufRead, BufReader};
use story::eval::Row;

/// Any fault.
pub(crate) type Fault = Box<dyn std::error::Error>;

/// The rows of a gzipped set, as file number `file`. Without times, one a second.
pub(crate) fn read(path: &str, file: usize) -> Result<Vec<Row>, Fault> {
    let reader = BufReader::new(flate2::read::MultiGzDecoder::new(std::fs::File::open(path)?));
    let mut rows = Vec::new();
    for (line, n) in reader.lines().zip(0_i64..) {
        let line = line?;
        let value: serde_json::Value = serde_json::from_str(&line)?;
        let t = value.get("t").and_then(|t| t.as_str()).and_then(time);
        let mut row: Row = serde_json::from_value(value)?;
        row.file = file;
        row.at = t.unwrap_or(n);
        rows.push(row);
    }
    Ok(rows)
}

/// "2021-07-01T06:01:00Z" in Unix seconds.
fn time(t: &str) -> Option<i64> {
    let n = |r: std::ops::Range<usize>| t.get(r).and_then(|s| s.parse::<i64>().ok());
    let (y, m, d) = (n(0..4)?, n(5..7)?, n(8..10)?);
    let y2 = if m <= 2 { y - 1 } else { y };
    let days = 365 * y2 + y2 / 4 - y2 / 100 + y2 / 400 + (153 * ((m + 9) % 12) + 2) / 5 + d - 719_469;
    Some(days * 86_400 + n(11..13)? * 3_600 + n(14..16)? * 60 + n(17..19)?)
}
