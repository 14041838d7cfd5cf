//! Lines that are the page's own and not the article's, in several languages.

use crate::article::words::{count, fold_key};

/// Lines that are furniture as a whole, folded.
const WHOLE: [&str; 152] = [
    "advertisement",
    "advertisements",
    "advertising",
    "ad",
    "ads",
    "advert",
    "adverts",
    "continue reading the main story",
    "this slideshow requires javascript",
    "ad feedback",
    "video ad feedback",
    "sponsored",
    "sponsored content",
    "promoted",
    "paid content",
    "skip advertisement",
    "learn more",
    "read more",
    "read full story",
    "continue reading",
    "subscribe",
    "subscribe now",
    "sign in",
    "sign up",
    "log in",
    "login",
    "log out",
    "register",
    "my account",
    "share",
    "share this",
    "share this article",
    "share full article",
    "shared",
    "print",
    "print article",
    "email",
    "save",
    "save article",
    "bookmark",
    "gift this article",
    "menu",
    "more menu",
    "search",
    "home",
    "live",
    "live tv",
    "watch live",
    "skip to content",
    "skip to main content",
    "skip to navigation",
    "skip navigation",
    "follow us",
    "follow",
    "listen",
    "listen to this article",
    "add comment",
    "view comments",
    "post a comment",
    "join the conversation",
    "back to top",
    "support us",
    "donate",
    "newsletter",
    "newsletters",
    "cookie settings",
    "privacy settings",
    "accept all",
    "accept",
    "why you can trust us",
    "copy link",
    "copy link to clipboard",
    "link copied",
    "facebook",
    "twitter",
    "x",
    "whatsapp",
    "linkedin",
    "reddit",
    "pinterest",
    "telegram",
    "flipboard",
    "messenger",
    "todays paper",
    "e paper",
    "reuse this content",
    "request corrections",
    "get the app",
    "give feedback",
    "close",
    "next",
    "previous",
    "play",
    "pause",
    "mute",
    "loading",
    "video",
    "gallery",
    "photos",
    "watch",
    "recommended",
    "watch now",
    "share page",
    "about sharing",
    "published",
    "skip navigation menu",
    "navigation",
    "consulter le journal",
    "read in english",
    "lire en anglais",
    "companies",
    "reading time",
    "anzeige",
    "werbung",
    "anmelden",
    "einloggen",
    "registrieren",
    "abonnement",
    "abonnieren",
    "abo",
    "menü",
    "suche",
    "startseite",
    "zum inhalt springen",
    "teilen",
    "drucken",
    "merken",
    "zur merkliste hinzufügen",
    "artikel zum hören",
    "artikel verschenken",
    "vorlesen",
    "diskutieren sie mit",
    "feedback",
    "publicité",
    "se connecter",
    "s abonner",
    "sabonner",
    "partager",
    "offrir",
    "ajouter à vos sélections",
    "imprimer",
    "article réservé à nos abonnés",
    "contribuer",
    "publicidad",
    "suscríbete",
    "iniciar sesión",
    "compartir",
    "pubblicità",
    "accedi",
    "abbonati",
    "condividi",
    "ログイン",
];

/// More of them, for scripts and languages with fewer.
const WHOLE_TOO: [&str; 42] = [
    "会員登録",
    "広告",
    "有料会員限定",
    "会員限定",
    "シェア",
    "保存",
    "印刷",
    "続きを読む",
    "登录",
    "登錄",
    "广告",
    "廣告",
    "分享",
    "로그인",
    "광고",
    "공유",
    "publicidade",
    "entrar",
    "assine",
    "reklama",
    "ir para o conteúdo principal",
    "buscar",
    "empfohlener redaktioneller inhalt",
    "externer inhalt",
    "accueil",
    "aller au contenu",
    "rechercher",
    "écouter cet article",
    "copier le lien",
    "réagir",
    "ouvir o texto",
    "aumentar fonte",
    "diminuir fonte",
    "compartilhar",
    "ir al contenido",
    "escuchar",
    "ga naar hoofdinhoud",
    "deel artikel",
    "delen",
    "inloggen",
    "zoeken",
    "del artikkelen",
];

