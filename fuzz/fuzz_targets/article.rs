//! Any bytes as a page, as HTML and as saved text: no panic, no hang, nothing that runs in what comes out.
#![no_main]

use extract::article::{Hints, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((choice, bytes)) = data.split_first() else { return };
    let hints = Hints {
        url: (choice & 1 != 0).then_some("https://example.org/a/b"),
        content_type: (choice & 2 != 0).then_some("text/html; charset=windows-1251"),
        title: (choice & 4 != 0).then_some("A headline"),
        plain_text: choice & 8 != 0,
        ..Hints::default()
    };
    let article = read(bytes, &hints);
    assert!((0.0..=1.0).contains(&article.confidence));
    let lower = article.html.to_ascii_lowercase();
    for bad in ["<script", "<style", "<iframe", "<form", "=\"javascript:", "=\"data:"] {
        assert!(!lower.contains(bad), "{bad}");
    }
    article.to_markdown();
});
