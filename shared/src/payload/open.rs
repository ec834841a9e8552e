//! Sets of words that a provider lists and may extend.

/// Declares an open enum: the known words are variants, every other word is kept in `Other`, as it was written.
macro_rules! open_enum {
    ($(#[$about:meta])* $visible:vis $name:ident { $($(#[$known:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        $visible enum $name {
            $($(#[$known])* $variant,)+
            /// Another word, as it was written.
            Other(String),
        }

        impl $name {
            /// The word as it is sent.
            #[must_use]
            $visible fn as_str(&self) -> &str {
                match self {
                    $($name::$variant => $word,)+
                    $name::Other(word) => word,
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = $crate::payload::text(deserializer)?;
                Ok(match word.as_str() {
                    $($word => $name::$variant,)+
                    _ => $name::Other(word),
                })
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "examples": [$($word),+] })
            }
        }
    };
}

pub(crate) use open_enum;

#[cfg(test)]
mod tests {
    open_enum! {
        /// Sizes.
        Size {
            /// Little.
            Small = "small",
            /// Much.
            Large = "extra large",
        }
    }

    #[test]
    fn known_words_and_others() {
        fn check(json: &str, expected: Option<Size>) {
            let read = serde_json::from_str::<Size>(json).ok();
            assert_eq!(read, expected, "{json}");
            if let (Some(size), Some(word)) = (read, json.strip_prefix('"').and_then(|word| word.strip_suffix('"'))) {
                assert_eq!(size.as_str(), word);
            }
        }
        check("\"small\"", Some(Size::Small));
        check("\"extra large\"", Some(Size::Large));
        check("\"Small\"", Some(Size::Other("Small".to_owned())));
        check("7", Some(Size::Other("7".to_owned())));
        check("true", None);
        check("{}", None);
    }
}
