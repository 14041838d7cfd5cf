//! Words as headlines write them, for terms that are stems: nobody should read "larg" as a reason.

use std::collections::HashMap;

use store::ArticleLight;

/// Headlines that are looked through.
const HEADLINES: usize = 12;

/// For each term the word that first stands for it in a headline; a term that none has is missing.
pub(super) fn words<'a>(
    terms: impl Iterator<Item = &'a str>,
    articles: &[ArticleLight],
    language: Option<&str>,
) -> HashMap<&'a str, String> {
    let mut wanted: Vec<&str> = terms.collect();
    let mut found = HashMap::with_capacity(wanted.len());
    for article in articles.iter().take(HEADLINES) {
        if wanted.is_empty() {
            break;
        }
        let language =
            article.language.as_deref().or(language).and_then(text::primary_tag).unwrap_or_default();
        for word in text::words(&article.title) {
            let stem = text::stem(word.text, &language);
            if let Some(at) = wanted.iter().position(|term| *term == stem) {
                found.insert(wanted.swap_remove(at), word.text.to_owned());
            }
        }
    }
    found
}
