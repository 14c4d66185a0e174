//! The quick look over raw bytes: is there anything to look at closely, and for whom?
//!
//! Most files end here, undecoded. Literals are searched in the bytes of the text's own coding and in
//! every way of writing (half and full width, either case); numbers by their byte class and grouping.
//!
//! ```text
//! literal  anywhere ─────────────────────────────────────┐
//!          as a heading: the word ends there ────────────┼─► sight: where, and for which lanes
//!          in a crowd ─┐                                 │
//! digits   telephone ──┴─► several, each of its own line ┤
//!          a number ─────────────────────────────────────┘
//! ```

mod crowd;
mod digits;
mod literals;

use std::{borrow::Cow, ops::Range, sync::OnceLock};

use self::{
    crowd::Crowd,
    digits::{Digits, Seen},
    literals::Literals,
};
use super::normal::{full_width, half_width};
use crate::extract::coding::Coding;

/// Office text of our own in which nothing is to be found: what is common in it makes a poor mark.
const ORDINARY: &str = include_str!("glance/ordinary.txt");

/// The methods that want to see something, as bits.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Lanes(u8);

impl Lanes {
    pub(super) const SECRET: Self = Self(1);
    pub(super) const NUMBER: Self = Self(2);
    pub(super) const ROSTER: Self = Self(4);

    pub(super) fn has(self, lane: Self) -> bool {
        self.0 & lane.0 != 0
    }
}

/// How a literal must stand to be worth a look.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Manner {
    /// In any way.
    Anywhere,
    /// As a heading or a label: no word goes on behind it.
    Heading,
    /// With several others close by, which belong to other persons.
    Crowd,
    /// The same, with the number of a house behind it.
    Numbered,
}

/// What to look for.
#[derive(Default)]
pub(super) struct Wanted {
    /// Literals, for whom, and how they must stand.
    pub(super) literals: Vec<(String, Lanes, Manner)>,
    /// Lengths of numbers without separators.
    pub(super) lengths: Vec<usize>,
    /// How the digits of numbers may be grouped.
    pub(super) groups: Vec<Vec<usize>>,
    /// So many make a crowd; 0 if none is looked for.
    pub(super) crowd: usize,
}

/// Something that is worth a look.
#[derive(Clone, Debug)]
pub(super) struct Sight {
    /// In bytes of the coding that was looked at.
    pub(super) range: Range<usize>,
    pub(super) lanes: Lanes,
}

/// Literals and numbers to look for, in every coding.
pub(super) struct Glance {
    wanted: Wanted,
    digits: Option<Digits>,
    literals: [OnceLock<Literals>; Coding::ALL.len()],
}

impl Glance {
    /// Collects what to look for.
    pub(super) fn new(wanted: Wanted) -> Self {
        let any = !wanted.lengths.is_empty() || wanted.crowd > 0;
        Self {
            digits: any.then(|| Digits::new(&wanted.lengths, &wanted.groups, wanted.crowd > 0)),
            wanted,
            literals: Default::default(),
        }
    }

    /// Returns what is worth decoding, in ascending order of where it begins.
    pub(super) fn look(&self, coding: Coding, bytes: &[u8]) -> Vec<Sight> {
        let Some(at) = Coding::ALL
            .iter()
            .position(|&known| known == coding && known != Coding::Iso2022Jp)
        else {
            // A coding with shift states is always decoded.
            return vec![Sight {
                range: 0..bytes.len(),
                lanes: Lanes(u8::MAX),
            }];
        };
        let literals = self.literals[at].get_or_init(|| self.compile(coding));
        let unit = coding.unit();
        let mut sights = Vec::new();
        let mut crowd = Crowd::new(self.wanted.crowd);
        let mut found = |range: Range<usize>, number: u16| {
            let range = range.start * unit..range.end * unit;
            let Some((literal, lanes, manner)) = self.wanted.literals.get(usize::from(number)) else {
                return;
            };
            let text = Raw { coding, bytes };
            if !text.is_alone(&range) {
                return;
            }
            match manner {
                Manner::Anywhere if literal == "://" && !text.signs_in(&range) => {}
                Manner::Heading if !text.ends_word(&range) => {}
                Manner::Numbered if !text.is_numbered(&range) => {}
                Manner::Crowd | Manner::Numbered => crowd.add(range),
                _ => sights.push(Sight { range, lanes: *lanes }),
            }
        };
        match unit {
            2 => literals.find(&folded(bytes), &mut found),
            _ => literals.find(bytes, &mut found),
        }
        if let Some(digits) = &self.digits {
            digits.find(coding, bytes, |range, seen| match seen {
                Seen::Telephone => crowd.add(range),
                Seen::Number => sights.push(Sight {
                    range,
                    lanes: Lanes::NUMBER,
                }),
            });
        }
        sights.extend(crowd.gathered(bytes).map(|range| Sight {
            range,
            lanes: Lanes::ROSTER,
        }));
        sights.sort_unstable_by_key(|sight| sight.range.start);
        sights
    }

