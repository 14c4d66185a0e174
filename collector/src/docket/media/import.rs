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
use mimawari_proto::{id::DepartmentId, medium::Column};

use self::{cells::Columns, known::Known};
pub(crate) use self::{cells::TEXT_CHARS, plan::Planned};
use crate::{
    ledger::{
        Act, Decision, LedgerError, View,
        medium::{Medium, MediumNo},
    },
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

/// What a correction may touch: what people did with a medium is written down, not corrected.
pub(crate) const CORRECTABLE: &[Column] = &[
    Column::VendorId,
    Column::ProductId,
    Column::Vendor,
    Column::Product,
    Column::Serial,
    Column::VolumeId,
    Column::Grade,
    Column::Size,
    Column::Encryption,
    Column::Department,
    Column::Keeper,
    Column::Place,
    Column::Registered,
    Column::Note,
];

/// Reads new cells for one medium that is in the ledger: its particulars from then on, or every mistake.
pub(crate) fn corrected(
    view: &View<'_>,
    no: &MediumNo,
    cells: &[(String, String)],
    today: Date,
) -> Result<Result<Box<Medium>, Vec<Mistake>>, LedgerError> {
    let known = Known::read(view, today)?;
    let heading =
        std::iter::once(Column::No.ja().to_owned()).chain(cells.iter().map(|(name, _)| name.clone()));
    let line = std::iter::once(no.to_string()).chain(cells.iter().map(|(_, cell)| cell.clone()));
    let sheet = Sheet {
        heading: heading.collect(),
        rows: vec![(0, line.collect())],
    };
    let columns = match cells::columns(&sheet.heading) {
        Ok(columns) => columns,
        Err(mistake) => return Ok(Err(vec![mistake])),
    };
    if let Some(name) = columns.outside(CORRECTABLE) {
        let mistake = Mistake::new(
            0,
            "",
            format!("「{name}」は訂正できる項目ではありません"),
            format!("`{name}` is nothing that can be corrected"),
        );
        return Ok(Err(vec![mistake]));
    }
    let planned = plan::plan(&sheet, &columns, &known);
    Ok(planned.and_then(|mut planned| match planned.pop() {
        Some(planned) => Ok(Box::new(planned.row.medium)),
        None => Err(Vec::new()),
    }))
}

/// What an import comes to: every mistake, or what is planned for each line.
type Imported = Result<Decision<Vec<Planned>>, Vec<Mistake>>;

/// Names the lines about media that are, or would become, another department's.
fn foreign(planned: &[Planned], known: &Known, own: &DepartmentId, sheet: &Sheet) -> Vec<Mistake> {
    let is_foreign = |one: &Planned| {
        let after = &one.row.medium;
        let before = known.media.get(&after.no).map(|record| &record.medium);
        let owners = [Some(after), before].into_iter().flatten();
        owners
            .map(|medium| medium.department.as_ref())
            .any(|owner| owner != Some(own))
    };
    let lines = planned.iter().zip(&sheet.rows).filter(|(one, _)| is_foreign(one));
    lines
        .map(|(_, (line, _))| {
            Mistake::new(
                *line,
                Column::Department.ja(),
                "自課の媒体だけを取り込めます",
                "only media of your own department can be imported",
            )
        })
        .collect()
}

/// Decides an import against what is known at that moment: `only` of a department, where one is given; `dry_run` changes nothing.
pub(crate) fn decided(
    view: &View<'_>,
    table: &Table,
    file: String,
    today: Date,
    only: Option<&DepartmentId>,
    dry_run: bool,
) -> Result<Imported, LedgerError> {
    let known = Known::read(view, today)?;
    let planned = match plan::plan(&table.sheet, &table.columns, &known) {
        Ok(planned) => planned,
        Err(mistakes) => return Ok(Err(mistakes)),
    };
    let foreign: Vec<_> = only.map_or_else(Vec::new, |own| foreign(&planned, &known, own, &table.sheet));
    if !foreign.is_empty() {
        return Ok(Err(foreign));
    }
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
