//! Characters to paragraphs and cells: what ends them, what is a field's code and what its result.

use mimawari_proto::finding::Part;

use super::{
    header::Header,
    rows::{Rows, Within},
};
use crate::extract::{
    Stop,
    block::Blocks,
    limits::FIELD_BYTES,
    text::{At, Cell},
};

/// Parts of the stories, in their order.
const PARTS: [Part; 8] = [
    Part::Body,
    Part::Body,
    Part::Header,
    Part::Body,
    Part::Comment,
    Part::Body,
    Part::Body,
    Part::Header,
];
const CELL_END: u16 = 0x07;
/// Fields inside fields; Word allows twenty.
const FIELDS: usize = 32;

/// The text under way.
pub(super) struct Story<'r> {
    rows: &'r Rows,
    /// The number of the first character after each story.
    ends: [u64; 8],
    /// The number of the next character.
    number: u64,
    story: usize,
    paragraph: Vec<u16>,
    /// The end of the paragraph before was a cell's.
    after_cell: bool,
    /// Open fields: still in the code?
    fields: Vec<bool>,
    outer: Option<Table>,
    inner: Option<Table>,
}

struct Table {
    number: u32,
    row: u32,
    column: u32,
}

impl<'r> Story<'r> {
    /// Begins with the body.
    pub(super) fn new(header: &Header, rows: &'r Rows) -> Self {
        let mut end = 0;
        Self {
            rows,
            ends: header.stories.map(|length| {
                end += u64::from(length);
                end
            }),
            number: 0,
            story: 0,
            paragraph: Vec::new(),
            after_cell: false,
            fields: Vec::new(),
            outer: None,
            inner: None,
        }
    }

    /// Goes on with the character of this number.
    pub(super) fn begin_piece(&mut self, number: u64) {
        self.number = number;
    }

    /// Takes a character that counts as so many and ends at a position of the main stream.
    pub(super) fn take(
        &mut self,
        unit: u16,
        count: u64,
        ends: u64,
        blocks: &mut Blocks<'_>,
    ) -> Result<(), Stop> {
        let story = self.ends.partition_point(|&end| end <= self.number).min(7);
        if story != self.story {
            self.flush(blocks)?;
            self.story = story;
            (self.outer, self.inner) = (None, None);
            self.fields.clear();
        }
        self.number += count;
        match unit {
            CELL_END | 0x0c..=0x0e => self.end(unit == CELL_END, ends, blocks)?,
            0x0b => self.flush(blocks)?,
            0x13 if self.fields.len() < FIELDS => self.fields.push(true),
            0x14 => self.fields.last_mut().into_iter().for_each(|code| *code = false),
            0x15 => drop(self.fields.pop()),
            0x1e => self.say(u16::from(b'-')),
            0x00..=0x08 | 0x0a | 0x0f..=0x1f => {}
            _ => self.say(unit),
        }
        if self.paragraph.len() * 3 >= FIELD_BYTES {
            self.flush(blocks)?;
        }
        Ok(())
    }

    /// Hands over what is left.
    pub(super) fn finish(mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        self.flush(blocks)
    }

    fn say(&mut self, unit: u16) {
        if !self.fields.contains(&true) {
            self.paragraph.push(unit);
        }
    }

    /// A paragraph ends, and perhaps a cell or a row.
    fn end(&mut self, cell: bool, ends: u64, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        // A code that goes on over paragraphs would hide what is text.
        self.fields.retain(|code| !code);
        let within = match self.rows.find(ends) {
            None if cell => Some(Within {
                row: self.rows.unknown() && self.after_cell && self.paragraph.is_empty(),
                ..Within::default()
            }),
            known => known,
        };
        self.enter(within, blocks);
        self.flush(blocks)?;
        self.after_cell = cell;
        if let Some(within) = within {
            step(&mut self.inner, within.inner_cell, within.inner_row);
            step(&mut self.outer, cell && !within.row, cell && within.row);
            self.after_cell &= !within.row;
        }
        Ok(())
    }

    fn enter(&mut self, within: Option<Within>, blocks: &mut Blocks<'_>) {
        let inner = within.is_some_and(|within| within.inner);
        for (table, inside) in [(&mut self.outer, within.is_some()), (&mut self.inner, inner)] {
            match (inside, &table) {
                (true, None) => {
                    *table = Some(Table {
                        number: blocks.table(),
                        row: 1,
                        column: 1,
                    });
                }
                (false, Some(_)) => *table = None,
                _ => {}
            }
        }
    }

    /// Hands over the paragraph, or its part up to a line break.
    fn flush(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let text = String::from_utf16_lossy(&self.paragraph);
        self.paragraph.clear();
        let cell = self.inner.as_ref().or(self.outer.as_ref()).map(|table| Cell {
            table: table.number,
            row: table.row,
            column: table.column,
        });
        blocks.push(&text, At::Part(PARTS[self.story]), cell, false)
    }
}

/// Goes to the next cell or row.
fn step(table: &mut Option<Table>, cell: bool, row: bool) {
    let Some(table) = table else {
        return;
    };
    if row {
        table.row = table.row.saturating_add(1);
        table.column = 1;
    } else if cell {
        table.column = table.column.saturating_add(1);
    }
}
