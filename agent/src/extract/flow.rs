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
        silent: 0,
        choices: Vec::new(),
    };
    let outcome = loop {
        match xml.next() {
            Ok(Node::Open(element)) => flow.open(&element, blocks)?,
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
    /// Open elements of a part that is left out.
    silent: usize,
    /// Open alternatives, and whether the better one was there already.
    choices: Vec<bool>,
}

struct Table {
    number: u32,
    row: u32,
    column: u32,
    span: u32,
}

impl Flow {
    fn open(&mut self, element: &Element<'_>, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        if self.silent > 0 {
            self.silent += 1;
            return Ok(());
        }
        match element.local() {
            // How a word is pronounced is no part of it; an old form of a text box says the same again.
            "rPh" => self.silent = 1,
            "Fallback" if self.choices.last() == Some(&true) => self.silent = 1,
            "AlternateContent" => self.choices.push(false),
            "Choice" => {
                if let Some(chosen) = self.choices.last_mut() {
                    *chosen = true;
                }
            }
            "docPr" | "cNvPr" => {
                for name in ["title", "descr"] {
                    let text = element.attribute(name).unwrap_or_default();
                    blocks.push(&text, self.at, None, false)?;
                }
            }
            "p" => self.paragraphs.push(String::new()),
            "t" | "delText" => self.texts += 1,
            // A comment, or a name or value that a chart remembers.
            "text" | "v" => {
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
        Ok(())
    }

    fn close(&mut self, local: &str, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        if self.silent > 0 {
            self.silent -= 1;
            return Ok(());
        }
        match local {
            "AlternateContent" => drop(self.choices.pop()),
            "p" => return self.paragraph(blocks),
            "t" | "delText" => self.texts = self.texts.saturating_sub(1),
            "text" | "v" => {
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
        if self.texts > 0 && self.silent == 0 {
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

#[cfg(test)]
mod tests {
    use mimawari_proto::finding::Part;

    use super::{super::shown::fields, *};

    fn shown(part: &str) -> Vec<String> {
        fields(|blocks| read(part.as_bytes(), At::Part(Part::Body), blocks)).0
    }

    #[test]
    fn a_text_box_is_read_once() {
        let part = "<p><r><t>前</t></r><AlternateContent><Choice><drawing><docPr descr='図の説明'/><txbxContent><p><r><t>箱</t></r></p>\
            </txbxContent></drawing></Choice><Fallback><pict><txbxContent><p><r><t>箱</t></r></p></txbxContent></pict></Fallback>\
            </AlternateContent><r><t>後</t></r></p>";
        assert_eq!(shown(part), ["図の説明", "箱", "前後"]);
        let old = "<p><AlternateContent><Fallback><p><r><t>箱</t></r></p></Fallback></AlternateContent></p>";
        assert_eq!(shown(old), ["箱"]);
    }

    #[test]
    fn names_and_values_of_a_chart_are_read_and_readings_of_words_are_not() {
        let chart =
            "<chartSpace><ser><cat><strCache><pt><v>北支所</v></pt></strCache></cat></ser></chartSpace>";
        assert_eq!(shown(chart), ["北支所"]);
        assert_eq!(
            shown("<text><t>山田</t><rPh><t>ヤマダ</t></rPh></text>"),
            ["山田"]
        );
    }
}
