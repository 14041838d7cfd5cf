//! Any text as HTML: nothing that acts survives sanitising.
#![no_main]

use extract::html::{sanitise, to_text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let clean = sanitise(text, Some("https://example.org/a/b"));
    let lower = clean.to_ascii_lowercase();
    for bad in [
        "<script",
        "<style",
        "<iframe",
        "<object",
        "<embed",
        "<form",
        "<input",
        "=\"javascript:",
        "=\"vbscript:",
        "=\"data:",
    ] {
        assert!(!lower.contains(bad), "{bad} in {clean}");
    }
    let _ = to_text(text);
});
