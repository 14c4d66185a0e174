//! What the codes of a font say, and how wide they are.
//!
//! The shapes of glyphs are never looked at.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GBK, MACINTOSH, SHIFT_JIS, UTF_16BE, WINDOWS_1252};
use hayro_cmap::{BfString, CMap, CMapName, CidFamily, WritingMode, load_embedded};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as Bytes};

use super::{name, unpack::unpack};
use crate::extract::limits::Budget;

/// Widths of a font that are kept; there are 65,536 characters in a font.
const WIDTHS: usize = 1 << 16;

/// A font.
pub(super) struct Font {
    codes: Codes,
    meaning: Option<CMap>,
    widths: Widths,
    /// Written from top to bottom.
    pub(super) vertical: bool,
    /// Units of the widths in the size of the font.
    unit: f64,
    /// Holds signs and no letters.
    signs: bool,
}

enum Codes {
    /// One byte each.
    Single(Vec<Option<String>>),
    /// One to four bytes each.
    Several {
        cids: Box<CMap>,
        /// The codes are text in this encoding.
        encoding: Option<&'static Encoding>,
        /// What the characters of the collection say.
        collection: Option<Box<CMap>>,
    },
}

/// Widths by code, or by character of the collection.
struct Widths {
    ranges: Vec<(u32, u32, f64)>,
    usual: f64,
}

impl Widths {
    fn of(&self, code: u32) -> f64 {
        let after = self.ranges.partition_point(|&(first, _, _)| first <= code);
        match after.checked_sub(1).map(|at| self.ranges[at]) {
            Some((_, last, width)) if code <= last => width,
            _ => self.usual,
        }
    }

    fn sorted(mut ranges: Vec<(u32, u32, f64)>, usual: f64) -> Self {
        ranges.sort_by_key(|&(first, _, _)| first);
        Self { ranges, usual }
    }
}

impl Font {
    /// Reads a font; what it lacks is guessed.
    pub(super) fn new(dict: &Dict<'_>, budget: &Budget) -> Self {
        let subtype = dict.get::<Name<'_>>("Subtype");
        let meaning = dict
            .get::<Stream<'_>>("ToUnicode")
            .and_then(|stream| unpack(&stream, budget).ok())
            .and_then(|bytes| CMap::parse(&bytes, load_embedded));
        let base = dict
            .get::<Name<'_>>("BaseFont")
            .map(|name| name.as_str().to_owned());
        let signs = base.is_some_and(|base| {
            ["Symbol", "Dingbats", "Wingdings", "Webdings"]
                .iter()
                .any(|sign| base.contains(sign))
        });
        let mut font = match subtype.as_deref() {
            Some(b"Type0") => Self::composite(dict, budget),
            _ => Self::simple(dict),
        };
        font.meaning = meaning;
        font.signs = signs;
        if subtype.as_deref() == Some(b"Type3")
            && let Some([unit, ..]) = dict.get::<[f64; 6]>("FontMatrix")
        {
            font.unit = unit.abs();
        }
        font
    }

