//! What a document is, by its content, never by its name.

use super::{compressed::Packing, locked, mail, tar};

/// What an office document in one XML file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Markup {
    /// OpenDocument of any sort.
    Odf,
    /// Word 2003, or the parts of a newer document in one file.
    Word,
    /// Excel 2003.
    Sheets,
}

/// How a document is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Format {
    /// A zip of any sort: an archive or an office document.
    Zip,
    /// A 7z archive.
    SevenZip,
    /// A tar archive.
    Tar,
    /// A single compressed file, or a compressed tar.
    Packed(Packing),
    /// An OLE compound file: legacy or encrypted office documents, mail.
    Ole,
    /// The records of an old workbook, without a compound file around them.
    Workbook,
    /// Rich text.
    Rtf,
    /// A whole office document in one XML file.
    Markup(Markup),
    /// A SQLite database.
    Sqlite,
    /// The log beside a SQLite database.
    SqliteLog,
    /// A Windows shortcut.
    Shortcut,
    /// Printed pages.
    Pdf,
    /// A mail.
    Mail,
    /// A file of mails.
    Mails,
    /// A program, which may carry an archive.
    Program,
    /// Text in some encoding.
    Plain,
    /// Holds no document text: pictures, sound, programs.
    Textless(&'static str),
    /// May hold text that is not read here.
    Unsupported(&'static str),
    /// Protected as a whole.
    Encrypted(&'static str),
}

impl Format {
    /// Tells whether such a document is read, or only named.
    pub(crate) const fn is_read(self) -> bool {
        !matches!(self, Textless(_) | Unsupported(_) | Encrypted(_))
    }

    /// Names it as far as its first bytes tell.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Zip => "zip",
            Self::SevenZip => "7z",
            Self::Tar => "tar",
            Self::Packed(packing) => packing.name(),
            Self::Ole => "ole",
            Self::Workbook => "xls",
            Self::Rtf => "rtf",
            Self::Markup(_) => "xml",
            Self::Sqlite | Self::SqliteLog => "sqlite",
            Self::Shortcut => "lnk",
            Self::Pdf => "pdf",
            Self::Mail => "eml",
            Self::Mails => "mbox",
            Self::Program => "exe",
            Self::Plain => "text",
            Textless(name) | Unsupported(name) | Encrypted(name) => name,
        }
    }
}

use Format::{Encrypted, Textless, Unsupported};

/// Magic bytes at the start. The first that fits wins.
const MAGIC: &[(&[u8], Format)] = &[
    (b"PK\x03\x04", Format::Zip),
    (b"PK\x05\x06", Format::Zip),
    (b"PK\x07\x08", Format::Zip),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format::Ole),
    (b"%PDF-", Format::Pdf),
    (b"{\\rtf", Format::Rtf),
    (b"7z\xbc\xaf\x27\x1c", Format::SevenZip),
    (b"\x1f\x8b\x08", Format::Packed(Packing::Gzip)),
    (b"BZh", Format::Packed(Packing::Bzip2)),
    (b"\xfd7zXZ\0", Format::Packed(Packing::Xz)),
    (b"\x5d\0\0", Format::Packed(Packing::Lzma)),
    (b"\x1f\x9d", Unsupported("z")),
    (b"LZIP\x01", Unsupported("lzip")),
    (b"\x04\x22\x4d\x18", Unsupported("lz4")),
    (b"\x28\xb5\x2f\xfd", Unsupported("zstd")),
    (b"MSCF", Unsupported("cab")),
    (b"SQLite format 3\0", Format::Sqlite),
    (b"\x37\x7f\x06\x82", Format::SqliteLog),
    (b"\x37\x7f\x06\x83", Format::SqliteLog),
    (b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", Unsupported("sqlite")),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", Unsupported("onenote")),
    (b"\0\x01\0\0Standard Jet DB", Unsupported("access")),
    (b"\0\x01\0\0Standard ACE DB", Unsupported("access")),
    (b"!BDN", Unsupported("pst")),
    (b"L\0\0\0\x01\x14\x02\0", Format::Shortcut),
    (b"\x09\x08\x10\0\0\x06", Format::Workbook),
    (b"\x09\x08\x08\0\0\x05", Format::Workbook),
    (b"\x09\x04\x06\0", Format::Workbook),
    (b"\x09\x02\x06\0", Format::Workbook),
    (b"\x09\0\x04\0", Format::Workbook),
    (b"\xdb\xa5\x2d\0", Unsupported("doc")),
    (b"\x60\x0e\x82\x01", Unsupported("xdw")),
    (b"AC1", Unsupported("dwg")),
    (b"\x89PNG\r\n\x1a\n", Textless("png")),
    (b"\xff\xd8\xff", Textless("jpg")),
    (b"GIF8", Textless("gif")),
    (b"II*\0", Textless("tif")),
    (b"MM\0*", Textless("tif")),
    (b"\0\0\x01\0", Textless("ico")),
    (b"\0\0\x02\0", Textless("cur")),
    (b"\xd7\xcd\xc6\x9a", Textless("wmf")),
    (b"8BPS", Textless("psd")),
    (b"ID3", Textless("mp3")),
    (b"OggS", Textless("ogg")),
    (b"fLaC", Textless("flac")),
    (b"\x1aE\xdf\xa3", Textless("mkv")),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", Textless("wmv")),
    (b"\x7fELF", Textless("elf")),
    (b"MZ", Format::Program),
    (b"\xca\xfe\xba\xbe", Textless("class")),
    (b"\0asm", Textless("wasm")),
    (b"\0\x01\0\0\0", Textless("font")),
    (b"OTTO", Textless("font")),
    (b"ttcf", Textless("font")),
    (b"wOF", Textless("font")),
];

