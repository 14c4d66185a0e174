//! What a person keeps private: address, telephone, birth date, e-mail; and what an office gives out.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::super::shape::own;

/// One sort of particular. The value is the bit in [`Set`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u16)]
pub(super) enum Sort {
    Address = 1,
    Postal = 2,
    Mobile = 4,
    Landline = 8,
    Birth = 16,
    Mail = 32,
    OfficeMail = 64,
    /// Free of charge, or of a switchboard.
    Service = 128,
    Extension = 256,
    Department = 512,
    Organisation = 1024,
    /// A landline that is said to be at home.
    Home = 2048,
    /// A date that says that somebody was born on it.
    Born = 4096,
}

/// Several sorts.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) struct Set(u16);

impl Set {
    pub(super) fn add(&mut self, sort: Sort) {
        self.0 |= sort as u16;
    }

    pub(super) fn has(self, sort: Sort) -> bool {
        self.0 & sort as u16 != 0
    }

    pub(super) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Tells whether anything is in it that may be private.
    pub(super) fn is_particular(self) -> bool {
        const PRIVATE: u16 = Sort::Address as u16
            | Sort::Mobile as u16
            | Sort::Landline as u16
            | Sort::Birth as u16
            | Sort::Mail as u16
            | Sort::OfficeMail as u16;
        self.0 & PRIVATE != 0
    }
}

/// A particular in a text.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) sort: Sort,
    pub(super) range: Range<usize>,
    /// The year of a date.
    pub(super) year: u16,
}

// Each is compiled when a text has what it cannot be without.
static MAIL: LazyLock<Regex> =
    LazyLock::new(|| own(r"[a-zA-Z0-9._%+-]{1,64}@[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63}){1,5}"));
static TELEPHONE: LazyLock<Regex> = LazyLock::new(|| {
    own(r"(?:\+81[- ]?\(?0?\)?|\(?0)\d{1,4}\)?[-ー (・.]{0,2}\d{1,4}[-ー )・.]{0,2}\d{3,4}")
});
static POSTAL: LazyLock<Regex> = LazyLock::new(|| own(r"〒\s?\d{3}[-ー]?\d{4}|\d{3}-\d{4}"));
static ERA: LazyLock<Regex> = LazyLock::new(|| {
    own(
        r"(?:明治|大正|昭和|平成|令和|明|大|昭|平|令|[MTSHRmtshr])\.?\s?(元|\d{1,2})\s?[年./-]\s?\d{1,2}\s?[月./-]\s?\d{1,2}",
    )
});
static DATE: LazyLock<Regex> =
    LazyLock::new(|| own(r"((?:18|19|20)\d\d)\s?(?:[年./-]\s?\d{1,2}\s?[月./-]\s?\d{1,2}|[01]\d[0-3]\d)"));
static LATIN_DATE: LazyLock<Regex> = LazyLock::new(|| {
    own(
        r"(?i)(?:\d{1,2}(?:st|nd|rd|th)?[ -](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?[ -]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2},? |\d{1,2}/\d{1,2}/)((?:19|20)\d\d)",
    )
});
/// From a prefecture on; from a city, ward, town or village on; from a quarter on.
static ADDRESS: [LazyLock<Regex>; 3] = [
    LazyLock::new(|| {
        own(
            r"(?:北海道|東京都|京都府|大阪府|[㐀-鿿]{2,3}県)[㐀-鿿ぁ-んァ-ヶー々ケ]{1,8}[市区町村郡][^,、。|\t]{0,40}",
        )
    }),
    LazyLock::new(|| {
        own(
            r"[㐀-鿿ぁ-んァ-ヶー々]{1,6}[市区郡町村][㐀-鿿ぁ-んァ-ヶー々]{0,12}[0-9一二三四五六七八九十]{1,5}(?:丁目|番地|番|-\d)?[^,、。|\t ]{0,30}",
        )
    }),
    LazyLock::new(|| {
        own(
            r"[㐀-鿿ぁ-んァ-ヶー々]{2,12}\s?(?:[0-9一二三四五六七八九十]{1,3}丁目|\d{1,5}番地?|\d{1,5}-\d{1,5})[^,、。|\t ]{0,30}",
        )
    }),
];

/// What a text has of the characters that particulars cannot be without: spares most lines every expression.
#[derive(Default)]
struct Signs {
    digits: usize,
    /// An `@`.
    at: bool,
    /// Part of a place's name: 市区郡町村.
    place: bool,
    /// The end of a prefecture's name: 道都府県.
    prefecture: bool,
    /// A digit of Japanese.
    kanji_digit: bool,
    /// 丁目, 番, or digits with a hyphen between.
    house: bool,
    letters: bool,
}

