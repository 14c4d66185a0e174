//! OpenDocument texts, spreadsheets and presentations: body, tables, comments, notes, headers, footers.

use std::{borrow::Cow, io::Read};

use mimawari_proto::finding::Part;

use super::{
    Stop,
    block::Blocks,
    limits::Budget,
    package::Package,
    text::{At, Cell},
    xlsx::number,
    xml::{Element, Node, Xml},
};

/// What the document as a whole is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sort {
    /// Running text, drawings.
    Text,
    /// Sheets.
    Sheets,
    /// Slides.
    Slides,
}

impl Sort {
    /// Takes the type of a document or template.
    fn told(mime: &str) -> Self {
        match () {
            () if mime.contains("spreadsheet") => Self::Sheets,
            () if mime.contains("presentation") => Self::Slides,
            () => Self::Text,
        }
    }
}

/// Reads body and styles.
pub(super) fn read(
    package: &mut Package<'_>,
    sort: Sort,
    budget: &Budget,
    blocks: &mut Blocks<'_>,
) -> Result<(), Stop> {
    if protected(package, budget)? {
        return Err(Stop::Encrypted("the document is protected by a password"));
    }
    let mut outcome = Ok(());
    for (path, at) in [
        ("content.xml", At::Part(Part::Body)),
        ("styles.xml", At::Part(Part::Header)),
    ] {
        let Some(member) = package.find(path) else {
            continue;
        };
        let source = package.read(member, budget);
        outcome = outcome.and(source.and_then(|source| part(source, sort, at, blocks)));
    }
    for member in objects(package) {
        let source = package.read(member, budget);
        outcome =
            outcome.and(source.and_then(|source| part(source, Sort::Text, At::Part(Part::Body), blocks)));
    }
    outcome
}

/// Lists the contents of charts and other objects, each in a folder of its own.
fn objects(package: &Package<'_>) -> Vec<usize> {
    let members = package.members.iter().enumerate();
    members
        .filter(|(_, member)| member.path.ends_with("/content.xml"))
        .map(|(at, _)| at)
        .collect()
}

/// Tells whether the manifest lists encrypted parts.
fn protected(package: &mut Package<'_>, budget: &Budget) -> Result<bool, Stop> {
    if package.find("encrypted-package").is_some() {
        return Ok(true);
    }
    let Some(at) = package.find("META-INF/manifest.xml") else {
        return Ok(false);
    };
    let mut xml = Xml::new(package.read(at, budget)?);
    loop {
        match xml.next()? {
            Node::Open(element) if element.local() == "encryption-data" => return Ok(true),
            Node::End => return Ok(false),
            _ => {}
        }
    }
}

/// Reads one part, or a flat document.
pub(super) fn part(source: impl Read, sort: Sort, at: At, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    let mut xml = Xml::new(source);
    let mut reading = Reading {
        sort,
        places: vec![at],
        slide: 0,
        paragraphs: Vec::new(),
        tables: Vec::new(),
        styles: matches!(at, At::Part(Part::Header)),
        headers: 0,
        ruby: 0,
    };
    let outcome = loop {
        match xml.next() {
            Ok(Node::Open(element)) => reading.open(&element, blocks),
            Ok(Node::Close(name)) => reading.close(name.local(), blocks)?,
            Ok(Node::Text(text)) => reading.add(&text),
            Ok(Node::End) => break Ok(()),
            Err(stop) => break Err(stop),
        }
    };
    while !reading.paragraphs.is_empty() {
        reading.paragraph(blocks)?;
    }
    outcome
}

struct Reading {
    sort: Sort,
    /// Where the text being read stands; comments, notes and headers are inside others.
    places: Vec<At>,
    slide: u32,
    /// Open paragraphs; `None` for a comment, whose author and date are no text.
    paragraphs: Vec<Option<String>>,
    tables: Vec<Table>,
    /// This is the part with styles, where only headers, footers and master pages hold text.
    styles: bool,
    headers: usize,
    /// Open readings of words, which are no part of them.
    ruby: usize,
}

struct Table {
    number: u32,
    at: Option<At>,
    row: u32,
    column: u32,
    rows: u32,
    columns: u32,
    /// The value of a number cell, which is exact where its text may be rounded.
    value: Option<String>,
}

