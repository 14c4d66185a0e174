//! Encodings of Japanese text: which one a text is in, and how to read it.

use std::borrow::Cow;

use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How characters are written as bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Coding {
    /// UTF-8, or ASCII.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Shift_JIS as Windows writes it, with the extensions of NEC and IBM.
    Cp932,
    /// EUC-JP.
    EucJp,
    /// ISO-2022-JP, with escapes between character sets.
    Iso2022Jp,
    /// Latin-1 as Windows writes it.
    Latin1,
}

impl Coding {
    /// Every coding.
    pub(crate) const ALL: [Self; 7] = [
        Self::Utf8,
        Self::Utf16Le,
        Self::Utf16Be,
        Self::Cp932,
        Self::EucJp,
        Self::Iso2022Jp,
        Self::Latin1,
    ];

    fn encoding(self) -> Option<&'static Encoding> {
        match self {
            Self::Utf8 => None,
            Self::Utf16Le => Some(UTF_16LE),
            Self::Utf16Be => Some(UTF_16BE),
            Self::Cp932 => Some(SHIFT_JIS),
            Self::EucJp => Some(EUC_JP),
            Self::Iso2022Jp => Some(ISO_2022_JP),
            Self::Latin1 => Some(WINDOWS_1252),
        }
    }

    /// Reads bytes as text; what cannot be read becomes U+FFFD.
    pub(crate) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self.encoding() {
            None => String::from_utf8_lossy(bytes),
            Some(encoding) => encoding.decode_without_bom_handling(bytes).0,
        }
    }

    /// Returns the coding that a number of Windows names; `None` where it is none of these.
    pub(crate) fn of_code_page(number: u32) -> Option<Self> {
        Some(match number {
            932 | 943 | 10_001 => Self::Cp932,
            65_001 | 20_127 => Self::Utf8,
            1200 => Self::Utf16Le,
            1201 => Self::Utf16Be,
            51_932 | 20_932 => Self::EucJp,
            50_220..=50_222 => Self::Iso2022Jp,
            1252 | 28_591 | 0x8000 | 0x8001 => Self::Latin1,
            _ => return None,
        })
    }

    /// Writes a literal that is searched for in raw text; `None` where the coding cannot say it.
    pub(crate) fn encode(self, literal: &str) -> Option<Vec<u8>> {
        match self {
            Self::Utf8 => Some(literal.as_bytes().to_vec()),
            Self::Utf16Le => Some(literal.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            Self::Utf16Be => Some(literal.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            // Shift states make a literal's bytes depend on what comes before.
            Self::Iso2022Jp => None,
            Self::Cp932 | Self::EucJp | Self::Latin1 => {
                let (bytes, _, lossy) = self.encoding()?.encode(literal);
                (!lossy).then(|| bytes.into_owned())
            }
        }
    }

    /// Returns how many bytes the smallest unit has.
    pub(crate) const fn unit(self) -> usize {
        match self {
            Self::Utf16Le | Self::Utf16Be => 2,
            _ => 1,
        }
    }
}

/// Returns the encoding of a Windows code page.
pub(crate) fn of_page(page: i32) -> Option<&'static Encoding> {
    Some(match page {
        932 | 10_001 => SHIFT_JIS,
        936 => encoding_rs::GBK,
        949 | 1361 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        874 => encoding_rs::WINDOWS_874,
        866 => encoding_rs::IBM866,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        0 | 437 | 850 | 1252 => WINDOWS_1252,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        1255 => encoding_rs::WINDOWS_1255,
        1256 => encoding_rs::WINDOWS_1256,
        1257 => encoding_rs::WINDOWS_1257,
        1258 => encoding_rs::WINDOWS_1258,
        10_000 => encoding_rs::MACINTOSH,
        20_932 | 51_932 => EUC_JP,
        50_220..=50_222 => ISO_2022_JP,
        54_936 => encoding_rs::GB18030,
        65_001 => encoding_rs::UTF_8,
        _ => return None,
    })
}

/// What a sample of bytes is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Guess {
    /// Text, in these codings, the likeliest first; more than one only when none is clearly right.
    Text {
        /// Bytes of the byte-order mark.
        mark: usize,
        /// How it can be read.
        codings: Vec<Coding>,
    },
    /// No text.
    Binary,
}

