//! Words that head a column or stand before a value: 氏名, 住所, 電話, …

use aho_corasick::{AhoCorasick, MatchKind};

use super::super::{normal::word, rule::RosterRule};

/// A longer cell is no heading.
const CHARS: usize = 24;

/// What a heading announces.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Head {
    Name,
    Family,
    Given,
    Kana,
    Address,
    OfficeAddress,
    Postal,
    Phone,
    HomePhone,
    Mobile,
    OfficePhone,
    Birth,
    Mail,
    Organisation,
    Role,
    Department,
    /// Something else that has a heading: other dates, numbers, remarks.
    Other,
}

impl Head {
    /// Tells whether what stands below may be private.
    pub(super) fn is_particular(self) -> bool {
        matches!(
            self,
            Self::Address
                | Self::OfficeAddress
                | Self::Postal
                | Self::Phone
                | Self::HomePhone
                | Self::Mobile
                | Self::OfficePhone
                | Self::Birth
                | Self::Mail
        )
    }

    pub(super) fn is_name(self) -> bool {
        matches!(self, Self::Name | Self::Family)
    }
}

/// Every heading of the rule.
pub(super) struct Headings {
    words: AhoCorasick,
    heads: Vec<Head>,
}

impl Headings {
    pub(super) fn new(rule: &RosterRule) -> Self {
        let groups = [
            (Head::Name, &rule.name),
            (Head::Family, &rule.family),
            (Head::Given, &rule.given),
            (Head::Kana, &rule.kana),
            (Head::Address, &rule.address),
            (Head::OfficeAddress, &rule.office_address),
            (Head::Postal, &rule.postal),
            (Head::Phone, &rule.phone),
            (Head::HomePhone, &rule.home_phone),
            (Head::Mobile, &rule.mobile),
            (Head::OfficePhone, &rule.office_phone),
            (Head::Birth, &rule.birth),
            (Head::Mail, &rule.mail),
            (Head::Organisation, &rule.organisation),
            (Head::Role, &rule.role),
            (Head::Department, &rule.department),
            (Head::Other, &rule.other),
        ];
        let listed: Vec<(String, Head)> = groups
            .iter()
            .flat_map(|(head, words)| words.iter().map(|known| (squashed(&word(known)), *head)))
            .collect();
        Self {
            words: AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .build(listed.iter().map(|(word, _)| word))
                .expect("headings are short literals"),
            heads: listed.into_iter().map(|(_, head)| head).collect(),
        }
    }

    /// Tells whether a heading may stand in a line, with whatever around it: quick, and never wrong in saying no.
    pub(super) fn may_stand_in(&self, lower: &str) -> bool {
        self.words.is_match(&squashed(lower))
    }

    /// Returns what a cell announces, if it is a heading and little else.
    pub(super) fn of(&self, lower: &str) -> Option<Head> {
        let (head, covered, length) = self.covered(lower)?;
        (covered * 2 >= length).then_some(head)
    }

    /// Returns what a text announces that is a heading and nothing else.
    pub(super) fn exactly(&self, lower: &str) -> Option<Head> {
        let (head, covered, length) = self.covered(lower)?;
        (covered == length).then_some(head)
    }

    /// Returns the first heading in a cell, and how many of how many characters are headings.
    fn covered(&self, lower: &str) -> Option<(Head, usize, usize)> {
        if lower.chars().take(CHARS + 1).count() > CHARS
            || lower.bytes().filter(u8::is_ascii_digit).count() > 2
        {
            return None;
        }
        let squashed = squashed(outside_brackets(lower));
        let found: Vec<_> = self
            .words
            .find_iter(&squashed)
            .filter(|found| stands_alone(&squashed, found.start(), found.end()))
            .collect();
        let covered: usize = found
            .iter()
            .map(|found| squashed[found.range()].chars().count())
            .sum();
        let head_of = |found: &aho_corasick::Match| self.heads[found.pattern().as_usize()];
        let (first, last) = (found.first()?, found.last()?);
        // 申込者住所 is an address, 氏名・住所 begins with a name.
        let role = head_of(first).is_name() && !squashed[first.range()].contains('名');
        let joined = first.end() == last.start() && head_of(last).is_particular();
        let head = head_of(if role && joined { last } else { first });
        Some((head, covered, squashed.chars().count()))
    }
}

/// Returns the text before brackets, or in them if there is none before.
fn outside_brackets(text: &str) -> &str {
    let brackets = [
        '(', ')', '[', ']', '<', '>', '【', '】', '「', '」', '『', '』', '〔', '〕',
    ];
    text.split(brackets)
        .map(str::trim)
        .find(|part| !part.is_empty())
        .unwrap_or("")
}

/// Takes out what is only layout: 氏　名 is 氏名.
fn squashed(lower: &str) -> String {
    lower
        .chars()
        .filter(|&c| {
            !c.is_whitespace()
                && !matches!(
                    c,
                    '_' | ':' | '*' | '"' | '\'' | '.' | '・' | '※' | '■' | '●' | '○' | '◆' | '□' | '-'
                )
        })
        .collect()
}

fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let letter = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(u8::is_ascii_alphabetic)
    };
    let inside =
        letter(Some(start)) && letter(start.checked_sub(1)) || letter(Some(end - 1)) && letter(Some(end));
    !inside
}
