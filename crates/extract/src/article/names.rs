//! What publishers call their elements, by kinds: patterns within class, id and similar names, which also meet words
//! that are glued together (`relatedposts`, `authorbio`) and that no learned table has seen.
//!
//! The kinds are those that extraction by rules has long told apart, as in Mozilla's Readability and Trafilatura
//! (Barbaresi 2021, doi:10.18653/v1/2021.acl-demo.15); what a kind means for a block is learned.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::letters::ascii;
use super::model::is_naming;
use super::tree::{Id, Tree};

/// Each kind's feature and its patterns, in the spelling of [`plain`].
const KINDS: [(&str, &[&str]); 18] = [
    (
        "called_comment",
        &["comment", "replies", "respond", "discussion", "kommentar", "comentari", "reacties", "opinie-lez"],
    ),
    (
        "called_related",
        &[
            "related",
            "recommend",
            "popular",
            "trending",
            "more-from",
            "morefrom",
            "read-more",
            "readmore",
            "more-news",
            "read-next",
            "readnext",
            "read-also",
            "readalso",
            "also-like",
            "alsolike",
            "most-read",
            "mostread",
            "most-view",
            "similar",
            "suggest",
            "latest",
            "see-also",
            "seealso",
            "up-next",
            "next-up",
            "onward",
            "further",
            "relacionad",
            "verwandt",
            "correlat",
            "more-stor",
            "morestor",
            "more-on",
            "list-item",
            "card",
        ],
    ),
    (
        "called_teaser",
        &["teaser", "promo", "listing", "feed", "carousel", "swiper", "slider", "grid", "loop", "archive"],
    ),
    ("called_share", &["share", "sharing", "social", "follow", "toolbar", "bookmark", "reaction", "rating"]),
    (
        "called_side",
        &["sidebar", "side-bar", "aside", "rail", "widget", "secondary", "right-col", "rightcol"],
    ),
    (
        "called_sign_up",
        &[
            "newsletter",
            "subscri",
            "signup",
            "sign-up",
            "optin",
            "opt-in",
            "register",
            "login",
            "log-in",
            "cta",
            "call-to-action",
            "mailing",
            "donat",
            "support-us",
            "membership",
            "abo-",
            "app-download",
        ],
    ),
    ("called_author", &["author", "byline", "bio", "contributor", "writer", "autor", "redakt", "about-"]),
    (
        "called_tags",
        &["tags", "tag-list", "taglist", "keyword", "topic", "categor", "meta", "breadcrumb", "label"],
    ),
    (
        "called_frame",
        &["nav", "menu", "pagination", "pager", "footer", "header", "masthead", "topbar", "skip"],
    ),
    (
        "called_shop",
        &["advert", "sponsor", "banner", "affiliate", "commerce", "product", "shop", "deal", "price"],
    ),
    ("called_caption", &["caption", "credit", "legend", "copyright", "bildunter", "bajada-foto", "pie-foto"]),
    (
        "called_media",
        &["figure", "gallery", "photo", "image", "picture", "video", "player", "slideshow", "media", "audio"],
    ),
    (
        "called_notice",
        &[
            "cookie",
            "consent",
            "gdpr",
            "privacy",
            "modal",
            "popup",
            "overlay",
            "lightbox",
            "disclaimer",
            "legal",
            "disclosure",
            "notice",
            "alert",
        ],
    ),
    ("called_wall", &["paywall", "premium", "metered", "gate", "locked", "restricted", "teaser-text"]),
    ("called_quote", &["quote", "tweet", "embed", "zitat", "citation"]),
    (
        "called_box",
        &[
            "box",
            "callout",
            "highlight",
            "toc",
            "table-of",
            "key-point",
            "keypoint",
            "takeaway",
            "faq",
            "timeline",
        ],
    ),
    (
        "called_lead",
        &[
            "lead",
            "standfirst",
            "subtitle",
            "sub-title",
            "subhead",
            "sub-head",
            "deck",
            "dek",
            "intro",
            "excerpt",
            "abstract",
            "chapo",
            "vorspann",
            "sapo",
            "summary",
            "descri",
            "strap",
            "tagline",
            "entradilla",
            "occhiello",
        ],
    ),
    (
        "called_body",
        &[
            "article-body",
            "articlebody",
            "article-content",
            "articlecontent",
            "article-text",
            "articletext",
            "article-main",
            "entry-content",
            "entrycontent",
            "post-content",
            "postcontent",
            "post-body",
            "postbody",
            "story-body",
            "storybody",
            "story-content",
            "storycontent",
            "story-text",
            "content-body",
            "contentbody",
            "body-content",
            "bodycontent",
            "body-text",
            "bodytext",
            "body-copy",
            "news-content",
            "news-text",
            "newstext",
            "news-body",
            "detail-content",
            "detail-body",
            "text-content",
            "textcontent",
            "richtext",
            "rich-text",
            "wysiwyg",
            "prose",
            "single-content",
            "page-content",
            "article-detail",
            "articulo",
            "article-paragraph",
            "artikel-text",
            "artikeltext",
            "texto",
            "main-text",
            "the-content",
        ],
    ),
];

/// How many kinds there are.
pub(crate) const COUNT: usize = KINDS.len();

/// The feature of a kind.
pub(crate) fn feature(kind: usize) -> &'static str {
    KINDS[kind].0
}

/// The kind of readers' comments.
pub(crate) const COMMENT: u32 = 1;
/// The kind of pictures' captions.
pub(crate) const CAPTION: u32 = 1 << 10;
/// The kind of an article's body.
pub(crate) const BODY: u32 = 1 << (COUNT - 1);

struct Patterns {
    find: Option<AhoCorasick>,
    bits: Vec<u32>,
}

fn patterns() -> &'static Patterns {
    static PATTERNS: OnceLock<Patterns> = OnceLock::new();
    PATTERNS.get_or_init(|| {
        let all =
            KINDS.iter().enumerate().flat_map(|(k, (_, words))| words.iter().map(move |w| (1_u32 << k, *w)));
        let (bits, words): (Vec<u32>, Vec<&str>) = all.unzip();
        Patterns { find: AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(words).ok(), bits }
    })
}

/// Adds `value` in lower case, with anything between words as one hyphen.
fn plain(out: &mut Vec<u8>, value: &str) {
    let mut lower = false;
    let value = value.as_bytes();
    for byte in value.get(..200).unwrap_or(value) {
        let class = ascii::class(*byte);
        if class == 0 || class == ascii::GRAPHIC {
            if out.last().is_some_and(|b| *b != b'-') {
                out.push(b'-');
            }
        } else {
            if lower && class & ascii::UPPER != 0 {
                out.push(b'-');
            }
            out.push(byte.to_ascii_lowercase());
        }
        lower = class & ascii::LETTER != 0 && class & ascii::UPPER == 0;
    }
}

/// The kinds that an element's names speak of, one bit each. `buffer` is for reuse.
pub(crate) fn kinds(tree: &Tree, node: Id, buffer: &mut Vec<u8>) -> u32 {
    buffer.clear();
    for (name, value) in tree.attrs(node) {
        if is_naming(name) {
            plain(buffer, value);
            buffer.push(b'-');
        }
    }
    let known = patterns();
    let Some(find) = known.find.as_ref().filter(|_| !buffer.is_empty()) else { return 0 };
    find.find_overlapping_iter(&*buffer)
        .fold(0, |bits, found| bits | known.bits.get(found.pattern().as_usize()).copied().unwrap_or(0))
}
