//! Texts with a type: plain, escaped HTML, markup that stands in the feed's own XML, base64.

use std::borrow::Cow;
use std::sync::Arc;

use base64::Engine as _;

use crate::bytes::undo_double_utf8;
use crate::feed::model::{Kind, Text};
use crate::feed::names::{El, Ns};
use crate::html::{self, Base};
use crate::xml::{Attributes, Entities, unescape};

use super::{Gather, Machine};

/// A text with a type while it is gathered.
pub(super) struct Content {
    el: El,
    kind: Cow<'static, str>,
    base64: bool,
    /// Whether the type allows elements in it; others become XHTML when they meet one.
    declared_markup: bool,
    markup: bool,
    base: Arc<Base>,
    base_text: Option<Arc<str>>,
    language: Option<Arc<str>>,
    /// How many elements of the content are open.
    depth: usize,
    wrapper: Wrapper,
}

/// The `div` that Atom puts around XHTML: where its inside starts and ends in the text, while it is alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrapper {
    Unknown,
    Open(usize),
    Closed(usize, usize),
    None,
}

impl Content {
    /// Whether text in it is markup text, to be escaped.
    pub(super) fn is_markup(&self) -> bool {
        self.markup
    }

    /// Appends characters to markup.
    pub(super) fn markup_text(&mut self, out: &mut String, text: &str, literal: bool, own: &Entities<'_>) {
        if self.depth == 0
            && !matches!(self.wrapper, Wrapper::Unknown | Wrapper::None)
            && !text.trim().is_empty()
        {
            self.wrapper = Wrapper::None;
        }
        if literal {
            escape(out, text);
        } else {
            escape(out, &unescape(text, own));
        }
    }
}

/// `&`, `<` and `>` as references.
fn escape(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let reference = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => continue,
        };
        out.push_str(text.get(from..at).unwrap_or_default());
        out.push_str(reference);
        from = at + 1;
    }
    out.push_str(text.get(from..).unwrap_or_default());
}

/// A type by its short or its full name.
fn kind_of(name: &str) -> Cow<'static, str> {
    let lower = name.trim().to_ascii_lowercase();
    match lower.split(';').next().unwrap_or_default().trim() {
        "text" | "plain" | "text/plain" => "text".into(),
        "html" | "text/html" => "html".into(),
        "xhtml" | "application/xhtml+xml" => "xhtml".into(),
        other => other.to_owned().into(),
    }
}

/// Whether content of a type stands as elements in the feed's own XML.
fn is_xml(kind: &str) -> bool {
    kind == "xhtml" || kind.ends_with("+xml") || kind.ends_with("/xml")
}