/// Tells what a document is from its first bytes (512 are enough).
pub(crate) fn sniff(head: &[u8]) -> Format {
    locked::told(head)
        .or_else(|| known(head))
        .unwrap_or(Format::Plain)
}

fn known(head: &[u8]) -> Option<Format> {
    MAGIC
        .iter()
        .find(|(magic, format)| head.starts_with(magic) && confirmed(*format, head))
        .map(|(_, format)| *format)
        .or_else(|| inner(head))
}

/// Keeps short magic words from taking a text that begins with them.
fn confirmed(format: Format, head: &[u8]) -> bool {
    match format {
        Format::Packed(Packing::Bzip2) => {
            head.get(3).is_some_and(u8::is_ascii_digit)
                && head
                    .get(4..10)
                    .is_some_and(|mark| mark == b"1AY&SY" || mark == b"\x17\x72\x45\x38\x50\x90")
        }
        // Window, unpacked size or all ones, and the first byte of the coder, which is always zero.
        Format::Packed(Packing::Lzma) => head
            .get(5..14)
            .is_some_and(|rest| rest[8] == 0 && (rest[..8] == [0xff; 8] || rest[5..8] == [0; 3])),
        Format::Program | Textless("mp3") | Unsupported("dwg" | "cab") => {
            head.iter().take(64).any(|&byte| byte == 0 || byte >= 0xfd)
        }
        _ => true,
    }
}

/// Magic that does not stand at the start.
fn inner(head: &[u8]) -> Option<Format> {
    let at = |offset: usize, magic: &[u8]| head.get(offset..).is_some_and(|rest| rest.starts_with(magic));
    if at(0, b"BM") && at(6, b"\0\0\0\0") {
        return Some(Textless("bmp"));
    }
    if at(0, b"RIFF") {
        return Some(Textless("riff"));
    }
    if at(4, b"ftyp") {
        return Some(Textless("mp4"));
    }
    if at(40, b" EMF") {
        return Some(Textless("emf"));
    }
    if at(257, b"ustar") || tar::checked(head) {
        return Some(Format::Tar);
    }
    if at(2, b"-lh") && at(6, b"-") {
        return Some(Unsupported("lzh"));
    }
    if let Some(markup) = markup(head) {
        return Some(Format::Markup(markup));
    }
    if mail::are_mails(head) {
        return Some(Format::Mails);
    }
    if mail::is_mail(head) {
        return Some(Format::Mail);
    }
    None
}

/// Tells an office document in one XML file by its root, or by the program that is to open it.
fn markup(head: &[u8]) -> Option<Markup> {
    let text: Vec<u8> = head.iter().copied().filter(|&byte| byte != 0).collect();
    let start = memchr::memchr(b'<', &text).filter(|&at| at <= 3)?;
    let has = |word: &str| memchr::memmem::find(&text[start..], word.as_bytes()).is_some();
    match () {
        () if !has("<?xml") && !has("xmlns") => None,
        () if has("<office:document ") => Some(Markup::Odf),
        () if has("progid=\"Word.Document\"") || has("<w:wordDocument") || has("<pkg:package") => {
            Some(Markup::Word)
        }
        () if has("progid=\"Excel.Sheet\"")
            || has("<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet") =>
        {
            Some(Markup::Sheets)
        }
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_begins_like_a_program_is_still_text() {
        assert_eq!(sniff(b"MZ series stock list\r\n"), Format::Plain);
        assert_eq!(sniff(b"BZh means something else"), Format::Plain);
        assert_eq!(sniff(b"MZ\x90\0\x03\0"), Format::Program);
    }

    #[test]
    fn documents_that_are_not_read_yet_are_named() {
        assert_eq!(sniff(b"\x16\x6d-lh5-"), Unsupported("lzh"));
    }
}
