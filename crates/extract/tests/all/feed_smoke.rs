//! A short run of what the fuzz targets do at length: feeds changed at random, the same way every time, must be read
//! without a panic and within their memory.

use extract::feed::{Entry, Hints, date, discover, parse};

use crate::feed_dialects::dialects;

/// Marsaglia's xorshift64, with its triple 13, 7, 17 ("Xorshift RNGs", 2003).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % below.max(1)
    }
}

#[rustfmt::skip]
const PIECES: &[&[u8]] = &[
    b"<", b">", b"&", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<?", b"?>", b"<item>", b"</item>", b"<entry>", b"</entry>", b"<title>",
    b"</title>", b"<link>", b"</link>", b"<source>", b"<image>", b"</channel>", b"&#x", b"&#1114112;", b"&lt;script>", b"<div>", b"\"",
    b"'", b"=", b"\xFF", b"\xC3", b"\0", b"\xEF\xBB\xBF", b" type='xhtml'", b" xml:base='//'", b"<!DOCTYPE x [<!ENTITY", b"{", b"[", b"}",
    b"\\u", b"\\", b",", b":", b"<media:group>", b"<media:content>", b"<content:encoded>", b" mode='base64'", b"9999999999", b"-", b"\xE3\x80",
];

fn change(dice: &mut Dice, bytes: &mut Vec<u8>, others: &[(String, Vec<u8>)]) {
    let at = dice.roll(bytes.len() + 1);
    let to = (at + dice.roll(40)).min(bytes.len());
    match dice.roll(7) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(at..to)),
        2 => {
            let again = bytes[at..to].repeat(1 + dice.roll(20));
            bytes.splice(at..at, again);
        }
        3 => {
            let other = &others[dice.roll(others.len())].1;
            let from = dice.roll(other.len());
            bytes.splice(at..to, other[from..].iter().copied().take(200));
        }
        4 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = u8::try_from(dice.roll(256)).expect("a byte");
            }
        }
        _ => {
            let piece = PIECES[dice.roll(PIECES.len())];
            bytes.splice(at..at, piece.iter().copied());
        }
    }
}

#[test]
fn feeds_changed_at_random_do_no_harm() {
    let seeds = dialects();
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for round in 0..1500 {
        let mut bytes = seeds[round % seeds.len()].1.clone();
        for _ in 0..=dice.roll(6) {
            change(&mut dice, &mut bytes, seeds);
        }
        let hints = Hints {
            url: (dice.roll(2) == 0).then_some("https://example.org/a/b"),
            content_type: [
                None,
                Some("text/xml; charset=windows-1252"),
                Some("text/html; charset=shift_jis"),
            ][dice.roll(3)],
            content_location: (dice.roll(4) == 0).then_some("../c"),
            raw: dice.roll(3) == 0,
        };
        if let Ok(parsed) = parse(&bytes, &hints) {
            assert!(parsed.entries.len() * size_of::<Entry>() <= 12 * bytes.len() + (1 << 20));
        }
        if round % 8 == 0 {
            let _ = extract::opml::parse(&bytes);
            let _ = discover(&bytes, "https://example.org/", &[]);
        }
    }
}

#[test]
fn dates_changed_at_random_do_no_harm() {
    let dates = [
        "Tue, 03 Feb 2026 09:12:40 +0000",
        "2026-02-03T10:00:00.5+01:00",
        "2004년 05월 28일  01:31:15",
        "2004-05-25 오후 11:23:17",
        "2004-július-13T9:15-05:00",
        "Κυρ, 11 Ιούλ 2004 12:00:00 EST",
        "Sun Jan  4 16:29:06 2004",
        "2004/10/20 14:45:00",
        "-1-195T01:02Z",
        "1770109200",
    ];
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    for round in 0..20_000 {
        let mut text: Vec<char> = dates[round % dates.len()].chars().collect();
        for _ in 0..=dice.roll(4) {
            let at = dice.roll(text.len());
            match dice.roll(3) {
                0 => text.truncate(at),
                1 => text.insert(at, ['0', '9', '-', '+', ':', 'T', ' ', '년', '.', 'z'][dice.roll(10)]),
                _ if at < text.len() => drop(text.remove(at)),
                _ => {}
            }
        }
        let text: String = text.into_iter().collect();
        if let Some(at) = date::parse(&text) {
            let again = date::parse(&at.to_string()).map(|t| t.as_second());
            assert_eq!(again, Some(at.as_second()), "{text}");
        }
    }
}
