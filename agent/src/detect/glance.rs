//! The quick look over raw bytes: is a trigger or a long number there at all?
//!
//! Most files end here, undecoded. Literals are searched in the bytes of the text's own coding and in
//! every way of writing (half and full width, either case); numbers by their byte class and grouping.

mod digits;
mod literals;

use std::{ops::Range, sync::OnceLock};

use self::{digits::Digits, literals::Literals};
use super::normal::{full_width, half_width};
use crate::extract::coding::Coding;

/// Literals and numbers to look for, in every coding.
pub(super) struct Glance {
    triggers: Vec<String>,
    digits: Option<Digits>,
    literals: [OnceLock<Literals>; Coding::ALL.len()],
}

impl Glance {
    /// Collects what to look for: literals, lengths of numbers and their groupings, and how many telephone
    /// numbers close together (0: none).
    pub(super) fn new(
        triggers: Vec<String>,
        lengths: &[usize],
        groups: Vec<Vec<usize>>,
        telephones: usize,
    ) -> Self {
        let any = !lengths.is_empty() || telephones > 0;
        Self {
            triggers,
            digits: any.then(|| Digits::new(lengths, groups, telephones)),
            literals: Default::default(),
        }
    }

    /// Adds the byte ranges that are worth decoding, in ascending order.
    pub(super) fn look(&self, coding: Coding, bytes: &[u8], worth: &mut Vec<Range<usize>>) {
        let Some(at) = Coding::ALL
            .iter()
            .position(|&known| known == coding && known != Coding::Iso2022Jp)
        else {
            // A coding with shift states is always decoded.
            return worth.push(0..bytes.len());
        };
        let literals = self.literals[at].get_or_init(|| self.compile(coding));
        let unit = coding.unit();
        let mut found = |range: Range<usize>| {
            let range = range.start * unit..range.end * unit;
            if alone(coding, bytes, &range) && signs_in(coding, bytes, &range) {
                worth.push(range);
            }
        };
        match unit {
            2 => literals.find(&folded(bytes), &mut found),
            _ => literals.find(bytes, &mut found),
        }
        if let Some(digits) = &self.digits {
            digits.find(coding, bytes, |range| worth.push(range));
        }
        worth.sort_unstable_by_key(|range| range.start);
    }

    fn compile(&self, coding: Coding) -> Literals {
        let literals = self
            .triggers
            .iter()
            .flat_map(|trigger| ways(trigger))
            .filter_map(|way| coding.encode(&way))
            .map(|bytes| if coding.unit() == 2 { folded(&bytes) } else { bytes })
            .collect();
        Literals::new(literals)
    }
}

/// Makes one byte of each unit of UTF-16, so that letters of ASCII stay what they are.
///
/// Different units may become the same byte: that costs a decoding in vain, never a trigger.
fn folded(bytes: &[u8]) -> Vec<u8> {
    // Either half is zero in ASCII, whichever comes first. Without branches, so that it compiles to SIMD.
    let fold = |&[first, second]: &[u8; 2]| (first ^ second) | u8::from((first != 0) & (second != 0)) << 7;
    bytes.as_chunks::<2>().0.iter().map(fold).collect()
}

/// Every way in which people write a literal; ASCII letters match in either case anyway.
fn ways(literal: &str) -> Vec<String> {
    let mut ways = vec![literal.to_owned()];
    ways.extend(half_width(literal));
    ways.extend(full_width(literal));
    ways.extend(full_width(&literal.to_uppercase()));
    ways.extend(full_width(&titled(literal)));
    ways
}

