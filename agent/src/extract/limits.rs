//! Every limit of reading, in one place, each with its reason.
//!
//! Limits are absolute, never ratios: an honest drawing compresses better than a
//! bomb that was made to look harmless. Hitting one ends the document there;
//! what was read before is judged, and the rest is reported as `stopped`.

use std::cell::Cell;

use super::Stop;

/// Bytes of plain text looked through in one document.
///
/// Raw text costs about a second a gigabyte and no memory; log files of a few hundred MB
/// exist on desktops, text beyond this does not.
pub(crate) const PLAIN_BYTES: u64 = 2 << 30;

/// Bytes that all members of one document may unpack to.
///
/// A 20 MB workbook of an election roll unpacks to about 180 MB; a bomb asks for gigabytes.
pub(crate) const UNPACKED_BYTES: u64 = 512 << 20;

/// Members of one archive, all levels together. A backup of a whole profile folder has tens of thousands.
pub(crate) const MEMBERS: u64 = 100_000;

/// Bytes of the list of members that is held in memory while an archive is open.
///
/// 100,000 members with long names take about 12 MB.
pub(crate) const DIRECTORY_BYTES: u64 = 16 << 20;

/// Bytes of the table of a compound file, which tells the sector after every sector.
///
/// It speaks for a file of 2 GiB; the largest workbook of the old format that Excel opens is far below.
pub(crate) const TABLE_BYTES: u64 = 16 << 20;

/// Bytes of a list inside an old document that is held in memory, such as the pieces of a text.
///
/// A text of a million characters that was saved fast a thousand times lists 100 KB.
pub(crate) const PART_BYTES: u64 = 8 << 20;

/// Archives in archives. Deeper nesting is a trick, not a filing habit.
pub(crate) const DEPTH: usize = 4;

/// Bytes of a nested archive or document, which must be held in memory to be read at random.
pub(crate) const NESTED_BYTES: u64 = 24 << 20;

/// Bytes of what a decoder unpacked last, which it refers back to. 7-Zip asks for 16 to 32 MiB
/// unless told otherwise; a decoder that asks for more is used up to here.
pub(crate) const WINDOW_BYTES: u64 = 32 << 20;

/// Bytes of nested documents and windows held at the same time, all levels together.
///
/// The whole agent is to stay below 80 MiB at its peak.
pub(crate) const HELD_BYTES: u64 = NESTED_BYTES + WINDOW_BYTES;

/// Bytes of the unpacked list of members of a 7z archive, whose entries take up to 200 times that in memory.
///
/// 7,000 members with usual names.
pub(crate) const LIST_BYTES: u64 = 512 << 10;

/// Tables of one SQLite file. The largest schemas of desktop programs have a few hundred.
pub(crate) const TABLES: usize = 2_000;

/// Bytes of one row of a SQLite table; what stands behind them in the row is not read.
pub(crate) const RECORD_BYTES: usize = 1 << 20;

/// Pages in the log beside a SQLite file; it is usually emptied after 1,000.
pub(crate) const FRAMES: u64 = 200_000;

/// Cell formats of one workbook; Excel itself writes at most 65,490.
pub(crate) const FORMATS: usize = 65_536;

/// Bytes of a shortcut. Real ones have 1 to 4 KB.
pub(crate) const SHORTCUT_BYTES: u64 = 256 << 10;

/// Bytes of the path of one member, beyond which nobody reads it.
pub(crate) const NAME_BYTES: u64 = 64 << 10;

/// Cells and paragraphs of one document; a full sheet of a roll of 100,000 persons has 2 million.
pub(crate) const FIELDS: u64 = 20_000_000;

/// Open elements in XML. Word's deepest real nesting (tables in text boxes in tables) stays under 100.
pub(crate) const XML_DEPTH: usize = 512;

/// Bytes of one XML tag, text or comment, which the parser holds in memory.
///
/// A cell holds at most 32,767 characters; embedded base64 pictures in flat ODF take a few hundred KB.
pub(crate) const XML_TOKEN_BYTES: usize = 4 << 20;

/// Bytes of shared strings of one workbook, which cells refer to in any order.
pub(crate) const STRINGS_BYTES: usize = 24 << 20;

/// Turns of a hash by which the key of a document is made from a password; Office makes 100,000.
///
/// A million takes about half a second; more is not tried, and the document counts as protected.
pub(crate) const TURNS: u32 = 1_000_000;

/// Edits of one presentation of the old format, one for every fast save, and the records they number.
///
/// PowerPoint writes the whole file anew long before; 500 slides with their notes make 1,500 records.
pub(crate) const EDITS: usize = 10_000;
pub(crate) const RECORDS: usize = 200_000;

/// Modules of one VBA project, and bytes of the text of one; Office itself holds 64 KiB in a procedure.
pub(crate) const MACROS: usize = 10_000;
pub(crate) const MACRO_BYTES: usize = 4 << 20;