/// How such lines begin, folded.
const BEGINS: [&str; 42] = [
    "get more with ",
    "sign up ",
    "subscribe to ",
    "subscribe for ",
    "share on ",
    "share via ",
    "follow us ",
    "download our ",
    "download the ",
    "copyright ",
    "all rights reserved",
    "advertisement ",
    "story continues ",
    "vous pouvez lire ",
    "source news agencies",
    "article continues ",
    "this article is more than ",
    "why you can trust ",
    "listen to this ",
    "our standards ",
    "reporting by ",
    "additional reporting ",
    "editing by ",
    "writing by ",
    "a version of this article ",
    "this article appeared ",
    "this story was ",
    "this article was amended",
    "click here ",
    "read our ",
    "get our ",
    "have a tip",
    "reading time ",
    "temps de lecture ",
    "lesezeit ",
    "tiempo de lectura ",
    "tempo di lettura ",
    "artikel anhören",
    "artikel zum hören",
    "new you can now ",
    "this audio is ",
    "content is loading",
];

/// Whether a line is the page's own.
pub(super) fn is_furniture(text: &str) -> bool {
    let key = fold_key(text);
    key.is_empty()
        || WHOLE.contains(&key.as_str())
        || WHOLE_TOO.contains(&key.as_str())
        || BEGINS.iter().any(|b| key.starts_with(b.trim_end()) && (key.len() < b.len() || key.starts_with(b)))
        || text.starts_with('©')
        || is_source(text)
        || invites(&key)
        || text.contains('/') && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '/' | ' '))
        || text.ends_with("...") && count(&key) <= 3
        || is_time_to_read(&key)
        || is_about_author(text, &key)
        || is_ago(&key)
}

/// "5 minute read", "Lesezeit: 3 Min."
fn is_time_to_read(key: &str) -> bool {
    let has = |list: &[&str]| key.split(' ').any(|w| list.contains(&w));
    count(key) <= 6
        && key.bytes().any(|b| b.is_ascii_digit())
        && has(&["min", "mins", "minute", "minutes", "minuten", "minuti", "minutos"])
        && has(&[
            "read", "reading", "lecture", "lectura", "lettura", "leitura", "lesezeit", "lesen", "listen",
            "hören", "anhören",
        ])
}

/// "Jane Doe covers the city. More about Jane Doe", "Doe reported from Berlin.", "Jane Doe contributed to this report."
fn is_about_author(text: &str, key: &str) -> bool {
    let words = count(text);
    words <= 40
        && (key.contains(" more about ")
            || key.contains(" contributed to this report")
            || key.contains(" contributed reporting")
            || (words <= 9 && (key.contains(" reported from ") || key.contains(" contributed from "))))
}

/// "Join our channel and get the latest news", "Get the day's stories in your inbox".
fn invites(key: &str) -> bool {
    let begins = ["join ", "follow ", "get ", "subscribe ", "sign up "].iter().any(|b| key.starts_with(b));
    begins
        && count(key) <= 25
        && [" channel", " newsletter", " inbox", " app "].iter().any(|w| key.contains(w))
}

/// "Source: Reuters/ab(cd)": whose report it is.
fn is_source(text: &str) -> bool {
    let Some((label, source)) = text.split_once(':') else { return false };
    matches!(fold_key(label).as_str(), "source" | "sources" | "quelle" | "fuente" | "fonte" | "来源")
        && count(source) <= 6
        && (source.contains('/') || super::captions::is_agency(source))
}

/// "2 hours ago", "vor 3 Stunden".
fn is_ago(key: &str) -> bool {
    count(key) <= 5
        && key.bytes().any(|b| b.is_ascii_digit())
        && (key.ends_with(" ago")
            || key.starts_with("vor ")
            || key.starts_with("il y a ")
            || key.starts_with("hace "))
}

/// A line that says that an advertisement stands there.
pub(super) fn is_advertisement(text: &str) -> bool {
    const ADS: [&str; 10] = [
        "advertisement",
        "skip advertisement",
        "ad",
        "ad feedback",
        "anzeige",
        "werbung",
        "publicité",
        "publicidad",
        "pubblicità",
        "広告",
    ];
    ADS.contains(&fold_key(text).as_str())
}
