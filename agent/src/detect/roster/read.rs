//! Reads one person out of the cells of a row, or out of a line.

use std::hash::{BuildHasher as _, RandomState};

use super::{
    group::Record,
    heading::Head,
    name::{self, Likeness},
    particular::{self, Found, Set, Sort},
};

/// A day that a spreadsheet keeps as a number: 1900 to 2036.
const SERIAL_DAYS: std::ops::Range<u32> = 1..50_000;
/// Words of an office in a line.
const OFFICE_ENDINGS: &[&str] = &["課", "係", "室", "部", "局", "グループ", "担当"];

/// Makes records; keys are made with a key of its own.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) hasher: RandomState,
}

impl Reader {
    /// Adds what a cell under a known heading holds.
    pub(super) fn headed(&self, record: &mut Record, head: Head, text: &str, number_cell: bool) {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        match head {
            Head::Address if is_address(text) => self.address(record, text),
            Head::Phone | Head::HomePhone | Head::Mobile | Head::OfficePhone => {
                self.telephone(record, head, text, &digits, number_cell);
            }
            Head::Birth => {
                let known = particular::find(text)
                    .into_iter()
                    .find(|found| found.sort == Sort::Birth);
                let serial = number_cell && text.parse().is_ok_and(|days: u32| SERIAL_DAYS.contains(&days));
                let compact = matches!(digits.len(), 6..=8) && text.chars().count() <= 10;
                if known.is_some() || serial || compact {
                    record.set.add(Sort::Birth);
                    record.year = known.map_or(0, |found| found.year);
                }
            }
            Head::Mail => {
                for found in particular::find(text) {
                    if matches!(found.sort, Sort::Mail | Sort::OfficeMail) {
                        record.set.add(found.sort);
                    }
                }
            }
            Head::Postal if digits.len() == 7 || number_cell && digits.len() == 6 => {
                record.set.add(Sort::Postal)
            }
            _ => {}
        }
    }

    fn telephone(&self, record: &mut Record, head: Head, text: &str, digits: &str, number_cell: bool) {
        let found = particular::find(text)
            .into_iter()
            .find(|found| matches!(found.sort, Sort::Mobile | Sort::Landline | Sort::Service))
            .map(|found| found.sort);
        let restored = || particular::telephone(&format!("0{digits}")).filter(|_| number_cell);
        let local = || {
            let shaped = text
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | ' ' | 'ー'));
            (shaped && (6..=11).contains(&digits.len())).then_some(Sort::Landline)
        };
        let Some(sort) = found.or_else(restored).or_else(local) else {
            return;
        };
        match (head, sort) {
            (Head::OfficePhone, _) => record.set.add(Sort::Service),
            (Head::HomePhone, Sort::Landline) => {
                record.set.add(Sort::Home);
                record.set.add(sort);
            }
            _ => record.set.add(sort),
        }
        record.number.get_or_insert(self.hasher.hash_one(digits));
    }

    fn address(&self, record: &mut Record, text: &str) {
        record.set.add(Sort::Address);
        record.address.get_or_insert(self.hasher.hash_one(text));
    }

    /// Adds what was found in running text or in a cell without a heading.
    pub(super) fn found(&self, record: &mut Record, found: &[Found], text: &str) {
        // Two dates are a time of office or a period.
        let period = found.iter().filter(|one| one.sort == Sort::Birth).count() > 1;
        for one in found.iter().filter(|one| !(period && one.sort == Sort::Birth)) {
            record.set.add(one.sort);
            match one.sort {
                Sort::Address => self.address(record, &text[one.range.clone()]),
                Sort::Mobile | Sort::Landline => {
                    record
                        .number
                        .get_or_insert(self.hasher.hash_one(&text[one.range.clone()]));
                }
                Sort::Birth => record.year = one.year,
                _ => {}
            }
        }
    }

    /// Reads a line; `headed` says that a heading line announced names.
    pub(super) fn line(
        &self,
        text: &str,
        found: &[Found],
        headings: &dyn Fn(&str) -> Option<Head>,
    ) -> Record {
        let rest = without(text, found);
        let words: Vec<&str> = rest
            .split(|c: char| {
                c.is_whitespace()
                    || matches!(
                        c,
                        ',' | '、'
                            | '|'
                            | ':'
                            | ';'
                            | '/'
                            | '→'
                            | '"'
                            | '\''
                            | '='
                            | '。'
                            | '『'
                            | '』'
                            | '「'
                            | '」'
                            | '【'
                            | '】'
                            | '['
                            | ']'
                            | '<'
                            | '>'
                    )
            })
            .filter(|word| !word.is_empty())
            .collect();
        let mut record = Record::default();
        self.found(&mut record, found, text);
        let kept: Vec<&str> = words
            .iter()
            .copied()
            .filter(|word| headings(&word.to_ascii_lowercase()).is_none())
            .collect();
        (record.name, record.titled) = match is_relative(&words) {
            true => (Some(Likeness::Sure), false),
            false => named(&kept),
        };
        office(&rest, &words, &mut record.set);
        record.key = self.hasher.hash_one(text);
        record
    }
}

