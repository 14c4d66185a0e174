//! Workbooks whose parts are binary: every sheet, hidden or not, cell by cell; comments, headers and footers.
//!
//! ```text
//! record  kind, 7 bits a byte, 1 or 2 bytes | length, 7 bits a byte, 1 to 4 bytes | body
//! cell    column u32 | format u24, flags u8 | a number, a text, or the number of a shared string
//! text    length in units u32 | so many units of UTF-16
//! ```
//!
//! `[MS-XLSB]` 2.1.4. Records are streamed: only the shared strings are held. What stands
//! beside the cells in XML, such as text boxes, is read as in any workbook.

mod record;

use std::{collections::HashMap, io::Read};

use mimawari_proto::finding::Part;

use self::record::{Body, Records};
use super::{
    Stop,
    block::Blocks,
    limits::Budget,
    package::Package,
    relations,
    text::{At, Cell},
    xls,
    xlsx::{self, Dates, Strings, lines, without_codes},
};

/// The part by which the sort of workbook is told.
pub(super) const WORKBOOK: &str = "xl/workbook.bin";

const SHARED_STRING: u16 = 19;
const NUMBER_FORMAT: u16 = 44;
const CELL_FORMAT: u16 = 47;
const WORKBOOK_SETTINGS: u16 = 153;
const SHEET: u16 = 156;
const HEADERS: u16 = 479;
const CELL_FORMATS: u16 = 617;
const CELL_FORMATS_END: u16 = 618;
const COMMENT: u16 = 637;

/// Reads every part with text.
pub(super) fn read(package: &mut Package<'_>, budget: &Budget, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    let mut book = Book::default();
    let names = book.names(package, budget)?;
    let mut outcome = part(package, "xl/sharedStrings.bin", budget, |kind, body| {
        book.string(kind, body)
    });
    outcome = outcome.and(part(package, "xl/styles.bin", budget, |kind, body| {
        book.format(kind, body)
    }));
    let paths: Vec<(usize, String)> = package
        .members
        .iter()
        .enumerate()
        .map(|(at, member)| (at, member.path.clone()))
        .collect();
    for (at, path) in paths {
        let Some(inside) = path.strip_prefix("xl/") else {
            continue;
        };
        if let Some(inside) = inside.strip_suffix(".xml") {
            outcome = outcome.and(xlsx::beside(package, at, inside, budget, blocks));
            continue;
        }
        let place = match names.get(&path) {
            Some(name) => At::Sheet(blocks.sheet(name)),
            None if inside.starts_with("comments") => At::Part(Part::Comment),
            None => continue,
        };
        let mut sheet = Sheet {
            book: &book,
            at: place,
            table: blocks.table(),
            row: 0,
        };
        let read = package.read(at, budget);
        outcome =
            outcome.and(read.and_then(|source| each(source, |kind, body| sheet.take(kind, body, blocks))));
    }
    outcome
}

/// Gives every record of a part; one that is not there has none.
fn part(
    package: &mut Package<'_>,
    path: &str,
    budget: &Budget,
    take: impl FnMut(u16, &Body<'_>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    match package.find(path) {
        Some(at) => each(package.read(at, budget)?, take),
        None => Ok(()),
    }
}

/// Gives every record; a broken one costs that record.
fn each(source: impl Read, mut take: impl FnMut(u16, &Body<'_>) -> Result<(), Stop>) -> Result<(), Stop> {
    let mut records = Records::new(source);
    let mut outcome = Ok(());
    while let Some(kind) = records.next()? {
        match take(kind, &records.body()) {
            Err(Stop::Damaged(what)) => outcome = Err(Stop::Damaged(what)),
            other => other?,
        }
    }
    outcome
}

/// What all sheets share.
#[derive(Default)]
struct Book {
    strings: Strings,
    dates: Dates,
    in_cell_formats: bool,
}

impl Book {
    /// Reads the names of the sheets, by the paths of their parts.
    fn names(&mut self, package: &mut Package<'_>, budget: &Budget) -> Result<HashMap<String, String>, Stop> {
        let relations = match package.find(&relations::path_of(WORKBOOK)) {
            Some(at) => relations::read(package.read(at, budget)?, WORKBOOK)?,
            None => Vec::new(),
        };
        let mut names = HashMap::new();
        part(package, WORKBOOK, budget, |kind, body| {
            match kind {
                WORKBOOK_SETTINGS if body.long(0)? & 1 != 0 => self.dates.count_from_1904(),
                SHEET => {
                    let (id, behind) = body.text(8)?;
                    let (name, _) = body.text(behind)?;
                    let sheet = relations.iter().find(|relation| relation.id == id);
                    names.extend(sheet.map(|sheet| (sheet.target.clone(), name)));
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(names)
    }

    fn string(&mut self, kind: u16, body: &Body<'_>) -> Result<(), Stop> {
        match kind {
            // One that is broken keeps its number.
            SHARED_STRING => self.strings.push(&body.text(1).unwrap_or_default().0),
            _ => Ok(()),
        }
    }

    fn format(&mut self, kind: u16, body: &Body<'_>) -> Result<(), Stop> {
        match kind {
            NUMBER_FORMAT => self.dates.number_format(body.short(0)?.into(), &body.text(2)?.0),
            CELL_FORMATS => self.in_cell_formats = true,
            CELL_FORMATS_END => self.in_cell_formats = false,
            CELL_FORMAT if self.in_cell_formats => self.dates.cell_format(body.short(2)?.into()),
            _ => {}
        }
        Ok(())
    }
}

/// One sheet under way, or the comments of one.
struct Sheet<'s> {
    book: &'s Book,
    at: At,
    table: u32,
    row: u32,
}

impl Sheet<'_> {
    fn take(&mut self, kind: u16, body: &Body<'_>, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        match kind {
            0 => self.row = body.long(0)?.saturating_add(1),
            2 => return self.number(xls::unpacked(body.long(8)?), body, blocks),
            // A number, and one that a formula came to; so it goes on with texts.
            5 | 9 => return self.number(body.double(8)?, body, blocks),
            6 | 8 => return lines(&body.text(8)?.0, self.at, self.cell(body)?, blocks),
            62 => return lines(&body.text(9)?.0, self.at, self.cell(body)?, blocks),
            7 => {
                let text = self.book.strings.get(body.long(8)? as usize);
                return lines(text, self.at, self.cell(body)?, blocks);
            }
            COMMENT => {
                let (text, _) = body.text(1)?;
                return text
                    .lines()
                    .try_for_each(|line| blocks.push(line, self.at, None, false));
            }
            HEADERS => return headers(body, blocks),
            _ => {}
        }
        Ok(())
    }

    fn number(&self, value: f64, body: &Body<'_>, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let (cell, text) = (self.cell(body)?, xls::written(value));
        match self.book.dates.day(Some(body.long(4)? & 0x00ff_ffff), &text) {
            Some(day) => blocks.push(&day, self.at, Some(cell), false),
            None => blocks.push(&text, self.at, Some(cell), true),
        }
    }

    fn cell(&self, body: &Body<'_>) -> Result<Cell, Stop> {
        Ok(Cell {
            table: self.table,
            row: self.row,
            column: body.long(0)?.saturating_add(1),
        })
    }
}

/// Shows the headers and footers of odd, even and first pages.
fn headers(body: &Body<'_>, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    let mut at = 2;
    for _ in 0..6 {
        let (text, behind) = body.text(at)?;
        blocks.push(&without_codes(&text), At::Part(Part::Header), None, false)?;
        at = behind;
    }
    Ok(())
}
