//! Could this be a secret? Length, classes, and how people form the words they remember.

use std::{collections::HashSet, sync::LazyLock};

use regex::Regex;

use super::{
    super::shape::own,
    other::{is_masked, is_other},
};

/// What a candidate looks like, from poor to rich.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Look {
    /// Letters that may be a word of any language or a name in a program.
    Word,
    /// Letters that read as Japanese in Roman letters, as people choose them.
    Romaji,
    /// Digits only.
    Digits,
    /// Capitals and a number, or one letter and a number: mostly the number of a thing or a person.
    Code,
    /// Digits where a PIN is expected.
    Pin,
    /// Letters in both cases without pattern, or with a symbol inside.
    Odd,
    /// Letters and digits.
    Mixed,
    /// Three or four classes.
    Rich,
}

impl Look {
    /// Returns the name of its weight in the rule.
    pub(super) fn weight_name(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Romaji => "romaji",
            Self::Digits => "digits",
            Self::Code => "code",
            Self::Pin => "pin",
            Self::Odd => "odd",
            Self::Mixed => "mixed",
            Self::Rich => "rich",
        }
    }
}

/// Words and parts that no secret is.
pub(super) struct Values {
    pub(super) words: HashSet<String>,
    pub(super) parts: Vec<String>,
}

impl Values {
    /// Tells how a candidate looks, or `None` if it is no secret. `quoted` if it stood in quotes.
    pub(super) fn look(&self, value: &str, pin: bool, quoted: bool) -> Option<Look> {
        let length = value.chars().count();
        let graphic = |byte: u8| byte.is_ascii_graphic() || quoted && byte == b' ';
        if !(4..=128).contains(&length) || !value.bytes().all(graphic) {
            return None;
        }
        let lower = value.to_ascii_lowercase();
        if is_masked(&lower) || self.words.contains(&lower) {
            return None;
        }
        if self.parts.iter().any(|part| lower.contains(part.as_str())) {
            return None;
        }
        if pin && PIN.is_match(&lower) {
            return Some(Look::Pin);
        }
        if is_other(&lower) {
            return None;
        }
        classes(value, pin)
    }
}

/// Digits as a door or a copier takes them, with its keys.
static PIN: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[*#]?[a-f]?\d{4,12}[*#]?|\d{3,4}([- ]\d{3,4}){1,2}|\d(-\d){3,7}(-?[*#])?"));
/// Numbers of things, rooms, persons and requests.
static CODE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[A-Z]{1,6}[-_]?\d+([-/]\d+)*[A-Z]?|[a-z]\d{3,}|\d+[A-Z]{1,3}|\d+-[A-Z]"));
/// Japanese in Roman letters.
static ROMAJI: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:(?:kk?y?|ss?[hy]?|tt?[syh]?|cch|ch|nn?y?|hy?|mm?y?|y|rr?y?|w|gg?y?|zz?y?|dd?y?|bb?y?|pp?y?|ff?|jj?y?)?[aiueo]|n)+|qwerty|asdf(gh)?|letmein|zaqwsx|qazwsx|zxcvbn",
    )
});
/// Names in programs: words joined by capitals, dots or underscores.
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"[a-z]+([A-Z][a-z]+)+|([A-Z][a-z]+){2,}|[a-zA-Z]+([._/:-][a-zA-Z]+)+|[A-Z_]+|_\w+|\w+_t|\w+__\w*|[a-zA-Z0-9]+(_[a-zA-Z0-9]+){2,}",
    )
});

fn regex(shape: &str) -> Regex {
    own(&format!("^(?:{shape})$"))
}

