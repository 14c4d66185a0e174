//! Fonts of an RTF file, which decide what its bytes mean.

use std::collections::HashMap;

use encoding_rs::{Encoding, SHIFT_JIS, WINDOWS_1252};

use crate::extract::{coding::of_page, limits::RTF_FONTS};

/// The encodings of all fonts.
pub(super) struct Fonts {
    /// What a font without a character set of its own means.
    ansi: &'static Encoding,
    /// The font of text that names none.
    default: i32,
    known: HashMap<i32, &'static Encoding>,
    /// The font whose entry is being read.
    entry: Option<i32>,
}

impl Fonts {
    /// Starts with what Japanese Windows means where a file tells nothing.
    pub(super) fn new() -> Self {
        Self {
            ansi: SHIFT_JIS,
            default: 0,
            known: HashMap::new(),
            entry: None,
        }
    }

    /// Takes the code page of the whole file.
    pub(super) fn page(&mut self, page: i32) {
        self.ansi = of_page(page).unwrap_or(self.ansi);
    }

    /// Takes the number of the default font.
    pub(super) fn default(&mut self, font: i32) {
        self.default = font;
    }

    /// Begins the entry of a font.
    pub(super) fn begin(&mut self, font: i32) {
        self.entry = Some(font);
    }

    /// Takes the character set of the entry.
    pub(super) fn charset(&mut self, charset: i32) {
        let encoding = match charset {
            0 | 2 => Some(WINDOWS_1252),
            77 => of_page(10_000),
            78 | 128 => Some(SHIFT_JIS),
            129 | 130 => of_page(949),
            134 => of_page(936),
            136 => of_page(950),
            161 => of_page(1253),
            162 => of_page(1254),
            163 => of_page(1258),
            177 => of_page(1255),
            178 => of_page(1256),
            186 => of_page(1257),
            204 => of_page(1251),
            222 => of_page(874),
            238 => of_page(1250),
            _ => None,
        };
        self.know(encoding);
    }

    /// Takes the code page of the entry, which goes before its character set.
    pub(super) fn entry_page(&mut self, page: i32) {
        self.know(of_page(page).filter(|_| page != 0));
    }

    fn know(&mut self, encoding: Option<&'static Encoding>) {
        if let (Some(font), Some(encoding)) = (self.entry, encoding)
            && (self.known.len() < RTF_FONTS || self.known.contains_key(&font))
        {
            self.known.insert(font, encoding);
        }
    }

    /// Returns the encoding of a font.
    pub(super) fn encoding(&self, font: Option<i32>) -> &'static Encoding {
        let font = font.unwrap_or(self.default);
        self.known.get(&font).copied().unwrap_or(self.ansi)
    }

    /// Reads bytes that were written in an encoding.
    ///
    /// A Japanese file writes Japanese in Western fonts too; bytes that are whole characters of two bytes
    /// are taken for them.
    pub(super) fn decode(&self, bytes: &[u8], encoding: &'static Encoding) -> String {
        if encoding == WINDOWS_1252 && self.ansi == SHIFT_JIS && !bytes.is_ascii() {
            let (text, wrong) = SHIFT_JIS.decode_without_bom_handling(bytes);
            if !wrong {
                return text.into_owned();
            }
        }
        encoding.decode_without_bom_handling(bytes).0.into_owned()
    }
}

/// Tells whether a byte is the first of a character of two bytes.
pub(super) fn leads(encoding: &'static Encoding, byte: u8) -> bool {
    !encoding.is_single_byte()
        && encoding != encoding_rs::UTF_8
        && match byte {
            0x81..=0x9f | 0xe0..=0xfc => true,
            _ => encoding != SHIFT_JIS && byte >= 0x81 && byte != 0xff,
        }
}
