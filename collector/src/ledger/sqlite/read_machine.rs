//! Questions about machines.

use mimawari_proto::{
    id::{DepartmentId, InstallationId, MachineId},
    machine::MachineFacts,
    time::Timestamp,
};
use rusqlite::{Row, params, types::Value};

use super::{read_round, row};
use crate::ledger::{
    fault::LedgerError,
    record::{Certificate, MachineCoverage, MachineFilter, MachineRecord, Page},
    view::{View, anywhere, beginning, cut, one_more},
};

/// What a greeting said last goes before what the enrolment said.
const MACHINE: &str = "m.id, m.department, m.zone,
    coalesce(c.host_name, m.host_name), iif(c.machine IS NULL, m.host_name_raw, c.host_name_raw),
    coalesce(c.os, m.os), coalesce(c.agent_version, m.agent_version), coalesce(c.installation, m.installation),
    m.serial, m.key, m.not_after_ms, m.enrolled_at_ms, m.revoked_at_ms,
    nullif(max(coalesce(m.received_at_ms, -1), coalesce(c.at_ms, -1)), -1), c.clock_ms - c.at_ms,
    m.waiting_parcels, m.complete_at_ms, m.open,
    (SELECT count(*) FROM gap WHERE gap.machine = m.id AND filled_at_ms IS NULL)";

const FROM: &str = "machine m LEFT JOIN contact c ON c.machine = m.id LEFT JOIN round r ON r.machine = m.id AND r.id = m.round";

/// Columns before those of the round.
const COLUMNS: usize = 19;

fn select() -> String {
    format!("SELECT {MACHINE}, {} FROM {FROM}", read_round::ROUND)
}

fn machine(row: &Row<'_>) -> rusqlite::Result<MachineRecord> {
    Ok(MachineRecord {
        id: row::parsed::<Vec<u8>, _, _>(row, 0, MachineId::from_slice)?,
        department: row::parsed_or_none::<String, _, _>(row, 1, str::parse)?,
        zone: row::parsed_or_none::<String, _, _>(row, 2, str::parse)?,
        facts: facts(row)?,
        certificate: certificate(row)?,
        enrolled_at: row::time_or_none(row, 11)?,
        revoked_at: row::time_or_none(row, 12)?,
        contact_at: row::time_or_none(row, 13)?,
        clock_ahead_ms: row.get(14)?,
        waiting_parcels: row.get::<_, Option<i64>>(15)?.map(i64::cast_unsigned),
        complete_at: row::time_or_none(row, 16)?,
        open: row::count(row, 17)?,
        gaps: row::count(row, 18)?,
        round: read_round::round_or_none(row, COLUMNS)?,
    })
}

fn facts(row: &Row<'_>) -> rusqlite::Result<Option<MachineFacts>> {
    let Some(host_name) = row::name_or_none(row, 3)? else {
        return Ok(None);
    };
    let Some(installation) = row::parsed_or_none::<Vec<u8>, _, _>(row, 7, InstallationId::from_slice)? else {
        return Ok(None);
    };
    Ok(Some(MachineFacts {
        host_name,
        os: row.get(5)?,
        agent_version: row.get(6)?,
        installation,
    }))
}

fn certificate(row: &Row<'_>) -> rusqlite::Result<Option<Certificate>> {
    let (Some(serial), Some(key), Some(not_after)) = (row.get(8)?, row.get(9)?, row::time_or_none(row, 10)?)
    else {
        return Ok(None);
    };
    Ok(Some(Certificate {
        serial,
        key,
        not_after,
    }))
}

impl View<'_> {
    /// Returns machines, by id.
    pub fn machines(
        &self,
        filter: &MachineFilter,
        after: Option<MachineId>,
        limit: usize,
    ) -> Result<Page<MachineRecord, MachineId>, LedgerError> {
        let (mut sql, mut values) = (select() + " WHERE 1", Vec::new());
        let mut only = |clause: &str, value: Value| {
            values.push(value);
            sql += &clause.replace('?', &format!("?{}", values.len()));
        };
        if let Some(after) = after {
            only(" AND m.id > ?", after.as_bytes().to_vec().into());
        }
        if let Some(department) = &filter.department {
            only(" AND m.department = ?", department.to_string().into());
        }
        if let Some(zone) = &filter.zone {
            only(" AND m.zone = ?", zone.to_string().into());
        }
        if let Some(text) = &filter.text {
            let clause = " AND (coalesce(c.host_name, m.host_name) LIKE ? ESCAPE '!' OR lower(hex(m.id)) LIKE replace(?, '-', '') ESCAPE '!')";
            only(clause, anywhere(text).into());
        }
        if let Some(revoked) = filter.revoked {
            only(
                " AND (m.revoked_at_ms IS NOT NULL) = ?",
                i64::from(revoked).into(),
            );
        }
        only(" ORDER BY m.id LIMIT ?", one_more(limit).into());
        let rows = self.all(&sql, rusqlite::params_from_iter(values), machine)?;
        let (rows, more) = cut(rows, limit);
        let next = rows.last().filter(|_| more).map(|last| last.id);
        Ok(Page { rows, next })
    }

    /// Returns one machine.
    pub fn machine(&self, id: MachineId) -> Result<Option<MachineRecord>, LedgerError> {
        self.one(&(select() + " WHERE m.id = ?1"), [id.as_bytes()], machine)
    }

    /// Returns the machines whose id or host name begins with a text, at most 10.
    pub fn machines_named(&self, text: &str) -> Result<Vec<MachineRecord>, LedgerError> {
        let sql = select()
            + " WHERE lower(hex(m.id)) LIKE replace(lower(?1), '-', '') ESCAPE '!'
                OR coalesce(c.host_name, m.host_name) LIKE ?1 ESCAPE '!' ORDER BY m.id LIMIT 10";
        match text.is_empty() {
            true => Ok(Vec::new()),
            false => self.all(&sql, [beginning(text)], machine),
        }
    }

    /// Returns the machine that was enrolled with this public key (SHA-256 of its SPKI, hexadecimal).
    pub fn machine_by_key(&self, key: &str) -> Result<Option<MachineRecord>, LedgerError> {
        self.one(
            &(select() + " WHERE m.key = ?1 ORDER BY m.id LIMIT 1"),
            [key],
            machine,
        )
    }

    /// Returns every machine that may no longer speak.
    pub fn revoked(&self) -> Result<Vec<MachineId>, LedgerError> {
        let sql = "SELECT id FROM machine WHERE revoked_at_ms IS NOT NULL ORDER BY id";
        self.all(sql, [], |row| {
            row::parsed::<Vec<u8>, _, _>(row, 0, MachineId::from_slice)
        })
    }

    /// Returns what every machine of a department proves since a time; `None` for machines without department.
    pub fn coverage(
        &self,
        department: Option<&DepartmentId>,
        since: Timestamp,
    ) -> Result<Vec<MachineCoverage>, LedgerError> {
        let sql = select() + " WHERE m.department IS ?1 ORDER BY m.id";
        let machines = self.all(&sql, params![department.map(DepartmentId::as_str)], machine)?;
        machines
            .into_iter()
            .map(|machine| {
                Ok(MachineCoverage {
                    machine: machine.id,
                    complete: self.complete_round(machine.id, since)?,
                    host_name: machine.facts.map(|facts| facts.host_name),
                    enrolled_at: machine.enrolled_at,
                    revoked_at: machine.revoked_at,
                    contact_at: machine.contact_at,
                    latest: machine.round,
                    gaps: machine.gaps,
                })
            })
            .collect()
    }
}
