//! Questions about the ledger of media, and about every stay of a medium.

use std::collections::BTreeMap;

use mimawari_proto::{
    id::{MachineId, MediaSessionId},
    time::Timestamp,
};
use rusqlite::{Row, params};
use serde::de::DeserializeOwned;

use super::{read_round::seen, row};
use crate::ledger::{
    act::Judgement,
    fault::LedgerError,
    medium::{Loan, MediumNo, Permit},
    record::{MediumChange, MediumRecord, StayJudgement, StayRecord, StockTaking},
    view::View,
};

/// Most stays that one question returns; a city of 5,000 PCs sees fewer in a year.
const STAYS: usize = 200_000;

fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    row::parsed::<String, _, _>(row, column, |text| serde_json::from_str(text))
}

fn json_or_none<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    row::parsed_or_none::<String, _, _>(row, column, |text| serde_json::from_str(text))
}

fn medium(row: &Row<'_>) -> rusqlite::Result<MediumRecord> {
    Ok(MediumRecord {
        medium: json(row, 0)?,
        owned_since: row::parsed::<String, _, _>(row, 1, str::parse)?,
        destroyed: json_or_none(row, 2)?,
        changed_at: row::time(row, 3)?,
        permits: Vec::new(),
        loans: Vec::new(),
    })
}

fn permit(row: &Row<'_>) -> rusqlite::Result<(String, Permit)> {
    let permit: Permit = json(row, 1)?;
    let until = row::parsed::<String, _, _>(row, 2, str::parse)?;
    Ok((row.get(0)?, Permit { until, ..permit }))
}

fn stay(row: &Row<'_>) -> rusqlite::Result<StayRecord> {
    Ok(StayRecord {
        session: row::parsed::<Vec<u8>, _, _>(row, 0, MediaSessionId::from_slice)?,
        machine: row::parsed::<Vec<u8>, _, _>(row, 1, MachineId::from_slice)?,
        department: row::parsed_or_none::<String, _, _>(row, 2, str::parse)?,
        seen: row::parsed::<Vec<u8>, _, _>(row, 3, seen)?,
        left_at: row::time_or_none(row, 4)?,
        received_at: row::time(row, 5)?,
        zone: row::parsed_or_none::<String, _, _>(row, 6, str::parse)?,
        host_name: row::name_or_none(row, 7)?,
    })
}

impl View<'_> {
    /// Returns the ledger of media, by management number.
    pub fn media_ledger(&self) -> Result<Vec<MediumRecord>, LedgerError> {
        let media = self.all(
            "SELECT particulars, owned_since, destroyed, changed_at_ms FROM medium ORDER BY no",
            [],
            medium,
        )?;
        let mut by_no: BTreeMap<String, MediumRecord> = media
            .into_iter()
            .map(|record| (record.medium.no.to_string(), record))
            .collect();
        for (no, permit) in self.all(
            "SELECT no, permit, until FROM medium_permit ORDER BY no, n",
            [],
            permit,
        )? {
            if let Some(record) = by_no.get_mut(&no) {
                record.permits.push(permit);
            }
        }
        let loan = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, json::<Loan>(row, 1)?));
        for (no, loan) in self.all("SELECT no, loan FROM medium_loan ORDER BY no, n", [], loan)? {
            if let Some(record) = by_no.get_mut(&no) {
                record.loans.push(loan);
            }
        }
        Ok(by_no.into_values().collect())
    }

    /// Returns one medium of the ledger of media.
    pub fn medium(&self, no: &MediumNo) -> Result<Option<MediumRecord>, LedgerError> {
        let all = self.media_ledger()?;
        Ok(all.into_iter().find(|record| record.medium.no == *no))
    }

    /// Returns every change of a medium, oldest first.
    pub fn medium_changes(&self, no: &MediumNo) -> Result<Vec<MediumChange>, LedgerError> {
        let sql = "SELECT at_ms, by, what, reason, detail FROM medium_change WHERE no = ?1 ORDER BY n";
        self.all(sql, [no.as_str()], |row| {
            Ok(MediumChange {
                at: row::time(row, 0)?,
                by: json(row, 1)?,
                what: row.get(2)?,
                reason: row.get(3)?,
                detail: json(row, 4)?,
            })
        })
    }

    /// Returns the stays of media that were received since a time, oldest first.
    ///
    /// What an agent found in the history of its PC comes with the time of its receipt.
    ///
    /// The newest of them, and whether there are older ones beyond the most that one question returns.
    pub fn stays(&self, since: Timestamp) -> Result<(Vec<StayRecord>, bool), LedgerError> {
        let sql = "SELECT s.session, s.machine, s.department, s.seen, s.left_at_ms, s.received_at_ms, m.zone,
                       coalesce(c.host_name, m.host_name), iif(c.machine IS NULL, m.host_name_raw, c.host_name_raw)
                   FROM media s LEFT JOIN machine m ON m.id = s.machine LEFT JOIN contact c ON c.machine = s.machine
                   WHERE s.seen IS NOT NULL AND s.received_at_ms >= ?1
                   ORDER BY s.received_at_ms DESC, s.machine, s.session LIMIT ?2";
        let mut stays = self.all(
            sql,
            params![since.as_unix_ms(), row::stored(STAYS as u64 + 1)],
            stay,
        )?;
        let are_cut = stays.len() > STAYS;
        stays.truncate(STAYS);
        Ok((stays, are_cut))
    }

    /// Returns what auditors said of the faults of stays, those of one fault in the order in which they said it.
    pub fn stay_judgements(&self) -> Result<Vec<StayJudgement>, LedgerError> {
        let sql = "SELECT machine, session, fault, judgement, reason, by, at_ms FROM stay_judgement
                   ORDER BY machine, session, fault, n";
        self.all(sql, [], |row| {
            Ok(StayJudgement {
                machine: row::parsed::<Vec<u8>, _, _>(row, 0, MachineId::from_slice)?,
                session: row::parsed::<Vec<u8>, _, _>(row, 1, MediaSessionId::from_slice)?,
                fault: row.get(2)?,
                judgement: match row.get::<_, i32>(3)? {
                    1 => Judgement::Confirmed,
                    2 => Judgement::Rejected,
                    _ => Judgement::Undecided,
                },
                reason: row.get(4)?,
                by: json(row, 5)?,
                at: row::time(row, 6)?,
            })
        })
    }

    /// Returns every count of media, oldest first.
    pub fn stock_takings(&self) -> Result<Vec<StockTaking>, LedgerError> {
        let sql = "SELECT number, department, machine, opened_at_ms, closed_at_ms, counted, missing
                   FROM stock_taking ORDER BY number";
        self.all(sql, [], |row| {
            Ok(StockTaking {
                number: row::count(row, 0)?,
                department: row::parsed_or_none::<String, _, _>(row, 1, str::parse)?,
                machine: row::parsed_or_none::<Vec<u8>, _, _>(row, 2, MachineId::from_slice)?,
                opened_at: row::time(row, 3)?,
                closed_at: row::time_or_none(row, 4)?,
                counted: row.get::<_, Option<i64>>(5)?.map(i64::cast_unsigned),
                missing: json_or_none(row, 6)?.unwrap_or_default(),
            })
        })
    }
}
