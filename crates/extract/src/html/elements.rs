//! Elements as the quick way sees them: what HTML's rules for tree construction make of each.

/// How an element behaves (WHATWG HTML, "the rules for parsing tokens in body").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Stands in text and changes nothing around it.
    Phrasing,
    /// Like phrasing; opened again by HTML when it was not closed in order.
    Formatting,
    /// A link, which cannot stand in a link.
    A,
    /// Ends a paragraph.
    Block,
    /// A block that cannot stand in one of its kind.
    Heading,
    /// A paragraph.
    P,
    /// An item of a list.
    Li,
    /// A term or description of a list.
    Dd,
    /// A block of preformatted text.
    Pre,
    /// Has no content.
    Void,
    /// Has no content and ends a paragraph.
    Hr,
    /// Goes with all it holds, which is not markup.
    Raw,
}

/// An element that the quick way knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: &'static str,
    pub(super) class: Class,
    /// Whether the element stays; else only what it holds does.
    pub(super) kept: bool,
}

/// The element of a lower-case name.
pub(super) fn lookup(name: &str) -> Option<Element> {
    macro_rules! table {
        ($($class:ident $kept:literal: $($name:literal)+;)+) => {
            match name {
                $($($name => Some(Element { name: $name, class: Class::$class, kept: $kept }),)+)+
                _ => None,
            }
        };
    }
    table! {
        P true: "p";
        A true: "a";
        Void true: "br" "img" "wbr" "source";
        Void false: "input" "embed" "param" "track" "area" "keygen" "meta" "link";
        Formatting true: "b" "big" "code" "em" "i" "s" "small" "strike" "strong" "tt" "u";
        Formatting false: "font";
        Phrasing true: "span" "abbr" "acronym" "audio" "bdi" "bdo" "cite" "del" "dfn" "ins" "kbd" "map" "mark" "picture" "q" "samp" "sub" "sup" "time" "var" "video";
        Phrasing false: "label" "progress" "meter" "output" "canvas" "data";
        Block true: "address" "article" "aside" "blockquote" "center" "details" "div" "dl" "figcaption" "figure" "footer" "header" "hgroup" "main" "nav" "ol" "section" "summary" "ul";
        Block false: "fieldset" "menu" "dir" "dialog";
        Heading true: "h1" "h2" "h3" "h4" "h5" "h6";
        Li true: "li";
        Dd true: "dd" "dt";
        Pre true: "pre";
        Hr true: "hr";
        Raw false: "script" "style" "iframe" "noscript";
    }
}
