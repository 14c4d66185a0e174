//! HTML as paragraphs and tables, where it is the body of a mail and not a file with lines.

use super::{SILENT, unescape};
use crate::extract::{
    Stop,
    block::Blocks,
    limits::{FIELD_BYTES, HTML_TABLES},
    text::{At, Cell},
};

/// Elements that stand on lines of their own.
const BREAKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "caption",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "legend",
    "li",
    "main",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "table",
    "td",
    "th",
    "title",
    "tr",
    "ul",
];

/// Bytes of a tag that are looked at: enough for its name and the first attributes.
const TAG: usize = 512;

/// HTML under way; it may come in pieces of any size.
pub(in crate::extract) struct Flow {
    at: At,
    state: State,
    /// Text between two tags, as written.
    raw: String,
    /// The line under way.
    text: String,
    /// The tag or comment under way.
    tag: String,
    /// The element whose content is no text.
    silent: Option<&'static str>,
    /// Open `pre`, in which line ends count.
    kept: usize,
    tables: Vec<Table>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    Tag,
    /// In a comment, after so many of its closing characters.
    Comment(u8),
}

struct Table {
    number: u32,
    row: u32,
    column: u32,
    span: u32,
}

impl Flow {
    /// Starts a text that stands at one place.
    pub(in crate::extract) fn new(at: At) -> Self {
        Self {
            at,
            state: State::Text,
            raw: String::new(),
            text: String::new(),
            tag: String::new(),
            silent: None,
            kept: 0,
            tables: Vec::new(),
        }
    }

    /// Takes the next piece.
    pub(in crate::extract) fn feed(&mut self, piece: &str, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        for c in piece.chars() {
            match self.state {
                State::Text => self.in_text(c, blocks)?,
                State::Tag => self.in_tag(c, blocks)?,
                State::Comment(closing) => self.in_comment(c, closing),
            }
        }
        Ok(())
    }

    /// Hands over what is left.
    pub(in crate::extract) fn end(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        if self.state == State::Tag {
            self.literal();
        }
        self.hand_over(blocks)
    }

    fn in_text(&mut self, c: char, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        if c == '<' {
            self.state = State::Tag;
            self.tag.clear();
        } else if self.silent.is_none() {
            self.raw.push(c);
            if c == '\n' && self.kept > 0 || self.raw.len() >= FIELD_BYTES {
                return self.hand_over(blocks);
            }
        }
        Ok(())
    }

    fn in_tag(&mut self, c: char, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        if self.tag.is_empty() && !(c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            self.literal();
            return self.in_text(c, blocks);
        }
        match c {
            '>' => {
                self.state = State::Text;
                let tag = std::mem::take(&mut self.tag);
                let outcome = self.element(&tag, blocks);
                self.tag = tag;
                return outcome;
            }
            // The one before was no tag.
            '<' => {
                self.literal();
                self.state = State::Tag;
                self.tag.clear();
            }
            _ if self.tag.len() < TAG => {
                self.tag.push(c);
                if self.tag == "!--" {
                    self.state = State::Comment(0);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn in_comment(&mut self, c: char, closing: u8) {
        self.state = match (c, closing) {
            ('-', 0) => State::Comment(1),
            ('-', _) => State::Comment(2),
            ('>', 2) => State::Text,
            _ => State::Comment(0),
        };
    }

    /// Takes what looked like a tag for text.
    fn literal(&mut self) {
        self.state = State::Text;
        if self.silent.is_none() {
            self.raw.push('<');
            self.raw.push_str(&self.tag);
        }
    }

    fn element(&mut self, tag: &str, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let (ends, inner) = tag.strip_prefix('/').map_or((false, tag), |inner| (true, inner));
        let length = inner
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(inner.len());
        let name = inner[..length].to_ascii_lowercase();
        if let Some(silent) = SILENT.iter().find(|silent| **silent == name) {
            self.silent = (!ends).then_some(*silent);
        }
        if self.silent.is_some() {
            return Ok(());
        }
        if !BREAKS.contains(&name.as_str()) {
            self.gather();
            return Ok(());
        }
        self.hand_over(blocks)?;
        match (name.as_str(), ends) {
            ("pre", false) => self.kept += 1,
            ("pre", true) => self.kept = self.kept.saturating_sub(1),
            ("table", false) => return self.table(blocks),
            ("table", true) => drop(self.tables.pop()),
            ("tr", false) => self.in_table(|table| {
                table.row = table.row.saturating_add(1);
                table.column = 0;
                table.span = 1;
            }),
            ("td" | "th", false) => {
                let span = span(tag);
                self.in_table(|table| {
                    table.column = table.column.saturating_add(table.span);
                    table.span = span;
                });
            }
            _ => {}
        }
        Ok(())
    }

    fn table(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        if self.tables.len() >= HTML_TABLES {
            return Err(Stop::Limit("more than 256 tables inside each other"));
        }
        self.tables.push(Table {
            number: blocks.table(),
            row: 0,
            column: 0,
            span: 1,
        });
        Ok(())
    }

    fn in_table(&mut self, change: impl FnOnce(&mut Table)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }

    /// Moves the text between two tags to the line, with single spaces.
    fn gather(&mut self) {
        let mut plain = String::with_capacity(self.raw.len());
        unescape(&self.raw, &mut plain);
        for c in plain.chars() {
            match c {
                ' ' | '\n' | '\r' if self.kept == 0 => {
                    if !self.text.is_empty() && !self.text.ends_with(' ') {
                        self.text.push(' ');
                    }
                }
                '\n' | '\r' => {}
                other => self.text.push(other),
            }
        }
        zeroize::Zeroize::zeroize(&mut plain);
        zeroize::Zeroize::zeroize(&mut self.raw);
    }

    fn hand_over(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        self.gather();
        let cell = self
            .tables
            .last()
            .filter(|table| table.column > 0)
            .map(|table| Cell {
                table: table.number,
                row: table.row.max(1),
                column: table.column,
            });
        let outcome = blocks.push(&self.text, self.at, cell, false);
        zeroize::Zeroize::zeroize(&mut self.text);
        outcome
    }
}

/// Returns how many columns a cell takes.
fn span(tag: &str) -> u32 {
    let lower = tag.to_ascii_lowercase();
    let value = lower.split_once("colspan=").map_or("", |(_, value)| value);
    let digits = value.trim_start_matches(['"', '\'']);
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().map_or(1, |span: u32| span.clamp(1, 1_000))
}

#[cfg(test)]
mod tests;
