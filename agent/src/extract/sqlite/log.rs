//! The log beside a database: what was written last, often all there is of a new note.
//!
//! ```text
//! head 32 | frame: page number 4, …, 24 in all, page | frame | …
//! ```
//!
//! Names of tables stand in the database; here only rows are known.

use std::{collections::HashMap, io::Read, io::SeekFrom};

use super::{
    Layout, Pages, note,
    record::{Coding, Tree, Value},
    schema::Table,
};
use crate::extract::{
    Bytes, Stop,
    block::Blocks,
    limits::{Budget, FRAMES},
    text::{At, Cell},
};

const HEAD: u64 = 32;
const FRAME_HEAD: u64 = 24;

/// The pages of a log: of each page the frame written last.
struct Log<'s> {
    source: &'s mut dyn Bytes,
    layout: Layout,
    last: HashMap<u32, u64>,
    budget: &'s Budget,
}

impl Pages for Log<'_> {
    fn page(&mut self, number: u32) -> Result<Vec<u8>, Stop> {
        let at = *self
            .last
            .get(&number)
            .ok_or(Stop::Damaged("a page that the log does not have"))?;
        let mut page = Vec::new();
        self.source
            .seek(SeekFrom::Start(at))
            .and_then(|_| {
                (&mut *self.source)
                    .take(self.layout.page_bytes)
                    .read_to_end(&mut page)
            })
            .map_err(|error| Stop::of(&error))?;
        self.budget.unpack(page.len())?;
        Ok(page)
    }
}

impl Log<'_> {
    /// Notes where the last frame of each page stands.
    fn list(&mut self) -> Result<(), Stop> {
        let step = FRAME_HEAD + self.layout.page_bytes;
        for frame in 0..FRAMES {
            let at = HEAD + frame * step;
            let mut number = [0; 4];
            let read = self
                .source
                .seek(SeekFrom::Start(at))
                .and_then(|_| self.source.read_exact(&mut number));
            if read.is_err() {
                return Ok(());
            }
            self.last.insert(u32::from_be_bytes(number), at + FRAME_HEAD);
        }
        Err(Stop::Limit("a log of more than 200,000 pages"))
    }
}

/// Reads the rows in the pages of a log.
pub(in crate::extract) fn read(
    source: &mut dyn Bytes,
    budget: &Budget,
    blocks: &mut Blocks<'_>,
) -> Result<(), Stop> {
    let mut head = [0; 32];
    source
        .seek(SeekFrom::Start(0))
        .and_then(|_| source.read_exact(&mut head))
        .map_err(|error| Stop::of(&error))?;
    let page_bytes = u32::from_be_bytes([head[8], head[9], head[10], head[11]]);
    if !page_bytes.is_power_of_two() || !(512..=65_536).contains(&page_bytes) {
        return Err(Stop::Damaged("the head of the log is damaged"));
    }
    let mut log = Log {
        source,
        layout: Layout {
            page_bytes: u64::from(page_bytes),
            used: page_bytes as usize,
            coding: Coding::Utf8,
            pages: 0,
        },
        last: HashMap::new(),
        budget,
    };
    let outcome = log.list();
    if let Ok(first) = log.page(1)
        && let Some(&word) = first.get(59)
    {
        log.layout.coding = Coding::told(word);
    }
    let mut numbers: Vec<u32> = log.last.keys().copied().collect();
    numbers.sort_unstable();
    let notes = known_notes(&mut log);
    for number in numbers {
        rows(&mut log, number, notes, blocks)?;
    }
    outcome
}

/// Returns the page and column of sticky notes, where the schema is in the log and they fill one page.
fn known_notes(log: &mut Log<'_>) -> Option<(u32, u32)> {
    let page = log.page(1).ok()?;
    let tree = Tree::of(&page, 1).ok()?;
    let layout = log.layout_of();
    let mut known = None;
    _ = tree.rows(log, &layout, &mut |row| {
        known = known.or_else(|| {
            let table = Table::of(row)?;
            Some((table.root, table.notes()?))
        });
        Ok(())
    });
    known
}

impl Log<'_> {
    const fn layout_of(&self) -> Layout {
        Layout {
            page_bytes: self.layout.page_bytes,
            used: self.layout.used,
            coding: self.layout.coding,
            pages: 0,
        }
    }
}

/// Shows the rows of one page; pages that hold none are passed over.
fn rows(
    log: &mut Log<'_>,
    number: u32,
    notes: Option<(u32, u32)>,
    blocks: &mut Blocks<'_>,
) -> Result<(), Stop> {
    let page = log.page(number)?;
    let Ok(tree) = Tree::of(&page, number) else {
        return Ok(());
    };
    if !tree.is_leaf_of_table() {
        return Ok(());
    }
    let layout = log.layout_of();
    let table = blocks.table();
    let sheet = blocks.sheet("");
    let mut row = 0;
    let read = tree.rows(log, &layout, &mut |values| {
        row += 1;
        for (column, value) in (1..).zip(values) {
            let cell = Cell { table, row, column };
            match value {
                Value::Text(text) if text.contains("\\id=") || notes == Some((number, column)) => {
                    note(text, row, blocks)?;
                }
                Value::Text(text) => super::lines(text, At::Sheet(sheet), cell, blocks)?,
                Value::Number(value) => {
                    blocks.push(&value.to_string(), At::Sheet(sheet), Some(cell), true)?;
                }
                Value::Other => {}
            }
        }
        Ok(())
    });
    match read {
        // A page of overflow can look like a page of rows, and a chain may lead out of the log.
        Err(Stop::Damaged(_)) => Ok(()),
        read => read,
    }
}
