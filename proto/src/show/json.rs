//! JSON that is harmless to look at: what [`super::visible()`] hides from a terminal is written `\u…`.
//!
//! The document says the same as without it; only more characters are escaped.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Serializer, ser::Formatter};

use super::visible::is_hostile;

/// Writes a document on one line.
pub fn write(to: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(to, Escaping);
    Ok(value.serialize(&mut serializer)?)
}

struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, to: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(is_hostile) {
            let (plain, hostile) = rest.split_at(at);
            to.write_all(plain.as_bytes())?;
            let mut chars = hostile.chars();
            let mut units = [0; 2];
            for unit in chars.next().unwrap_or_default().encode_utf16(&mut units) {
                write!(to, "\\u{unit:04x}")?;
            }
            rest = chars.as_str();
        }
        to.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_hostile_character_is_written_and_every_one_is_read_again() {
        let name = "a\u{1b}[2J\u{9b}31m 名簿\u{202e}xcod.exe\u{7f}\u{e0041}\"\n";
        let mut bytes = Vec::new();
        write(&mut bytes, &name).expect("a Vec takes all");
        let text = String::from_utf8(bytes).expect("JSON is UTF-8");
        assert!(!text.contains(is_hostile), "{text:?}");
        assert!(
            text.contains("名簿\\u202excod.exe\\u007f\\udb40\\udc41"),
            "{text}"
        );
        assert_eq!(serde_json::from_str::<String>(&text).expect("valid JSON"), name);
    }
}