impl Reading {
    fn open(&mut self, element: &Element<'_>, blocks: &mut Blocks<'_>) {
        match element.local() {
            "p" | "h" => self.paragraphs.push(Some(String::new())),
            "ruby-text" => self.ruby += 1,
            // The root of a flat document tells what it is.
            "document" => {
                self.sort = element
                    .attribute("mimetype")
                    .map_or(self.sort, |mime| Sort::told(&mime))
            }
            "s" => {
                let count = element.number("c").unwrap_or(1).clamp(1, 1_000);
                self.add(&" ".repeat(count as usize));
            }
            "tab" => self.add("\t"),
            "line-break" => self.add("\n"),
            "annotation" => {
                self.paragraphs.push(None);
                self.places.push(At::Part(Part::Comment));
            }
            "header" | "footer" | "header-left" | "footer-left" | "header-first" | "footer-first"
            | "master-page" => {
                self.headers += 1;
            }
            "page" if self.sort == Sort::Slides && !self.styles => {
                self.slide = self.slide.saturating_add(1);
                self.places.push(At::Slide(self.slide));
            }
            "notes" if self.sort == Sort::Slides => self.places.push(At::Note(self.slide.max(1))),
            "table" => {
                let name = element.attribute("name").unwrap_or_default();
                let sheet = self.sort == Sort::Sheets && !self.styles && self.tables.is_empty();
                self.tables.push(Table {
                    at: sheet.then(|| At::Sheet(blocks.sheet(&name))),
                    number: blocks.table(),
                    row: 0,
                    column: 0,
                    rows: 1,
                    columns: 1,
                    value: None,
                });
            }
            "table-row" => self.row(element),
            "table-cell" | "covered-table-cell" => self.cell(element),
            _ => {}
        }
    }

    fn row(&mut self, element: &Element<'_>) {
        let repeated = element.number("number-rows-repeated").unwrap_or(1).max(1);
        if let Some(table) = self.tables.last_mut() {
            table.row = table.row.saturating_add(table.rows);
            table.rows = repeated;
            table.column = 0;
            table.columns = 1;
        }
    }

    fn cell(&mut self, element: &Element<'_>) {
        let repeated = element.number("number-columns-repeated").unwrap_or(1).max(1);
        let value = match element.attribute("value-type").as_deref() {
            Some("float" | "currency") => element.attribute("value").map(Cow::into_owned),
            _ => None,
        };
        if let Some(table) = self.tables.last_mut() {
            table.column = table.column.saturating_add(table.columns);
            table.columns = repeated;
            table.value = value;
        }
    }

    fn close(&mut self, local: &str, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        match local {
            "p" | "h" => return self.paragraph(blocks),
            "ruby-text" => self.ruby = self.ruby.saturating_sub(1),
            "annotation" => {
                self.paragraphs.pop();
                self.places.pop();
            }
            "header" | "footer" | "header-left" | "footer-left" | "header-first" | "footer-first"
            | "master-page" => {
                self.headers = self.headers.saturating_sub(1);
            }
            "page" if self.sort == Sort::Slides && !self.styles => drop(self.places.pop()),
            "notes" if self.sort == Sort::Slides => drop(self.places.pop()),
            "table" => drop(self.tables.pop()),
            _ => {}
        }
        Ok(())
    }

    fn add(&mut self, text: &str) {
        if self.ruby == 0
            && let Some(Some(paragraph)) = self.paragraphs.last_mut()
        {
            paragraph.push_str(text);
        }
    }

    fn paragraph(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let Some(Some(paragraph)) = self.paragraphs.pop() else {
            return Ok(());
        };
        let at = self.places.last().copied().unwrap_or(At::Part(Part::Body));
        if self.styles && self.headers == 0 {
            return Ok(());
        }
        if matches!(at, At::Part(Part::Comment)) {
            return paragraph
                .split('\n')
                .try_for_each(|line| blocks.push(line, at, None, false));
        }
        let Some(table) = self.tables.last_mut() else {
            return paragraph
                .split('\n')
                .try_for_each(|line| blocks.push(line, at, None, false));
        };
        let cell = Cell {
            table: table.number,
            row: table.row.max(1),
            column: table.column.max(1),
        };
        let at = table.at.unwrap_or(at);
        if let Some(value) = table.value.take() {
            return blocks.push(&number(&value), at, Some(cell), true);
        }
        paragraph
            .split('\n')
            .try_for_each(|line| blocks.push(line, at, Some(cell), false))
    }
}
