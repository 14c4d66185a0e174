//! The token at the beginning of a text in XML: how long it is, what it is, what it says.
//!
//! Only as much of the grammar as cuts tokens apart. Nothing is looked at twice, so hostile text costs
//! no more than honest text.

use std::ops::Range;

use memchr::memmem;

/// What a token is; what says nothing (comments, declarations) is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sort {
    /// The beginning of an element; the length of its name.
    Open(u32),
    /// A whole element without content; the length of its name.
    Empty(u32),
    /// The end of an element.
    Close,
    /// Characters as they are.
    Text,
    /// A reference to a character.
    Reference,
}

/// What the first token of a text is.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum First {
    /// So many bytes, with a content if they say something.
    Whole(usize, Option<(Sort, Range<usize>)>),
    /// It may go on behind the text.
    Cut,
    /// It is nothing of XML.
    Broken,
}

/// Finds the first token of a text that is not empty.
pub(super) fn first(text: &[u8]) -> First {
    match text {
        [b'<', b'!', ..] => declaration(text),
        [b'<', b'?', ..] => until(text, 2, b"?>", None),
        [b'<', b'/', ..] => match tag_end(text) {
            Some(end) => First::Whole(end + 1, Some((Sort::Close, 2..end))),
            None => First::Cut,
        },
        [b'<', _, ..] => element(text),
        [b'<'] => First::Cut,
        [b'&', rest @ ..] => match memchr::memchr3(b';', b'&', b'<', rest) {
            Some(at) if rest[at] == b';' => First::Whole(at + 2, Some((Sort::Reference, 1..at + 1))),
            // An ampersand that stands for itself.
            Some(at) => First::Whole(at + 1, Some((Sort::Text, 0..at + 1))),
            None => First::Cut,
        },
        _ => match memchr::memchr2(b'<', b'&', text) {
            Some(end) => First::Whole(end, Some((Sort::Text, 0..end))),
            None => First::Cut,
        },
    }
}

/// Reads up to and with a mark that ends a token.
fn until(text: &[u8], from: usize, mark: &[u8], sort: Option<Sort>) -> First {
    match text.get(from..).and_then(|rest| memmem::find(rest, mark)) {
        Some(at) => First::Whole(from + at + mark.len(), sort.map(|sort| (sort, from..from + at))),
        None => First::Cut,
    }
}

fn declaration(text: &[u8]) -> First {
    const COMMENT: &[u8] = b"<!--";
    const DATA: &[u8] = b"<![CDATA[";
    if text.starts_with(COMMENT) {
        until(text, COMMENT.len(), b"-->", None)
    } else if text.starts_with(DATA) {
        until(text, DATA.len(), b"]]>", Some(Sort::Text))
    } else if COMMENT.starts_with(text) || DATA.starts_with(text) {
        First::Cut
    } else if matches!(text[2], b'D' | b'd') {
        document_type(text)
    } else {
        First::Broken
    }
}

/// Passes over a document type with all it declares.
fn document_type(text: &[u8]) -> First {
    let (mut at, mut open) = (0, 0);
    while let Some(&byte) = text.get(at) {
        let rest = &text[at + 1..];
        let skipped = match byte {
            b'"' | b'\'' => memchr::memchr(byte, rest).map(|end| end + 1),
            b'<' if rest.starts_with(b"!--") => memmem::find(rest, b"-->").map(|end| end + 3),
            b'<' => {
                open += 1;
                Some(0)
            }
            b'>' if open == 1 => return First::Whole(at + 1, None),
            b'>' => {
                open -= 1;
                Some(0)
            }
            _ => Some(0),
        };
        let Some(skipped) = skipped else { return First::Cut };
        at += 1 + skipped;
    }
    First::Cut
}

fn element(text: &[u8]) -> First {
    let Some(end) = tag_end(text) else {
        return First::Cut;
    };
    let empty = text[1..end].ends_with(b"/");
    let content = 1..end - usize::from(empty);
    let name = text[content.clone()].iter().position(u8::is_ascii_whitespace);
    let name = name.unwrap_or(content.len()) as u32;
    let sort = if empty {
        Sort::Empty(name)
    } else {
        Sort::Open(name)
    };
    First::Whole(end + 1, Some((sort, content)))
}

