//! Text with places: fields in reading order, handed over in blocks.
//!
//! ```text
//! Text    chars  all fields, one after the other, each ended by a line feed
//!         fields byte range | where it stands | row and column, if in a table | a number cell?
//! ```
//!
//! A field is a line, a paragraph or a cell. The blocks of one member come in reading order;
//! table numbers and rows go on from block to block, so a heading row keeps its meaning.

use std::ops::Range;

use mimawari_proto::finding::{Part, Place};

use super::limits::FIELD_BYTES;

/// Where a field stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum At {
    /// A line of plain text, one-based.
    Line(u32),
    /// A cell; row and column are in [`Field::cell`].
    Sheet(u32),
    /// A slide, one-based.
    Slide(u32),
    /// The speaker notes of a slide, one-based.
    Note(u32),
    /// A page, one-based.
    Page(u32),
    /// A part that has no numbers.
    Part(Part),
}

/// A position in a table; rows and columns are one-based.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Cell {
    /// Which table of the member.
    pub(crate) table: u32,
    /// Which row.
    pub(crate) row: u32,
    /// Which column.
    pub(crate) column: u32,
}

/// A line, a paragraph or a cell.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    range: Range<u32>,
    /// Where it stands.
    pub(crate) at: At,
    /// Its row and column, if it is in a table.
    pub(crate) cell: Option<Cell>,
    /// A spreadsheet's number cell, which may have lost leading zeros.
    pub(crate) number: bool,
}

impl Field {
    /// Returns where it begins in [`Text::chars`].
    pub(crate) fn start(&self) -> usize {
        self.range.start as usize
    }
}

/// A block of fields. Has no revealing `Debug`.
#[derive(Default)]
pub(crate) struct Text {
    chars: String,
    fields: Vec<Field>,
    sheets: Vec<String>,
    /// Cut out of a longer text, around what the quick look saw in its bytes.
    pub(crate) excerpt: bool,
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Text({} fields)", self.fields.len())
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.chars);
    }
}

impl Text {
    /// Names a sheet and returns its number for [`At::Sheet`].
    pub(crate) fn sheet(&mut self, name: &str) -> u32 {
        self.sheets.push(name.to_owned());
        (self.sheets.len() - 1) as u32
    }

    /// Appends a field; one that is too long becomes several.
    pub(crate) fn push(&mut self, text: &str, at: At, cell: Option<Cell>, number: bool) {
        let mut rest = text;
        loop {
            let (piece, after) = rest.split_at(rest.floor_char_boundary(FIELD_BYTES));
            let start = self.chars.len() as u32;
            self.chars.push_str(piece);
            let range = start..self.chars.len() as u32;
            self.chars.push('\n');
            self.fields.push(Field {
                range,
                at,
                cell,
                number,
            });
            if after.is_empty() {
                return;
            }
            rest = after;
        }
    }

    /// Returns all characters, for a quick look.
    pub(crate) fn chars(&self) -> &str {
        &self.chars
    }

    /// Returns the fields in reading order.
    pub(crate) fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Returns what a field says.
    pub(crate) fn of(&self, field: &Field) -> &str {
        self.chars
            .get(field.range.start as usize..field.range.end as usize)
            .unwrap_or_default()
    }

    /// Returns the place of a field as it is reported.
    pub(crate) fn place(&self, field: &Field) -> Place {
        match (field.at, field.cell) {
            (At::Line(line), _) => Place::Line { line },
            (At::Slide(slide), _) => Place::Slide { slide },
            (At::Note(note), _) => Place::Note { note },
            (At::Page(page), _) => Place::Page { page },
            (At::Part(part), _) => Place::Part { part },
            (At::Sheet(sheet), Some(cell)) => Place::Cell {
                sheet: self.sheets.get(sheet as usize).cloned().unwrap_or_default(),
                cell: cell_name(cell),
            },
            (At::Sheet(_), None) => Place::Part { part: Part::Body },
        }
    }

    /// Forgets all but the last fields of running text; cells have their headings instead.
    pub(crate) fn keep_last(&mut self, count: usize) {
        let from = self.fields.len().saturating_sub(count);
        let kept: Vec<(String, At)> = self.fields[from..]
            .iter()
            .filter(|field| field.cell.is_none())
            .map(|field| (self.of(field).to_owned(), field.at))
            .collect();
        self.clear();
        for (text, at) in kept {
            self.push(&text, at, None, false);
        }
    }

    /// Forgets the fields, keeping the names of sheets.
    pub(crate) fn clear(&mut self) {
        self.chars.clear();
        self.fields.clear();
    }
}

fn cell_name(cell: Cell) -> String {
    let mut letters = Vec::new();
    let mut left = cell.column;
    while left > 0 {
        letters.push(b'A' + ((left - 1) % 26) as u8);
        left = (left - 1) / 26;
    }
    let letters: String = letters.iter().rev().map(|&letter| char::from(letter)).collect();
    format!("{letters}{}", cell.row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheets_do() {
        let name = |column, row| {
            cell_name(Cell {
                table: 0,
                row,
                column,
            })
        };
        assert_eq!(name(1, 1), "A1");
        assert_eq!(name(26, 9), "Z9");
        assert_eq!(name(27, 1), "AA1");
        assert_eq!(name(16_384, 1_048_576), "XFD1048576");
    }
}
