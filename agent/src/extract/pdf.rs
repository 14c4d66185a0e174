//! PDF: the text of every page in lines and tables, notes, form fields and attachments.
//!
//! ```text
//! bytes ─ guard ─► objects (hayro-syntax) ─ content ─► pieces at places ─ layout ─► lines, tables ─► blocks
//!                              └ unpack, font (hayro-cmap)
//! ```
//!
//! The library reads objects; drawing is followed here, because nothing in the library's own interpreter
//! bounds drawings in drawings, widths of fonts or the unpacking of streams.

mod beside;
mod content;
mod font;
mod guard;
mod layout;
mod lzw;
mod name;
mod place;
mod sheet;
mod unpack;

use std::io::{Cursor, Read, SeekFrom};

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use mimawari_proto::finding::Part;

use self::{layout::Tables, sheet::Sheet};
use super::{
    Bytes, Reading, Sort, Stop,
    block::Blocks,
    limits::{Budget, PDF_BYTES, PDF_NOTES, PDF_PAGES},
    text::{At, Cell},
    xml::{Node, Xml},
};

impl Reading<'_> {
    /// Reads a PDF file and the files attached to it.
    pub(super) fn pdf(&mut self, source: &mut dyn Bytes) -> Sort {
        let bytes = match held(source, &self.budget) {
            Ok(bytes) => bytes,
            Err(stop) => return self.ended("pdf", Err(stop)),
        };
        let length = bytes.len();
        let sort = self.opened(bytes);
        self.budget.release(length);
        sort
    }

    fn opened(&mut self, mut bytes: Vec<u8>) -> Sort {
        let disarmed = guard::disarm(&mut bytes);
        let pdf = match Pdf::new(bytes) {
            Ok(pdf) => pdf,
            Err(error) => return self.ended("pdf", Err(closed(error, disarmed))),
        };
        let mut left = PDF_NOTES;
        let mut told = Vec::new();
        let outcome = self.text(|budget, blocks| {
            let pages = pages(&pdf, budget, blocks, &mut told);
            let rest = beside(&pdf, budget, &mut left, blocks);
            pages.and(rest)
        });
        let outcome = match outcome {
            Ok(()) if disarmed => Err(Stop::Limit("lists of objects are too large or too deep")),
            other => other,
        };
        for unreadable in told {
            self.examiner
                .unread(&self.member, Stop::Unsupported("").reason(), "pdf", &unreadable);
        }
        let attached = self.attached(&pdf, &mut left);
        self.ended("pdf", outcome.and(attached))
    }

    /// Reads the files attached.
    fn attached(&mut self, pdf: &Pdf, left: &mut usize) -> Result<(), Stop> {
        for file in beside::attachments(pdf, left)? {
            match unpack::unpack(&file.stream, &self.budget) {
                Ok(bytes) => self.member(file.name, &mut Cursor::new(bytes))?,
                Err(stop) => self.closed_member(file.name, "pdf", stop)?,
            }
        }
        Ok(())
    }
}

/// Holds the whole file in memory.
fn held(source: &mut dyn Bytes, budget: &Budget) -> Result<Vec<u8>, Stop> {
    let too_large = Stop::Limit("a PDF file of more than 48 MiB");
    let size = source
        .seek(SeekFrom::End(0))
        .and_then(|size| source.seek(SeekFrom::Start(0)).map(|_| size))
        .map_err(|error| Stop::of(&error))?;
    if size > PDF_BYTES {
        return Err(too_large);
    }
    budget.hold(size as usize)?;
    let mut bytes = Vec::with_capacity(size as usize);
    let read = source.take(size).read_to_end(&mut bytes);
    if let Err(error) = read {
        budget.release(size as usize);
        return Err(Stop::of(&error));
    }
    // The file may shrink while it is read; what is given back is what was taken.
    bytes.resize(size as usize, 0);
    Ok(bytes)
}

