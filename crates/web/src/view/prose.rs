//! An article's body on its way into the page: cleaned once more, its images turned to our own proxy.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

/// What marks an image address that was already turned to the proxy.
const PROXY: &str = "/image/";

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::default();
    cleaner
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Custom(Box::new(only_pictures)))
        .link_rel(Some("noopener noreferrer nofollow"))
        // Only the image's own address may load, and only from here; its alternatives (srcset, sizes) are not in
        // the cleaner's list at all. Other things that load by themselves (video, audio, iframe) are no article text.
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("img", "src") => Some(Cow::Owned(image_address(value))),
            (_, "cite" | "background" | "poster" | "srcset") => None,
            _ => Some(Cow::Borrowed(value)),
        });
    cleaner
});

/// Of addresses on this site, an article may name its pictures and nothing else. (The cleaner asks this after the
/// filter above has turned them here.)
fn only_pictures(address: &str) -> Option<Cow<'_, str>> {
    let key = address.strip_prefix(PROXY)?;
    key.bytes().all(|b| b.is_ascii_hexdigit()).then_some(Cow::Borrowed(address))
}

/// Where the browser finds the image that stood at `url`.
pub(crate) fn image_address(url: &str) -> String {
    format!("{PROXY}{}", store::image_key(url))
}

/// The body's HTML for the page. Nothing in it loads from another host.
pub(crate) fn body(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

/// Plain text as HTML: paragraphs are apart by a blank line.
pub(crate) fn paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    for paragraph in text.split("\n\n").map(str::trim).filter(|p| !p.is_empty()) {
        out.push_str("<p>");
        out.push_str(&ammonia::clean_text(paragraph));
        out.push_str("</p>\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_third_party_can_load() {
        let dirty = r#"<p onclick="x()">A<script>alert(1)</script></p><img src="https://t.example/p.gif" srcset="https://t.example/2x.gif 2x" style="background:url(https://t.example)">
            <picture><source srcset="https://t.example/a.webp"><img src="//t.example/b.png"></picture><iframe src="https://t.example"></iframe>
            <video poster="https://t.example/p" src="https://t.example/v"></video><a href="javascript:x()">a</a><a href="https://ok.example/">b</a><svg><image href="https://t.example/x"/></svg>"#;
        let clean = body(dirty);
        assert!(!clean.contains("t.example"), "{clean}");
        assert!(
            !clean.contains("javascript") && !clean.contains("onclick") && !clean.contains("alert"),
            "{clean}"
        );
        assert!(clean.contains(r#"src="/image/"#) && clean.contains("https://ok.example/"), "{clean}");
    }
}
