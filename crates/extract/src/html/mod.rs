//! HTML from outside, made fit to be shown: the markup of an article and nothing that acts.
//!
//! [`sanitise`] keeps what an allow list names. Most markup in feeds is plain and well nested; a checker in one pass
//! ([`quick`]) writes it out as it goes and gives up at the first thing whose meaning needs a real HTML parser, which
//! `ammonia` then does. Both write the same canonical form: attributes sorted, void elements as `<br />`.

mod allowed;
mod canonical;
mod elements;
mod join;
mod links;
mod quick;
mod text;
mod urls;

use std::borrow::Cow;
use std::sync::LazyLock;

pub(crate) use links::resolve;
pub use text::to_text;
pub(crate) use urls::Base;

/// The deepest nesting of elements, and the most formatting elements left open, that are parsed as HTML; what is
/// deeper loses its markup. HTML's rules for broken nesting make work that grows with the square of it.
const DEEPEST: usize = 256;
/// See [`DEEPEST`].
const MOST_FORMATTING: usize = 24;

/// Keeps of `html` what an article is made of: no script, style, form, frame, handler, class or id, and only links
/// of safe schemes. Relative addresses are made absolute where `base` is known.
pub fn sanitise(html: &str, base: Option<&str>) -> String {
    sanitise_with(html, &Base::new(base))
}

/// [`sanitise`] with a base that is already parsed.
pub(crate) fn sanitise_with(html: &str, base: &Base) -> String {
    if let Some(done) = quick::sanitise(html, base) {
        return done;
    }
    if is_too_deep(html) {
        return text::escaped(html);
    }
    canonical::write(&by_parser(&text_of_false_declarations(html)), base)
}

/// `<!` that begins neither a comment nor a document type is text; HTML would take it, and what follows, for a comment.
fn text_of_false_declarations(html: &str) -> Cow<'_, str> {
    if !html.contains("<!") {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    let last_end = html.rfind('>').unwrap_or(0);
    while let Some(at) = rest.find("<!") {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let after = from.get(2..).unwrap_or_default();
        let is_doctype = after.get(..7).is_some_and(|w| w.eq_ignore_ascii_case("doctype"))
            && html.len() - after.len() <= last_end;
        out.push_str(if after.starts_with("--") || after.starts_with('[') || is_doctype {
            "<!"
        } else {
            "&lt;!"
        });
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The long way: a real parser.
fn by_parser(html: &str) -> String {
    static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
        let mut builder = ammonia::Builder::empty();
        builder
            .tags(allowed::elements())
            .clean_content_tags(allowed::DROPPED_WITH_CONTENT.iter().copied().collect())
            .generic_attributes(allowed::GENERIC_ATTRIBUTES.iter().copied().collect())
            .tag_attributes(allowed::attributes())
            .url_schemes(allowed::SCHEMES.iter().copied().collect())
            .url_relative(ammonia::UrlRelative::PassThrough)
            .link_rel(None);
        builder
    });
    CLEANER.clean(html).to_string()
}

/// Whether an element is one that articles have; letter case does not matter.
pub(crate) fn is_article_element(name: &str) -> bool {
    allowed::ELEMENTS.iter().any(|e| e.eq_ignore_ascii_case(name))
        || matches!(name, "font" | "FONT" | "form" | "input" | "button")
}

/// Whether markup nests so deep that parsing it would take time out of proportion.
pub(crate) fn is_too_deep(html: &str) -> bool {
    let (mut depth, mut formatting) = (0_usize, 0_usize);
    for token in crate::xml::Tokens::new(html) {
        match token {
            crate::xml::Token::Start { name, empty, .. } => {
                if empty || allowed::is_void(name) || allowed::closes_itself(name) {
                    continue;
                }
                depth += 1;
                formatting += usize::from(allowed::is_formatting(name));
                if depth > DEEPEST || formatting > MOST_FORMATTING {
                    return true;
                }
            }
            crate::xml::Token::End { name } if !allowed::closes_itself(name) => {
                depth = depth.saturating_sub(1);
                formatting = formatting.saturating_sub(usize::from(allowed::is_formatting(name)));
            }
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests;
