//! Questions to the ledger, all answered from one snapshot.
//!
//! The questions themselves are in `sqlite/read_*.rs`, by subject.

use std::path::Path;

use rusqlite::{Connection, Params, Row};

use super::{FILE, fault::LedgerError, sqlite::place};

/// A connection for questions only; works beside a server.
#[derive(Debug)]
pub struct Reader {
    conn: Connection,
}

impl Reader {
    /// Opens the ledger of a data directory for questions.
    pub fn open(dir: &Path) -> Result<Self, LedgerError> {
        Self::of(&dir.join(FILE))
    }

    pub(super) fn of(path: &Path) -> Result<Self, LedgerError> {
        let conn = place::to_read(path)?;
        Ok(Self { conn })
    }

    /// Asks one question, or several of one snapshot.
    pub fn ask<T>(
        &mut self,
        ask: impl FnOnce(&View<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let snapshot = self.conn.transaction()?;
        ask(&View::new(&snapshot))
    }
}

/// One snapshot of the ledger.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    pub(super) conn: &'a Connection,
}

impl<'a> View<'a> {
    pub(super) const fn new(conn: &'a Connection) -> Self {
        Self { conn }
    }

    /// Returns every row of an answer.
    pub(super) fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, LedgerError> {
        let mut question = self.conn.prepare_cached(sql)?;
        let rows = question.query_map(params, read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Returns the one row of an answer, if there is one.
    pub(super) fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, LedgerError> {
        use rusqlite::OptionalExtension as _;
        let mut question = self.conn.prepare_cached(sql)?;
        Ok(question.query_row(params, read).optional()?)
    }
}

/// Cuts a list that was asked for with one row more than fits a page.
pub(super) fn cut<Row>(mut rows: Vec<Row>, limit: usize) -> (Vec<Row>, bool) {
    let more = rows.len() > limit;
    rows.truncate(limit);
    (rows, more)
}

/// Returns the limit to ask for: one more than fits.
pub(super) fn one_more(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1)
}

/// Makes a pattern for `LIKE … ESCAPE '!'` that means exactly this text, anywhere.
pub(super) fn anywhere(text: &str) -> String {
    format!("%{}%", literally(text))
}

/// Makes a pattern for `LIKE … ESCAPE '!'` that means exactly this text, at the beginning.
pub(super) fn beginning(text: &str) -> String {
    format!("{}%", literally(text))
}

fn literally(text: &str) -> String {
    let mut literal = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '!' | '%' | '_') {
            literal.push('!');
        }
        literal.push(c);
    }
    literal
}
