//! Paragraphs and tables of WordprocessingML and DrawingML, which share their local names.
//!
//! ```text
//! tbl ▸ tr ▸ tc ▸ p ▸ r ▸ t        every line of a paragraph becomes a field
//! ```

use std::io::Read;

use super::{
    Stop,
    block::Blocks,
    text::{At, Cell},
    xml::{Element, Node, Xml},
};

/// Reads one part.
pub(super) fn read(source: impl Read, at: At, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    let mut xml = Xml::new(source);
    let mut flow = Flow {
        at,
        paragraphs: Vec::new(),
        tables: Vec::new(),
        texts: 0,
        runs: 0,
        layout: 0,
    };
    let outcome = loop {
        match xml.next() {
            Ok(Node::Open(element)) => flow.open(&element, blocks),
            Ok(Node::Close(name)) => flow.close(name.local(), blocks)?,
            Ok(Node::Text(text)) => flow.text(&text),
            Ok(Node::End) => break Ok(()),
            Err(stop) => break Err(stop),
        }
    };
    flow.rest(blocks)?;
    outcome
}

struct Flow {
    at: At,
    paragraphs: Vec<String>,
    tables: Vec<Table>,
    /// Open elements that hold text.
    texts: usize,
    /// Open runs, in which a tab is a character.
    runs: usize,
    /// Open properties, in which a tab is a position.
    layout: usize,
}

struct Table {
    number: u32,
    row: u32,
    column: u32,
    span: u32,
}

impl Flow {
    fn open(&mut self, element: &Element<'_>, blocks: &mut Blocks<'_>) {
        match element.local() {
            "p" => self.paragraphs.push(String::new()),
            "t" | "delText" => self.texts += 1,
            "text" => {
                self.paragraphs.push(String::new());
                self.texts += 1;
            }
            "r" | "fld" => self.runs += 1,
            "pPr" | "rPr" => self.layout += 1,
            "tab" | "ptab" if self.runs > 0 && self.layout == 0 => self.add("\t"),
            "br" | "cr" => self.add("\n"),
            "noBreakHyphen" => self.add("-"),
            "tbl" => self.tables.push(Table {
                number: blocks.table(),
                row: 0,
                column: 0,
                span: 1,
            }),
            "tr" => self.in_table(|table| {
                table.row = table.row.saturating_add(1);
                table.column = 0;
                table.span = 1;
            }),
            "tc" => {
                let span = element.number("gridSpan").unwrap_or(1);
                self.in_table(|table| {
                    table.column = table.column.saturating_add(table.span);
                    table.span = span.clamp(1, 1_000);
                });
            }
            "gridSpan" => {
                let span = element.number("val").unwrap_or(1);
                self.in_table(|table| table.span = span.clamp(1, 1_000));
            }
            _ => {}
        }
    }

    fn close(&mut self, local: &str, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        match local {
            "p" => return self.paragraph(blocks),
            "t" | "delText" => self.texts = self.texts.saturating_sub(1),
            "text" => {
                self.texts = self.texts.saturating_sub(1);
                return self.paragraph(blocks);
            }
            "r" | "fld" => self.runs = self.runs.saturating_sub(1),
            "pPr" | "rPr" => self.layout = self.layout.saturating_sub(1),
            "tbl" => drop(self.tables.pop()),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.texts > 0 {
            self.add(text);
        }
    }

    fn add(&mut self, text: &str) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.push_str(text);
        }
    }

    fn in_table(&mut self, change: impl FnOnce(&mut Table)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }

    fn paragraph(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let Some(paragraph) = self.paragraphs.pop() else {
            return Ok(());
        };
        let cell = self.tables.last().map(|table| Cell {
            table: table.number,
            row: table.row.max(1),
            column: table.column.max(1),
        });
        for line in paragraph.split('\n') {
            blocks.push(line, self.at, cell, false)?;
        }
        Ok(())
    }

    /// Hands over what was open when the part broke off.
    fn rest(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        while !self.paragraphs.is_empty() {
            self.paragraph(blocks)?;
        }
        Ok(())
    }
}