/// Sheets of one workbook of the old format, whose names are held in memory; people stop at a few hundred.
pub(crate) const SHEETS: usize = 10_000;

/// Bytes of text handed over in one block; small enough to stay in the cache, large enough for any table row.
pub(crate) const BLOCK_BYTES: usize = 128 << 10;

/// Bytes of one field; the rest of a longer line or cell becomes further fields.
pub(crate) const FIELD_BYTES: usize = 32 << 10;

/// Open groups in RTF. Word closes its own at a few dozen; tables in tables in text boxes stay under 200.
pub(crate) const RTF_GROUPS: usize = 4_096;

/// Objects in RTF, whose places are held until the text was read; each costs 8 bytes.
pub(crate) const RTF_OBJECTS: usize = 10_000;

/// Fonts that an RTF file may declare; Word lists every theme and language, about 400.
pub(crate) const RTF_FONTS: usize = 8_192;

/// Open tables in HTML. Mails that were forwarded twenty times reach about 60.
pub(crate) const HTML_TABLES: usize = 256;

/// Bytes of a PDF file, which is held in memory because its objects refer to each other.
///
/// Of what is larger, nearly all is scanned pages, which hold no text anyway.
pub(crate) const PDF_BYTES: u64 = 48 << 20;

/// Bytes that one stream of a PDF file unpacks to. The drawing of a city plan reaches 20 MB.
pub(crate) const PDF_STREAM_BYTES: usize = 32 << 20;

/// Bytes that all streams of a PDF file that hold objects unpack to; 3,000 tagged pages reach 40 MB.
pub(crate) const PDF_OBJECTS_BYTES: usize = 96 << 20;

/// Pages of a PDF file; the longest honest one, a year of logs, has 20,000.
pub(crate) const PDF_PAGES: usize = 50_000;

/// Pieces of text on one page of a PDF file; a plan of a whole quarter has 60,000.
pub(crate) const PDF_PIECES: usize = 200_000;

/// Bytes of text on one page of a PDF file.
pub(crate) const PDF_PAGE_BYTES: usize = 8 << 20;

/// Drawings in drawings in a PDF file; honest ones stay under 8.
pub(crate) const PDF_DEPTH: usize = 24;

/// Fonts of a PDF file held at the same time; more are read again when they are needed again.
pub(crate) const PDF_FONTS: usize = 128;

/// Notes, form fields and attachments of a PDF file. A tax form has 2,000 fields.
pub(crate) const PDF_NOTES: usize = 50_000;

/// Parts inside each other in a mail; a mail that was forwarded again and again reaches 12.
pub(crate) const MAIL_DEPTH: usize = 32;

/// Parts of one mail. A digest of a busy list has 500.
pub(crate) const MAIL_PARTS: usize = 20_000;

/// Bytes of the header fields of a mail or part; a mail to 5,000 people has 300 KB.
pub(crate) const MAIL_HEAD_BYTES: usize = 1 << 20;

/// Bytes of the texts of one mail, which wait until its attachments were read.
pub(crate) const MAIL_TEXT_BYTES: usize = 16 << 20;

/// What one document may still cost.
///
/// Extraction has no clock: every byte and field is counted instead, which bounds the seconds
/// and gives the same verdict on a slow PC as on a fast one.
#[derive(Debug)]
pub(crate) struct Budget {
    unpacked: Cell<u64>,
    members: Cell<u64>,
    fields: Cell<u64>,
    held: Cell<u64>,
}

impl Budget {
    /// Starts a document.
    pub(crate) fn new() -> Self {
        Self {
            unpacked: Cell::new(UNPACKED_BYTES),
            members: Cell::new(MEMBERS),
            fields: Cell::new(FIELDS),
            held: Cell::new(HELD_BYTES),
        }
    }

    /// Takes bytes that were unpacked.
    pub(crate) fn unpack(&self, bytes: usize) -> Result<(), Stop> {
        take(&self.unpacked, bytes as u64, "unpacks to more than 512 MiB")
    }

    /// Takes one member.
    pub(crate) fn member(&self) -> Result<(), Stop> {
        take(&self.members, 1, "more than 100,000 members")
    }

    /// Takes memory for a nested document, until it is given back.
    pub(crate) fn hold(&self, bytes: usize) -> Result<(), Stop> {
        take(
            &self.held,
            bytes as u64,
            "documents inside each other need more than 56 MiB",
        )
    }

    /// Gives memory back.
    pub(crate) fn release(&self, bytes: usize) {
        self.held.set(self.held.get().saturating_add(bytes as u64));
    }

    /// Takes one cell or paragraph.
    pub(crate) fn field(&self) -> Result<(), Stop> {
        take(&self.fields, 1, "more than 20,000,000 cells or paragraphs")
    }
}

fn take(left: &Cell<u64>, amount: u64, what: &'static str) -> Result<(), Stop> {
    match left.get().checked_sub(amount) {
        Some(rest) => {
            left.set(rest);
            Ok(())
        }
        None => Err(Stop::Limit(what)),
    }
}
