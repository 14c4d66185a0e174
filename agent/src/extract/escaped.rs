//! Texts that write line ends and characters as signs: JSON, calendars, cards.

/// Tells such a text by its beginning.
pub(super) fn is_escaped(begin: &str) -> bool {
    let begin = begin.trim_start();
    let inside = |open: char, next: &[char]| {
        let rest = begin.strip_prefix(open).map(str::trim_start);
        rest.is_some_and(|rest| rest.starts_with(next))
    };
    inside('{', &['"']) || inside('[', &['"', '{', '[']) || begin.starts_with("BEGIN:V")
}

/// Tells whether a line holds signs that hide words or line ends from a reader.
pub(super) fn hides(line: &str) -> bool {
    line.contains("\\n") || line.contains("\\u")
}

/// Takes the texts of several lines out of a line; returns what is left of it, and their lines.
///
/// A text is what a person typed: it is judged by itself, and not by the braces around it.
pub(super) fn texts(line: &str) -> (String, Vec<Vec<String>>) {
    let (mut left, mut texts) = (String::with_capacity(line.len()), Vec::new());
    let mut keep = |written: &str, left: &mut String| {
        let text = unescaped(written);
        match text.trim().contains('\n') {
            true => texts.push(text.lines().map(str::to_owned).collect()),
            false => left.push_str(text.trim_end_matches('\n')),
        }
    };
    match line.split_once(':').filter(|(key, _)| is_property(key)) {
        Some((key, value)) => {
            left.push_str(key);
            left.push(':');
            keep(value, &mut left);
        }
        None => {
            let mut rest = line;
            while let Some((before, after)) = rest.split_once('"') {
                left.push_str(before);
                let end = quoted(after);
                left.push('"');
                keep(&after[..end], &mut left);
                left.push('"');
                rest = after.get(end + 1..).unwrap_or_default();
            }
            left.push_str(rest);
        }
    }
    (left, texts)
}

/// Tells the name of a property of a calendar, with its parameters.
fn is_property(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_uppercase()) && !key.contains('"')
}

/// Returns how long a quoted text is, without its quotes.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    let end = text.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.unwrap_or(text.len())
}

fn unescaped(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let mut chars = after.chars();
        match chars.next() {
            Some('n' | 'N') => plain.push('\n'),
            Some('t') => plain.push('\t'),
            Some('r') => {}
            Some('u') => {
                let (said, behind) = units(after);
                plain.push_str(&said);
                rest = behind;
                continue;
            }
            Some(other) => plain.push(other),
            None => plain.push('\\'),
        }
        rest = chars.as_str();
    }
    plain.push_str(rest);
    plain
}

/// Reads units of UTF-16 in digits, as long as they follow each other; `after` begins behind a `\`.
fn units(after: &str) -> (String, &str) {
    let mut units = Vec::new();
    let mut rest = after;
    while let Some(digits) = rest.strip_prefix('u').and_then(|rest| rest.get(..4))
        && let Ok(unit) = u16::from_str_radix(digits, 16)
    {
        units.push(unit);
        rest = &rest[5..];
        match rest.strip_prefix("\\u") {
            Some(_) => rest = &rest[1..],
            None => return (String::from_utf16_lossy(&units), rest),
        }
    }
    // No digits behind the last sign: it stands for itself.
    units.extend("\\u".encode_utf16());
    (
        String::from_utf16_lossy(&units),
        rest.strip_prefix('u').unwrap_or(rest),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_in_json_comes_in_its_lines() {
        let (left, texts) = texts(r#"{"title": "a\"b", "text": "ID \"a\"\r\nPW: x\\n1"}"#);
        assert_eq!(left, r#"{"title": "a"b", "text": ""}"#);
        assert_eq!(texts, [[r#"ID "a""#, r"PW: x\n1"]]);
    }

    #[test]
    fn a_note_in_a_calendar_comes_in_its_lines() {
        let (left, texts) = texts(r"DESCRIPTION:ID\, a\nPW: x");
        assert_eq!(
            (&*left, texts),
            ("DESCRIPTION:", vec![vec!["ID, a".to_owned(), "PW: x".to_owned()]])
        );
    }

    #[test]
    fn a_single_line_stays_behind_its_key() {
        assert_eq!(texts(r#""PW": "x\n","#), (r#""PW": "x","#.to_owned(), Vec::new()));
    }

    #[test]
    fn characters_in_digits_are_written_out() {
        assert_eq!(unescaped(r"\u30d1\u30b9 \ud83d\ude00 \u12"), r"パス 😀 \u12");
        assert_eq!(unescaped(r"C:\temp\"), "C:\temp\\");
    }

    #[test]
    fn other_texts_are_left_alone() {
        for begin in ["{\"a\":1}", "[ {\n\"a\"", "BEGIN:VCALENDAR\r\n"] {
            assert!(is_escaped(begin), "{begin}");
        }
        for begin in [
            "{rtf",
            "[section]\nkey=C:\\new",
            "body { color: red }",
            "BEGIN PRIVATE KEY",
        ] {
            assert!(!is_escaped(begin), "{begin}");
        }
    }
}
