//! Workbooks of Excel 2 to 2003: every sheet, hidden or not, cell by cell; comments, text boxes, headers.
//!
//! ```text
//! record  kind u16 | length u16 | body          a longer body goes on in CONTINUE records
//! stream  globals (names of sheets, shared strings) | one part for every sheet ▸ its charts
//! part    BOF … EOF
//! ```
//!
//! Records are streamed; only the shared strings are held in memory. A record that is broken
//! costs that record: the next one begins where its length says.

mod beside;
mod cells;
mod record;
mod strings;

use std::{collections::HashMap, io::Read};

use super::{
    Stop,
    block::Blocks,
    limits::SHEETS,
    text::{At, Cell},
    unlock,
};
pub(super) use cells::{unpacked, written};
use record::Records;
use strings::{Letters, Strings};

/// A part begins: Excel 2, 3, 4, and later.
const BEGIN: [u16; 4] = [0x0009, 0x0209, 0x0409, 0x0809];
const END: u16 = 0x000a;
/// What is encrypted from here on.
const PASSWORD: u16 = 0x002f;
/// The sort of part that holds no cells.
const GLOBALS: u16 = 0x0005;
/// The sort of part whose cells repeat those of a sheet.
const CHART: u16 = 0x0020;
/// Parts inside parts; a chart in a sheet makes two.
const PARTS: usize = 16;

/// Reads a stream of records.
pub(super) fn read(source: impl Read, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    let mut book = Book::new(Records::new(source));
    let mut outcome = Ok(());
    while let Some(kind) = book.records.next()? {
        match book.take(kind, blocks) {
            Err(Stop::Damaged(what)) => outcome = Err(Stop::Damaged(what)),
            other => other?,
        }
    }
    if book.sheets < book.names.len() || !book.begun {
        return Err(Stop::Damaged("some sheets are missing"));
    }
    outcome
}

/// A workbook under way.
struct Book<R> {
    records: Records<R>,
    letters: Letters,
    strings: Strings,
    names: Vec<String>,
    /// Which name belongs to the sheet that begins at this position.
    begins: HashMap<u64, usize>,
    /// Sheets that have begun.
    sheets: usize,
    begun: bool,
    /// The sorts of the open parts.
    open: Vec<u16>,
    at: At,
    table: u32,
    /// The formula whose text comes in a record of its own.
    formula: Option<Cell>,
    /// The object under way is a comment.
    comment: bool,
}

impl<R: Read> Book<R> {
    fn new(records: Records<R>) -> Self {
        Self {
            records,
            letters: Letters::default(),
            strings: Strings::default(),
            names: Vec::new(),
            begins: HashMap::new(),
            sheets: 0,
            begun: false,
            open: Vec::new(),
            at: At::Sheet(0),
            table: 0,
            formula: None,
            comment: false,
        }
    }

    fn take(&mut self, kind: u16, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let chart = self.open.last() == Some(&CHART);
        match kind {
            _ if BEGIN.contains(&kind) => self.begin(kind, blocks),
            END => {
                self.open.pop();
                Ok(())
            }
            PASSWORD => self.unlock(),
            0x0042 => {
                let page = self.records.body().short()?;
                self.letters.set_code_page(page);
                Ok(())
            }
            0x0085 => self.name(),
            0x00fc => self.strings.read(&mut self.records.body()),
            _ if !chart && self.cells(kind, blocks)? => Ok(()),
            _ => self.beside(kind, blocks),
        }
    }

    /// Takes the lock off, where nobody is asked for a password.
    fn unlock(&mut self) -> Result<(), Stop> {
        let unicode = self.letters.unicode();
        match unlock::workbook(self.records.body().rest(), unicode) {
            Some(keystream) => {
                self.records.unlock(keystream);
                Ok(())
            }
            None => Err(Stop::Encrypted("the workbook is protected by a password")),
        }
    }

    fn begin(&mut self, kind: u16, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        self.begun = true;
        let mut body = self.records.body();
        let version = body.short()?;
        let sort = body.short()?;
        self.letters.set_version(kind, version);
        let named = self.begins.get(&self.records.begin()).copied();
        if named.is_some() {
            self.open.clear();
        }
        if self.open.is_empty() && sort != GLOBALS {
            self.sheet(named.unwrap_or(self.sheets), blocks)?;
        }
        if self.open.len() < PARTS {
            self.open.push(sort);
        }
        Ok(())
    }

    fn sheet(&mut self, number: usize, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        if self.sheets >= SHEETS {
            return Err(Stop::Limit("more than 10,000 sheets"));
        }
        self.sheets += 1;
        let name = self.names.get(number).map_or("", String::as_str);
        self.at = At::Sheet(blocks.sheet(name));
        self.table = blocks.table();
        Ok(())
    }

    /// Takes the name of a sheet and where it begins.
    fn name(&mut self) -> Result<(), Stop> {
        let mut body = self.records.body();
        let begins = u64::from(body.long()?);
        body.skip(2)?;
        let name = self.letters.short_string(&mut body)?;
        if self.names.len() < SHEETS {
            self.begins.insert(begins, self.names.len());
            self.names.push(name);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
