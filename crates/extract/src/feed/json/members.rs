//! The objects of a JSON Feed, as they are written. A member that comes twice counts the last time, one that is not
//! known is passed over.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::values::{FromText, Many, Value};

/// An object with its members. (The derived reading refuses a member that comes twice, and the feed with it.)
macro_rules! object {
    ($(#[$doc:meta])* $name:ident { $($member:ident: $kind:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Default)]
        pub(super) struct $name {
            $(pub(super) $member: $kind,)*
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                struct Members;

                impl<'de> Visitor<'de> for Members {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                        let mut object = $name::default();
                        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
                            match key.as_ref() {
                                $(stringify!($member) => object.$member = map.next_value()?,)*
                                _ => drop(map.next_value::<IgnoredAny>()?),
                            }
                        }
                        Ok(object)
                    }

                    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<$name, A::Error> {
                        while list.next_element::<IgnoredAny>()?.is_some() {}
                        Ok($name::default())
                    }
                }

                input.deserialize_any(Members)
            }
        }
    };
}

object!(
    /// Who wrote a thing.
    Author { name: Value, url: Value }
);
object!(
    /// Where news of the feed can be had at once.
    Hub { url: Value }
);
object!(
    /// A file that comes with an item.
    Attachment { url: Value, mime_type: Value, size_in_bytes: Value, duration_in_seconds: Value }
);
object!(
    /// One item.
    Item {
        id: Value,
        url: Value,
        external_url: Value,
        title: Value,
        content_html: Value,
        content_text: Value,
        summary: Value,
        image: Value,
        banner_image: Value,
        date_published: Value,
        date_modified: Value,
        language: Value,
        author: Many<Author>,
        authors: Many<Author>,
        tags: Many<Value>,
        attachments: Many<Attachment>,
    }
);

impl FromText for Author {
    fn from_text(text: &str) -> Option<Self> {
        Some(Self { name: Value::new(text), ..Self::default() })
    }
}

impl FromText for Hub {
    fn from_text(_: &str) -> Option<Self> {
        None
    }
}

impl FromText for Attachment {
    fn from_text(_: &str) -> Option<Self> {
        None
    }
}

impl FromText for Item {
    fn from_text(_: &str) -> Option<Self> {
        None
    }
}
