//! A table as a workbook (.xlsx): every cell is a text.
//!
//! So nothing is a formula, a day of another calendar, or a number that lost its zeros.

use mimawari_proto::show::table::Table;
use rust_xlsxwriter::{Color, Format, FormatPattern, Workbook, XlsxError};

/// Longest text that a cell holds, in UTF-16 units.
const CELL_UNITS: usize = 32_767;

/// The width of a column, in characters.
const WIDTH: f64 = 16.0;

/// Writes a table into a workbook, its headings held in sight.
pub(crate) fn written(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let text = Format::new().set_num_format("@");
    let heading = Format::new()
        .set_bold()
        .set_pattern(FormatPattern::Solid)
        .set_background_color(Color::RGB(0xe6_e6_e6));
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0_u32..).zip(std::iter::once(&table.headings).chain(&table.rows)) {
        for (column, cell) in (0_u16..).zip(cells) {
            let format = if row == 0 { &heading } else { &text };
            sheet.write_string_with_format(row, column, fitting(cell), format)?;
        }
    }
    if let Some(last) = table.headings.len().checked_sub(1) {
        let last = u16::try_from(last).unwrap_or(u16::MAX);
        sheet.set_column_range_width(0, last, WIDTH)?;
        sheet.autofilter(0, 0, u32::try_from(table.rows.len()).unwrap_or(u32::MAX), last)?;
    }
    sheet.set_freeze_panes(1, 1)?;
    book.save_to_buffer()
}

/// Cuts what no cell holds.
fn fitting(cell: &str) -> &str {
    let mut units = 0;
    let end = cell.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > CELL_UNITS
    });
    end.map_or(cell, |(at, _)| &cell[..at])
}