fn titled(literal: &str) -> String {
    let mut chars = literal.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// Keeps very short words only where no ASCII letter touches them.
fn alone(coding: Coding, bytes: &[u8], range: &Range<usize>) -> bool {
    let unit = coding.unit();
    let short = range.len() <= 3 * unit
        && bytes[range.clone()]
            .chunks(unit)
            .any(|unit| ascii(coding, unit).is_ascii_alphabetic());
    if !short {
        return true;
    }
    let letter = |at: Option<usize>| {
        let unit = at.and_then(|at| bytes.get(at..at + unit));
        unit.map(|unit| ascii(coding, unit))
            .is_some_and(|byte| byte.is_ascii_alphabetic())
    };
    // In a legacy coding what looks like a letter may be the second half of a character.
    let half = unit == 1 && range.start >= 2 && bytes[range.start - 2] >= 0x80;
    let before = letter(range.start.checked_sub(unit)) && !half;
    let after = letter(Some(range.end)) && letter(range.end.checked_sub(unit));
    !before && !after
}

/// Returns the ASCII character that a unit is; 255 for any other.
fn ascii(coding: Coding, unit: &[u8]) -> u8 {
    match (coding, unit) {
        (Coding::Utf16Le, &[byte, 0]) | (Coding::Utf16Be, &[0, byte]) | (_, &[byte]) => byte,
        _ => u8::MAX,
    }
}

/// Bytes after `://` in which somebody may sign in: user and password of the rule, in any coding.
const SIGN_IN_BYTES: usize = 400;

/// Keeps `://` only where a user and an `@` follow before the path begins: most addresses open nothing.
fn signs_in(coding: Coding, bytes: &[u8], range: &Range<usize>) -> bool {
    let unit = coding.unit();
    let ascii = |unit: &[u8]| ascii(coding, unit);
    if !bytes[range.clone()].chunks(unit).map(ascii).eq(*b"://") {
        return true;
    }
    let rest = &bytes[range.end..bytes.len().min(range.end + SIGN_IN_BYTES)];
    let mut ends = rest.chunks(unit).map(ascii);
    // A second byte of CP932 may look like an `@`: that costs a decoding in vain, never a trigger.
    ends.find(|byte| byte.is_ascii_whitespace() || b"@/\"<>".contains(byte)) == Some(b'@')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str, coding: Coding) -> bool {
        let glance = Glance::new(
            vec!["パスワード".into(), "pw".into(), "pass".into(), "://".into()],
            &[12],
            vec![vec![4, 4, 4]],
            3,
        );
        let mut worth = Vec::new();
        glance.look(coding, &coding.encode(text).expect("representable"), &mut worth);
        !worth.is_empty()
    }

    #[test]
    fn a_trigger_is_seen_in_every_coding_and_width() {
        for coding in [
            Coding::Utf8,
            Coding::Utf16Le,
            Coding::Utf16Be,
            Coding::Cp932,
            Coding::EucJp,
        ] {
            for text in [
                "abc パスワード",
                "ﾊﾟｽﾜｰﾄﾞ",
                "ＰＷ：x",
                "Pw: x",
                "１２３４５６７８９０１８",
                "1234-5678-9018",
            ] {
                assert!(seen(text, coding), "{text} {coding:?}");
            }
            assert!(!seen("議事録 2024 spw", coding), "{coding:?}");
        }
    }

    #[test]
    fn a_short_word_is_seen_behind_any_character() {
        // 「の」 in UTF-16 and the dot in CP932 have a byte of an ASCII letter.
        for coding in [
            Coding::Utf8,
            Coding::Utf16Le,
            Coding::Utf16Be,
            Coding::Cp932,
            Coding::EucJp,
        ] {
            for text in ["申請のPWは", "ID・PWとも", "表PW"] {
                assert!(seen(text, coding), "{text} {coding:?}");
            }
        }
    }

    #[test]
    fn an_address_is_seen_only_where_somebody_signs_in() {
        for coding in [Coding::Utf8, Coding::Utf16Le, Coding::Utf16Be, Coding::Cp932] {
            for text in ["ftp://up:Xx9@host/", "x https://利用者:Xx9@host"] {
                assert!(seen(text, coding), "{text} {coding:?}");
            }
            for text in [
                "https://example.jp/a@b",
                "see http://example.jp me@example.jp",
                "a://",
            ] {
                assert!(!seen(text, coding), "{text} {coding:?}");
            }
        }
    }

    #[test]
    fn times_telephones_and_parts_of_words_are_not_seen() {
        for coding in [Coding::Utf8, Coding::Utf16Le, Coding::Cp932] {
            for text in [
                "2026-11-20T10:20:30.123 2026/11/20 10:20",
                "id=00123456789018ab x123456789018",
                "0297-64-1111 03-1234-5678 20261120",
                "compw pwx spins",
            ] {
                assert!(!seen(text, coding), "{text} {coding:?}");
            }
        }
    }

    #[test]
    fn a_number_across_two_blocks_is_seen() {
        for start in 0..80 {
            let text = format!("{} 123456789018 {}", "a".repeat(start), "b".repeat(90));
            assert!(seen(&text, Coding::Utf8), "{start}");
        }
    }
}
