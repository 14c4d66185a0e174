//! Questions about departments.

use std::collections::BTreeMap;

use jiff::civil::Date;
use mimawari_proto::{
    finding::{Confidence, Kind},
    id::DepartmentId,
    round::UnreadReason,
    time::Timestamp,
};
use rusqlite::{Row, params};

use super::row;
use crate::ledger::{
    act::DepartmentLabel, apply::EVER, fault::LedgerError, record::DepartmentOverview, view::View,
};

const LABEL: &str = "code, name, short_name, parent, valid_from, valid_until";

/// Valid on a day ?1.
const VALID: &str = "valid_from <= ?1 AND (valid_until IS NULL OR valid_until >= ?1)";

fn label(row: &Row<'_>) -> rusqlite::Result<DepartmentLabel> {
    let from: String = row.get(4)?;
    Ok(DepartmentLabel {
        code: row::parsed::<String, _, _>(row, 0, str::parse)?,
        name: row.get(1)?,
        short_name: row.get(2)?,
        parent: row::parsed_or_none::<String, _, _>(row, 3, str::parse)?,
        valid_from: match from == EVER {
            true => None,
            false => Some(from.parse().map_err(|_| row::unreadable(row, 4))?),
        },
        valid_until: row::parsed_or_none::<String, _, _>(row, 5, str::parse)?,
    })
}

impl View<'_> {
    /// Returns the departments that are valid on a day, by code.
    pub fn departments(&self, on: Date) -> Result<Vec<DepartmentLabel>, LedgerError> {
        let sql = format!("SELECT {LABEL} FROM department WHERE {VALID} ORDER BY code");
        self.all(&sql, [on.to_string()], label)
    }

    /// Returns the label of a department on a day; else the newest that began before it, else its first.
    pub fn department(&self, code: &DepartmentId, on: Date) -> Result<Option<DepartmentLabel>, LedgerError> {
        let sql = format!(
            "SELECT {LABEL} FROM department WHERE code = ?2
             ORDER BY valid_from > ?1, iif(valid_from > ?1, 0, 1) * -julianday(valid_from), valid_from LIMIT 1"
        );
        self.one(&sql, params![on.to_string(), code.as_str()], label)
    }

    /// Returns every label of every department, by code and first day.
    pub fn department_labels(&self) -> Result<Vec<DepartmentLabel>, LedgerError> {
        let sql = format!("SELECT {LABEL} FROM department ORDER BY code, valid_from");
        self.all(&sql, [], label)
    }

    /// Returns every department valid on a day with what its machines report, by code.
    ///
    /// `since` begins the window for `reporting` and `complete`. Machines and
    /// findings of departments that are not valid on that day come last, under `None`.
    pub fn overview(&self, on: Date, since: Timestamp) -> Result<Vec<DepartmentOverview>, LedgerError> {
        let labels = self.departments(on)?;
        let mut by_code: BTreeMap<String, DepartmentOverview> = labels
            .into_iter()
            .map(|label| (label.code.to_string(), empty(Some(label))))
            .collect();
        let mut others = empty(None);
        self.count_machines(since, &mut by_code, &mut others)?;
        self.count_open(&mut by_code, &mut others)?;
        self.count_unread(&mut by_code, &mut others)?;
        let mut overview: Vec<_> = by_code.into_values().collect();
        if others != empty(None) {
            overview.push(others);
        }
        Ok(overview)
    }

    fn count_machines(
        &self,
        since: Timestamp,
        by_code: &mut BTreeMap<String, DepartmentOverview>,
        others: &mut DepartmentOverview,
    ) -> Result<(), LedgerError> {
        let sql = "SELECT coalesce(department, ''), count(*), total(max(coalesce(received_at_ms, 0), coalesce(at_ms, 0)) >= ?1),
                       total(coalesce(complete_at_ms, 0) >= ?1)
                   FROM machine LEFT JOIN contact ON contact.machine = machine.id
                   WHERE revoked_at_ms IS NULL GROUP BY 1";
        let counts = self.all(sql, [since.as_unix_ms()], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row::count(row, 1)?,
                row.get::<_, f64>(2)?,
                row.get::<_, f64>(3)?,
            ))
        })?;
        for (code, machines, reporting, complete) in counts {
            let one = by_code.get_mut(&code).unwrap_or(others);
            one.machines += machines;
            one.reporting += reporting as u64;
            one.complete += complete as u64;
        }
        Ok(())
    }

    fn count_open(
        &self,
        by_code: &mut BTreeMap<String, DepartmentOverview>,
        others: &mut DepartmentOverview,
    ) -> Result<(), LedgerError> {
        let sql = "SELECT department, kind, confidence, open FROM tally WHERE open > 0 ORDER BY 1, 2, 3";
        let counts = self.all(sql, [], |row| {
            let kind = row::word(row, 1, Kind::from_number)?;
            let confidence = row::word(row, 2, Confidence::from_number)?;
            Ok((row.get::<_, String>(0)?, kind, confidence, row::count(row, 3)?))
        })?;
        for (code, kind, confidence, open) in counts {
            let known = &mut by_code.get_mut(&code).unwrap_or(others).findings;
            match known.iter_mut().find(|(k, c, _)| (*k, *c) == (kind, confidence)) {
                Some((.., count)) => *count += open,
                None => known.push((kind, confidence, open)),
            }
        }
        Ok(())
    }

    fn count_unread(
        &self,
        by_code: &mut BTreeMap<String, DepartmentOverview>,
        others: &mut DepartmentOverview,
    ) -> Result<(), LedgerError> {
        let sql = "SELECT coalesce(department, ''), reason, sum(files)
                   FROM unread JOIN machine ON machine.id = unread.machine
                   WHERE revoked_at_ms IS NULL AND files > 0 GROUP BY 1, 2 ORDER BY 1, 2";
        let counts = self.all(sql, [], |row| {
            let reason = row::word(row, 1, UnreadReason::from_number)?;
            Ok((row.get::<_, String>(0)?, reason, row::count(row, 2)?))
        })?;
        for (code, reason, files) in counts {
            let known = &mut by_code.get_mut(&code).unwrap_or(others).unread;
            match known.iter_mut().find(|(r, _)| *r == reason) {
                Some((_, count)) => *count += files,
                None => known.push((reason, files)),
            }
        }
        Ok(())
    }
}

fn empty(department: Option<DepartmentLabel>) -> DepartmentOverview {
    DepartmentOverview {
        department,
        machines: 0,
        reporting: 0,
        complete: 0,
        findings: Vec::new(),
        unread: Vec::new(),
    }
}