fn classes(value: &str, pin: bool) -> Option<Look> {
    let count = |is: fn(&u8) -> bool| value.bytes().filter(is).count();
    let (lower, upper) = (count(u8::is_ascii_lowercase), count(u8::is_ascii_uppercase));
    let (digits, symbols) = (count(u8::is_ascii_digit), count(u8::is_ascii_punctuation));
    let kinds = [lower, upper, digits, symbols]
        .into_iter()
        .filter(|&n| n > 0)
        .count();
    let inner = value.get(1..value.len() - 1).unwrap_or_default();
    Some(match () {
        () if symbols == value.len() => return None,
        () if digits == value.len() && value.len() > 16 => return None,
        () if pin && lower + upper > 0 && digits == 0 => return None,
        () if lower + upper == 0 => Look::Digits,
        () if CODE.is_match(value) => Look::Code,
        () if digits == 0 && is_joined_romaji(value) => {
            if upper > 0 && lower > 0 {
                Look::Odd
            } else {
                Look::Romaji
            }
        }
        () if value.contains('_') && NAME.is_match(value) => Look::Word,
        () if kinds >= 3 && digits > 0 => Look::Rich,
        () if digits > 0 => Look::Mixed,
        () if ROMAJI.is_match(&value.to_ascii_lowercase()) => Look::Romaji,
        () if inner.contains(['!', '@', '#', '$', '%', '^', '&', '*', '+', '?']) => Look::Odd,
        () if NAME.is_match(value) && value.len() >= 3 * upper => Look::Word,
        () if lower > 0 && upper > 1 => Look::Odd,
        () => Look::Word,
    })
}

/// Tells words in Roman letters that a sign joins: momiji_HOTARU.
fn is_joined_romaji(value: &str) -> bool {
    let romaji = |part: &str| part.len() >= 3 && ROMAJI.is_match(&part.to_ascii_lowercase());
    let own = value.contains(['_', '#', '@']);
    own && value.split(['_', '#', '@']).all(romaji)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(value: &str) -> Option<Look> {
        let values = Values {
            words: ["required"].map(str::to_owned).into(),
            parts: vec![],
        };
        values.look(value, false, false)
    }

    #[test]
    fn what_people_use_looks_like_a_secret() {
        for value in [
            "Sakura#2024",
            "kita2024",
            "P@ssw0rd!",
            "aB3xQ9",
            "hoken-01",
            "Tanuki99!",
            "wpa8Kd0x",
        ] {
            assert!(look(value) >= Some(Look::Mixed), "{value}");
        }
        assert_eq!(look("sakura"), Some(Look::Romaji));
        assert_eq!(look("himawari"), Some(Look::Romaji));
        assert_eq!(look("4512"), Some(Look::Digits));
        assert_eq!(look("KwZbQm"), Some(Look::Odd));
    }

    #[test]
    fn words_and_numbers_of_things_are_poor() {
        for value in [
            "benutzername",
            "Wachtwoord",
            "firstName",
            "given_names",
            "strength",
        ] {
            assert_eq!(look(value), Some(Look::Word), "{value}");
        }
        for value in ["PC0123", "INC0012345", "K-101", "k10234", "MP-3003"] {
            assert_eq!(look(value), Some(Look::Code), "{value}");
        }
    }

    #[test]
    fn what_is_something_else_is_no_secret() {
        for value in [
            "********",
            "xxxxxxxx",
            "......",
            "<password>",
            "${DB_PASS}",
            "%s",
            "$pw",
            "os.environ[\"X\"]",
            "getenv(\"X\")",
            "self.password",
            "2024/04/01",
            "2024-04-01t09:00:01",
            "0297-64-1111",
            "tanaka@city.example.jp",
            "https://a.example/x",
            "192.168.10.5",
            "C:\\Users\\x",
            "\\\\server\\share",
            "/usr/share/doc",
            "list.xlsx",
            "d41d8cd98f00b204e9800998ecf8427e",
            "v1.2.3",
            "8-16",
            "r6.4.1",
            "1,234,567",
            "WPA2-PSK(AES)",
            "SHA-256",
            "Windows11",
            "128bit",
            "No.12",
            "550e8400-e29b-41d4-a716-446655440000",
            "your-password-here",
            "your_password",
            "required",
            "abc",
            "{{pw}}",
        ] {
            assert_eq!(look(value), None, "{value}");
        }
    }

    #[test]
    fn a_pin_has_four_digits_or_more() {
        let values = Values {
            words: HashSet::new(),
            parts: vec![],
        };
        for pin in ["4512", "2580#", "C2846", "1985", "8412-9930"] {
            assert_eq!(values.look(pin, true, false), Some(Look::Pin), "{pin}");
        }
        assert_eq!(values.look("451", true, false), None);
    }
}