impl Signs {
    fn of(text: &str) -> Self {
        let mut signs = Self::default();
        let mut before = ' ';
        for c in text.chars() {
            match c {
                '0'..='9' => {
                    signs.digits += 1;
                    signs.house |= before == '-';
                }
                'a'..='z' | 'A'..='Z' => signs.letters = true,
                '@' => signs.at = true,
                '市' | '区' | '郡' | '町' | '村' => signs.place = true,
                '道' | '都' | '府' | '県' => signs.prefecture = true,
                '丁' | '番' => signs.house = true,
                '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' => {
                    signs.kanji_digit = true;
                }
                _ => {}
            }
            before = c;
        }
        signs
    }

    /// Tells which of the expressions for addresses could match.
    fn addresses(&self) -> [bool; 3] {
        let number = self.digits > 0 || self.kanji_digit;
        [
            self.prefecture && self.place,
            self.place && number,
            self.house && number,
        ]
    }
}

/// Finds particulars in a text in normal form, in no order; what one takes, no other finds.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let signs = Signs::of(text);
    if signs.at {
        let mails = MAIL.find_iter(text);
        found.extend(mails.map(|mail| taken(mail_sort(mail.as_str()), mail.range(), 0)));
    }
    if signs.digits >= 3 {
        births(text, &signs, &mut found);
    }
    // A postal code has seven digits, and no telephone number has less.
    if signs.digits >= 6 {
        telephones(text, &mut found);
    }
    for (pattern, possible) in ADDRESS.iter().zip(signs.addresses()) {
        if !possible {
            continue;
        }
        for address in pattern.find_iter(text) {
            let range = address.range();
            if is_free(&found, &range) && !is_no_address(address.as_str()) {
                found.push(taken(Sort::Address, range, 0));
            }
        }
    }
    found
}

fn telephones(text: &str, found: &mut Vec<Found>) {
    for number in TELEPHONE.find_iter(text) {
        let range = number.range();
        if let Some(sort) = telephone_sort(text, &range)
            && is_free(found, &range)
        {
            found.push(taken(sort, range, 0));
        }
    }
    for postal in POSTAL.find_iter(text) {
        let range = postal.range();
        if stands_alone(text, &range) && is_free(found, &range) {
            found.push(taken(Sort::Postal, range, 0));
        }
    }
}

fn births(text: &str, signs: &Signs, found: &mut Vec<Found>) {
    for era in ERA.captures_iter(text) {
        let whole = era.get_match().range();
        let year = era.get(1).map_or(1, |year| year.as_str().parse().unwrap_or(1));
        let letter = text[..whole.start].ends_with(|c: char| c.is_ascii_alphanumeric());
        if !letter && stands_alone(text, &whole) {
            born(text, whole.end, found);
            found.push(taken(Sort::Birth, whole.clone(), year_of(&text[whole], year)));
        }
    }
    // Years have four digits; months have letters, or slashes around the day.
    let full = signs.digits >= 4;
    let latin = full && (signs.letters || text.contains('/'));
    for (pattern, possible) in [(&DATE, full), (&LATIN_DATE, latin)] {
        if !possible {
            continue;
        }
        for date in pattern.captures_iter(text) {
            let whole = date.get_match().range();
            let year = date
                .get(1)
                .and_then(|year| year.as_str().parse().ok())
                .unwrap_or(0);
            if stands_alone(text, &whole) && is_free(found, &whole) {
                born(text, whole.end, found);
                found.push(taken(Sort::Birth, whole, year));
            }
        }
    }
}

/// Notes that somebody was born on the date before: 平成30年1月2日生.
fn born(text: &str, end: usize, found: &mut Vec<Found>) {
    let rest = text[end..].trim_start_matches(['日', ' ']);
    let lives = ["生存", "生徒", "生活", "生産"]
        .iter()
        .any(|word| rest.starts_with(word));
    if rest.starts_with('生') && !lives || rest.starts_with("うまれ") {
        found.push(taken(Sort::Born, end..end, 0));
    }
}

fn year_of(era: &str, year: u16) -> u16 {
    let base = match era.chars().next().map(|c| c.to_ascii_uppercase()) {
        Some('明' | 'M') => 1867,
        Some('大' | 'T') => 1911,
        Some('昭' | 'S') => 1925,
        Some('平' | 'H') => 1988,
        _ => 2018,
    };
    base + year
}