    fn composite(dict: &Dict<'_>, budget: &Budget) -> Self {
        let inner = dict
            .get::<Array<'_>>("DescendantFonts")
            .and_then(|fonts| fonts.iter::<Dict<'_>>().next())
            .unwrap_or_default();
        let (cids, encoding) = encoding(dict, budget);
        let vertical = cids.metadata().writing_mode == Some(WritingMode::Vertical);
        let family = family(&cids, &inner);
        let collection = family
            .and_then(|family| load_embedded(family.ucs2_cmap()?))
            .and_then(|bytes| CMap::parse(bytes, load_embedded));
        let widths = if vertical {
            let usual = inner.get::<[f64; 2]>("DW2").map_or(-1000.0, |[_, down]| down);
            Widths::sorted(lists(&inner, "W2", 3), usual)
        } else {
            Widths::sorted(
                lists(&inner, "W", 1),
                inner.get::<f32>("DW").map_or(1000.0, f64::from),
            )
        };
        Self {
            codes: Codes::Several {
                cids: Box::new(cids),
                encoding,
                collection: collection.map(Box::new),
            },
            meaning: None,
            widths,
            vertical,
            unit: 0.001,
            signs: false,
        }
    }

    fn simple(dict: &Dict<'_>) -> Self {
        let descriptor = dict.get::<Dict<'_>>("FontDescriptor").unwrap_or_default();
        let first = dict.get::<u32>("FirstChar").unwrap_or(0).min(255);
        let given: Vec<f64> = dict
            .get::<Array<'_>>("Widths")
            .map(|widths| widths.iter::<f32>().take(256).map(f64::from).collect())
            .unwrap_or_default();
        let ranges = if given.is_empty() {
            (32..127)
                .map(|code| (code, code, usual_width(code as u8)))
                .collect()
        } else {
            (first..)
                .zip(given)
                .map(|(code, width)| (code, code, width))
                .collect()
        };
        let usual = descriptor.get::<f32>("MissingWidth").map_or(500.0, f64::from);
        Self {
            codes: Codes::Single(letters(dict)),
            meaning: None,
            widths: Widths::sorted(ranges, if usual > 0.0 { usual } else { 500.0 }),
            vertical: false,
            unit: 0.001,
            signs: false,
        }
    }

    /// Reads the next code and how many bytes it has; at least one.
    pub(super) fn code(&self, bytes: &[u8]) -> (u32, usize) {
        let Codes::Several { cids, .. } = &self.codes else {
            return (bytes.first().copied().unwrap_or(0).into(), 1);
        };
        let mut code = 0;
        for (length, &byte) in (1..=4u8).zip(bytes) {
            code = code << 8 | u32::from(byte);
            if cids.lookup_cid_code(code, length).is_some() {
                return (code, length.into());
            }
        }
        (0, 1)
    }

    /// Returns how far a code moves on, in parts of the size.
    pub(super) fn advance(&self, code: u32, length: usize) -> f64 {
        let key = match &self.codes {
            Codes::Single(_) => code,
            Codes::Several { cids, .. } => cids.lookup_cid_code(code, length as u8).unwrap_or(0),
        };
        self.widths.of(key) * self.unit
    }

    /// Appends what a code says; tells whether that is known.
    pub(super) fn say(&self, code: u32, length: usize, text: &mut String) -> bool {
        if let Some(said) = self
            .meaning
            .as_ref()
            .and_then(|meaning| meaning.lookup_bf_string(code))
        {
            match said {
                BfString::Char(c) => text.push(c),
                BfString::String(s) => text.push_str(&s),
            }
            return true;
        }
        if self.signs {
            text.push('•');
            return true;
        }
        match &self.codes {
            Codes::Single(letters) => {
                let letter = letters.get(code as usize).and_then(Option::as_deref);
                text.push_str(letter.unwrap_or_default());
                letter.is_some()
            }
            Codes::Several {
                cids,
                encoding,
                collection,
            } => {
                if let Some(encoding) = encoding {
                    let bytes = code.to_be_bytes();
                    return written(encoding, &bytes[4 - length.clamp(1, 4)..], text);
                }
                let said = collection
                    .as_ref()
                    .zip(cids.lookup_cid_code(code, length as u8))
                    .and_then(|(collection, cid)| collection.lookup_bf_string(cid));
                match said {
                    Some(BfString::Char(c)) => text.push(c),
                    Some(BfString::String(s)) => text.push_str(&s),
                    None => return false,
                }
                true
            }
        }
    }
}

/// Appends the text that bytes of an encoding are.
fn written(encoding: &'static Encoding, bytes: &[u8], text: &mut String) -> bool {
    // The bare rows of JIS X 0208 are those of EUC without the high bits.
    let high: Vec<u8>;
    let bytes = if encoding == EUC_JP && bytes.len() == 2 && bytes.is_ascii() {
        high = bytes.iter().map(|byte| byte | 0x80).collect();
        &high
    } else {
        bytes
    };
    let (said, wrong) = encoding.decode_without_bom_handling(bytes);
    if !wrong {
        text.push_str(&said);
    }
    !wrong
}

/// Returns how codes become characters of the collection, and the encoding the codes are text in.
fn encoding(dict: &Dict<'_>, budget: &Budget) -> (CMap, Option<&'static Encoding>) {
    if let Some(stream) = dict.get::<Stream<'_>>("Encoding") {
        let own = unpack(&stream, budget)
            .ok()
            .and_then(|bytes| CMap::parse(&bytes, load_embedded));
        return (own.unwrap_or_else(CMap::identity_h), None);
    }
    let name = dict.get::<Name<'_>>("Encoding");
    let name = name.as_deref().unwrap_or_default();
    let known = match name {
        b"Identity-V" => Some(CMap::identity_v()),
        _ => load_embedded(CMapName::from_bytes(name)).and_then(|bytes| CMap::parse(bytes, load_embedded)),
    };
    (known.unwrap_or_else(CMap::identity_h), encoding_of(name))
}

