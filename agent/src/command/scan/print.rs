//! Prints results as they come: JSON lines, a JSON array of the same lines, rows, or a table for people.
//!
//! Only the table is held back until the end, for its columns; for more
//! findings than a person reads there are the other forms.

use std::io;

use jiff::tz::TimeZone;
use mimawari_proto::{
    finding::Confidence,
    show::{options::Format, table::Table, terminal::Terminal},
};

use super::{
    line::{self, FindingLine, Line, UnreadLine},
    look::{Looked, Outcome},
    tally::Tally,
    words,
};
use crate::examine::{Examined, Unread};

/// So many unread files are named to a person; the rest is counted.
const UNREAD_TOLD: u64 = 20;

enum Form {
    Lines,
    Array { is_empty: bool },
    Rows,
    Aligned(Table),
}

/// Prints one scan.
pub(super) struct Printer<'a> {
    terminal: &'a mut Terminal,
    form: Form,
    min_confidence: Confidence,
    explain: bool,
    zone: TimeZone,
    unread_told: u64,
}

impl<'a> Printer<'a> {
    /// Starts the output.
    pub(super) fn start(
        terminal: &'a mut Terminal,
        min_confidence: Confidence,
        explain: bool,
    ) -> io::Result<Self> {
        let form = match (terminal.format(), terminal.aligns()) {
            (Some(Format::Jsonl), _) => Form::Lines,
            (Some(Format::Json), _) => Form::Array { is_empty: true },
            (_, true) => Form::Aligned(Table::new(words::headings(terminal, explain))),
            (_, false) => Form::Rows,
        };
        if matches!(form, Form::Rows) {
            terminal.table(&Table::new(words::COLUMNS))?;
        }
        Ok(Self {
            terminal,
            form,
            min_confidence,
            explain,
            #[expect(
                clippy::disallowed_methods,
                reason = "a person at this PC reads the time of this PC"
            )]
            zone: TimeZone::system(),
            unread_told: 0,
        })
    }

    /// Returns the terminal, for progress.
    pub(super) const fn terminal(&mut self) -> &mut Terminal {
        self.terminal
    }

    /// Hands over what was printed so far.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        match self.form {
            Form::Lines | Form::Rows => self.terminal.flush(),
            Form::Array { .. } | Form::Aligned(_) => Ok(()),
        }
    }

    /// Prints what one file yielded, and counts its findings.
    pub(super) fn print(&mut self, looked: &Looked, tally: &mut Tally) -> io::Result<()> {
        match &looked.outcome {
            Outcome::Skipped => Ok(()),
            Outcome::Unread(unread) => self.unread(looked, unread),
            Outcome::Examined(examined) => self.examined(looked, examined, tally),
        }
    }

    fn examined(&mut self, looked: &Looked, examined: &Examined, tally: &mut Tally) -> io::Result<()> {
        for hit in &examined.hits {
            if hit.confidence < self.min_confidence {
                continue;
            }
            tally.found(hit.kind);
            let zone = self.zone.clone();
            self.finding(line::finding(
                looked,
                hit,
                examined.encrypted,
                self.explain,
                &zone,
            ))?;
        }
        for unread in &examined.unread {
            self.unread(looked, unread)?;
        }
        Ok(())
    }

    fn finding(&mut self, finding: FindingLine<'_>) -> io::Result<()> {
        match &mut self.form {
            Form::Aligned(table) => {
                table.row(words::aligned(self.terminal, &finding));
                Ok(())
            }
            Form::Rows => self.terminal.table(&Table::new(words::finding_row(&finding))),
            Form::Lines | Form::Array { .. } => self.json(&Line::Finding(finding)),
        }
    }

    fn unread(&mut self, looked: &Looked, unread: &Unread) -> io::Result<()> {
        let line = line::unread(looked, unread);
        match &self.form {
            Form::Aligned(_) => self.tell_unread(&line),
            Form::Rows => self.terminal.table(&Table::new(words::unread_row(&line))),
            Form::Lines | Form::Array { .. } => self.json(&Line::Unread(line)),
        }
    }

    fn tell_unread(&mut self, line: &UnreadLine<'_>) -> io::Result<()> {
        self.unread_told += 1;
        if self.unread_told > UNREAD_TOLD {
            return Ok(());
        }
        self.terminal.note(&words::unread(self.terminal, line))
    }

    fn json(&mut self, line: &Line<'_>) -> io::Result<()> {
        if let Form::Array { is_empty } = &mut self.form {
            let before = if std::mem::take(is_empty) { "[" } else { "," };
            self.terminal.result(before)?;
        }
        self.terminal.json(line)
    }

    /// Ends the output with the summary.
    pub(super) fn finish(mut self, tally: &Tally) -> io::Result<()> {
        match &self.form {
            Form::Lines => self.json(&Line::Summary(line::summary(tally))),
            Form::Array { .. } => {
                self.json(&Line::Summary(line::summary(tally)))?;
                self.terminal.result("]\n")
            }
            Form::Rows => self.tell_summary(tally),
            Form::Aligned(table) => {
                if tally.has_findings() {
                    self.terminal.table(table)?;
                }
                self.tell_summary(tally)
            }
        }
    }

    fn tell_summary(&mut self, tally: &Tally) -> io::Result<()> {
        self.terminal.flush()?;
        if let Some(untold @ 1..) = self.unread_told.checked_sub(UNREAD_TOLD) {
            let text = words::more_unread(self.terminal, untold);
            self.terminal.note(&text)?;
        }
        let text = words::summary(self.terminal, tally);
        self.terminal.note(&text)
    }
}
