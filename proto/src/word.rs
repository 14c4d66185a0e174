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

#[cfg(test)]
#[expect(unreachable_pub, reason = "`words!` declares what others use")]
mod tests {
    words! {
        /// For these tests.
        pub enum Fruit {
            /// Red.
            Apple = 1 => "apple",
            /// Yellow.
            Quince = 2 => "quince",
        }
    }

    #[test]
    fn every_value_survives_its_number_and_its_word() {
        for &fruit in Fruit::ALL {
            assert_eq!(Fruit::from_number(fruit.number()), Some(fruit));
            assert_eq!(fruit.word().parse(), Ok(fruit));
        }
    }

    #[test]
    fn a_newer_value_is_carried_and_zero_is_none() {
        assert_eq!(Fruit::from_number(0), None);
        let newer = Fruit::from_number(-7);
        assert_eq!(newer, Some(Fruit::Other(-7)));
        assert_eq!(newer.map(Fruit::number), Some(-7));
        assert_eq!(newer.map(Fruit::word), Some("other"));
    }

    #[test]
    fn a_wrong_word_is_told_with_the_right_ones() {
        let wrong = "pear".parse::<Fruit>();
        let told = wrong.map_err(|error| error.to_string());
        assert_eq!(told, Err("not a Fruit; one of: apple, quince".to_owned()));
        assert!(
            "other".parse::<Fruit>().is_err(),
            "nobody may ask for a value that is not known"
        );
    }
}
