//! `masthead eval pages`: its measures, its output, and what it says of malformed input.

use std::io::Write;
use std::path::Path;

use crate::program::Program;

const PAGE: &str = "<html><head><title>A bridge opens - Quay</title><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\
\"headline\":\"A bridge opens\",\"author\":{\"@type\":\"Person\",\"name\":\"Ann Lee\"},\"datePublished\":\"2024-05-01T10:00:00+02:00\"}</script></head>\
<body><nav><a href=/>Home</a></nav><article><h1>A bridge opens</h1><p>The bridge over the harbour was opened on Wednesday \
after eleven years of work, the city said in a statement.</p><p>More than four thousand people crossed it on foot before the \
first tram came, according to the police.</p></article><footer><a href=/imprint>Imprint</a></footer></body></html>";

const TEXT: &str = "The bridge over the harbour was opened on Wednesday after eleven years of work, the city said in a statement.\\n\\n\
More than four thousand people crossed it on foot before the first tram came, according to the police.";

fn gzip(path: &Path, text: &str) {
    let file = std::fs::File::create(path).unwrap();
    let mut out = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap();
}

/// A labelled set of one page, and of one that is not there.
fn labelled(dir: &Path) -> String {
    let set = dir.join("pages/quay");
    std::fs::create_dir_all(&set).unwrap();
    gzip(&set.join("one.html.gz"), PAGE);
    let manifest = "{\"path\": \"quay/one.html.gz\", \"url\": \"https://quay.example/a-bridge-opens\"}\n";
    std::fs::write(dir.join("pages/manifest.jsonl"), manifest).unwrap();
    let labels = format!(
        "{{\"path\": \"quay/one.html.gz\", \"text\": \"{TEXT}\", \"title\": \"A bridge opens\", \"authors\": [\"Ann Lee\"], \
         \"date\": \"2024-05-01 10:00:00+02:00\"}}\n{{\"path\": \"quay/gone.html.gz\", \"text\": \"{TEXT}\", \"title\": \"Gone\"}}\n"
    );
    gzip(&set.join("truth.jsonl.gz"), &labels);
    dir.join("pages").to_string_lossy().into_owned()
}

#[test]
fn pages_are_measured_and_written_as_a_batch_is() {
    let program = Program::new();
    let pages = labelled(program.path());
    let out = program.path().join("out.jsonl").to_string_lossy().into_owned();
    let told = program.json(&["eval", "pages", &pages, "--jobs", "2", "--out", &out]);
    let set = &told["sets"][0];
    assert_eq!(set["set"], "quay");
    let of = |name: &str| set["measures"][name].as_f64().unwrap();
    assert_eq!((of("pages"), of("precision"), of("recall")), (2.0, 1.0, 0.5));
    assert_eq!((of("title"), of("date"), of("minute"), of("authors")), (0.5, 1.0, 1.0, 1.0));
    assert!(set["measures"]["topics"].is_null());
    let batch = program.ok(&["read", "--batch", &format!("{pages}/manifest.jsonl"), "--format", "json"]);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), batch);
    let table = program.ok(&["eval", "pages", &pages]);
    assert!(table.contains("quay") && table.contains("pages/s") && table.contains("peak memory"), "{table}");
}

#[test]
fn malformed_labels_are_named_by_file_and_line() {
    let program = Program::new();
    let pages = labelled(program.path());
    gzip(
        &program.path().join("pages/quay/truth.jsonl.gz"),
        "{\"path\": \"a\", \"text\": \"\"}\n{\"path\": 3}\n",
    );
    let (status, said) = program.fails(&["eval", "pages", &pages]);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("truth.jsonl.gz, line 2"), "{said}");
    let nothing = program.path().to_string_lossy().into_owned();
    let (status, said) = program.fails(&["eval", "pages", &nothing]);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("no labelled set"), "{said}");
}
