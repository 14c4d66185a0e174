//! XML in whatever coding it is written, as UTF-8.
//!
//! UTF-16 is told by its mark or by its first character, everything else by what the declaration says.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes in which a declaration ends.
const DECLARATION: usize = 200;
const PIECE: usize = 16 << 10;

/// A source that gives UTF-8.
pub(super) struct Recoded<R> {
    inner: R,
    begun: bool,
    /// What turns bytes into UTF-8; `None` where they are UTF-8.
    decoder: Option<Decoder>,
    /// Bytes that were read and not given yet.
    raw: Vec<u8>,
    /// UTF-8 that was not given yet, from `at` on.
    text: Vec<u8>,
    at: usize,
}

impl<R: Read> Recoded<R> {
    /// Starts; nothing is read yet.
    pub(super) const fn new(inner: R) -> Self {
        Self {
            inner,
            begun: false,
            decoder: None,
            raw: Vec::new(),
            text: Vec::new(),
            at: 0,
        }
    }

    fn begin(&mut self) -> io::Result<()> {
        self.begun = true;
        (&mut self.inner)
            .take(DECLARATION as u64)
            .read_to_end(&mut self.raw)?;
        let coding = coding(&self.raw);
        if coding == UTF_8 {
            self.text = std::mem::take(&mut self.raw);
        } else {
            self.decoder = Some(coding.new_decoder_with_bom_removal());
        }
        Ok(())
    }

    /// Decodes the next piece; nothing more comes at the end.
    fn refill(&mut self) -> io::Result<()> {
        let Some(decoder) = &mut self.decoder else {
            return Ok(());
        };
        let before = self.raw.len();
        (&mut self.inner).take(PIECE as u64).read_to_end(&mut self.raw)?;
        let last = self.raw.len() == before && before < DECLARATION;
        let room = decoder
            .max_utf8_buffer_length(self.raw.len())
            .unwrap_or(PIECE * 3);
        self.text.resize(room, 0);
        let (result, read, written, _) = decoder.decode_to_utf8(&self.raw, &mut self.text, last);
        debug_assert!(result == CoderResult::InputEmpty, "there is room for all");
        self.text.truncate(written);
        self.at = 0;
        self.raw.drain(..read);
        if last {
            self.decoder = None;
        }
        Ok(())
    }
}

impl<R: Read> Read for Recoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.begun {
            self.begin()?;
        }
        let recodes = self.decoder.is_some();
        while self.at == self.text.len() && self.decoder.is_some() {
            self.refill()?;
        }
        if self.at == self.text.len() {
            return if recodes { Ok(0) } else { self.inner.read(buffer) };
        }
        let length = (&self.text[self.at..]).read(buffer)?;
        self.at += length;
        Ok(length)
    }
}

/// Tells the coding from the first bytes.
fn coding(head: &[u8]) -> &'static Encoding {
    match head {
        [0xff, 0xfe, ..] | [b'<', 0, ..] => return UTF_16LE,
        [0xfe, 0xff, ..] | [0, b'<', ..] => return UTF_16BE,
        _ => {}
    }
    let declaration = head.split(|&byte| byte == b'>').next().unwrap_or_default();
    let Some(at) = memchr::memmem::find(declaration, b"encoding=") else {
        return UTF_8;
    };
    let rest = declaration.get(at + 10..).unwrap_or_default();
    let label = rest
        .split(|byte| matches!(byte, b'"' | b'\''))
        .next()
        .unwrap_or_default();
    match Encoding::for_label(label) {
        // A declaration that can be read byte by byte is not UTF-16.
        Some(coding) if coding != UTF_16LE && coding != UTF_16BE => coding,
        _ => UTF_8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> String {
        let mut text = String::new();
        Recoded::new(bytes).read_to_string(&mut text).expect("UTF-8");
        text
    }

    #[test]
    fn xml_in_every_coding_is_read() {
        let long = "控え".repeat(20_000);
        for coding in ["Shift_JIS", "EUC-JP", "UTF-8"] {
            let text = format!("<?xml version=\"1.0\" encoding=\"{coding}\"?><a>{long}</a>");
            let bytes = Encoding::for_label(coding.as_bytes())
                .expect("a label")
                .encode(&text)
                .0;
            assert!(read(&bytes) == text, "{coding}");
        }
        let text = format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>{long}</a>");
        let units = || text.encode_utf16();
        let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = std::iter::once(0xfeff)
            .chain(units())
            .flat_map(u16::to_be_bytes)
            .collect();
        assert!(read(&little) == text && read(&big) == text);
        assert_eq!(read(b"<a>"), "<a>");
        assert_eq!(read(b""), "");
    }
}
