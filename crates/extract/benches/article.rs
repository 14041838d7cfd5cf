//! Reading of one page: `cargo bench -p extract --bench article`.
#![allow(clippy::unwrap_used)]

use divan::counter::BytesCount;
use extract::article::{Hints, read};

fn main() {
    divan::main();
}

/// The fixture page with its body as many times over.
fn page(times: usize) -> String {
    let page = include_str!("../tests/fixtures/article/furniture.html");
    let (head, rest) = page.split_once("<div class=\"article-body\">").unwrap();
    let (body, tail) = rest.split_once("<div class=\"tags\">").unwrap();
    format!("{head}{}<div class=\"tags\">{tail}", format!("<div class=\"article-body\">{body}").repeat(times))
}

#[divan::bench(args = [1, 10, 100])]
fn html(bencher: divan::Bencher<'_, '_>, times: usize) {
    let page = page(times);
    let hints = Hints { url: Some("https://quay.example/news/x"), ..Hints::default() };
    bencher.counter(BytesCount::of_str(&page)).bench(|| read(divan::black_box(page.as_bytes()), &hints));
}

#[divan::bench]
fn ten_thousand_divs(bencher: divan::Bencher<'_, '_>) {
    let page = format!("{}x{}", "<div>".repeat(10_000), "</div>".repeat(10_000));
    bencher.bench(|| read(divan::black_box(page.as_bytes()), &Hints::default()));
}

#[divan::bench]
fn saved_text(bencher: divan::Bencher<'_, '_>) {
    let text = include_bytes!("../tests/fixtures/article/saved.txt");
    let hints = Hints { plain_text: true, ..Hints::default() };
    bencher.bench(|| read(divan::black_box(text), &hints));
}
