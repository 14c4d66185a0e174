//! One run of paragraphs and tables: the body, a header, a note.

use crate::extract::{
    Stop,
    block::Blocks,
    limits::FIELD_BYTES,
    text::{At, Cell},
};

/// A text with its own paragraphs and tables.
pub(super) struct Story {
    at: At,
    /// Open groups when it began.
    pub(super) depth: usize,
    text: String,
    /// The table the paragraph is in, and those around it.
    tables: Vec<Table>,
}

struct Table {
    number: u32,
    row: u32,
    column: u32,
}

impl Story {
    /// Begins.
    pub(super) fn new(at: At, depth: usize) -> Self {
        Self {
            at,
            depth,
            text: String::new(),
            tables: Vec::new(),
        }
    }

    /// Adds to the paragraph; one that never ends becomes several fields.
    pub(super) fn say(&mut self, text: &str, table: usize, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        self.text.push_str(text);
        if self.text.len() >= FIELD_BYTES {
            self.paragraph(table, blocks)?;
        }
        Ok(())
    }

    /// Ends a paragraph in a table of this depth; 0 is outside.
    pub(super) fn paragraph(&mut self, table: usize, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        self.reach(table, blocks);
        self.hand_over(blocks)
    }

    /// Ends a cell.
    pub(super) fn cell(&mut self, table: usize, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        self.reach(table, blocks);
        self.hand_over(blocks)?;
        if let Some(table) = self.tables.last_mut() {
            table.column = table.column.saturating_add(1);
        }
        Ok(())
    }

    /// Ends a row.
    pub(super) fn row(&mut self, table: usize, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        self.reach(table, blocks);
        self.hand_over(blocks)?;
        if let Some(table) = self.tables.last_mut() {
            table.row = table.row.saturating_add(1);
            table.column = 1;
        }
        Ok(())
    }

    /// Hands over a text that is no part of the paragraph.
    pub(super) fn aside(&mut self, text: &str, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let cell = self.place();
        blocks.push(text, self.at, cell, false)
    }

    /// Ends.
    pub(super) fn end(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        self.hand_over(blocks)
    }

    /// Opens and closes tables until there are so many around the paragraph.
    fn reach(&mut self, depth: usize, blocks: &mut Blocks<'_>) {
        self.tables.truncate(depth);
        while self.tables.len() < depth {
            self.tables.push(Table {
                number: blocks.table(),
                row: 1,
                column: 1,
            });
        }
    }

    fn place(&self) -> Option<Cell> {
        self.tables.last().map(|table| Cell {
            table: table.number,
            row: table.row,
            column: table.column,
        })
    }

    fn hand_over(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let cell = self.place();
        let outcome = blocks.push(&self.text, self.at, cell, false);
        zeroize::Zeroize::zeroize(&mut self.text);
        outcome
    }
}