    fn compile(&self, coding: Coding) -> Literals {
        let ways = (0..)
            .zip(&self.wanted.literals)
            .flat_map(|(number, (literal, ..))| {
                let ways = ways(literal).into_iter().filter_map(|way| coding.encode(&way));
                ways.map(move |bytes| (if coding.unit() == 2 { folded(&bytes) } else { bytes }, number))
            });
        let ordinary = coding.encode(ORDINARY).unwrap_or_default();
        Literals::new(
            ways.collect(),
            &if coding.unit() == 2 {
                folded(&ordinary)
            } else {
                ordinary
            },
        )
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

/// Bytes of the widest character in any coding that is searched.
const WIDEST: usize = 4;

/// Bytes after `://` in which somebody may sign in: user and password of the rule, in any coding.
const SIGN_IN_BYTES: usize = 400;

/// Text that is not decoded yet.
struct Raw<'b> {
    coding: Coding,
    bytes: &'b [u8],
}

impl Raw<'_> {
    /// Keeps very short words only where no ASCII letter touches them.
    fn is_alone(&self, range: &Range<usize>) -> bool {
        let unit = self.coding.unit();
        let short = range.len() <= 3 * unit
            && self.bytes[range.clone()]
                .chunks(unit)
                .any(|unit| self.ascii(unit).is_ascii_alphabetic());
        if !short {
            return true;
        }
        let letter = |at: Option<usize>| {
            let unit = at.and_then(|at| self.bytes.get(at..at + unit));
            unit.is_some_and(|unit| self.ascii(unit).is_ascii_alphabetic())
        };
        // In a legacy coding what looks like a letter may be the second half of a character.
        let half = unit == 1 && range.start >= 2 && self.bytes[range.start - 2] >= 0x80;
        let before = letter(range.start.checked_sub(unit)) && !half;
        let after = letter(Some(range.end)) && letter(range.end.checked_sub(unit));
        !before && !after
    }

    /// Returns the ASCII character that a unit is; 255 for any other.
    fn ascii(&self, unit: &[u8]) -> u8 {
        match (self.coding, unit) {
            (Coding::Utf16Le, &[byte, 0]) | (Coding::Utf16Be, &[0, byte]) | (_, &[byte]) => byte,
            _ => u8::MAX,
        }
    }

    /// Keeps `://` only where a user and an `@` follow before the path begins: most addresses open nothing.
    fn signs_in(&self, range: &Range<usize>) -> bool {
        let rest = &self.bytes[range.end..self.bytes.len().min(range.end + SIGN_IN_BYTES)];
        let mut ends = rest.chunks(self.coding.unit()).map(|unit| self.ascii(unit));
        // A second byte of CP932 may look like an `@`: that costs a decoding in vain, never a trigger.
        ends.find(|byte| byte.is_ascii_whitespace() || b"@/\"<>".contains(byte)) == Some(b'@')
    }

    /// Tells whether a word ends here: no letter, kana or kanji goes on, and no sentence.
    fn ends_word(&self, range: &Range<usize>) -> bool {
        let text = self.ahead(range.end, 1);
        let next = text.chars().next();
        next.is_none_or(|c| !c.is_alphabetic() && !matches!(c, '・' | '、' | '。' | '」'))
    }

