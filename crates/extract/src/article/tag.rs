//! Elements by what they mean for an article.

use html5ever::{LocalName, local_name};

macro_rules! tags {
    ($($variant:ident $name:tt),* $(,)?) => {
        /// The elements that reading tells apart.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[allow(missing_docs)]
        pub(crate) enum Tag { $($variant,)* Custom, Foreign, Other }

        impl Tag {
            /// The tag of an HTML element's name.
            pub(crate) fn of(name: &LocalName) -> Tag {
                match *name {
                    $(local_name!($name) => Tag::$variant,)*
                    _ => if name.contains('-') { Tag::Custom } else { Tag::Other },
                }
            }
        }
    };
}

tags! {
    Html "html", Head "head", Body "body", Title "title", Meta "meta", Link "link", Base "base", Script "script", Style "style",
    Noscript "noscript", Template "template", Main "main", Article "article", Section "section", Header "header",
    Footer "footer", Nav "nav", Aside "aside", Div "div", P "p", H1 "h1", H2 "h2", H3 "h3", H4 "h4", H5 "h5", H6 "h6",
    Hgroup "hgroup", Blockquote "blockquote", Pre "pre", Ul "ul", Ol "ol", Li "li", Dl "dl", Dt "dt", Dd "dd", Menu "menu",
    Figure "figure", Figcaption "figcaption", Picture "picture", Source "source", Img "img", Video "video", Audio "audio",
    Iframe "iframe", Object "object", Embed "embed", Canvas "canvas", Table "table", Caption "caption", Thead "thead",
    Tbody "tbody", Tfoot "tfoot", Tr "tr", Td "td", Th "th", Form "form", Fieldset "fieldset", Legend "legend",
    Label "label", Input "input", Button "button", Select "select", Option "option", Textarea "textarea",
    Details "details", Summary "summary", Dialog "dialog", Address "address", Center "center", A "a", B "b",
    Strong "strong", I "i", Em "em", U "u", S "s", Del "del", Ins "ins", Sub "sub", Sup "sup", Small "small",
    Big "big", Mark "mark", Code "code", Kbd "kbd", Samp "samp", Tt "tt", Q "q", Cite "cite", Abbr "abbr", Time "time",
    Span "span", Font "font", Br "br", Wbr "wbr", Hr "hr",
}

impl Tag {
    /// Whether its text stands apart from what is before and after it.
    pub(crate) fn is_block(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Html | Body
                | Main
                | Article
                | Section
                | Header
                | Footer
                | Nav
                | Aside
                | Div
                | P
                | H1
                | H2
                | H3
                | H4
                | H5
                | H6
                | Hgroup
                | Blockquote
                | Pre
                | Ul
                | Ol
                | Li
                | Dl
                | Dt
                | Dd
                | Menu
                | Figure
                | Figcaption
                | Video
                | Audio
                | Iframe
                | Object
                | Table
                | Caption
                | Thead
                | Tbody
                | Tfoot
                | Tr
                | Td
                | Th
                | Form
                | Fieldset
                | Legend
                | Button
                | Details
                | Summary
                | Dialog
                | Address
                | Center
                | Hr
                | Custom
                | Template
                | Select
        )
    }

    /// Whether what is below it is never read as text.
    pub(crate) fn is_silent(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Head | Script
                | Style
                | Noscript
                | Iframe
                | Object
                | Embed
                | Canvas
                | Textarea
                | Select
                | Option
                | Foreign
        )
    }

    /// 1 to 6 for headings.
    pub(crate) fn heading(self) -> Option<u8> {
        use Tag::*;
        Some(match self {
            H1 => 1,
            H2 => 2,
            H3 => 3,
            H4 => 4,
            H5 => 5,
            H6 => 6,
            _ => return None,
        })
    }
}