/// Returns the encoding that a predefined map is named after.
fn encoding_of(name: &[u8]) -> Option<&'static Encoding> {
    let has = |word: &[u8]| memchr::memmem::find(name, word).is_some();
    match name {
        b"H" | b"V" | b"EUC-H" | b"EUC-V" => Some(EUC_JP),
        _ if has(b"RKSJ") => Some(SHIFT_JIS),
        _ if has(b"-UCS2-") || has(b"-UTF16-") => Some(UTF_16BE),
        _ if name.starts_with(b"GB") && has(b"EUC") => Some(GBK),
        _ if name.starts_with(b"KSC") && !has(b"pc") => Some(EUC_KR),
        _ if has(b"B5") => Some(BIG5),
        _ => None,
    }
}

/// Returns the collection that the characters of a font belong to.
fn family(cids: &CMap, inner: &Dict<'_>) -> Option<CidFamily> {
    let known = |family: &CidFamily| family.ucs2_cmap().is_some();
    let named = cids.metadata().character_collection.as_ref();
    if let Some(collection) = named.filter(|collection| known(&collection.family)) {
        return Some(collection.family.clone());
    }
    let info = inner.get::<Dict<'_>>("CIDSystemInfo")?;
    let (registry, ordering) = (
        info.get::<Bytes<'_>>("Registry")?,
        info.get::<Bytes<'_>>("Ordering")?,
    );
    Some(CidFamily::from_registry_ordering(&registry, &ordering)).filter(known)
}

/// Reads lists such as `1 [500 600] 3 9 1000`, where every character has so many numbers; the first is kept.
fn lists(inner: &Dict<'_>, key: &str, numbers: usize) -> Vec<(u32, u32, f64)> {
    let mut ranges = Vec::new();
    let Some(array) = inner.get::<Array<'_>>(key) else {
        return ranges;
    };
    let mut items = array.iter::<Object<'_>>();
    while let (Some(Object::Number(first)), Some(second)) = (items.next(), items.next()) {
        let first = first.as_i64().clamp(0, 0xffff) as u32;
        match second {
            Object::Array(list) => {
                let widths = list.iter::<f32>().take(WIDTHS * numbers).step_by(numbers);
                ranges.extend(
                    (first..)
                        .zip(widths)
                        .map(|(cid, width)| (cid, cid, f64::from(width))),
                );
            }
            Object::Number(last) => {
                let last = last.as_i64().clamp(0, 0xffff) as u32;
                let rest: Vec<_> = items.by_ref().take(numbers).collect();
                if let Some(Object::Number(width)) = rest.first() {
                    ranges.push((first, last, width.as_f64()));
                }
            }
            _ => break,
        }
        if ranges.len() > WIDTHS {
            break;
        }
    }
    ranges
}

/// Returns what the 256 codes of a simple font say.
fn letters(dict: &Dict<'_>) -> Vec<Option<String>> {
    let own = dict.get::<Dict<'_>>("Encoding");
    let base = dict
        .get::<Name<'_>>("Encoding")
        .or_else(|| own.as_ref()?.get("BaseEncoding"));
    let encoding = match base.as_deref() {
        Some(b"MacRomanEncoding") => MACINTOSH,
        _ => WINDOWS_1252,
    };
    // A font with its own glyphs and its own names tells nothing about the codes it does not name.
    let type_3 = dict.get::<Name<'_>>("Subtype").as_deref() == Some(b"Type3");
    let mut letters: Vec<Option<String>> = (0..=255u8)
        .map(|code| {
            let said = encoding.decode_without_bom_handling(&[code]).0.into_owned();
            (!type_3 && code >= 0x20 && code != 0x7f).then_some(said)
        })
        .collect();
    let differences = own.and_then(|own| own.get::<Array<'_>>("Differences"));
    let mut code = 0usize;
    for item in differences
        .iter()
        .flat_map(|list| list.iter::<Object<'_>>())
        .take(1_024)
    {
        match item {
            Object::Number(number) => code = number.as_i64().clamp(0, 256) as usize,
            Object::Name(name) => {
                if let Some(letter) = letters.get_mut(code) {
                    *letter = name::text_of(name.as_str());
                }
                code += 1;
            }
            _ => {}
        }
    }
    letters
}

/// Returns about how wide a letter of Helvetica is, for the fonts that every program is to have.
fn usual_width(code: u8) -> f64 {
    match code {
        b'i' | b'j' | b'l' | b'\'' => 222.0,
        b' ' | b'!' | b',' | b'.' | b'/' | b':' | b';' | b'I' | b'[' | b']' | b'f' | b't' | b'\\' | b'|' => {
            278.0
        }
        b'(' | b')' | b'-' | b'r' | b'`' | b'{' | b'}' => 333.0,
        b'm' | b'M' | b'W' | b'%' | b'@' => 850.0,
        b'c' | b'k' | b's' | b'v' | b'x' | b'y' | b'z' => 500.0,
        b'A'..=b'Z' => 700.0,
        _ => 556.0,
    }
}