    /// Tells whether the number of a house follows: 一丁目2番.
    fn is_numbered(&self, range: &Range<usize>) -> bool {
        let digit = |c: char| c.is_numeric() || "一二三四五六七八九十".contains(c);
        let text = self.ahead(range.end, 2);
        let mut chars = text.chars();
        match chars.next() {
            Some(' ' | '\u{3000}') => chars.next().is_some_and(digit),
            next => next.is_none_or(digit),
        }
    }

    /// Decodes the characters that begin here: as many as asked for, if so many are left, and perhaps more.
    fn ahead(&self, at: usize, count: usize) -> Cow<'_, str> {
        let rest = self.bytes.get(at..).unwrap_or_default();
        self.coding.decode(&rest[..rest.len().min(count * WIDEST)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str, coding: Coding) -> bool {
        !sights(text, coding).is_empty()
    }

    fn sights(text: &str, coding: Coding) -> Vec<Sight> {
        let anywhere = ["パスワード", "pw", "pass", "://"];
        let literals = anywhere.map(|word| (word.to_owned(), Lanes::SECRET, Manner::Anywhere));
        let heading = ["氏名", "date of birth"].map(|word| (word.to_owned(), Lanes::ROSTER, Manner::Heading));
        let crowd = [("丁目", Manner::Numbered), ("@mail.", Manner::Crowd)];
        let crowd = crowd.map(|(word, manner)| (word.to_owned(), Lanes::ROSTER, manner));
        let glance = Glance::new(Wanted {
            literals: literals.into_iter().chain(heading).chain(crowd).collect(),
            lengths: vec![12],
            groups: vec![vec![4, 4, 4]],
            crowd: 3,
        });
        glance.look(coding, &coding.encode(text).expect("representable"))
    }

    const CODINGS: [Coding; 5] = [
        Coding::Utf8,
        Coding::Utf16Le,
        Coding::Utf16Be,
        Coding::Cp932,
        Coding::EucJp,
    ];

    #[test]
    fn a_heading_is_seen_where_the_word_ends_and_not_in_a_sentence() {
        for coding in CODINGS {
            for text in [
                "氏名",
                "氏名：",
                "No\t氏名\t電話",
                "氏名　山田",
                "氏名,住所",
                "Date of birth",
            ] {
                assert!(seen(text, coding), "{text} {coding:?}");
            }
            for text in [
                "氏名を記入する",
                "氏名、住所など",
                "氏名・住所",
                "「氏名」の欄",
                "dates of birth day",
            ] {
                assert!(!seen(text, coding), "{text} {coding:?}");
            }
        }
    }

    #[test]
    fn particulars_are_seen_where_several_persons_have_them() {
        for coding in CODINGS {
            for text in [
                "山田 0297-64-1111\n鈴木 0297-64-1112\n佐藤 0297-64-1113\n",
                "緑町一丁目2-3\nabc@mail.jp\n090-0000-0001\n",
                "緑町1丁目２番\r\n緑町1丁目３番\r\n緑町1丁目４番\r\n",
            ] {
                let sights = sights(text, coding);
                assert!(
                    sights.iter().any(|sight| sight.lanes == Lanes::ROSTER),
                    "{text} {coding:?}"
                );
            }
            for text in [
                "〒301-0001 緑町一丁目2-3 電話 0297-64-1111 携帯 090-0000-0001 abc@mail.jp",
                "00-0000-0000\n00-0000-0000\n00-0000-0000\n",
                "中央一丁目の\n中央一丁目に\n中央一丁目は\n",
            ] {
                assert!(!seen(text, coding), "{text} {coding:?}");
            }
        }
    }

    #[test]
    fn each_lane_is_told_what_is_for_it() {
        let lanes: Vec<Lanes> = sights("氏名\nパスワード 123456789018", Coding::Utf8)
            .iter()
            .map(|sight| sight.lanes)
            .collect();
        assert_eq!(lanes, [Lanes::ROSTER, Lanes::SECRET, Lanes::NUMBER]);
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
