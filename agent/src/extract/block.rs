//! Fields of a structured document, gathered into blocks and handed over.

use super::{
    Examiner, Stop,
    limits::{BLOCK_BYTES, Budget},
    text::{At, Cell, Text},
};

/// Fields repeated at the start of the next block, so that a label keeps its value.
const CONTEXT: usize = 6;

/// Rows and columns of the largest sheet of any program; a cell that claims to lie outside has no place.
const ROWS: u32 = 1 << 20;
const COLUMNS: u32 = 1 << 14;

/// Collects fields and hands over full blocks.
pub(super) struct Blocks<'a> {
    text: Text,
    examiner: &'a mut dyn Examiner,
    budget: &'a Budget,
    last: Option<Cell>,
    tables: u32,
}

impl<'a> Blocks<'a> {
    /// Starts a document or member.
    pub(super) fn new(examiner: &'a mut dyn Examiner, budget: &'a Budget) -> Self {
        Self {
            text: Text::default(),
            examiner,
            budget,
            last: None,
            tables: 0,
        }
    }

    /// Names a sheet.
    pub(super) fn sheet(&mut self, name: &str) -> u32 {
        self.text.sheet(name)
    }

    /// Numbers a new table.
    pub(super) fn table(&mut self) -> u32 {
        self.tables = self.tables.saturating_add(1);
        self.tables
    }

    /// Adds a field; an empty one is left out.
    pub(super) fn push(&mut self, text: &str, at: At, cell: Option<Cell>, number: bool) -> Result<(), Stop> {
        if text.trim().is_empty() {
            return Ok(());
        }
        self.budget.field()?;
        let cell = cell.filter(|cell| cell.row <= ROWS && cell.column <= COLUMNS);
        let row = |cell: Option<Cell>| cell.map(|cell| (cell.table, cell.row));
        let new_row = cell.is_none() || row(cell) != row(self.last);
        let far_too_long = self.text.chars().len() > 4 * BLOCK_BYTES;
        if self.text.chars().len() > BLOCK_BYTES && new_row || far_too_long {
            self.examiner.text(&self.text);
            self.text.keep_last(CONTEXT);
        }
        self.last = cell;
        self.text.push(text, at, cell, number);
        Ok(())
    }

    /// Hands over what is left.
    pub(super) fn finish(&mut self) {
        if !self.text.fields().is_empty() {
            self.examiner.text(&self.text);
            self.text.clear();
        }
    }
}
