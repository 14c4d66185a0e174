//! Regular expressions over text in normal form, in which a digit, a space and a letter of a word are ASCII.
//!
//! The library's own `\d`, `\s`, `\w` and `\b` know every script of the world: repeated a few dozen times they take
//! milliseconds to compile, and `\b` beside Japanese sends it to its slowest engine.

use regex::Regex;

/// Compiles an expression whose `\d`, `\s`, `\w`, `\b` and their opposites mean ASCII.
///
/// # Errors
/// What the library says of the expression.
pub(super) fn shape(pattern: &str) -> Result<Regex, regex::Error> {
    Regex::new(&ascii(pattern))
}

/// Compiles an expression of our own.
pub(super) fn own(pattern: &str) -> Regex {
    shape(pattern).expect("an expression of our own, covered by tests")
}

/// Writes the classes out.
fn ascii(pattern: &str) -> String {
    const DIGIT: &str = "0-9";
    const SPACE: &str = r"\t\n\x0B\x0C\r ";
    const WORD: &str = "0-9A-Za-z_";
    let mut written = String::with_capacity(pattern.len() * 2);
    let mut chars = pattern.chars();
    let mut class = false;
    while let Some(c) = chars.next() {
        if c != '\\' {
            class = match c {
                '[' => true,
                ']' => false,
                _ => class,
            };
            written.push(c);
            continue;
        }
        let Some(escaped) = chars.next() else {
            written.push('\\');
            break;
        };
        let set = match escaped.to_ascii_lowercase() {
            'd' => Some(DIGIT),
            's' => Some(SPACE),
            'w' => Some(WORD),
            _ => None,
        };
        match (set, escaped.is_ascii_uppercase()) {
            (Some(set), false) if class => written.push_str(set),
            (Some(set), true) => written.extend(["[^", set, "]"]),
            (Some(set), false) => written.extend(["[", set, "]"]),
            (None, _) if escaped == 'b' && !class => written.push_str(r"(?-u:\b)"),
            (None, _) => written.extend(['\\', escaped]),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_mean_ascii_and_everything_else_stays() {
        for (pattern, written) in [
            (r"\d{3}\D", "[0-9]{3}[^0-9]"),
            (r"[\w.-]+\\d", r"[0-9A-Za-z_.-]+\\d"),
            (r"[^\s/\\:]", "[^\\t\\n\\x0B\\x0C\\r /\\\\:]"),
            (r"\bname\[\]", r"(?-u:\b)name\[\]"),
            (r"\S+$", "[^\\t\\n\\x0B\\x0C\\r ]+$"),
            (r"[^\D]x\", "[^[^0-9]]x\\"),
        ] {
            assert_eq!(ascii(pattern), written);
        }
    }

    #[test]
    fn a_word_of_ascii_ends_where_japanese_begins() {
        let key = own(r"\bghp_\w{4}\b");
        assert!(key.is_match("鍵はghp_a1B2です"));
        assert!(!key.is_match("xghp_a1B2"));
        assert!(!own(r"^\S+$").is_match("a b"));
        assert!(own(r"^\S+$").is_match("山田"));
    }
}
