//! Prints who says what in the English texts of labelled sets, to be read by a person who judges it.
//!
//! usage: `voices EVERY FILE.jsonl.gz…`: of every EVERY-th text

#![expect(clippy::print_stdout, reason = "it prints what is found")]

mod common;

use common::{Fault, read};

fn main() -> Result<(), Fault> {
    let mut args = std::env::args().skip(1);
    let every: usize = args.next().ok_or("usage: voices EVERY FILE.jsonl.gz…")?.parse()?;
    let (mut texts, mut found) = (0, 0);
    for (n, path) in args.enumerate() {
        for row in read(&path, n)?.into_iter().filter(|r| !r.text.is_empty()).step_by(every.max(1)) {
            let lang = text::language(&row.text, row.lang.as_deref()).unwrap_or_default();
            let claims = story::claims(&row.text, &lang, 12);
            if lang == "en" {
                texts += 1;
                found += claims.len();
            }
            println!("# {} | {}", row.outlet, row.title);
            for c in claims {
                println!("  {} [{}] ({}) :: {}", c.speaker, c.role.unwrap_or_default(), c.verb, c.sentence);
            }
        }
    }
    println!("{texts} English texts, {found} claims");
    Ok(())
}
