//! The language of a text.

use crate::stop::is_stop_word;
use whatlang::{Lang, Script};

/// Words this many bytes long or longer are trusted over a declared language that they contradict.
const TRUSTED_BYTES: usize = 240;

/// The language of `text` as a BCP 47 primary tag ("en", "zh", "pt"), or `None` where nothing tells.
///
/// `hint` is what the page or feed declares ("pt-BR"). Declared languages are often a template's default, so a
/// hint is believed for short text, and overruled where the script contradicts it or a long text reliably reads
/// as another language.
#[must_use]
pub fn language(text: &str, hint: Option<&str>) -> Option<String> {
    let hint = hint.and_then(primary_tag);
    // Enough to tell; keeps the cost of a long page bounded.
    let end = text.char_indices().nth(320).map_or(text.len(), |(i, _)| i);
    let sample = text.get(..end).unwrap_or(text);
    if let Some(h) = &hint
        && sample.len() < TRUSTED_BYTES
        && whatlang::detect_script(sample).is_none_or(|s| script_fits(h, s))
    {
        return hint;
    }
    if let Some(h) = &hint
        && reads_as(sample, h)
    {
        return hint;
    }
    let Some(info) = whatlang::detect(sample) else { return hint };
    let found = tag(info.lang());
    let Some(hint) = hint else {
        return (info.is_reliable() || sample.len() >= 20 || !is_shared(info.script()))
            .then(|| found.to_owned());
    };
    if hint == found || related(&hint, found) {
        return Some(hint);
    }
    let known = Lang::all().iter().any(|l| tag(*l) == hint);
    let contradicts = known && !script_fits(&hint, info.script());
    if contradicts || (known && sample.len() >= TRUSTED_BYTES && info.is_reliable()) {
        return Some(found.to_owned());
    }
    Some(hint)
}

/// Whether so many words are the common ones of a language that trigrams need not be asked. Languages that share that
/// many are those of which the declared one wins in any case.
fn reads_as(sample: &str, lang: &str) -> bool {
    let (mut all, mut common) = (0_usize, 0_usize);
    for word in sample.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        all += 1;
        common += usize::from(is_stop_word(word, lang));
    }
    all >= 20 && common * 3 >= all
}

/// The primary language subtag of a declared language, lower case, old codes replaced: "en-GB" → "en",
/// "iw" → "he", "zh_Hant" → "zh". `None` for what is no language tag ("x-default", "und", "").
#[must_use]
pub fn primary_tag(declared: &str) -> Option<String> {
    let first = declared.trim().split(['-', '_', ',', ';', ' ']).next()?.to_ascii_lowercase();
    let ok = (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_lowercase());
    if !ok {
        return None;
    }
    Some(match first.as_str() {
        "und" | "mul" | "zxx" => return None,
        "iw" => "he".to_owned(),
        "in" => "id".to_owned(),
        "ji" => "yi".to_owned(),
        "nb" | "nn" => "no".to_owned(),
        "cmn" | "yue" => "zh".to_owned(),
        "tl" => "fil".to_owned(),
        three if three.len() == 3 => match Lang::from_code(three) {
            Some(lang) => tag(lang).to_owned(),
            None => first,
        },
        _ => first,
    })
}

/// Scripts that several languages of the detector share, so that script alone tells little.
fn is_shared(script: Script) -> bool {
    matches!(script, Script::Latin | Script::Cyrillic | Script::Arabic | Script::Devanagari | Script::Hebrew)
}

fn script_fits(lang: &str, script: Script) -> bool {
    let Some(l) = Lang::all().iter().find(|l| tag(**l) == lang) else { return true };
    if matches!((lang, script), ("ja", Script::Mandarin) | ("zh", Script::Hiragana | Script::Katakana)) {
        return lang == "ja";
    }
    // Serbian, Azerbaijani and others are written in two scripts.
    matches!((lang, script), ("sr" | "az" | "uz" | "tk", Script::Latin | Script::Cyrillic))
        || script.langs().contains(l)
}

/// Pairs that trigrams confuse; the declared one wins.
fn related(a: &str, b: &str) -> bool {
    const GROUPS: [&[&str]; 8] = [
        &["no", "da", "sv"],
        &["sr", "hr", "bs", "sl", "mk", "sh"],
        &["cs", "sk"],
        &["id", "ms", "jv"],
        &["es", "pt", "gl", "ca"],
        &["ru", "uk", "be", "bg"],
        &["hi", "mr", "ne"],
        &["nl", "af"],
    ];
    GROUPS.iter().any(|g| g.contains(&a) && g.contains(&b))
}

/// ISO 639-3 of the detector to the shortest tag that BCP 47 asks for.
fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Epo => "eo",
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "no",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "fil",
        Lang::Hye => "hy",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_languages() {
        let long_fr = "Le gouvernement a présenté mercredi un projet de loi sur la transition énergétique, qui prévoit \
            la fermeture des dernières centrales au charbon et de nouvelles aides pour les ménages modestes qui \
            remplacent leur chaudière avant la fin de la décennie, a annoncé la ministre devant les députés.";
        for (text, hint, want) in [
            ("The government presented a bill on Wednesday", None, Some("en")),
            (
                "Правительство в среду представило законопроект о закрытии угольных электростанций",
                None,
                Some("ru"),
            ),
            ("政府は水曜日に法案を提出した", None, Some("ja")),
            ("政府周三提出了一项法案，旨在减少碳排放", None, Some("zh")),
            ("รัฐบาลเสนอร่างกฎหมายเมื่อวันพุธ", None, Some("th")),
            (
                "Правительство в среду представило законопроект о закрытии угольных электростанций",
                Some("en-US"),
                Some("ru"),
            ),
            (long_fr, Some("en"), Some("fr")),
            (long_fr, Some("fr-CA"), Some("fr")),
            ("Bahn streikt", Some("de"), Some("de")),
            ("", None, None),
            ("", Some("pt_BR"), Some("pt")),
            ("12345", Some("x-default"), None),
        ] {
            assert_eq!(language(text, hint).as_deref(), want, "{text:?} {hint:?}");
        }
    }

    #[test]
    fn tags() {
        for (from, to) in [
            ("en-GB", Some("en")),
            ("deu", Some("de")),
            ("iw", Some("he")),
            ("und", None),
            ("english", None),
            ("", None),
        ] {
            assert_eq!(primary_tag(from).as_deref(), to, "{from}");
        }
    }
}
