//! One way of writing for what people write in many: the view that rules look at.
//!
//! NFKC (full-width letters to ASCII, half-width kana joined with their voicing marks), every dash
//! a hyphen, and beside it the same text in lower case with the same byte positions.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfkc_quick};

/// A field in normal form. Has no revealing `Debug`.
#[derive(Default)]
pub(super) struct Normal {
    /// NFKC, dashes folded.
    pub(super) text: String,
    /// The same with ASCII in lower case; byte positions agree.
    pub(super) lower: String,
}

impl Drop for Normal {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.text);
        zeroize::Zeroize::zeroize(&mut self.lower);
    }
}

impl Normal {
    /// Normalises one field.
    pub(super) fn of(raw: &str) -> Self {
        let text = if raw.is_ascii() { raw.to_owned() } else { nfkc(raw) };
        let lower = text.to_ascii_lowercase();
        Self { text, lower }
    }
}

/// Normalises a literal or pattern word of a rule the same way.
pub(super) fn word(raw: &str) -> String {
    Normal::of(raw).lower.clone()
}

fn nfkc(raw: &str) -> String {
    let plain = raw.chars().all(|c| folded(c) == Some(c));
    if plain && is_nfkc_quick(raw.chars()) == IsNormalized::Yes {
        return raw.to_owned();
    }
    raw.nfkc().filter_map(folded).collect()
}

fn folded(c: char) -> Option<char> {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        '\u{201c}' | '\u{201d}' | '\u{301d}' | '\u{301f}' => Some('"'),
        '\u{2018}' | '\u{2019}' => Some('\''),
        // Zero-width characters, variation selectors and soft hyphens only hide words.
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => None,
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => None,
        '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => Some(' '),
        other => Some(other),
    }
}

/// Shortens to so many characters, at a character border.
pub(super) fn first_chars(text: &str, count: usize) -> &str {
    match text.char_indices().nth(count) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

/// Returns the last so many characters.
pub(super) fn last_chars(text: &str, count: usize) -> &str {
    let start = text
        .char_indices()
        .rev()
        .take(count)
        .last()
        .map_or(text.len(), |(start, _)| start);
    &text[start..]
}

/// Writes katakana in half width, for searching raw text; `None` if there is nothing to change.
pub(super) fn half_width(literal: &str) -> Option<String> {
    const FULL: &str = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンァィゥェォャュョッー";
    const HALF: &str = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｬｭｮｯｰ";
    let narrow = |c: char| -> Option<String> {
        let (base, mark) = voiced(c);
        let at = FULL.chars().position(|full| full == base)?;
        let half = HALF.chars().nth(at)?;
        Some(format!("{half}{mark}"))
    };
    let written: String = literal
        .chars()
        .map(|c| narrow(c).map_or(Cow::Owned(c.to_string()), Cow::Owned))
        .collect();
    (written != literal).then_some(written)
}

/// Splits a voiced kana into its base and its half-width mark.
fn voiced(c: char) -> (char, &'static str) {
    let mut parts = std::iter::once(c).nfd();
    let base = parts.next().unwrap_or(c);
    match parts.next() {
        Some('\u{3099}') => (base, "ﾞ"),
        Some('\u{309a}') => (base, "ﾟ"),
        _ => (c, ""),
    }
}

/// Writes ASCII letters and digits in full width, for searching raw text.
pub(super) fn full_width(literal: &str) -> Option<String> {
    let written: String = literal
        .chars()
        .map(|c| match c {
            '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c),
            other => other,
        })
        .collect();
    (written != literal).then_some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_label_becomes_one() {
        for label in ["パスワード", "ﾊﾟｽﾜｰﾄﾞ", "パスワ\u{200b}ード"] {
            assert_eq!(word(label), "パスワード");
        }
        assert_eq!(word("ＩＤ／ＰＷ"), "id/pw");
        assert_eq!(word("１２３４−５６７８‐９０１８"), "1234-5678-9018");
    }

    #[test]
    fn literals_are_known_in_half_and_full_width() {
        assert_eq!(half_width("パスワード").as_deref(), Some("ﾊﾟｽﾜｰﾄﾞ"));
        assert_eq!(full_width("pw").as_deref(), Some("ｐｗ"));
        assert_eq!(half_width("pw"), None);
    }

    #[test]
    fn positions_agree_between_both_views() {
        let normal = Normal::of("ＰＷ：İstanbul ABC");
        assert_eq!(normal.text.len(), normal.lower.len());
    }
}
