//! A model of what texts mean, put into the data folder.

use std::path::Path;

use serde_json::json;

use crate::program::Program;

/// A model of four numbers a token in which “blorf” and “wibble”, “zanks” and “drims”, “grell” and “plont” mean the same.
fn put_model(folder: &Path) {
    let tokens = ["[UNK]", "blorf", "wibble", "zanks", "drims", "grell", "plont", "council"];
    let vocab: serde_json::Map<String, serde_json::Value> =
        tokens.iter().enumerate().map(|(i, t)| ((*t).to_owned(), json!(i))).collect();
    let tokenizer = json!({
        "version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "post_processor": null, "decoder": null,
        "normalizer": { "type": "Lowercase" }, "pre_tokenizer": { "type": "Whitespace" },
        "model": { "type": "WordLevel", "vocab": vocab, "unk_token": "[UNK]" },
    });
    let rows: [[f32; 4]; 8] = [
        [9.0, 9.0, 9.0, 9.0],
        [1.0, 0.0, 0.0, 0.0],
        [1.0, 0.1, 0.0, 0.0],
        [0.0, 1.0, 0.0, 0.0],
        [0.0, 1.0, 0.1, 0.0],
        [0.0, 0.0, 1.0, 0.0],
        [0.0, 0.0, 1.0, 0.1],
        [0.0, 0.0, 0.0, 1.0],
    ];
    let data: Vec<u8> = rows.iter().flatten().flat_map(|v| v.to_le_bytes()).collect();
    let head = json!({ "embeddings": { "dtype": "F32", "shape": [8, 4], "data_offsets": [0, data.len()] } })
        .to_string();
    let mut tensors = u64::try_from(head.len()).unwrap().to_le_bytes().to_vec();
    tensors.extend(head.as_bytes());
    tensors.extend(data);
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join("tokenizer.json"), tokenizer.to_string()).unwrap();
    std::fs::write(folder.join("model.safetensors"), tensors).unwrap();
}

/// Two tellings of one event that share one word, among other headlines.
fn put_rows(file: &Path) {
    // Words of eight letters by chance, no two alike.
    let mut chance = 7_u64;
    let mut word = || {
        (0..8)
            .map(|_| {
                chance =
                    chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                char::from(b'a' + u8::try_from((chance >> 33) % 26).unwrap())
            })
            .collect::<String>()
    };
    let mut titles: Vec<String> =
        (0..60).map(|_| [word(), word(), word(), word(), word()].join(" ")).collect();
    titles.push("Blorf zanks grell wall, early trains halted, several windows smashed overnight".into());
    titles.push(
        "Wibble drims plont; neighbours describe enormous noise, dust clouds, cracked wall paper".into(),
    );
    let rows = titles.iter().enumerate().map(|(n, title)| {
        let story = if n < 60 { n.to_string() } else { "crash".into() };
        json!({ "id": n.to_string(), "title": title, "lang": "en", "story": story }).to_string() + "\n"
    });
    let mut out =
        flate2::write::GzEncoder::new(std::fs::File::create(file).unwrap(), flate2::Compression::default());
    for row in rows {
        std::io::Write::write_all(&mut out, row.as_bytes()).unwrap();
    }
    out.finish().unwrap();
}

#[cfg(feature = "embeddings")]
#[test]
fn what_means_the_same_is_told_as_one() {
    let program = Program::new();
    let (rows, model) = (program.path().join("rows.jsonl.gz"), program.path().join("model"));
    put_rows(&rows);
    put_model(&model);
    let stories = |more: &[&str]| {
        let args = [&["eval", "stories", rows.to_str().unwrap(), "--format", "json"], more].concat();
        let told: serde_json::Value = serde_json::from_str(&program.ok(&args)).unwrap();
        told["files"][0]["measures"]["stories"].as_u64().unwrap()
    };
    assert_eq!(stories(&[]), 62);
    assert_eq!(stories(&["--model", model.to_str().unwrap()]), 61);
}

#[cfg(feature = "embeddings")]
#[test]
fn a_model_that_cannot_be_used_is_said_to_be_one() {
    let program = Program::new();
    let folder = program.path().join("embeddings");
    put_model(&folder);
    program.ok(&["doctor"]);
    for (file, bytes, says) in [
        ("model.safetensors", &b"\x05\0\0\0\0\0\0\0{}   "[..], "no tensor"),
        ("model.safetensors", b"", "model.safetensors cannot be used"),
        ("tokenizer.json", b"{}", "tokenizer.json cannot be used"),
    ] {
        put_model(&folder);
        std::fs::write(folder.join(file), bytes).unwrap();
        for command in [&["doctor"][..], &["refresh", "--once"]] {
            let (status, said) = program.fails(command);
            assert!(status == 2 && said.contains(says) && said.contains("take the folder away"), "{said}");
        }
    }
    put_model(&folder);
    std::fs::remove_file(folder.join("tokenizer.json")).unwrap();
    assert!(program.fails(&["doctor"]).1.contains("tokenizer.json"));
}

#[cfg(not(feature = "embeddings"))]
#[test]
fn a_program_without_them_says_so() {
    let program = Program::new();
    let (rows, model) = (program.path().join("rows.jsonl.gz"), program.path().join("embeddings"));
    put_rows(&rows);
    put_model(&model);
    let (status, said) =
        program.fails(&["eval", "stories", rows.to_str().unwrap(), "--model", model.to_str().unwrap()]);
    assert!(status == 2 && said.contains("--features embeddings"), "{said}");
    // In the data folder it is passed over, and that is said.
    let said = program.ok(&["doctor"]);
    assert!(said.contains("embeddings") && said.contains("is not used"), "{said}");
}
