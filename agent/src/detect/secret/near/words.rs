//! The words of a line: ids, values, what joins them, and where a word ends.

use std::ops::Range;

/// A word of a line, with what is before and behind it.
pub(super) struct Token<'t> {
    pub(super) before: &'t str,
    pub(super) value: &'t str,
    pub(super) rest: &'t str,
}

/// Splits a line into its words of ASCII; addresses and paths stay whole.
pub(super) fn words(text: &str) -> Vec<Token<'_>> {
    let mut words = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(|c: char| c.is_ascii_graphic()) {
        let start = from + start;
        let end = text[start..]
            .find(|c: char| !c.is_ascii_graphic())
            .map_or(text.len(), |end| start + end);
        let run = &text[start..end];
        let whole = run.contains("//")
            || run.contains('\\')
            || run.starts_with(['/', '~', '.'])
            || run.matches('/').count() > 1;
        // soumu01(Soumu!88): an id, and its secret in brackets.
        let bracketed = run.ends_with(')');
        let inside = has_inner_equals(run);
        let splits = |c: char| "/:>|,;".contains(c) || c == '=' && !inside || c == '(' && bracketed;
        let mut at = start;
        for part in run.split(|c: char| !whole && splits(c)) {
            let begin = at;
            at += part.len() + 1;
            let value = part.trim_start_matches(['"', '\'', '(', '[', '-', '<', '`']);
            let begin = begin + part.len() - value.len();
            let value = value.trim_end_matches(['"', '\'', ')', ']', '.', '`']);
            if value.contains(|c: char| c.is_ascii_alphanumeric()) {
                words.push(Token {
                    before: &text[..begin],
                    value,
                    rest: &text[begin + value.len()..],
                });
            }
        }
        from = end;
    }
    words
}

/// Tells an equals sign inside a secret, dpZX8*C=p7, from one behind the name of a setting.
fn has_inner_equals(run: &str) -> bool {
    run.split_once('=').is_some_and(|(before, after)| {
        let signed = before.contains(['!', '#', '$', '%', '&', '?', '*', '+', '@']);
        let digit = before.bytes().any(|byte| byte.is_ascii_digit());
        let upper = before.bytes().any(|byte| byte.is_ascii_uppercase());
        let lower = before.bytes().any(|byte| byte.is_ascii_lowercase());
        before.len() >= 3 && !after.is_empty() && lower && (signed || digit && upper)
    })
}

/// Tells a letter of Japanese.
pub(super) fn is_japanese(c: char) -> bool {
    ('ぁ'..='ヿ').contains(&c) || ('一'..='鿿').contains(&c)
}

/// Tells a word from a part of a longer one.
pub(super) fn is_whole(lower: &str, range: &Range<usize>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let kana = |c: Option<char>| c.is_some_and(|c| ('ァ'..='ヺ').contains(&c) || c == 'ー');
    let named = &lower[range.clone()];
    let (before, after) = (
        lower[..range.start].chars().next_back(),
        lower[range.end..].chars().next(),
    );
    match named {
        "パス" | "キー" | "キ-" => !(kana(before) || kana(after)),
        _ => !(named.is_ascii() && (letter(before) || letter(after))),
    }
}

/// Tells an id: letters and digits as logins have them, or a mail address.
pub(super) fn is_id(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.@\\".contains(&byte);
    (3..=48).contains(&text.len())
        && text.bytes().all(plain)
        && text
            .bytes()
            .any(|byte| byte.is_ascii_alphabetic() || text.len() >= 8)
        && (text.contains('@') || text.rsplit_once('.').is_none_or(|(_, end)| end.len() != 3))
}

/// Tells whether an id stands right before a value.
pub(super) fn is_pair(id: &Token<'_>, token: &Token<'_>) -> bool {
    let start = id.before.len() + id.value.len();
    let between = token.before.get(start..).unwrap_or_default();
    let joins = !between.is_empty()
        && between.chars().count() <= 6
        && between.chars().all(|c| " \t/:→⇒>|、,()-・「".contains(c));
    let version = [
        "ver", "rev", "tel", "fax", "lot", "usb", "url", "mac", "app", "web",
    ];
    let other = version.contains(&id.value.to_ascii_lowercase().as_str());
    joins && is_id(id.value) && !other && !between.ends_with('-')
}

/// Tells a list of like things from an id and its secret.
pub(super) fn is_series(id: &str, secret: &str) -> bool {
    let stem = |text: &str| text.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    stem(id) == stem(secret)
}
