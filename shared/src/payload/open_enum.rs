//! Open enums for the sets of words that a provider documents: known words are variants, and any
//! other word is kept as written.
//!
//! No documented set is complete: providers add words without notice, and a payload must not fail
//! because of a new one.

/// Defines an open enum: a variant for each known word, and `Other(String)` for any other.
macro_rules! open_enum {
    ($(#[doc = $about:literal])* $vis:vis enum $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        $vis enum $name {
            $($(#[$doc])* $variant,)+
            /// A word unknown to this version.
            Other(String),
        }

        impl $name {
            /// Returns the word as the provider writes it.
            #[must_use]
            $vis fn as_str(&self) -> &str {
                match self {
                    $($name::$variant => $word,)+
                    $name::Other(word) => word,
                }
            }
        }

        impl From<String> for $name {
            fn from(word: String) -> Self {
                match word.as_str() {
                    $($word => $name::$variant,)+
                    _ => $name::Other(word),
                }
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, word: &str) -> bool {
                self.as_str() == word
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, word: &&str) -> bool {
                self.as_str() == *word
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self::from)
            }
        }

        /// Any string, with the known words as examples.
        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::from(stringify!($name))
            }
            fn schema_id() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::from(concat!(module_path!(), "::", stringify!($name)))
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let description = concat!($($about),*).trim();
                schemars::json_schema!({ "description": description, "type": "string", "examples": [$($word),+] })
            }
        }
    };
}

pub(crate) use open_enum;

#[cfg(test)]
mod tests {
    use crate::payload::tolerant;

    open_enum! {
        /// States of a light.
        enum Light {
            /// Stop.
            Red = "red",
            /// Go.
            Green = "goGreen",
        }
    }

    #[test]
    fn words() {
        fn check(json: &str, expected: Option<Light>) {
            let read = serde_json::from_str(json).ok().and_then(|value| tolerant::read::<Light>(value).ok());
            assert_eq!(read, expected, "{json}");
        }
        check("\"red\"", Some(Light::Red));
        check("\"goGreen\"", Some(Light::Green));
        check("\"Red\"", Some(Light::Other("Red".to_owned())));
        check("\"\"", Some(Light::Other(String::new())));
        // As everywhere, a number is accepted as a word.
        check("7", Some(Light::Other("7".to_owned())));
        check("true", None);
        check("[]", None);
        for word in ["red", "goGreen", "amber"] {
            let light = Light::from(word.to_owned());
            assert_eq!((light.as_str(), light.to_string().as_str()), (word, word));
            assert!(light == *word && light == word, "{word}");
        }
    }
}
