//! Any bytes as a feed: no panic, no hang, and memory in proportion. The first byte chooses the hints.
#![no_main]

use extract::feed::{Entry, Hints, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((choice, bytes)) = data.split_first() else { return };
    let hints = Hints {
        url: (choice & 1 != 0).then_some("https://example.org/a/b"),
        content_type: match choice >> 1 & 3 {
            0 => None,
            1 => Some("application/rss+xml; charset=utf-8"),
            2 => Some("text/xml; charset=windows-1252"),
            _ => Some("text/html; charset=shift_jis"),
        },
        content_location: (choice & 8 != 0).then_some("../c"),
        raw: choice & 16 != 0,
    };
    if let Ok(parsed) = parse(bytes, &hints) {
        assert!(parsed.entries.len() * size_of::<Entry>() <= 12 * bytes.len() + (1 << 20));
    }
    let _ = extract::opml::parse(bytes);
    let _ = extract::feed::discover(bytes, "https://example.org/", &[]);
});
