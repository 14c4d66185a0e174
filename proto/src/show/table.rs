//! Rows as a person or a program wants them: table, tab-separated, CSV.

use comfy_table::{ContentArrangement, presets};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::visible;

/// How a result is printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Aligned for a terminal of so many columns.
    Table {
        /// Columns; `None` does not wrap.
        columns: Option<u16>,
    },
    /// Tab-separated, for a pipe.
    Tsv,
    /// RFC 4180 with CRLF; cells that a spreadsheet would take for a formula start with `'`.
    Csv,
}

/// A heading line and rows of the same width.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Table {
    /// What each column is called.
    pub headings: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Starts a table.
    pub fn new<S: Into<String>>(headings: impl IntoIterator<Item = S>) -> Self {
        Self {
            headings: headings.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Writes the table, with a line end after every row.
    pub fn render(&self, format: Format) -> String {
        match format {
            Format::Table { columns } => self.aligned(columns),
            Format::Tsv => self.lines().map(|row| tab_separated(row)).collect(),
            Format::Csv => self.csv(),
        }
    }

    fn lines(&self) -> impl Iterator<Item = &Vec<String>> {
        std::iter::once(&self.headings).chain(&self.rows)
    }

    fn aligned(&self, columns: Option<u16>) -> String {
        let mut table = comfy_table::Table::new();
        table.load_style(presets::NOTHING);
        table.set_content_arrangement(match columns {
            Some(_) => ContentArrangement::Dynamic,
            None => ContentArrangement::Disabled,
        });
        if let Some(columns) = columns {
            table.set_width(columns);
        }
        table.set_header(self.headings.iter().map(|cell| visible(cell).into_owned()));
        for row in &self.rows {
            table.add_row(row.iter().map(|cell| visible(cell).into_owned()));
        }
        table
            .lines()
            .map(|line| line.trim_end().to_owned() + "\n")
            .collect()
    }

    fn csv(&self) -> String {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        for row in self.lines() {
            writer
                .write_record(row.iter().map(|cell| guarded(cell)))
                .expect("a Vec takes all, and rows may differ in width");
        }
        String::from_utf8(writer.into_inner().expect("a Vec takes all")).expect("cells are UTF-8")
    }
}

/// Returns the columns that a text takes on a terminal; full-width characters take two.
pub fn width(text: &str) -> usize {
    visible(text).width()
}

/// Makes a text visible and cuts it to so many columns, with `…` where something is missing.
pub fn cut(text: &str, columns: usize) -> String {
    let text = visible(text);
    if text.width() <= columns {
        return text.into_owned();
    }
    let mut room = columns.saturating_sub(1);
    let fits = |c: &char| match room.checked_sub(c.width().unwrap_or(0)) {
        Some(left) => {
            room = left;
            true
        }
        None => false,
    };
    let mut kept: String = text.chars().take_while(fits).collect();
    kept.push('…');
    kept
}

/// Puts `'` before what a spreadsheet would take for a formula; [`unguarded`] takes exactly that away.
///
/// The list is OWASP ASVS 1.2.10 with its full-width twins and the line feed.
/// What stands behind `'` already gets another, so that nothing is lost on the way back.
pub fn guarded(cell: &str) -> String {
    match needs_guard(cell) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}

/// Takes away the `'` that [`guarded`] puts before a cell.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if needs_guard(rest) => rest,
        _ => cell,
    }
}

fn needs_guard(cell: &str) -> bool {
    let first = cell.trim_start_matches('\'').chars().next();
    matches!(
        first,
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠')
    )
}

fn tab_separated(row: &[String]) -> String {
    let cells: Vec<_> = row.iter().map(|cell| visible(cell)).collect();
    cells.join("\t") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_to_columns_and_not_to_characters() {
        for (text, columns, wanted) in [
            ("保育課", 6, "保育課"),
            ("保育課", 5, "保育…"),
            ("保育課", 4, "保…"),
            ("a\u{1b}b", 5, "a\\x1…"),
        ] {
            assert_eq!(cut(text, columns), wanted);
        }
    }

    fn sample() -> Table {
        let mut table = Table::new(["課", "件数"]);
        table.row(["保育課", "3"]);
        table.row(["=cmd|' /C calc'!A0", "a\tb\n"]);
        table
    }

    #[test]
    fn a_hostile_cell_cannot_break_a_line_of_a_pipe() {
        assert_eq!(
            sample().render(Format::Tsv),
            "課\t件数\n保育課\t3\n=cmd|' /C calc'!A0\ta\\x09b\\x0a\n"
        );
    }

    #[test]
    fn a_spreadsheet_sees_no_formula() {
        assert_eq!(
            sample().render(Format::Csv),
            "課,件数\r\n保育課,3\r\n'=cmd|' /C calc'!A0,\"a\tb\n\"\r\n"
        );
    }

    #[test]
    fn a_guard_is_taken_away_as_it_was_put_there() {
        for first in ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"] {
            for cell in [
                format!("{first}1"),
                format!("'{first}1"),
                format!("''{first}1"),
                format!("a{first}"),
            ] {
                let guarded = guarded(&cell);
                assert!(!guarded.starts_with(first), "{cell:?}");
                assert_eq!(unguarded(&guarded), cell);
            }
        }
        assert_eq!(guarded("'x"), "'x");
        assert_eq!(unguarded("'x"), "'x");
    }

    #[test]
    fn columns_line_up_for_full_width_text() {
        let mut table = Table::new(["name", "n"]);
        table.row(["保育課", "1"]);
        table.row(["abcdef", "2"]);
        let text = table.render(Format::Table { columns: None });
        let starts: Vec<_> = text
            .lines()
            .skip(1)
            .map(|line| width(line.trim_end_matches(|c: char| c.is_ascii_digit())))
            .collect();
        assert_eq!(starts[0], starts[1], "{text}");
    }
}