/// Guesses the coding of a text from its beginning; `whole` if the sample is all of it.
pub(crate) fn guess(sample: &[u8], whole: bool) -> Guess {
    let text = |mark, codings: &[Coding]| Guess::Text {
        mark,
        codings: codings.to_vec(),
    };
    match sample {
        [0xef, 0xbb, 0xbf, ..] => return text(3, &[Coding::Utf8]),
        [0xff, 0xfe, ..] => return text(2, &[Coding::Utf16Le]),
        [0xfe, 0xff, ..] => return text(2, &[Coding::Utf16Be]),
        _ => {}
    }
    let utf8 = is_utf8(sample, whole);
    let nul = memchr::memchr(0, sample).is_some();
    // Without a zero byte, what is UTF-8 is nothing else.
    if (nul || !utf8)
        && let Some(coding) = utf16(sample, nul)
    {
        return text(0, &[coding]);
    }
    if controls(sample) * 50 > sample.len() {
        return Guess::Binary;
    }
    if utf8 {
        let escaped = [&b"\x1b$B"[..], b"\x1b$@", b"\x1b(I", b"\x1b$(D"]
            .iter()
            .any(|escape| memchr::memmem::find(sample, escape).is_some());
        return text(0, &[if escaped { Coding::Iso2022Jp } else { Coding::Utf8 }]);
    }
    text(0, &legacy(sample, whole))
}

/// Counts bytes that text does not hold. NUL weighs heavily: no legacy text has one.
fn controls(sample: &[u8]) -> usize {
    // So few at a time that a byte counts them, which compiles to SIMD.
    sample
        .chunks(31)
        .map(|chunk| usize::from(chunk.iter().map(|&byte| strangeness(byte)).sum::<u8>()))
        .sum()
}

fn strangeness(byte: u8) -> u8 {
    let white = byte.wrapping_sub(b'\t') < 5;
    let control = byte < b' ' && !white && byte != 0x1b || byte == 0x7f;
    u8::from(control) + 7 * u8::from(byte == 0)
}

/// Tells whether a sample is UTF-8; an incomplete character at a cut end is forgiven.
fn is_utf8(sample: &[u8], whole: bool) -> bool {
    match simdutf8::compat::from_utf8(sample) {
        Ok(_) => true,
        Err(error) => !whole && error.error_len().is_none(),
    }
}

/// Recognises UTF-16 without a byte-order mark by what its units would mean.
fn utf16(sample: &[u8], nul: bool) -> Option<Coding> {
    if sample.len() < 4 {
        return None;
    }
    let plausible = |coding: Coding, unit: fn([u8; 2]) -> u16| {
        let mut good = 0usize;
        let mut strange = 0usize;
        for pair in sample.as_chunks::<2>().0 {
            match unit(*pair) {
                0x09 | 0x0a | 0x0d | 0x20..=0x7e => good += 1,
                // Two digits of another coding look like one of these.
                0x4e00..=0x9fff | 0x3030..=0x3039 => {}
                0x3000..=0x30ff | 0xff01..=0xff9f => good += 1,
                0 | 0xfffe | 0xffff => strange += 8,
                0x2010..=0x2312 | 0x2460..=0x24ff | 0x2500..=0x266f | 0x3200..=0x33ff | 0xa0..=0xff => {}
                _ => strange += 1,
            }
        }
        let units = sample.len() / 2;
        // Without a zero byte there is no ASCII, not even a line end: kana and full-width signs must make up for
        // it, and nothing may be strange. CP932 read so has neither, EUC-JP nothing else than the strange.
        let likely = if nul {
            good > units / 4
        } else {
            units >= 4 && strange == 0 && good * 3 >= units
        };
        (strange * 20 <= units && likely).then_some((good, coding))
    };
    let little = plausible(Coding::Utf16Le, u16::from_le_bytes);
    let big = plausible(Coding::Utf16Be, u16::from_be_bytes);
    [little, big]
        .into_iter()
        .flatten()
        .max_by_key(|&(good, _)| good)
        .map(|(_, coding)| coding)
}

/// Bytes of a text by which its coding is told, where only reading it tells.
const TELLING: usize = 16 << 10;

/// Orders the legacy codings by how Japanese their reading looks.
///
/// A single wrong byte does not throw a coding out; an unusual character costs less than an impossible one.
fn legacy(sample: &[u8], whole: bool) -> Vec<Coding> {
    // The line in which something else than ASCII begins, and what follows: enough to tell.
    let first = sample.iter().position(|&byte| byte >= 0x80).unwrap_or(0);
    let start = memchr::memrchr(b'\n', &sample[..first]).map_or(0, |end| end + 1);
    let end = sample.len().min(start + TELLING);
    let whole = whole && end == sample.len();
    let sample = &sample[start..end - if whole { 0 } else { 3.min(end - start) }];
    let mut ranked: Vec<(i64, Coding)> = [Coding::Cp932, Coding::EucJp, Coding::Utf8, Coding::Latin1]
        .into_iter()
        .map(|coding| (score(coding, sample), coding))
        .collect();
    ranked.sort_by_key(|&(score, _)| std::cmp::Reverse(score));
    let best = ranked.first().map_or(0, |&(score, _)| score);
    let beyond = sample.iter().filter(|&&byte| byte >= 0x80).count() as i64;
    // A long text decides clearly; a short one keeps every reading that is not absurd.
    let margin = if beyond < 64 { beyond * 3 + 8 } else { beyond / 4 };
    ranked
        .into_iter()
        .enumerate()
        .filter(|&(rank, (score, _))| rank == 0 || score >= best - margin && score > -beyond)
        .map(|(_, (_, coding))| coding)
        .collect()
}

