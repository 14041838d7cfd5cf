//! What an article may be made of.

use std::collections::{HashMap, HashSet};

/// Elements of HTML that stay.
#[rustfmt::skip]
pub(super) const ELEMENTS: &[&str] = &[
    "a", "abbr", "acronym", "address", "article", "aside", "audio", "b", "bdi", "bdo", "big", "blockquote", "br",
    "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em",
    "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "i", "img",
    "ins", "kbd", "li", "main", "map", "mark", "nav", "ol", "p", "picture", "pre", "q", "rp", "rt", "ruby", "s",
    "samp", "section", "small", "source", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "video", "wbr",
];

/// Elements of SVG that draw and do nothing else.
#[rustfmt::skip]
const SVG: &[&str] = &[
    "svg", "circle", "defs", "desc", "ellipse", "g", "line", "linearGradient", "path", "polygon", "polyline",
    "radialGradient", "rect", "stop", "text", "tspan",
];

/// Elements of MathML that stand for formulas.
#[rustfmt::skip]
const MATHML: &[&str] = &[
    "math", "maligngroup", "malignmark", "menclose", "merror", "mfenced", "mfrac", "mi", "mlabeledtr", "mmultiscripts",
    "mn", "mo", "mover", "mpadded", "mphantom", "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle",
    "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "none", "semantics",
];

/// Elements that go with all they hold.
#[rustfmt::skip]
pub(super) const DROPPED_WITH_CONTENT: &[&str] = &[
    "applet", "button", "iframe", "noembed", "noframes", "noscript", "object", "script", "select", "style", "template", "textarea", "xmp",
];

/// Attributes that every element may have.
pub(super) const GENERIC_ATTRIBUTES: &[&str] = &["dir", "lang", "title"];

/// Attributes by element.
#[rustfmt::skip]
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "hreflang", "rel", "type"]),
    ("audio", &["controls", "preload", "src"]),
    ("blockquote", &["cite"]),
    ("col", &["span"]), ("colgroup", &["span"]),
    ("del", &["cite", "datetime"]), ("ins", &["cite", "datetime"]),
    ("details", &["open"]),
    ("img", &["alt", "height", "src", "width"]),
    ("li", &["value"]),
    ("ol", &["reversed", "start", "type"]),
    ("q", &["cite"]),
    ("source", &["src", "type"]),
    ("td", &["align", "colspan", "headers", "rowspan"]), ("th", &["align", "colspan", "headers", "rowspan", "scope"]),
    ("time", &["datetime"]),
    ("video", &["controls", "height", "poster", "preload", "src", "width"]),
];

/// Attributes of drawings: measures and colours, no addresses and no styles.
#[rustfmt::skip]
const SVG_ATTRIBUTES: &[&str] = &[
    "baseProfile", "cx", "cy", "d", "dx", "dy", "fill", "fill-opacity", "fill-rule", "font-family", "font-size",
    "font-style", "font-weight", "fx", "fy", "gradientUnits", "height", "offset", "opacity", "points",
    "preserveAspectRatio", "r", "rotate", "rx", "ry", "stop-color", "stop-opacity", "stroke", "stroke-dasharray",
    "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width",
    "text-anchor", "transform", "version", "viewBox", "width", "x", "x1", "x2", "xmlns", "y", "y1", "y2",
];

/// Attributes of formulas.
#[rustfmt::skip]
const MATHML_ATTRIBUTES: &[&str] = &[
    "accent", "accentunder", "align", "alttext", "close", "columnalign", "columnlines", "columnspacing", "columnspan",
    "depth", "display", "displaystyle", "fence", "form", "frame", "height", "largeop", "linebreak", "linethickness",
    "lspace", "mathsize", "mathvariant", "maxsize", "minsize", "movablelimits", "notation", "open", "rowalign",
    "rowlines", "rowspacing", "rowspan", "rspace", "scriptlevel", "separator", "separators", "stretchy", "symmetric",
    "voffset", "width", "xmlns",
];

/// Schemes that a link may have.
#[rustfmt::skip]
pub(super) const SCHEMES: &[&str] = &[
    "http", "https", "ftp", "ftps", "mailto", "tel", "sms", "xmpp", "irc", "ircs", "magnet", "news", "nntp", "geo", "gemini", "feed",
];

/// All elements that stay.
pub(super) fn elements() -> HashSet<&'static str> {
    ELEMENTS.iter().chain(SVG).chain(MATHML).copied().collect()
}

/// Attributes by element, for every element.
pub(super) fn attributes() -> HashMap<&'static str, HashSet<&'static str>> {
    let mut all: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (element, attributes) in ATTRIBUTES {
        all.entry(element).or_default().extend(*attributes);
    }
    for element in SVG {
        all.entry(element).or_default().extend(SVG_ATTRIBUTES);
    }
    for element in MATHML {
        // XLink's attributes, under their local names.
        all.entry(element).or_default().extend(["href", "show", "type"]);
        all.entry(element).or_default().extend(MATHML_ATTRIBUTES);
    }
    all
}

/// The attribute that an element of HTML may have by this name, letter case forgiven; `None` where it may not.
pub(super) fn is_attribute(element: &str, attribute: &str) -> Option<&'static str> {
    let named = |list: &[&'static str]| list.iter().find(|a| a.eq_ignore_ascii_case(attribute)).copied();
    named(GENERIC_ATTRIBUTES).or_else(|| {
        let (_, list) = ATTRIBUTES.iter().find(|(e, _)| *e == element)?;
        named(list)
    })
}

/// Whether an attribute holds an address.
pub(super) fn is_address(attribute: &str) -> bool {
    matches!(attribute, "href" | "src" | "cite" | "poster")
}

/// Elements without content.
pub(super) fn is_void(element: &str) -> bool {
    matches!(
        element,
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
            | "keygen"
            | "frame"
            | "bgsound"
            | "basefont"
    )
}

/// Elements that HTML opens again in the next block when they were left open (WHATWG HTML, "formatting").
pub(super) fn is_formatting(element: &str) -> bool {
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
        .iter()
        .any(|name| element.eq_ignore_ascii_case(name))
}

/// Elements whose end tag is often left out, and that HTML closes when the next begins: they do not nest by that.
pub(super) fn closes_itself(element: &str) -> bool {
    [
        "p", "li", "dd", "dt", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup",
        "rt", "rp",
    ]
    .iter()
    .any(|name| element.eq_ignore_ascii_case(name))
}