fn closed(error: LoadPdfError, disarmed: bool) -> Stop {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            Stop::Encrypted("the document is protected by a password")
        }
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => {
            Stop::Encrypted("protected in a way that is not known")
        }
        _ if disarmed => Stop::Limit("lists of objects are too large or too deep"),
        _ => Stop::Damaged("its objects cannot be found"),
    }
}

/// Reads every page; what cannot be read of them is told by count.
fn pages(pdf: &Pdf, budget: &Budget, blocks: &mut Blocks<'_>, told: &mut Vec<String>) -> Result<(), Stop> {
    let mut fonts = content::Fonts::new(budget);
    let mut tables = Tables::default();
    let mut tally = Tally::default();
    let mut outcome = Ok(());
    for (number, page) in (1..).zip(pdf.pages().iter().take(PDF_PAGES)) {
        let mut sheet = Sheet::default();
        let read = content::read(page, &mut fonts, &mut sheet);
        tally.count(&sheet);
        let shown = layout::hand_over(&mut sheet, At::Page(number), &mut tables, blocks);
        outcome = outcome.and(read).and(shown);
        if matches!(outcome, Err(Stop::Limit(_))) {
            break;
        }
    }
    if pdf.pages().len() > PDF_PAGES {
        outcome = outcome.and(Err(Stop::Limit("more than 50,000 pages")));
    }
    told.extend(tally.tells());
    outcome
}

/// What of the pages cannot be read.
#[derive(Default)]
struct Tally {
    pages: u64,
    /// Pages that are a picture.
    scanned: u64,
    /// Pages on which everything is drawn as shapes.
    drawn: u64,
    shown: u64,
    unknown: u64,
}

impl Tally {
    fn count(&mut self, sheet: &Sheet) {
        self.pages += 1;
        self.shown += sheet.shown;
        self.unknown += sheet.unknown;
        // A stamp of the fax or a page number on a scanned page does not make it text.
        let stamped = sheet.covered > 0.8 && sheet.shown < 80;
        if sheet.pictures > 0 && (sheet.shown == 0 || stamped) {
            self.scanned += 1;
        } else if sheet.shown == 0 && sheet.shapes > 200 {
            self.drawn += 1;
        }
    }

    fn tells(&self) -> Vec<String> {
        let pages = self.pages;
        let mut tells = Vec::new();
        if self.scanned > 0 {
            tells.push(format!("scanned pages: {} of {pages}", self.scanned));
        }
        if self.drawn > 0 {
            tells.push(format!("pages drawn without text: {} of {pages}", self.drawn));
        }
        if self.unknown * 20 > self.shown && (self.unknown >= 8 || self.unknown * 2 > self.shown) {
            let percent = self.unknown * 100 / self.shown.max(1);
            tells.push(format!("text not readable: {percent} % of the characters"));
        }
        tells
    }
}

/// Reads what stands beside the pages.
fn beside(pdf: &Pdf, budget: &Budget, left: &mut usize, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    let mut outcome = Ok(());
    for page in pdf.pages().iter().take(PDF_PAGES) {
        outcome = outcome.and_then(|()| beside::notes(page, budget, left, blocks));
    }
    outcome = outcome.and_then(|()| beside::form(pdf, budget, left, blocks));
    for part in beside::drawn_forms(pdf, budget) {
        outcome = outcome.and_then(|()| values(&part, blocks));
    }
    outcome
}

/// Reads the values of a form that is XML: the name of the element, and what it holds.
fn values(part: &[u8], blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    let mut xml = Xml::new(part);
    let table = blocks.table();
    let at = At::Part(Part::Body);
    let mut row = 0;
    let mut name = String::new();
    loop {
        match xml.next()? {
            Node::Open(element) => element.local().clone_into(&mut name),
            Node::Text(text) if !text.trim().is_empty() => {
                row += 1;
                let cell = |column| Some(Cell { table, row, column });
                blocks.push(&name, at, cell(1), false)?;
                blocks.push(&text, at, cell(2), false)?;
            }
            Node::Text(_) | Node::Close(_) => {}
            Node::End => return Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
