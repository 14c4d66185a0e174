//! Addresses of pages: percent-encoding both ways (RFC 3986, and `+` for a space in forms).

use std::fmt::Write as _;

/// Encodes one piece of a path or one value of a query.
pub(crate) fn encoded(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                safe.push(char::from(byte))
            }
            _ => write!(safe, "%{byte:02X}").expect("a String takes all"),
        }
    }
    safe
}

/// Decodes a value of a query or form; `None` where it is no text.
pub(crate) fn decoded(bytes: &[u8]) -> Option<String> {
    let mut raw = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        raw.push(match byte {
            b'+' => b' ',
            b'%' => digit(*rest.next()?)? << 4 | digit(*rest.next()?)?,
            other => *other,
        });
    }
    String::from_utf8(raw).ok()
}

const fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// Returns the address of a search.
pub(crate) fn search(text: &str) -> String {
    format!("/findings?q={}", encoded(text))
}

/// Takes a path of this console to go back to; anything else leads home.
///
/// `//host` and `/\host` are other hosts to a browser.
pub(crate) fn local(path: &str) -> &str {
    let is_local = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    if is_local { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_survives_an_address() {
        for text in ["課:保育 種別:x", "a/b?c=d&e", "%00%2e", "🗂"] {
            assert_eq!(decoded(encoded(text).as_bytes()).as_deref(), Some(text));
        }
    }

    #[test]
    fn nobody_is_sent_elsewhere() {
        for bad in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "",
            "/a\r\nX: y",
        ] {
            assert_eq!(local(bad), "/", "{bad:?}");
        }
        assert_eq!(local("/findings?q=a"), "/findings?q=a");
    }
}
