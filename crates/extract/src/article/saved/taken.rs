//! Captions in East Asian scripts, whose last words tell by whom the picture was taken or given.

use super::credits::bare;
use crate::article::words::count;

/// `説明（8日）＝共同`, `説明＝8日、青森県弘前市、山田花子撮影`.
pub(super) fn joined(text: &str) -> Option<(String, String)> {
    let (before, credit) = text.rsplit_once('＝')?;
    // A date and a place stand before the name, or alone.
    let place = ['県', '市', '町', '村', '区', '都', '府', '道', '内'];
    let told = |t: &str| t.contains(char::is_numeric) || t.ends_with(place);
    if let Some((shows, who)) = text.strip_suffix("撮影").and_then(|t| t.rsplit_once('、'))
        && told(credit)
        && shows.contains('＝')
        && who.chars().count() <= 10
    {
        return Some((shows.to_owned(), who.to_owned()));
    }
    if told(credit) && credit.chars().count() <= 40
        || credit.contains(char::is_numeric) && credit.ends_with("撮影")
    {
        return Some((text.to_owned(), String::new()));
    }
    (credit.chars().count() <= 20 && !credit.ends_with('。') && count(before) >= 3)
        .then(|| (bare(before), bare(credit)))
}

/// `説明。 受访者供图`, `설명. 홍길동 기자`, `설명. /홍길동 기자`: who gave or took it, behind the sentence's end.
pub(super) fn given(text: &str) -> Option<(String, String)> {
    const BY: [&str; 6] = ["供图", "供圖", "提供", "撮影", "기자", "제공"];
    let (at, end) = text.char_indices().rev().find(|(_, c)| matches!(c, '。' | '.'))?;
    let (before, who) = text.split_at_checked(at.saturating_add(end.len_utf8()))?;
    let who = who.trim_start_matches([' ', '/', '\u{3000}']);
    (BY.iter().any(|b| who.ends_with(b)) && (3..=16).contains(&who.chars().count()) && count(before) >= 3)
        .then(|| (before.to_owned(), who.to_owned()))
}

/// `説明。张三 摄`: “taken by”.
pub(super) fn shot(text: &str) -> Option<(String, String)> {
    // 說明。記者張三／攝影
    let text = text.strip_suffix("影").filter(|t| t.ends_with('摄') || t.ends_with('攝')).unwrap_or(text);
    let (before, name) =
        text.strip_suffix('摄').or_else(|| text.strip_suffix('攝'))?.rsplit_once(['。', '，', '（'])?;
    let name = name.trim_start_matches("記者").trim_start_matches("记者").trim_end_matches(['／', '/']);
    let end = if text.contains('。') { "。" } else { "" };
    (name.chars().count() <= 12 && count(before) >= 3).then(|| (format!("{}{end}", bare(before)), bare(name)))
}

/// `說明。圖／張三`, `说明 图/张三`: in scripts without spaces a word for the picture, a stroke and whose it is.
pub(super) fn slashed_dense(text: &str) -> Option<(String, String)> {
    const WORDS: [&str; 8] = ["图/", "图／", "圖/", "圖／", "图｜", "圖｜", "图源/", "摄影/"];
    let (at, word) = WORDS.iter().find_map(|w| text.rfind(w).map(|at| (at, w)))?;
    let (shows, whose) = (text.get(..at)?, text.get(at.saturating_add(word.len())..)?);
    let shows = shows.trim_end_matches([' ', '（', '(', '文', '/', '／']);
    let whose = whose.trim_end_matches([')', '）', '。']);
    ((5..=120).contains(&shows.chars().count()) && (2..=16).contains(&whose.chars().count()))
        .then(|| (shows.to_owned(), whose.trim().to_owned()))
}
