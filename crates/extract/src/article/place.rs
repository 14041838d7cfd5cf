//! Where a block stands: one bit for each kind of ancestor.

use super::tag::Tag;
use super::tree::{Id, Tree};

pub(crate) const ARTICLE: u32 = 1;
pub(crate) const MAIN: u32 = 1 << 1;
pub(crate) const ASIDE: u32 = 1 << 2;
pub(crate) const NAV: u32 = 1 << 3;
pub(crate) const HEADER: u32 = 1 << 4;
pub(crate) const FOOTER: u32 = 1 << 5;
pub(crate) const FORM: u32 = 1 << 6;
pub(crate) const FIGURE: u32 = 1 << 7;
pub(crate) const CAPTION: u32 = 1 << 8;
pub(crate) const TABLE: u32 = 1 << 9;
pub(crate) const LIST: u32 = 1 << 10;
pub(crate) const QUOTE: u32 = 1 << 11;
pub(crate) const BUTTON: u32 = 1 << 12;
pub(crate) const HIDDEN: u32 = 1 << 13;
pub(crate) const SECTION: u32 = 1 << 14;
pub(crate) const BODY_PROP: u32 = 1 << 15;
pub(crate) const LINK: u32 = 1 << 16;
pub(crate) const PARA: u32 = 1 << 17;
pub(crate) const NESTED_ARTICLE: u32 = 1 << 18;
pub(crate) const TEMPLATE: u32 = 1 << 19;
pub(crate) const PRE: u32 = 1 << 20;
pub(crate) const DIALOG: u32 = 1 << 21;
pub(crate) const ARIA_HIDDEN: u32 = 1 << 22;
pub(crate) const LANDMARK_EXTRA: u32 = 1 << 23;
/// How many bits there are.
pub(crate) const COUNT: u32 = 24;

/// The bits that an element adds for all below it.
pub(crate) fn of(tree: &Tree, node: Id, tag: Tag, above: u32) -> u32 {
    let mut bits = match tag {
        Tag::Article => {
            if above & ARTICLE != 0 {
                ARTICLE | NESTED_ARTICLE
            } else {
                ARTICLE
            }
        }
        Tag::Main => MAIN,
        Tag::Aside => ASIDE,
        Tag::Nav | Tag::Menu => NAV,
        Tag::Header => HEADER,
        Tag::Footer => FOOTER,
        Tag::Form | Tag::Fieldset => FORM,
        Tag::Figure => FIGURE,
        Tag::Figcaption | Tag::Caption => CAPTION,
        Tag::Table => TABLE,
        Tag::Ul | Tag::Ol | Tag::Dl => LIST,
        Tag::Blockquote | Tag::Q => QUOTE,
        Tag::Button | Tag::Label => BUTTON,
        Tag::Section => SECTION,
        Tag::A => LINK,
        Tag::P => PARA,
        Tag::Template => TEMPLATE,
        Tag::Pre => PRE,
        Tag::Dialog => DIALOG,
        _ => 0,
    };
    for (name, value) in tree.attrs(node) {
        match &**name {
            "hidden" => bits |= HIDDEN,
            "aria-hidden" if value == "true" => bits |= ARIA_HIDDEN,
            "style" if value.contains("display") && value.replace(' ', "").contains("display:none") => {
                bits |= HIDDEN;
            }
            "itemprop" if value.contains("articleBody") => bits |= BODY_PROP,
            "property" if value.contains("articleBody") || value.contains("content:encoded") => {
                bits |= BODY_PROP
            }
            "role" => {
                bits |= match value {
                    "main" => MAIN,
                    "article" => ARTICLE,
                    "complementary" => ASIDE,
                    "navigation" | "menu" | "menubar" => NAV,
                    "banner" => HEADER,
                    "contentinfo" => FOOTER,
                    "dialog" | "alertdialog" => DIALOG,
                    "button" | "tab" => BUTTON,
                    "search" | "form" => FORM,
                    "figure" => FIGURE,
                    _ => 0,
                }
            }
            "aria-label" | "data-nosnippet" => bits |= LANDMARK_EXTRA,
            _ => {}
        }
    }
    bits
}
