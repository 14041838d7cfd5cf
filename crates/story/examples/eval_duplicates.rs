//! Near-duplicates against exact pairs: `eval_duplicates FILE.jsonl.gz PAIRS.tsv.gz`.
#![expect(clippy::print_stdout, reason = "a program")]

mod common;

use common::{Fault, read};
use std::io::{BufRead, BufReader};
use story::duplicates::{Pair, find, measure};

fn main() -> Result<(), Fault> {
    let mut args = std::env::args().skip(1);
    let (file, pairs) = (args.next().ok_or("a set")?, args.next().ok_or("pairs")?);
    let mut rows = read(&file, 0)?;
    rows.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    let mut known = Vec::new();
    for line in BufReader::new(flate2::read::MultiGzDecoder::new(std::fs::File::open(pairs)?)).lines().skip(1)
    {
        let line = line?;
        let cells: Vec<&str> = line.split('\t').collect();
        let [a, b, jaccard, containment] = cells.as_slice() else { return Err("four columns".into()) };
        let (a, b) = if a < b { (*a, *b) } else { (*b, *a) };
        known.push(Pair {
            a: a.to_owned(),
            b: b.to_owned(),
            jaccard: jaccard.parse()?,
            containment: containment.parse()?,
        });
    }
    let found = find(&rows);
    println!("jaccard >= .5      P R F {:.4?}", measure(&found, &known, 0.5, |p| p.jaccard));
    println!("containment >= .8  P R F {:.4?}", measure(&found, &known, 0.8, |p| p.containment));
    Ok(())
}
