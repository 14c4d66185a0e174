//! Does a text look like the name of a person?
//!
//! Judged by common family names and by the characters that given names are made of (`names.txt`);
//! that nothing speaks for a place, an office or a company comes first.

use std::{collections::HashSet, sync::LazyLock};

use aho_corasick::AhoCorasick;

/// How much a text looks like a name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Likeness {
    /// A family name alone.
    Family,
    /// Of the right shape.
    Maybe,
    /// A known family name, and a given name behind it.
    Sure,
}

/// The lists of `names.txt`.
struct Known {
    family: HashSet<&'static str>,
    given: HashSet<char>,
    latin: HashSet<&'static str>,
    /// Endings of what is no person.
    not_ends: Vec<&'static str>,
    /// Parts of what is no person.
    not_inside: AhoCorasick,
    /// Parts of the names of firms and facilities, in lower case.
    firms: AhoCorasick,
}

/// A longer text is no name: two parts of eight kana, or three words of Roman letters.
const BYTES: usize = 64;

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let of = |names: &[&str]| {
        let lines = include_str!("names.txt").lines();
        let groups = lines.filter_map(|line| line.split_once(' '));
        let own = groups.filter(|(group, _)| names.contains(group));
        own.flat_map(|(_, rest)| rest.split(' ')).collect::<Vec<_>>()
    };
    let search = |name| AhoCorasick::new(of(&[name])).expect("words are short literals");
    Known {
        family: of(&["family", "kana"]).into_iter().collect(),
        given: of(&["given"]).iter().flat_map(|all| all.chars()).collect(),
        latin: of(&["latin", "latin_given"]).into_iter().collect(),
        not_ends: of(&["not_ends"]),
        not_inside: search("not_inside"),
        firms: search("firm"),
    }
});

/// Tells whether a text in lower case names a firm or a facility.
pub(super) fn is_firm(lower: &str) -> bool {
    KNOWN.firms.is_match(lower)
}

/// Judges a text in normal form; titles and numbers before it must be off already.
pub(super) fn likeness(text: &str) -> Option<Likeness> {
    if text.len() > BYTES {
        return None;
    }
    let parts: Vec<&str> = text
        .split([' ', '\t', '・', '　'])
        .filter(|part| !part.is_empty())
        .collect();
    if text.chars().all(is_latin) {
        return latin(&parts);
    }
    if !parts.iter().all(|part| part.chars().all(is_japanese)) {
        return None;
    }
    let judged = match parts.as_slice() {
        [one] => joined(one),
        [family, given] => separate(family, given),
        _ => None,
    };
    // A known family name may end in 橋 or 村, and a given name in 男 or 人.
    judged.filter(|&known| {
        !holds_something_else(text) && (known != Likeness::Maybe || !ends_as_something_else(text))
    })
}

/// Tells whether a cell under a heading for names may hold one: rarer names than [`likeness`] knows, and foreign ones.
pub(super) fn may_be(text: &str) -> bool {
    let length = text.chars().count();
    let named = |c: char| is_japanese(c) || is_latin(c) || matches!(c, '・' | '.' | '(' | ')' | '\u{3000}');
    (2..=24).contains(&length) && text.chars().all(named) && !is_something_else(text)
        || likeness(text) >= Some(Likeness::Maybe)
}

/// Takes numbers and bullets before a name, and titles and remarks behind it, off; tells whether there was a title.
pub(super) fn bare(text: &str) -> (&str, bool) {
    let start = |c: char| c.is_ascii_digit() || !c.is_alphanumeric();
    let text = text.trim_matches(['"', '\'']);
    let text = text.trim_start_matches(start).trim();
    let text = match text.find(['(', '(', '<', '[']) {
        Some(at) if at > 0 => text[..at].trim_end(),
        _ => text,
    };
    let text = text.trim_end_matches([')', '>', ']']);
    let titled = [
        "様方",
        "様",
        "さま",
        "さん",
        "殿",
        "氏",
        "くん",
        "ちゃん",
        "宅",
        "先生",
        "御中",
    ]
    .iter()
    .find_map(|title| Some((*title, text.strip_suffix(title)?.trim_end())));
    match titled {
        Some(("御中", _)) => ("", false),
        Some((title, rest)) if rest.chars().count() >= 2 => (rest, title != "先生"),
        _ => (text, false),
    }
}

