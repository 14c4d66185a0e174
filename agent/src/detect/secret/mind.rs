//! What comes to mind when somebody must think up a secret, and what only machines and makers write.

use std::sync::LazyLock;

use regex::Regex;

use super::super::shape::own;

/// How far a value is from anything but a secret.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mind {
    /// A word and a number, as ids have it too.
    Plain,
    /// Lower case with numbers between, or Japanese in Roman letters with one.
    Likely,
    /// Three classes, not like a model's name.
    Odd,
    /// A symbol inside as only secrets have it.
    Sure,
}

impl Mind {
    pub(super) fn weight_name(self) -> &'static str {
        match self {
            Self::Plain => "mind_plain",
            Self::Likely => "mind_likely",
            Self::Odd => "mind_odd",
            Self::Sure => "mind_sure",
        }
    }
}

/// A name and a number, as models and versions have it.
static MODEL: LazyLock<Regex> = LazyLock::new(|| {
    own(
        r"^(?:[A-Za-z]*[A-Z]{2}-)?(?P<stem>[A-Za-z]*[A-Z][A-Za-z]*)[-_]?\d+[A-Z]?[a-z]{0,2}(?:-?(?:Rev|Gen|Ver)\d{1,2})?$",
    )
});
/// A word with a capital and a number, as people have it too.
static TITLED: LazyLock<Regex> = LazyLock::new(|| own(r"^[A-Z][a-z]+[-_]?\d+[a-z]{0,2}$"));
/// A word and a number, as ids have it.
static ID: LazyLock<Regex> = LazyLock::new(|| own(r"^(?P<stem>[a-z]+)[-_.]?\d+$"));
static ROMAJI: LazyLock<Regex> = LazyLock::new(|| {
    own(r"(?i)^(?:(?:kk?y?|ss?h?y?|tt?[syh]?|ch|ny?|hy?|my?|y|ry?|w|gy?|z|j|d|b|p|f)?[aiueo]|n)+$")
});
/// Words joined by their capitals and a number, as products have it.
static NAMED: LazyLock<Regex> = LazyLock::new(|| own(r"^(?:[A-Z][a-z]+){2,}-?\d{1,4}$"));
/// Names of machines and of releases.
static MACHINE: LazyLock<Regex> = LazyLock::new(|| {
    own(
        r"^(?:[A-Z]{2,}\d.*|[A-Z]{2,}-\w*\d\w*(?:-\w+)+|\d+[A-Za-z]+|T\d{13}|[Vv]er.*|[a-z]{1,8}(?:[-_.][a-z]{1,8})+\d{1,3})$",
    )
});
/// Tells how far a candidate is from anything but a secret; `None` if it may be a thing.
pub(super) fn mind(value: &str) -> Option<Mind> {
    let has = |is: fn(&u8) -> bool| value.bytes().any(|byte| is(&byte));
    let (lower, upper, digit) = (
        has(u8::is_ascii_lowercase),
        has(u8::is_ascii_uppercase),
        has(u8::is_ascii_digit),
    );
    let symbol = value.contains(['!', '#', '$', '%', '&', '?', '@', '*', '+', '=']);
    let plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&?@*+-_.=".contains(c);
    // Yuki-Kanko! has no digit, and what nothing else has.
    let exclaimed =
        upper && lower && value.len() >= 8 && (value.ends_with('!') || value.contains(['#', '$']));
    if !(6..=24).contains(&value.len())
        || !(digit || exclaimed)
        || !(lower || upper)
        || !value.chars().all(plain)
    {
        return None;
    }
    let romaji = |stem: &str| stem.len() >= 3 && ROMAJI.is_match(stem);
    let stem = |shape: &Regex| {
        let found = shape.captures(value)?;
        Some(found.name("stem").map_or("", |stem| stem.as_str()).to_owned())
    };
    if !value.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    if value.contains(['!', '#', '$', '%', '&', '?']) {
        return Some(if digit { Mind::Sure } else { Mind::Odd });
    }
    if !lower || value.contains('.') || symbol && !(upper && value.contains(['@', '+', '*', '='])) {
        return None;
    }
    if MACHINE.is_match(value) {
        return None;
    }
    if let Some(stem) = stem(&ID) {
        let year = ["2024", "2025", "2023", "2026"]
            .iter()
            .any(|year| value.ends_with(year));
        let counted = value.len() - stem.len() <= 3 && value[stem.len()..].starts_with(['0', '-', '.']);
        return Some(if (romaji(&stem) || year) && !counted {
            Mind::Likely
        } else {
            Mind::Plain
        });
    }
    if let Some(stem) = stem(&MODEL) {
        return (romaji(&stem) && TITLED.is_match(value)).then_some(Mind::Likely);
    }
    if upper && value.contains('_') {
        return None;
    }
    let odd = upper && !NAMED.is_match(value);
    Some(if odd { Mind::Odd } else { Mind::Likely })
}

/// Tells the type of a machine, of a product or of a release by its shape.
pub(super) fn names_a_thing(value: &str) -> bool {
    (MODEL.is_match(value) || MACHINE.is_match(value)) && !TITLED.is_match(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_people_think_up_comes_to_mind() {
        for value in ["Jl!sPo99", "Tunnel#88", "visitor2024!"] {
            assert!(mind(value) == Some(Mind::Sure), "{value}");
        }
        for value in ["Kk3wpz9", "jJ49dkwa", "Root-me33", "Yuki-Kanko!", "Zr8*C=p7"] {
            assert!(mind(value) == Some(Mind::Odd), "{value}");
        }
        for value in ["koala55x", "Kitsune8", "Tanuki-55", "kosodate77"] {
            assert!(mind(value) == Some(Mind::Likely), "{value}");
        }
        for value in [
            "Chrome120",
            "FortiGate-60F",
            "IMC3510",
            "iPhone15",
            "PF3A1B2C",
            "v1.2.3",
        ] {
            assert!(mind(value).is_none(), "{value}");
        }
        for value in ["soumu01", "k-0203", "user123"] {
            assert!(mind(value) == Some(Mind::Plain) || value.len() < 6, "{value}");
        }
    }
}