/// Finds the likeliest name among words: two words that are one name, or one word.
fn named(words: &[&str]) -> (Option<Likeness>, bool) {
    let mut best = (None, false);
    for at in 0..words.len() {
        for count in [2, 1, 3] {
            let Some(part) = words.get(at..at + count) else {
                continue;
            };
            let joined = part.join(" ");
            let (bare, titled) = name::bare(&joined);
            if count > 1 && part.iter().any(|word| word.chars().count() > 14) {
                continue;
            }
            best = best.max((name::likeness(bare), titled));
            if count == 1 {
                best = best.max(addressed(part[0]));
            }
        }
    }
    best
}

/// Tells whether words begin with somebody of a household, who has the family name of its head: 妻 花子.
fn is_relative(words: &[&str]) -> bool {
    let relatives = [
        "妻", "夫", "長男", "長女", "次男", "二男", "次女", "二女", "三男", "三女", "子", "父", "母", "孫",
        "祖父", "祖母", "義父", "義母", "兄", "姉", "弟", "妹",
    ];
    matches!(words, [relation, given, ..] if relatives.contains(relation) && name::is_given(given))
}

/// Finds a name before a title in the midst of a word: 一番目は山田太郎さんの.
fn addressed(word: &str) -> (Option<Likeness>, bool) {
    let titles = [
        "さん",
        "様",
        "殿",
        "氏",
        "くん",
        "ちゃん",
        "宅",
        "の母",
        "の父",
        "の祖母",
        "の妻",
        "の夫",
        "の娘",
        "の息子",
    ];
    let Some(end) = titles.iter().filter_map(|title| word.find(title)).min() else {
        return (None, false);
    };
    let starts = word[..end].char_indices().rev().map(|(at, _)| at).take(6).skip(2);
    let sure = |&start: &usize| name::likeness(&word[start..end]) == Some(Likeness::Sure);
    match starts.into_iter().find(sure) {
        Some(_) => (Some(Likeness::Sure), true),
        None => (None, false),
    }
}

/// Notes words of offices and firms.
fn office(rest: &str, words: &[&str], set: &mut Set) {
    if rest.contains("内線") {
        set.add(Sort::Extension);
    }
    let lower = rest.to_ascii_lowercase();
    if name::is_firm(&lower) {
        set.add(Sort::Organisation);
    }
    let office = |word: &&str| {
        let bare = word.trim_matches(['(', ')']);
        bare.chars().count() >= 3 && OFFICE_ENDINGS.iter().any(|ending| bare.ends_with(ending))
    };
    if words.iter().any(office) {
        set.add(Sort::Department);
    }
}

/// Returns the text with spaces in place of what was found.
pub(super) fn without(text: &str, found: &[Found]) -> String {
    let mut kept = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let inside = found.iter().any(|one| one.range.contains(&at));
        kept.push(if inside { ' ' } else { c });
    }
    kept
}

/// Tells whether a cell under 住所 holds one: more than a word, with a place or a number in it.
pub(super) fn is_address(text: &str) -> bool {
    let length = text.chars().count();
    let place = text.contains(['市', '区', '町', '村', '郡', '県', '丁', '字', '番']);
    let digits = text.bytes().any(|byte| byte.is_ascii_digit());
    let latin = length >= 8 && text.chars().any(char::is_alphabetic);
    matches!(text, "同上" | "〃" | "々")
        || length >= 3
            && !text.contains(['@', '。', '?'])
            && (place || digits && (latin || length >= 5))
            && text.chars().any(char::is_alphabetic)
}