fn joined(text: &str) -> Option<Likeness> {
    let length = text.chars().count();
    if KNOWN.family.contains(text) {
        return Some(Likeness::Family);
    }
    if !(3..=7).contains(&length) {
        return None;
    }
    for (at, _) in text.char_indices().skip(1).take(4) {
        let (family, given) = text.split_at(at);
        if KNOWN.family.contains(family) && is_given(given) && at + given.len() > 6 {
            return Some(Likeness::Sure);
        }
    }
    let shaped = length <= 5 && text.chars().all(is_kanji);
    let ends = text.chars().rev().take(2).all(|c| KNOWN.given.contains(&c));
    (shaped && ends).then_some(Likeness::Maybe)
}

fn separate(family: &str, given: &str) -> Option<Likeness> {
    let (first, second) = (family.chars().count(), given.chars().count());
    if KNOWN.family.contains(family) && is_given(given) {
        return Some(Likeness::Sure);
    }
    let kana = |text: &str| text.chars().all(is_kana);
    let shaped =
        first <= 4 && second <= 3 && family.chars().all(|c| is_kanji(c) || is_kana(c)) && is_given(given);
    let spoken = kana(family) && kana(given) && (2..=8).contains(&first) && (2..=8).contains(&second);
    (shaped || spoken).then_some(Likeness::Maybe)
}

pub(super) fn is_given(text: &str) -> bool {
    let length = text.chars().count();
    let kanji = text
        .chars()
        .all(|c| KNOWN.given.contains(&c) || is_kana(c) || c == '々');
    (1..=4).contains(&length) && kanji && (length > 1 || !text.chars().all(is_kana))
}

fn latin(parts: &[&str]) -> Option<Likeness> {
    let word = |part: &&str| {
        let part = part.trim_matches([',', '.']);
        let capital = part.starts_with(|c: char| c.is_uppercase());
        let rest = part.chars().skip(1);
        let one_case = rest.clone().all(|c| c.is_lowercase() || c == '-' || c == '\'')
            || rest.clone().all(char::is_uppercase);
        capital && one_case && (2..=14).contains(&part.chars().count())
    };
    let known = |part: &&str| {
        KNOWN
            .latin
            .contains(part.trim_matches([',', '.']).to_lowercase().as_str())
    };
    match parts.len() {
        2 | 3 if parts.iter().any(known) && parts.iter().all(|part| word(part) || known(part)) => {
            Some(Likeness::Sure)
        }
        2 | 3 if parts.iter().all(word) => Some(Likeness::Maybe),
        _ => None,
    }
}

fn is_something_else(text: &str) -> bool {
    holds_something_else(text) || ends_as_something_else(text)
}

fn holds_something_else(text: &str) -> bool {
    KNOWN.not_inside.is_match(text)
}

fn ends_as_something_else(text: &str) -> bool {
    KNOWN.not_ends.iter().any(|ending| text.ends_with(ending))
}

fn is_latin(c: char) -> bool {
    c.is_alphabetic() && u32::from(c) < 0x250 || matches!(c, ' ' | '-' | '\'' | ',' | '.')
}

fn is_japanese(c: char) -> bool {
    is_kanji(c) || is_kana(c) || c == ' '
}

fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}' | '々' | 'ヶ' | 'ノ')
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | 'ー')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_persons_are_known() {
        for name in [
            "佐藤花子",
            "架空 太郎",
            "渡邉 結衣",
            "山本さくら",
            "高橋 一",
            "高橋 義男",
            "小笠原健",
            "長谷川 陽子",
            "Yamada Taro",
            "SUZUKI Hanako",
        ] {
            assert_eq!(likeness(name), Some(Likeness::Sure), "{name}");
        }
        for name in ["ケゼン タロウ", "大和田原 美咲", "John Smith"] {
            assert_eq!(likeness(name), Some(Likeness::Maybe), "{name}");
        }
    }

    #[test]
    fn places_offices_and_companies_are_no_persons() {
        for text in [
            "総務課",
            "山田工業",
            "鈴木商店",
            "高橋町",
            "石川県",
            "中央公民館",
            "松本市",
            "林業",
            "株式会社 鈴木",
            "山口建設",
            "東小学校",
            "令和",
            "宮崎 支店",
        ] {
            assert!(likeness(text) < Some(Likeness::Maybe), "{text}");
            assert!(!may_be(text) || text == "林業" || text == "令和", "{text}");
        }
    }

    #[test]
    fn titles_and_numbers_are_no_part_of_a_name() {
        assert_eq!(bare("12. 山田太郎 様"), ("山田太郎", true));
        assert_eq!(bare("山田太郎(やまだたろう)"), ("山田太郎", false));
        assert_eq!(bare("総務課御中"), ("", false));
    }
}
