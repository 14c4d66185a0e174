//! The ledger of media out of a table: read, compared with what is known, taken all or nothing.
//!
//! ```text
//! bytes ─► sheet ─► cells ─► row ─► plan ─► one act, or every mistake with its line
//! ```

mod cells;
mod hands;
mod known;
mod plan;
mod row;

use jiff::civil::Date;

pub(crate) use self::plan::Planned;
use self::{cells::Columns, known::Known};
use crate::{
    ledger::{Act, Decision, LedgerError, View},
    sheet::{self, Change, Mistake, Sheet},
};

/// A table whose headings are those of a ledger.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    sheet: Sheet,
    columns: Columns,
}

impl Table {
    /// Reads CSV or XLSX, or names what is wrong with it.
    pub(crate) fn of(bytes: &[u8]) -> Result<Self, Vec<Mistake>> {
        let sheet = sheet::read(bytes)?;
        let columns = cells::columns(&sheet.heading).map_err(|mistake| vec![mistake])?;
        Ok(Self { sheet, columns })
    }

    /// Returns the headings that mean nothing here.
    pub(crate) fn unused(&self) -> &[String] {
        &self.columns.unused
    }
}

/// What an import comes to: every mistake, or what is planned for each line.
type Imported = Result<Decision<Vec<Planned>>, Vec<Mistake>>;

/// Decides an import against what is known at that moment; `dry_run` changes nothing.
pub(crate) fn decided(
    view: &View<'_>,
    table: &Table,
    file: String,
    today: Date,
    dry_run: bool,
) -> Result<Imported, LedgerError> {
    let known = Known::read(view, today)?;
    let planned = match plan::plan(&table.sheet, &table.columns, &known) {
        Ok(planned) => planned,
        Err(mistakes) => return Ok(Err(mistakes)),
    };
    let changes = planned.iter().filter(|one| one.change != Change::Same);
    let media: Vec<_> = changes.map(|one| one.row.clone()).collect();
    let acts = match dry_run || media.is_empty() {
        true => Vec::new(),
        false => vec![Act::MediaImported {
            file,
            on: today,
            media,
        }],
    };
    Ok(Ok(Decision {
        acts,
        keeps: Vec::new(),
        answer: planned,
    }))
}
