//! Where a value begins and ends: quotes, elements, remarks behind it, the next setting.

use super::after::{After, Candidate, Joint};

/// Cuts the value out of what follows the separator; `inside` an XML element it ends at the next tag.
pub(super) fn cut(text: &str, joint: Joint, inside: bool) -> After<'_> {
    if let Some((value, rest)) = quoted(text) {
        return After::Value(Candidate {
            value: value.trim(),
            joint,
            quoted: !text.starts_with('['),
            rest,
        });
    }
    let end = text.find(|c: char| !c.is_ascii_graphic()).unwrap_or(text.len());
    let value = &text[..end];
    let value = match value.split_once('<') {
        Some((value, _)) if inside => value,
        _ => value,
    };
    let value = without_remark(until_next_setting(value));
    let value = without_closers(value);
    let value = value
        .strip_suffix(['.', ':'])
        .filter(|_| value.len() > 1)
        .unwrap_or(value);
    if value.is_empty() {
        return After::Else;
    }
    After::Value(Candidate {
        value,
        joint,
        quoted: false,
        rest: &text[value.len()..],
    })
}

/// Returns the content of an XML element behind its name, past attributes and one nested tag.
pub(super) fn element(text: &str) -> Option<&str> {
    if let Some(closed) = text.strip_prefix("</") {
        // <Key>Password</Key><Value>…</Value>
        let (_, next) = closed.split_once('>')?;
        return element(
            next.trim_start()
                .strip_prefix('<')
                .filter(|next| !next.starts_with('/'))?,
        );
    }
    let (attributes, mut content) = text.split_once('>')?;
    if attributes.ends_with('/') || attributes.contains('<') {
        return None;
    }
    if let Some(nested) = content.trim_start().strip_prefix('<')
        && !nested.starts_with('/')
    {
        content = nested.split_once('>')?.1;
    }
    Some(content)
}

fn quoted(text: &str) -> Option<(&str, &str)> {
    const QUOTES: [(char, char); 9] = [
        ('"', '"'),
        ('\'', '\''),
        ('`', '`'),
        ('「', '」'),
        ('『', '』'),
        ('【', '】'),
        ('[', ']'),
        ('〈', '〉'),
        ('《', '》'),
    ];
    let (_, inner, close) = QUOTES
        .iter()
        .find_map(|&(open, close)| Some((open, text.strip_prefix(open)?, close)))?;
    inner.split_once(close)
}

/// Ends a value where the next setting begins: `pw=a1b2,ID:x`, `?pw=a&mode=b`.
fn until_next_setting(value: &str) -> &str {
    let next = value.match_indices([',', ';', '&']).find(|(at, sign)| {
        let rest = &value[at + sign.len()..];
        let name = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
            .unwrap_or(rest.len());
        name > 0 && rest[name..].starts_with([':', '='])
    });
    let value = next.map_or(value, |(at, _)| &value[..at]);
    let value = value.split_once("\",").map_or(value, |(inner, _)| inner);
    value.split_once("/ID:").map_or(value, |(inner, _)| inner)
}

/// Drops a bracket that opens behind the value and goes on in Japanese.
fn without_remark(value: &str) -> &str {
    match value.rfind('(') {
        Some(at) if at > 0 && !value[at..].contains(')') => &value[..at],
        _ => value,
    }
}

fn without_closers(value: &str) -> &str {
    let opened = |close: char| match close {
        ')' => value.contains('('),
        ']' => value.contains('['),
        '}' => value.contains('{'),
        '>' => value.contains('<'),
        _ => false,
    };
    value.trim_end_matches(|c: char| {
        matches!(c, ',' | ';' | ')' | ']' | '}' | '>' | '"' | '\'' | '`') && !opened(c)
    })
}
