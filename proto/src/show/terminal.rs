//! Where a command's words go: the result to stdout, everything else to stderr.

use std::io::{self, IsTerminal as _, Write};

use serde::Serialize;

use super::{
    options::{Format, Globals, Lang},
    table::{self, Table},
    visible,
};

/// What the edge knows about the terminal.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings {
    /// stdout is a terminal of so many columns.
    pub out_columns: Option<u16>,
    /// stderr is a terminal.
    pub err_is_terminal: bool,
    /// How many columns it has; zero counts as 80.
    pub err_columns: u16,
}

/// Writes results and messages in the form that was asked for.
pub struct Terminal {
    out: Box<dyn Write + Send>,
    err: Box<dyn Write + Send>,
    format: Option<Format>,
    quiet: bool,
    lang: Lang,
    around: Surroundings,
    shows_progress: bool,
}

impl Terminal {
    /// Takes the two outputs, normally stdout and stderr.
    pub fn new(
        out: Box<dyn Write + Send>,
        err: Box<dyn Write + Send>,
        globals: &Globals,
        lang: Lang,
        around: Surroundings,
    ) -> Self {
        Self {
            out,
            err,
            format: if globals.json {
                Some(Format::Json)
            } else {
                globals.format
            },
            quiet: globals.quiet,
            lang,
            around,
            shows_progress: false,
        }
    }

    /// Takes the stdout and stderr of this process.
    pub fn of_process(globals: &Globals) -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(|name| std::env::var(name).ok());
        let columns = |size: Option<(terminal_size::Width, _)>| size.map_or(80, |(width, _)| width.0);
        let out_columns = || columns(terminal_size::terminal_size_of(io::stdout()));
        let around = Surroundings {
            out_columns: io::stdout().is_terminal().then(out_columns),
            err_is_terminal: io::stderr().is_terminal(),
            err_columns: columns(terminal_size::terminal_size_of(io::stderr())),
        };
        let lang = globals.language(locale);
        Self::new(
            Box::new(io::BufWriter::new(io::stdout())),
            Box::new(io::stderr()),
            globals,
            lang,
            around,
        )
    }

    /// Returns the format that was asked for; `None` leaves it to the kind of output.
    pub const fn format(&self) -> Option<Format> {
        self.format
    }

    /// Returns the language of what people read.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// Returns the text in the language of the reader.
    pub const fn say<'a>(&self, ja: &'a str, en: &'a str) -> &'a str {
        match self.lang {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }

    /// Tells whether progress may be drawn on stderr.
    pub const fn draws_progress(&self) -> bool {
        self.around.err_is_terminal && !self.quiet
    }

    /// Tells whether the result is an aligned table, which only people read.
    pub const fn aligns(&self) -> bool {
        match self.format {
            Some(format) => matches!(format, Format::Table),
            None => self.around.out_columns.is_some(),
        }
    }

    /// Tells how far the work is: one line that is drawn over and vanishes on a terminal, else a line of its own.
    ///
    /// When that is due is decided by [`super::progress`].
    pub fn progress(&mut self, text: &str) -> io::Result<()> {
        if !self.draws_progress() {
            return self.note(text);
        }
        self.out.flush()?;
        let columns = match self.around.err_columns {
            0 => 80,
            columns => usize::from(columns),
        };
        let line = table::cut(text, columns.saturating_sub(1));
        write!(self.err, "\r\x1b[2K{line}")?;
        self.shows_progress = true;
        self.err.flush()
    }

    fn clear_progress(&mut self) -> io::Result<()> {
        match std::mem::take(&mut self.shows_progress) {
            true => self.err.write_all(b"\r\x1b[2K"),
            false => Ok(()),
        }
    }

    /// Writes a part of the result as it is; the caller has made names visible.
    pub fn result(&mut self, text: &str) -> io::Result<()> {
        self.clear_progress()?;
        self.out.write_all(text.as_bytes())
    }

    /// Writes one JSON document and a line end; hostile characters are escaped.
    pub fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.clear_progress()?;
        super::json::write(&mut self.out, value)?;
        self.out.write_all(b"\n")
    }

    /// Writes a table in the form asked for, or as fits the output.
    pub fn table(&mut self, table: &Table) -> io::Result<()> {
        let format = match (self.format, self.around.out_columns) {
            (Some(Format::Csv), _) => table::Format::Csv,
            (Some(Format::Table), columns) => table::Format::Table { columns },
            (_, Some(columns)) => table::Format::Table {
                columns: Some(columns),
            },
            (_, None) => table::Format::Tsv,
        };
        self.result(&table.render(format))
    }

    /// Writes `rows` as JSON where that was asked for, else as the table made from them.
    pub fn rows<T: Serialize>(&mut self, rows: &[T], table: impl FnOnce(&[T]) -> Table) -> io::Result<()> {
        match self.format {
            Some(Format::Json) => self.json(&rows),
            Some(Format::Jsonl) => rows.iter().try_for_each(|row| self.json(row)),
            _ => self.table(&table(rows)),
        }
    }

    /// Tells a person something on stderr, unless quiet.
    pub fn note(&mut self, text: &str) -> io::Result<()> {
        if self.quiet {
            return Ok(());
        }
        self.clear_progress()?;
        writeln!(self.err, "{}", lines_visible(text))
    }

    /// Tells what went wrong and what to try next, on stderr.
    pub fn error(&mut self, what: &str, next: &str) -> io::Result<()> {
        self.clear_progress()?;
        let label = self.say("エラー", "error");
        writeln!(self.err, "{label}: {}", lines_visible(what))?;
        writeln!(self.err, "  → {}", lines_visible(next))
    }

    /// Hands everything written so far to the outputs.
    pub fn flush(&mut self) -> io::Result<()> {
        self.clear_progress()?;
        self.out.flush()?;
        self.err.flush()
    }
}

fn lines_visible(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(visible).collect();
    lines.join("\n")
}
