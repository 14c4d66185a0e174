//! Text in the records of a slide: of boxes, of tables, of comments, of headers and footers.

use mimawari_proto::finding::Part;

use super::{Heading, heading};
use crate::extract::{
    Stop,
    block::Blocks,
    coding::Coding,
    compound::Stream,
    limits::PART_BYTES,
    text::{At, Cell},
};

/// Text of two bytes a character, and of one.
const WIDE: u16 = 0x0fa0;
const NARROW: u16 = 0x0fa8;
/// Text that says something only inside some records.
const WORDS: u16 = 0x0fba;
const COMMENT: u16 = 0x2ee0;
const HEADERS: u16 = 0x0fd9;
/// Records for other programs, which hold comments.
const BLOB: u16 = 0x138b;
/// A group of shapes, what is special about it, and where a shape of it stands.
const GROUP: u16 = 0xf003;
const SPECIAL: u16 = 0xf122;
const WHERE: u16 = 0xf00f;
/// What is special about a table.
const TABLE: u16 = 0x039f;

/// Records under way.
pub(super) struct Show {
    at: At,
    /// Where the open comment, header, blob and group end.
    comment: u64,
    headers: u64,
    blob: u64,
    group: u64,
    table: Option<Table>,
}

struct Table {
    number: u32,
    ends: u64,
    /// The upper edge of the row.
    top: i32,
    row: u32,
    column: u32,
}

impl Show {
    /// Begins at a place.
    pub(super) fn new(at: At) -> Self {
        Self {
            at,
            comment: 0,
            headers: 0,
            blob: 0,
            group: 0,
            table: None,
        }
    }

    /// Reads all records between two positions; `boxes` if text in them is text of the page.
    pub(super) fn read(
        mut self,
        stream: &mut Stream<'_, '_>,
        begins: u64,
        ends: u64,
        boxes: bool,
        blocks: &mut Blocks<'_>,
    ) -> Result<(), Stop> {
        let ends = ends.min(stream.size());
        let mut at = begins;
        while at < ends {
            let Some(record) = heading(stream, at)? else {
                return Ok(());
            };
            at = if record.holds || record.kind == BLOB {
                self.open(record);
                record.begins
            } else {
                self.record(stream, record, boxes, blocks)?;
                if at < self.blob {
                    record.ends.min(self.blob)
                } else {
                    record.ends
                }
            };
        }
        Ok(())
    }

    fn open(&mut self, record: Heading) {
        match record.kind {
            COMMENT => self.comment = record.ends,
            HEADERS => self.headers = record.ends,
            BLOB => self.blob = record.ends,
            GROUP => self.group = record.ends,
            _ => {}
        }
    }

    /// Takes a record that holds no others.
    pub(super) fn record(
        &mut self,
        stream: &mut Stream<'_, '_>,
        record: Heading,
        boxes: bool,
        blocks: &mut Blocks<'_>,
    ) -> Result<(), Stop> {
        let at = match record.kind {
            WIDE | NARROW if boxes => self.at,
            WORDS if record.begins < self.comment => At::Part(Part::Comment),
            WORDS if record.begins < self.headers => At::Part(Part::Header),
            SPECIAL | WHERE => return self.shape(stream, record, blocks),
            _ => return Ok(()),
        };
        let length = record.ends - record.begins;
        if length > PART_BYTES {
            return Err(Stop::Limit("a text of more than 8 MiB"));
        }
        let mut bytes = Vec::new();
        stream.part(record.begins, length, &mut bytes)?;
        let text = match record.kind {
            NARROW => bytes.iter().map(|&byte| char::from(byte)).collect(),
            _ => Coding::Utf16Le.decode(&bytes).into_owned(),
        };
        let cell = self.cell(record);
        text.split(['\r', '\n', '\u{b}'])
            .try_for_each(|line| blocks.push(line, at, cell, false))
    }

    /// Notes that a group is a table, and where its cells stand.
    fn shape(
        &mut self,
        stream: &mut Stream<'_, '_>,
        record: Heading,
        blocks: &mut Blocks<'_>,
    ) -> Result<(), Stop> {
        let mut bytes = Vec::new();
        stream.part(record.begins, (record.ends - record.begins).min(4096), &mut bytes)?;
        if record.kind == SPECIAL {
            let mut settings = bytes.as_chunks::<6>().0.iter().take(usize::from(record.instance));
            if settings.any(|one| u16::from_le_bytes([one[0], one[1]]) & 0x3fff == TABLE) {
                self.table = Some(Table {
                    number: blocks.table(),
                    ends: self.group,
                    top: i32::MIN,
                    row: 0,
                    column: 0,
                });
            }
        } else if let (Some(table), Some(top)) =
            (&mut self.table, bytes.get(4..8).and_then(<[u8]>::first_chunk))
        {
            table.step(i32::from_le_bytes(*top));
        }
        Ok(())
    }

    fn cell(&self, record: Heading) -> Option<Cell> {
        let table = self.table.as_ref().filter(|table| record.begins < table.ends)?;
        Some(Cell {
            table: table.number,
            row: table.row.max(1),
            column: table.column.max(1),
        })
    }
}

impl Table {
    /// A cell begins; one that stands lower begins a row.
    fn step(&mut self, top: i32) {
        if top > self.top {
            self.top = top;
            self.row = self.row.saturating_add(1);
            self.column = 0;
        }
        self.column = self.column.saturating_add(1);
    }
}