/// Returns the attributes of an element as they are written: their names and what stands in quotes.
///
/// A value without quotes is none.
pub(super) fn attributes(element: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = element;
    std::iter::from_fn(move || {
        let equals = memchr::memchr(b'=', rest.as_bytes())?;
        let name = rest[..equals].trim_ascii();
        let behind = rest[equals + 1..].trim_ascii_start();
        let quote = *behind.as_bytes().first()?;
        if !matches!(quote, b'"' | b'\'') {
            rest = behind;
            return Some((name, ""));
        }
        let end = memchr::memchr(quote, &behind.as_bytes()[1..])?;
        rest = &behind[end + 2..];
        Some((name, &behind[1..=end]))
    })
}

/// Finds the bracket that ends a tag: outside of quotes.
fn tag_end(text: &[u8]) -> Option<usize> {
    let mut quote = 0;
    text.iter().position(|&byte| {
        match byte {
            b'>' if quote == 0 => return true,
            b'"' | b'\'' if quote == 0 => quote = byte,
            _ if byte == quote => quote = 0,
            _ => {}
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_in_either_quotes() {
        let read = |element| attributes(element).collect::<Vec<_>>();
        assert_eq!(
            read(" r=\"B2\" t = 's'\n x:y='a=\"b\"'"),
            [("r", "B2"), ("t", "s"), ("x:y", "a=\"b\"")]
        );
        assert_eq!(read(" a='テ' b=''"), [("a", "テ"), ("b", "")]);
        assert_eq!(read(" a b='"), []);
        assert_eq!(read(" a=テ b='1'"), [("a", ""), ("テ b", "1")]);
        assert_eq!(read(""), []);
    }

    #[test]
    fn every_token_is_known_by_its_first_bytes_and_none_before_it_is_whole() {
        let tokens: [(&str, Option<(Sort, &str)>); 16] = [
            ("<a>", Some((Sort::Open(1), "a"))),
            (
                "<w:p x='>' y=\"'>\">",
                Some((Sort::Open(3), "w:p x='>' y=\"'>\"")),
            ),
            ("<br/>", Some((Sort::Empty(2), "br"))),
            ("<c r=\"A1\"/>", Some((Sort::Empty(1), "c r=\"A1\""))),
            ("<>", Some((Sort::Open(0), ""))),
            ("</a >", Some((Sort::Close, "a "))),
            ("<!---->", None),
            ("<!-- <a> -- -->", None),
            ("<![CDATA[<a>]] >]]>", Some((Sort::Text, "<a>]] >"))),
            ("<![CDATA[]]>", Some((Sort::Text, ""))),
            ("<?xml version='1.0'?>", None),
            ("<!DOCTYPE a [<!ENTITY b \"]>\"><!-- ' > -->]>", None),
            ("<!doctype html>", None),
            ("&amp;", Some((Sort::Reference, "amp"))),
            ("テスト<", Some((Sort::Text, "テスト"))),
            ("& b<", Some((Sort::Text, "& b"))),
        ];
        for (token, says) in tokens {
            // Texts end where the next token begins.
            let length =
                token.len() - usize::from(matches!(says, Some((Sort::Text, _))) && token.ends_with('<'));
            for behind in ["", "<b>", "x > '"] {
                let text = format!("{token}{behind}");
                let First::Whole(seen, content) = first(text.as_bytes()) else {
                    panic!("{text}");
                };
                assert_eq!(seen, length, "{text}");
                let content = content.map(|(sort, range)| (sort, &text[range]));
                assert_eq!(content, says, "{text}");
            }
            for cut in 1..length {
                assert_eq!(first(&token.as_bytes()[..cut]), First::Cut, "{token} {cut}");
            }
        }
        assert_eq!(first(b"<!x>"), First::Broken);
        assert_eq!(first(b"<![IF]>"), First::Broken);
    }
}
