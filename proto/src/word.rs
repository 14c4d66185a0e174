//! Makes an enum whose every value has one number (wire, store) and one word (log, JSON, screen).

/// Declares a closed vocabulary that survives values from a newer release.
///
/// `Variant = number => "word"`; zero is "unspecified" on the wire and never a
/// value. A number that this release does not know becomes `Other(number)`
/// and is passed on unchanged.
macro_rules! words {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $number:literal => $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
            /// A value from a newer release, carried unchanged.
            Other(i32),
        }

        impl $name {
            /// Every value this release knows, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the number used on the wire and in the store.
            pub const fn number(self) -> i32 {
                match self {
                    $(Self::$variant => $number,)+
                    Self::Other(number) => number,
                }
            }

            /// Returns the value with this number, or `None` for zero (unspecified).
            pub const fn from_number(number: i32) -> Option<Self> {
                match number {
                    0 => None,
                    $($number => Some(Self::$variant),)+
                    other => Some(Self::Other(other)),
                }
            }

            /// Returns the word used in logs, JSON and settings; `other` for a newer value.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(_) => "other",
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::name::NotAWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::name::NotAWord {
                        what: stringify!($name),
                        known: &[$($word),+],
                    }),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.word())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use words;
