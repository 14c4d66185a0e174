//! What an import would change, and whether the whole makes sense.

use std::collections::BTreeMap;

use mimawari_proto::{
    medium::{Column, MediumState},
    reading::Grade,
};

use super::{
    super::written,
    cells::{Cells, Columns},
    known::Known,
    row::row,
};
use crate::{
    ledger::medium::{Medium, MediumNo, MediumRow},
    sheet::{Change, Mistake, Sheet},
};

/// One row and what it changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Planned {
    pub(crate) row: MediumRow,
    pub(crate) change: Change,
    /// Which columns differ from what is known.
    pub(crate) columns: Vec<Column>,
}

/// Compares rows with what is known, or names every mistake.
pub(super) fn plan(sheet: &Sheet, columns: &Columns, known: &Known) -> Result<Vec<Planned>, Vec<Mistake>> {
    let (mut planned, mut mistakes) = (Vec::new(), Vec::new());
    let mut lines: BTreeMap<MediumNo, u64> = BTreeMap::new();
    let mut numbered = Vec::new();
    for (line, text) in &sheet.rows {
        let mut cells = Cells::new(*line, text, columns);
        let row = row(&mut cells, known);
        if let Some(row) = &row
            && let Some(other) = lines.insert(row.medium.no.clone(), *line)
        {
            cells.wrong(
                Column::No,
                format!("{other} 行目と同じ番号です"),
                format!("the same number as on line {other}"),
            );
        }
        mistakes.append(&mut cells.mistakes);
        if let Some(row) = row {
            numbered.push((*line, row));
        }
    }
    mistakes.extend(shared_serials(&numbered, known));
    if !mistakes.is_empty() {
        mistakes.sort_by_key(|mistake| mistake.line);
        return Err(mistakes);
    }
    planned.extend(numbered.into_iter().map(|(_, row)| compared(row, known)));
    Ok(planned)
}

fn compared(row: MediumRow, known: &Known) -> Planned {
    let Some(before) = known.media.get(&row.medium.no) else {
        return Planned {
            row,
            change: Change::New,
            columns: Vec::new(),
        };
    };
    let after = written::after(before, &row, known.today);
    let names = BTreeMap::new();
    let columns: Vec<_> = Column::ALL
        .iter()
        .copied()
        .zip(
            written::line(before, &names, known.today)
                .into_iter()
                .zip(written::line(&after, &names, known.today)),
        )
        .filter(|(_, (before, after))| before != after)
        .map(|(column, _)| column)
        .collect();
    Planned {
        row,
        change: if columns.is_empty() {
            Change::Same
        } else {
            Change::Changed
        },
        columns,
    }
}

/// Names rows that nothing tells apart: the same serial, and not written down as shared.
fn shared_serials(rows: &[(u64, MediumRow)], known: &Known) -> Vec<Mistake> {
    type Key = (u16, u16, String);
    let key = |medium: &Medium| -> Option<Key> {
        let own = !matches!(medium.grade, Some(Grade::B | Grade::C)) && !medium.serial.is_empty();
        own.then(|| (medium.vendor_id, medium.product_id, medium.serial.to_uppercase()))
    };
    let in_file: BTreeMap<_, _> = rows.iter().map(|(_, row)| (&row.medium.no, ())).collect();
    let mut owners: BTreeMap<Key, String> = known
        .media
        .values()
        .filter(|record| !in_file.contains_key(&record.medium.no))
        .filter(|record| record.medium.state != MediumState::Destroyed)
        .filter_map(|record| Some((key(&record.medium)?, record.medium.no.to_string())))
        .collect();
    let mut mistakes = Vec::new();
    for (line, row) in rows
        .iter()
        .filter(|(_, row)| row.medium.state != MediumState::Destroyed)
    {
        let Some(key) = key(&row.medium) else { continue };
        if let Some(other) = owners.insert(key, row.medium.no.to_string()) {
            mistakes.push(Mistake::new(
                *line,
                Column::Serial.ja(),
                format!("{other} と同じシリアル番号です。区別できない媒体なら識別を B か C にしてください"),
                format!("the same serial as {other}; where they cannot be told apart, the grade is B or C"),
            ));
        }
    }
    mistakes
}

#[cfg(test)]
mod tests;
