//! Makes hostile names harmless to look at.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Writes control characters, line breaks and bidirectional marks as visible escapes.
///
/// `\x1b` for C0, DEL and C1; `\u{202e}` for the rest. What is already
/// harmless is returned as it is. For terminals, logs, errors and progress;
/// JSON and HTML escape in their own ways.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match (is_hostile(c), u32::from(c)) {
            (false, _) => shown.push(c),
            (true, code @ ..0x100) => write!(shown, "\\x{code:02x}").expect("a String takes all"),
            (true, code) => write!(shown, "\\u{{{code:x}}}").expect("a String takes all"),
        }
    }
    Cow::Owned(shown)
}

/// Tells whether a character could move the cursor, start a line or turn the reading direction.
///
/// Bidirectional controls after Unicode UAX #9, line and paragraph separators,
/// and the invisible letters, fillers and operators that make two names look
/// alike. The joiner of emoji and the selectors of kanji variants are harmless.
pub const fn is_hostile(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{3164}' | '\u{ffa0}'
        | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_reach_the_terminal_with_a_command_in_it() {
        assert_eq!(visible("a\u{1b}[2Jb\n\u{9b}31m"), "a\\x1b[2Jb\\x0a\\x9b31m");
    }

    #[test]
    fn a_reversed_extension_is_shown() {
        assert_eq!(visible("名簿\u{202e}xcod.exe"), "名簿\\u{202e}xcod.exe");
    }

    #[test]
    fn an_invisible_letter_is_shown() {
        assert_eq!(
            visible("a\u{ad}b\u{3164}c\u{200b}d"),
            "a\\xadb\\u{3164}c\\u{200b}d"
        );
    }

    #[test]
    fn ordinary_names_are_left_alone() {
        for name in [
            "パスワード一覧.xlsx",
            "髙橋﨑𠮷.txt",
            "a b.txt",
            "👨‍👩‍👧.png",
            "葛\u{e0100}飾.txt",
        ] {
            assert!(matches!(visible(name), Cow::Borrowed(_)), "{name}");
        }
    }
}
