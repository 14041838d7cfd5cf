//! Any text as a date: no panic, and what is read can be written and read again.
#![no_main]

use extract::feed::date::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(at) = parse(text) {
        // Writing may keep thousandths that reading drops.
        let again = parse(&at.to_string()).map(|t| t.as_second());
        assert_eq!(again, Some(at.as_second()), "{text}");
    }
});