fn score(coding: Coding, sample: &[u8]) -> i64 {
    coding
        .decode(sample)
        .chars()
        .map(|c| match c {
            '\0'..='\x7f' => 0,
            '\u{fffd}' => -12,
            'ぁ'..='ん' | 'ァ'..='ヶ' | 'ー' | '、' | '。' | '「' | '」' | '\u{3000}' | '：' => 6,
            '\u{ff10}'..='\u{ff5a}' => 4,
            '一'..='龥' => 3,
            '\u{ff61}'..='\u{ff9f}' => half_width(coding),
            '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' => -8,
            '\u{a0}'..='\u{ff}' => latin(coding),
            _ => 0,
        })
        .sum()
}

/// Every EUC-JP text can be read as half-width kana in CP932, so those say little there.
fn half_width(coding: Coding) -> i64 {
    if coding == Coding::Cp932 { 1 } else { -2 }
}

fn latin(coding: Coding) -> i64 {
    if coding == Coding::Latin1 { 1 } else { -1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTE: &str = "受付端末のログイン\r\nパスワード：Kita#2024\r\n①㈱髙﨑 担当まで\r\n";

    fn first(bytes: &[u8]) -> Coding {
        match guess(bytes, true) {
            Guess::Text { codings, .. } => codings[0],
            Guess::Binary => panic!("taken for binary"),
        }
    }

    #[test]
    fn each_coding_of_a_note_is_recognised() {
        for coding in [Coding::Utf8, Coding::Utf16Le, Coding::Utf16Be, Coding::Cp932] {
            let bytes = coding.encode(NOTE).expect("all characters exist there");
            assert_eq!(first(&bytes), coding);
        }
        let (euc, _, _) = EUC_JP.encode("受付端末のログイン\r\nパスワード：Kita#2024\r\n");
        assert_eq!(first(&euc), Coding::EucJp);
        let (jis, _, _) = ISO_2022_JP.encode("パスワード：Kita#2024\r\n");
        assert_eq!(first(&jis), Coding::Iso2022Jp);
    }

    #[test]
    fn half_width_kana_in_a_short_line_is_read_as_cp932() {
        let bytes = Coding::Cp932
            .encode("ﾊﾟｽﾜｰﾄﾞ abc12345")
            .expect("CP932 has half-width kana");
        let Guess::Text { codings, .. } = guess(&bytes, true) else {
            panic!("taken for binary")
        };
        assert!(codings.contains(&Coding::Cp932), "{codings:?}");
    }

    #[test]
    fn a_line_of_nothing_but_full_width_is_read_as_utf16() {
        for text in [
            "暗証番号：９４５５",
            "複合機管理者暗証番号：９８４２",
            "ＰＷ　Ｋｉｔａ＃２０２４",
        ] {
            for coding in [Coding::Utf16Le, Coding::Utf16Be] {
                let bytes = coding.encode(text).expect("all characters exist there");
                assert_eq!(first(&bytes), coding, "{text}");
            }
            let bytes = Coding::Cp932.encode(text).expect("CP932 has full width");
            assert_eq!(first(&bytes), Coding::Cp932, "{text}");
        }
        for text in ["税務課 2024000000", "00000000000000円", "架空市総務課情報管理係"] {
            let bytes = Coding::Cp932.encode(text).expect("all characters exist there");
            assert_eq!(first(&bytes), Coding::Cp932, "{text}");
        }
    }

    #[test]
    fn a_short_ambiguous_text_keeps_every_plausible_reading() {
        let (euc, _, _) = EUC_JP.encode("暗証番号：4512");
        let Guess::Text { codings, .. } = guess(&euc, true) else {
            panic!("taken for binary")
        };
        assert!(codings.contains(&Coding::EucJp), "{codings:?}");
    }

    #[test]
    fn a_picture_is_no_text() {
        let noise: Vec<u8> = (0..2000u32)
            .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
            .collect();
        assert_eq!(guess(&noise, true), Guess::Binary);
    }
}