impl<'a> Machine<'a, '_> {
    /// Whether a typed text is being gathered.
    pub(super) fn in_content(&self) -> bool {
        self.gathers.last().is_some_and(|g| g.content.is_some())
    }

    /// Begins to gather a typed text.
    pub(super) fn gather_content(
        &mut self,
        el: El,
        attributes: Attributes<'a>,
        default: &'static str,
    ) -> bool {
        let (mut kind, mut base64) = (None, false);
        for attribute in attributes {
            if attribute.name.eq_ignore_ascii_case("type") {
                kind = Some(kind_of(&unescape(attribute.value, &self.entities)));
            } else if attribute.name.eq_ignore_ascii_case("mode") {
                base64 = attribute.value.eq_ignore_ascii_case("base64");
            }
        }
        let kind = kind.unwrap_or(Cow::Borrowed(default));
        let known = matches!(kind.as_ref(), "text" | "html" | "xhtml" | "") || kind.starts_with("text/");
        base64 |= !known && !is_xml(&kind);
        let markup = is_xml(&kind);
        let content = Content {
            el,
            declared_markup: markup,
            markup,
            base64,
            kind,
            base: Arc::clone(&self.scope.base),
            base_text: self.scope.base_text.clone(),
            language: self.scope.language.clone(),
            depth: 0,
            wrapper: Wrapper::Unknown,
        };
        let text = std::mem::take(&mut self.spare);
        self.gathers.push(Gather { text, content: Some(Box::new(content)), void: false, attributes });
        true
    }

    /// Whether an element inside a typed text is none of it: the text's end tag is missing.
    pub(super) fn leaves_content(&mut self, ns: Ns, el: El, attributes: Attributes<'_>) -> bool {
        let Some(content) = self.gathers.last().and_then(|g| g.content.as_ref()) else { return false };
        if content.declared_markup || !matches!(ns, Ns::Core | Ns::Content) {
            return false;
        }
        let short = matches!(content.el, El::Title | El::MediaTitle | El::Subtitle | El::Rights);
        let leaves = match el {
            El::Item | El::Channel | El::Published | El::Updated | El::Id | El::Encoded | El::Enclosure => {
                true
            }
            El::Description | El::Category | El::Comments | El::Generator => true,
            El::Link => short || attributes.is_empty(),
            El::Summary | El::Content | El::Author | El::Language => short,
            _ => false,
        };
        if !leaves {
            return false;
        }
        self.warnings.note("bad-xml", || "The end of a text is missing.".into());
        while self.in_content() && !self.frames.is_empty() {
            self.close_top();
        }
        true
    }

    /// An element inside a typed text.
    pub(super) fn open_inline(
        &mut self,
        name: &str,
        local: &str,
        ns: Ns,
        attributes: Attributes<'a>,
        empty: bool,
    ) {
        let address = name.split_once(':').map_or("", |(prefix, _)| prefix);
        let address =
            if ns == Ns::Drawing { self.bindings.address(address).map(str::to_owned) } else { None };
        let Some(Gather { text, content: Some(content), .. }) = self.gathers.last_mut() else { return };
        if !content.markup {
            // Declared as escaped, and has elements all the same; a `div` around escaped text is only a habit.
            if local.eq_ignore_ascii_case("div") {
                return;
            }
            content.kind = "xhtml".into();
            content.markup = true;
            let plain = std::mem::take(text);
            escape(text, &plain);
        }
        let start = text.len();
        text.push('<');
        text.push_str(local);
        for attribute in attributes {
            if attribute.name.starts_with("xmlns") && address.is_none() {
                continue;
            }
            if attribute.name.starts_with("xmlns:") && !attribute.name.ends_with("xlink")
                || attribute.name == "xmlns"
            {
                continue;
            }
            text.push(' ');
            text.push_str(attribute.name);
            text.push_str("=\"");
            let from = text.len();
            escape(text, &unescape(attribute.value, &self.entities));
            if text.get(from..).is_some_and(|v| v.contains('"')) {
                let quoted = text.get(from..).unwrap_or_default().replace('"', "&quot;");
                text.truncate(from);
                text.push_str(&quoted);
            }
            text.push('"');
        }
        if let Some(address) = address.filter(|_| matches!(local, "svg" | "math")) {
            text.push_str(" xmlns=\"");
            text.push_str(&address);
            text.push('"');
        }
        text.push_str(if empty && is_void(local) { " />" } else { ">" });
        if content.depth == 0 {
            let alone =
                content.wrapper == Wrapper::Unknown && text.get(..start).is_some_and(|t| t.trim().is_empty());
            content.wrapper =
                if alone && local == "div" && !empty { Wrapper::Open(text.len()) } else { Wrapper::None };
        }
        content.depth += 1;
    }

    /// The end of an element inside a typed text.
    pub(super) fn close_inline(&mut self, name: &str) {
        let local = name.split_once(':').map_or(name, |(_, local)| local);
        let Some(Gather { text, content: Some(content), .. }) = self.gathers.last_mut() else { return };
        if !content.markup {
            return;
        }
        content.depth = content.depth.saturating_sub(1);
        if let (Wrapper::Open(from), 0) = (content.wrapper, content.depth) {
            content.wrapper = Wrapper::Closed(from, text.len());
        }
        if is_void(local) {
            return;
        }
        text.push_str("</");
        text.push_str(local);
        text.push('>');
    }

    /// A gathered typed text, finished. The buffer is given back for the next one.
    pub(super) fn finish_content(&mut self, mut content: Content, text: &str) -> Text {
        let is_atom10 = self.kind == Some(Kind::Atom) && self.version == "1.0";
        let inner = match content.wrapper {
            Wrapper::Closed(from, to) if is_atom10 && content.kind == "xhtml" => {
                text.get(from..to).unwrap_or(text)
            }
            Wrapper::Open(from) if is_atom10 && content.kind == "xhtml" => text.get(from..).unwrap_or(text),
            _ => text,
        };
        let mut value = Cow::Borrowed(inner.trim());
        if content.base64
            && let Some(decoded) = decode_base64(&value)
        {
            value = Cow::Owned(decoded);
        }
        if content.kind == "text" && self.kind != Some(Kind::Atom) && looks_like_html(&value) {
            content.kind = "html".into();
        }
        if let Some(mended) = undo_double_utf8(&value) {
            self.warnings.note("double-encoded", || "Some text was encoded as UTF-8 twice.".into());
            value = Cow::Owned(mended);
        }
        let value = match content.kind.as_ref() {
            "html" | "xhtml" | "" if self.raw => match html::resolve(&value, &content.base) {
                Cow::Owned(resolved) => resolved,
                Cow::Borrowed(_) => value.into_owned(),
            },
            "html" | "xhtml" | "" => html::sanitise_with(&value, &content.base),
            _ => value.into_owned(),
        };
        let language = content.language.as_deref().map(Box::from);
        Text { kind: content.kind, value, language, base: content.base_text }
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Base64 with white space in it, whose bytes are UTF-8.
fn decode_base64(text: &str) -> Option<String> {
    let dense: String = text.split_whitespace().collect();
    let engine = base64::engine::GeneralPurpose::new(
        &base64::alphabet::STANDARD,
        base64::engine::GeneralPurposeConfig::new()
            .with_decode_padding_mode(base64::engine::DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true),
    );
    let bytes = engine.decode(dense).ok()?;
    String::from_utf8(bytes).ok().map(|s| s.trim().to_owned())
}

/// Whether a text that should be plain is HTML: it closes a tag or holds a reference, has only tags that articles
/// have, and only references that HTML knows. Errs on the side of plain.
pub(in crate::feed) fn looks_like_html(text: &str) -> bool {
    let has_close = text.contains("</");
    if !has_close && !text.contains('&') {
        return false;
    }
    let mut qualifies = false;
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        let after = rest.get(at + 1..).unwrap_or_default();
        let (closing, after) = after.strip_prefix('/').map_or((false, after), |a| (true, a));
        let length =
            after.bytes().position(|b| !b.is_ascii_alphanumeric() && b != b'_').unwrap_or(after.len());
        let name = after.get(..length).unwrap_or_default();
        if !name.is_empty() {
            if !html::is_article_element(name) {
                return false;
            }
            qualifies |= closing && after.get(length..).is_some_and(|a| a.starts_with('>'));
        }
        rest = after;
    }
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        rest = rest.get(at + 1..).unwrap_or_default();
        let number = rest.starts_with('#');
        let name = if number { rest.get(1..).unwrap_or_default() } else { rest };
        let length = name.bytes().position(|b| !b.is_ascii_alphanumeric() && b != b'_').unwrap_or(name.len());
        if length == 0 || name.as_bytes().get(length) != Some(&b';') {
            continue;
        }
        if !number && crate::xml::html_reference(name.get(..length).unwrap_or_default()).is_none() {
            return false;
        }
        qualifies = true;
    }
    qualifies
}
