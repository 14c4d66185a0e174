//! Workbooks of Excel 2003 in a single XML file.
//!
//! ```text
//! Workbook ▸ Worksheet ▸ Table ▸ Row ▸ Cell ▸ Data, Comment ▸ Data
//! ```

use std::io::Read;

use mimawari_proto::finding::Part;

use super::{
    Stop,
    block::Blocks,
    text::{At, Cell},
    xlsx::number,
    xml::{Element, Node, Xml},
};

/// Reads one workbook.
pub(super) fn read(source: impl Read, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    let mut xml = Xml::new(source);
    let mut book = Book::default();
    loop {
        match xml.next()? {
            Node::Open(element) => book.open(&element, blocks),
            Node::Text(text) if book.inside => book.text.push_str(&text),
            Node::Text(_) => {}
            Node::Close(name) => match name.local() {
                "Data" => book.data(blocks)?,
                "Comment" => book.comment = false,
                _ => {}
            },
            Node::End => return Ok(()),
        }
    }
}

#[derive(Default)]
struct Book {
    sheet: u32,
    table: u32,
    row: u32,
    column: u32,
    /// Cells that the last one covers to its right.
    covered: u32,
    number: bool,
    comment: bool,
    inside: bool,
    text: String,
}

impl Book {
    fn open(&mut self, element: &Element<'_>, blocks: &mut Blocks<'_>) {
        let index = element.number("Index").filter(|&index| index > 0);
        match element.local() {
            "Worksheet" => {
                self.sheet = blocks.sheet(&element.attribute("Name").unwrap_or_default());
                self.table = blocks.table();
                self.row = 0;
            }
            "Row" => {
                self.row = index.unwrap_or(self.row.saturating_add(1));
                (self.column, self.covered) = (0, 0);
            }
            "Cell" => {
                let next = self.column.saturating_add(self.covered).saturating_add(1);
                self.column = index.unwrap_or(next);
                self.covered = element.number("MergeAcross").unwrap_or(0);
            }
            "Comment" => self.comment = true,
            "Data" => {
                self.number = element.attribute("Type").as_deref() == Some("Number");
                self.text.clear();
                self.inside = true;
            }
            _ => {}
        }
    }

    fn data(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        self.inside = false;
        if self.comment {
            let at = At::Part(Part::Comment);
            return self
                .text
                .split('\n')
                .try_for_each(|line| blocks.push(line, at, None, false));
        }
        let cell = Cell {
            table: self.table,
            row: self.row.max(1),
            column: self.column.max(1),
        };
        let at = At::Sheet(self.sheet);
        if self.number {
            return blocks.push(&number(&self.text), at, Some(cell), true);
        }
        self.text
            .split('\n')
            .try_for_each(|line| blocks.push(line.trim_end_matches('\r'), at, Some(cell), false))
    }
}

#[cfg(test)]
mod tests {
    use super::{super::shown::fields, *};

    #[test]
    fn cells_stand_where_their_index_says() {
        let book = "<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?>\
            <Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet' xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'>\
            <Worksheet ss:Name='一覧'><Table><Row><Cell ss:MergeAcross='1'><Data ss:Type='String'>システム</Data></Cell>\
            <Cell><Data ss:Type='String'>パスワード</Data><Comment><ss:Data>控え</ss:Data></Comment></Cell></Row>\
            <Row ss:Index='4'><Cell ss:Index='3'><Data ss:Type='Number'>1.23456789018E+11</Data></Cell></Row></Table></Worksheet></Workbook>";
        let (fields, outcome) = fields(|blocks| read(book.as_bytes(), blocks));
        assert_eq!(outcome, Ok(()));
        assert_eq!(
            fields,
            [
                "Sheet(0)|1.1.1|システム",
                "Sheet(0)|1.1.3|パスワード",
                "comment|控え",
                "Sheet(0)|1.4.3|123456789018"
            ]
        );
    }
}
