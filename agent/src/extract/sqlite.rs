//! SQLite files, as far as they hold text: every table, row by row; sticky notes as notes.
//!
//! ```text
//! page 1: schema ─► root page of each table ─► interior pages ─► leaf pages ─► rows ─► overflow pages
//! ```
//!
//! Pages are read one at a time and never twice in one tree, so a loop of pages ends.

mod log;
mod record;
mod schema;

use std::{
    collections::HashSet,
    io::{self, Read, SeekFrom},
};

use super::{
    Bytes, Stop,
    block::Blocks,
    limits::{Budget, TABLES},
    text::{At, Cell},
};
use record::{Tree, Value};
use schema::Table;

pub(super) use log::read as read_log;

/// How a database is laid out, from its first 100 bytes.
struct Layout {
    page_bytes: u64,
    /// Bytes of a page that hold data; some extensions keep the end for themselves.
    used: usize,
    coding: record::Coding,
    /// Pages of the file; 0 where its head does not tell, or was written by an old program.
    pages: u32,
}

impl Layout {
    fn read(head: &[u8]) -> Result<Self, Stop> {
        let broken = Stop::Damaged("the first page is damaged");
        let &[high, low] = head
            .get(16..18)
            .and_then(|bytes| bytes.as_array())
            .ok_or(broken)?;
        let page_bytes = match u16::from_be_bytes([high, low]) {
            1 => 65_536,
            bytes if bytes >= 512 && bytes.is_power_of_two() => usize::from(bytes),
            _ => return Err(broken),
        };
        let reserved = usize::from(*head.get(20).ok_or(broken)?);
        Ok(Self {
            page_bytes: page_bytes as u64,
            used: page_bytes - reserved,
            coding: record::Coding::told(head.get(59).copied().unwrap_or(1)),
            pages: match (head.get(24..28), head.get(92..96), head.get(28..32)) {
                (Some(changes), Some(valid_for), Some(pages)) if changes == valid_for => {
                    pages.as_array().map_or(0, |pages| u32::from_be_bytes(*pages))
                }
                _ => 0,
            },
        })
    }

    /// Tells whether the file has all the pages that its head promises.
    fn is_whole(&self, source: &mut dyn Bytes) -> io::Result<bool> {
        let bytes = source.seek(SeekFrom::End(0))?;
        Ok(bytes >= u64::from(self.pages) * self.page_bytes)
    }
}

/// Where pages come from: a database, or the log beside it.
trait Pages {
    /// Reads a page, one-based.
    fn page(&mut self, number: u32) -> Result<Vec<u8>, Stop>;
}

/// The pages of a database file.
struct File<'s> {
    source: &'s mut dyn Bytes,
    page_bytes: u64,
    budget: &'s Budget,
}

impl Pages for File<'_> {
    fn page(&mut self, number: u32) -> Result<Vec<u8>, Stop> {
        let at = u64::from(number).saturating_sub(1) * self.page_bytes;
        let mut page = Vec::new();
        self.source
            .seek(SeekFrom::Start(at))
            .and_then(|_| (&mut *self.source).take(self.page_bytes).read_to_end(&mut page))
            .map_err(|error| Stop::of(&error))?;
        self.budget.unpack(page.len())?;
        if number == 0 || (page.len() as u64) < self.page_bytes {
            return Err(Stop::Damaged("a page that the file does not have"));
        }
        Ok(page)
    }
}

/// Reads a database.
pub(super) fn read(source: &mut dyn Bytes, budget: &Budget, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    let mut head = Vec::new();
    source
        .seek(SeekFrom::Start(0))
        .and_then(|_| (&mut *source).take(100).read_to_end(&mut head))
        .map_err(|error| Stop::of(&error))?;
    let layout = Layout::read(&head)?;
    let whole = layout.is_whole(source).map_err(|error| Stop::of(&error))?;
    let mut pages = File {
        source,
        page_bytes: layout.page_bytes,
        budget,
    };
    let mut tables = Vec::new();
    let mut outcome = walk(&mut pages, &layout, 1, &mut |row, _| {
        if tables.len() < TABLES {
            tables.extend(Table::of(row));
        }
        Ok(())
    });
    for table in tables {
        let read = rows(&mut pages, &layout, &table, blocks);
        if let Err(Stop::Limit(_)) = read {
            return read;
        }
        outcome = outcome.and(read);
    }
    if whole {
        outcome
    } else {
        outcome.and(Err(Stop::Damaged("ends too early")))
    }
}

/// Reads the rows of one table, its column names as the heading row.
fn rows(pages: &mut dyn Pages, layout: &Layout, table: &Table, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    let at = At::Sheet(blocks.sheet(&table.name));
    let number = blocks.table();
    let mut row = 1;
    for (column, name) in (1..).zip(&table.columns) {
        blocks.push(
            name,
            at,
            Some(Cell {
                table: number,
                row,
                column,
            }),
            false,
        )?;
    }
    let notes = table.notes();
    walk(pages, layout, table.root, &mut |values, _| {
        row += 1;
        for (column, value) in (1..).zip(values) {
            let cell = Cell {
                table: number,
                row,
                column,
            };
            match value {
                Value::Text(text) if notes == Some(column) => note(text, row - 1, blocks)?,
                Value::Text(text) => lines(text, at, cell, blocks)?,
                Value::Number(value) => blocks.push(&value.to_string(), at, Some(cell), true)?,
                Value::Other => {}
            }
        }
        Ok(())
    })
}

fn lines(text: &str, at: At, cell: Cell, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    text.split('\n')
        .try_for_each(|line| blocks.push(line.trim_end_matches('\r'), at, Some(cell), false))
}

/// Shows a sticky note line by line, without the codes of its program.
fn note(text: &str, number: u32, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    text.split('\n').try_for_each(|line| {
        blocks.push(
            schema::without_codes(line).trim_end(),
            At::Note(number),
            None,
            false,
        )
    })
}

/// What is done with a row: its values, and the page it stands on.
type Row<'r> = dyn FnMut(&[Value], u32) -> Result<(), Stop> + 'r;

/// Walks over a tree of pages in the order of its rows.
///
/// A damaged page costs its own rows, not those of others.
fn walk(pages: &mut dyn Pages, layout: &Layout, root: u32, row: &mut Row<'_>) -> Result<(), Stop> {
    let mut seen = HashSet::from([root]);
    let mut open = vec![root];
    let mut outcome = Ok(());
    while let Some(number) = open.pop() {
        let read = pages.page(number).and_then(|page| {
            let tree = Tree::of(&page, number)?;
            let children = tree.children();
            open.extend(children.into_iter().rev().filter(|&child| seen.insert(child)));
            tree.rows(pages, layout, &mut |values| row(values, number))
        });
        match read {
            Err(stop @ Stop::Limit(_)) => return Err(stop),
            read => outcome = outcome.and(read),
        }
    }
    outcome
}