fn taken(sort: Sort, range: Range<usize>, year: u16) -> Found {
    Found { sort, range, year }
}

fn is_free(found: &[Found], range: &Range<usize>) -> bool {
    found
        .iter()
        .all(|known| known.range.end <= range.start || range.end <= known.range.start)
}

fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let touches = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '-');
    !touches(before) && !touches(after)
}

/// Tells what sort of telephone number a run of digits is, if it is one.
fn telephone_sort(text: &str, range: &Range<usize>) -> Option<Sort> {
    let written = &text[range.clone()];
    if !stands_alone(text, range) {
        return None;
    }
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let digits = match digits.strip_prefix("81") {
        Some(rest) if written.starts_with('+') => format!("0{}", rest.trim_start_matches('0')),
        _ => digits,
    };
    // 0800-000-0000 is free of charge, 080-0000-0000 is a mobile.
    if written
        .trim_start_matches('(')
        .get(4..)
        .is_some_and(|rest| digits.starts_with("0800") && !rest.starts_with(|c: char| c.is_ascii_digit()))
    {
        return Some(Sort::Service);
    }
    telephone(&digits)
}

/// Tells what sort of telephone number some digits are.
pub(super) fn telephone(digits: &str) -> Option<Sort> {
    let starts = |starts: &[&str]| starts.iter().any(|start| digits.starts_with(start));
    match digits.len() {
        10 if starts(&["0120", "0570", "0180", "0990"]) => Some(Sort::Service),
        11 if starts(&["090", "080", "070"]) => Some(Sort::Mobile),
        11 if starts(&["050"]) => Some(Sort::Landline),
        10 if digits.starts_with('0') && !digits.starts_with("00") => Some(Sort::Landline),
        _ => None,
    }
}

/// Tells whether a mail address belongs to an office.
fn mail_sort(address: &str) -> Sort {
    let domain = address
        .rsplit('@')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let office = [
        ".lg.jp", ".go.jp", ".co.jp", ".ac.jp", ".ed.jp", ".or.jp", ".gr.jp",
    ];
    let parts = ["city.", "town.", "vill.", "pref.", "office", "corp", "company"];
    let private = ["docomo.ne.jp", "yahoo.co.jp", "nifty.com"];
    let is_office = office.iter().any(|ending| domain.ends_with(ending))
        || parts.iter().any(|part| domain.contains(part));
    match is_office && !private.contains(&domain.as_str()) {
        true => Sort::OfficeMail,
        false => Sort::Mail,
    }
}

fn is_no_address(text: &str) -> bool {
    const ELSE: &[&str] = &[
        "会議室",
        "号線",
        "平成",
        "令和",
        "昭和",
        "年度",
        "第",
        "午前",
        "午後",
        "電話",
        "内線",
        "番号",
        "No",
        "令",
        "改正",
        "条",
        "議案",
        "議会",
    ];
    ELSE.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorts(text: &str) -> Vec<Sort> {
        find(text).iter().map(|found| found.sort).collect()
    }

    #[test]
    fn particulars_are_told_apart() {
        assert_eq!(sorts("090-0000-1234"), [Sort::Mobile]);
        assert_eq!(sorts("(0297)64-1111"), [Sort::Landline]);
        assert_eq!(sorts("0120-000-000"), [Sort::Service]);
        assert_eq!(sorts("〒301-0001"), [Sort::Postal]);
        assert_eq!(sorts("昭和50年1月2日"), [Sort::Birth]);
        assert_eq!(sorts("S50.1.2"), [Sort::Birth]);
        assert_eq!(sorts("1975-01-02"), [Sort::Birth]);
        assert_eq!(sorts("hana@example.com"), [Sort::Mail]);
        assert_eq!(sorts("soumu@city.example.lg.jp"), [Sort::OfficeMail]);
        assert_eq!(sorts("架空県見本市緑町1丁目2番3号"), [Sort::Address]);
        assert_eq!(sorts("見本市川原代町1234-5"), [Sort::Address]);
        assert_eq!(sorts("大字馴馬2345番地"), [Sort::Address]);
    }

    #[test]
    fn ordinary_text_holds_none() {
        for text in [
            "第3回会議",
            "1-2-3",
            "12:30-13:00",
            "会議室3-2",
            "v1.2.3",
            "2,400円",
            "12345678901234567890",
        ] {
            assert_eq!(sorts(text), [], "{text}");
        }
    }
}
