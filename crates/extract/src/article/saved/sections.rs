//! Headings that say what follows them, and lines that point to one other story, in several languages.

use crate::article::words::{count, fold_key};

/// What a heading announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// Links to other stories.
    Related,
    /// Labels.
    Topics,
    /// Readers' comments.
    Comments,
    /// A bullet summary.
    Summary,
    /// What has nothing to do with the article: the rest of the page.
    End,
}

const SECTIONS: [(Section, &[&str]); 5] = [
    (
        Section::Related,
        &[
            "more on this story",
            "more on this",
            "more on this topic",
            "la rédaction vous conseille",
            "related",
            "related articles",
            "related article",
            "related stories",
            "related story",
            "related content",
            "related coverage",
            "related links",
            "read next",
            "keep reading",
            "read also",
            "see also",
            "more from this section",
            "more stories",
            "recommended for you",
            "you may like",
            "you might also like",
            "also worth reading",
            "editors picks",
            "mehr zum thema",
            "lesen sie auch",
            "auch interessant",
            "weitere artikel",
            "lire aussi",
            "à lire aussi",
            "sur le même sujet",
            "leggi anche",
            "articoli correlati",
            "lee también",
            "más información",
            "te puede interesar",
            "noticias relacionadas",
            "leia também",
            "leia mais",
            "lees ook",
            "les også",
            "läs också",
            "læs også",
            "czytaj także",
            "関連記事",
            "相关文章",
            "延伸閱讀",
            "관련기사",
        ],
    ),
    (
        Section::Topics,
        &[
            "related topics",
            "topics",
            "topic",
            "tags",
            "suggested topics",
            "explore more on these topics",
            "more on",
            "filed under",
            "in this article",
            "themen",
            "schlagwörter",
            "schlagworte",
            "mots clés",
            "thèmes",
            "archivado en",
            "temas",
            "tópicos",
            "sujets",
            "assuntos",
            "etiquetas",
            "argomenti",
            "onderwerpen",
            "ämnen",
            "emner",
            "キーワード",
            "标签",
            "標籤",
        ],
    ),
    (
        Section::Comments,
        &[
            "comments",
            "comment",
            "kommentare",
            "commentaires",
            "réactions",
            "comentarios",
            "comentários",
            "commenti",
            "reacties",
            "kommentarer",
            "komentarze",
            "コメント",
        ],
    ),
    (
        Section::Summary,
        &[
            "summary",
            "key points",
            "key takeaways",
            "highlights",
            "at a glance",
            "in brief",
            "the main points",
            "das wichtigste in kürze",
            "zusammenfassung",
            "lessentiel",
            "l essentiel",
            "en bref",
            "claves",
            "in sintesi",
            "ポイント",
        ],
    ),
    (
        Section::End,
        &[
            "most viewed",
            "most read",
            "most popular",
            "trending",
            "trending now",
            "top stories",
            "latest news",
            "meistgelesen",
            "les plus lus",
            "lo más visto",
            "più letti",
            "アクセスランキング",
            "more from us",
        ],
    ),
];

/// The section that a line opens.
pub(super) fn section(text: &str) -> Option<Section> {
    let key = fold_key(text);
    SECTIONS.iter().find(|(_, names)| names.contains(&key.as_str())).map(|(s, _)| *s)
}

/// The title in a line that points to another story: "Read more: Why the …".
pub(super) fn pointed_to(text: &str) -> Option<&str> {
    const POINTERS: [&str; 21] = [
        "leia mais",
        "read",
        "must read",
        "read more",
        "read also",
        "read next",
        "also read",
        "see also",
        "related",
        "more",
        "lesen sie auch",
        "mehr dazu",
        "lire aussi",
        "à lire aussi",
        "lire également",
        "leggi anche",
        "lee también",
        "leia também",
        "lees ook",
        "les også",
        "czytaj także",
    ];
    // These need no colon.
    const PLAIN: [&str; 7] = [
        "à lire aussi ",
        "lire aussi ",
        "lesen sie auch ",
        "leggi anche ",
        "lee también ",
        "leia também ",
        "lees ook ",
    ];
    let lower = text.to_lowercase();
    if let Some(phrase) = PLAIN.iter().find(|p| lower.starts_with(**p))
        && let Some(title) = text.get(phrase.len()..).map(|t| t.trim_start_matches([':', '|', '-', '–', ' ']))
        && count(title) >= 3
    {
        return Some(title);
    }
    let (before, after) = text.split_once([':', '：'])?;
    let after = after.trim();
    (POINTERS.contains(&fold_key(before).as_str()) && count(after) >= 3).then_some(after)
}
