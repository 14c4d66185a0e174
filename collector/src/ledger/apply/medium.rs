//! The ledger of official media: what acts make of its rows, permits, loans and history.
//!
//! An act about a number that is not in the ledger changes nothing: it was
//! refused before it was written, and a restored backup may lack the row.

use jiff::civil::Date;
use mimawari_proto::medium::MediumState;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::de::DeserializeOwned;

use super::stored::json;
use crate::ledger::{
    act::{Act, By},
    chain::Link,
    fault::LedgerError,
    medium::{Destruction, Loan, Medium, MediumNo, MediumRow, Permit},
    sqlite::row,
};

/// One act about media, and who did it when.
struct Acting<'a> {
    conn: &'a Connection,
    at_ms: i64,
    by: &'a By,
}

/// Column, before, after.
type Difference = (&'static str, String, String);

pub(super) fn acted(conn: &Connection, link: &Link, by: &By, act: Act) -> Result<(), LedgerError> {
    let acting = Acting {
        conn,
        at_ms: link.received_at.as_unix_ms(),
        by,
    };
    match act {
        Act::MediaImported { file, on, media } => {
            media.iter().try_for_each(|row| acting.imported(&file, on, row))
        }
        Act::MediumWritten { medium, reason } => acting.written(&medium, "written", &reason),
        Act::MediumLent { no, loan, reason } => acting.lent(&no, &loan, &reason),
        Act::MediumReturned {
            no,
            on,
            emptied,
            reason,
        } => acting.returned(&no, on, emptied, &reason),
        Act::MediumPermitted { no, permit, reason } => acting.permitted(&no, &permit, &reason),
        Act::PermitWithdrawn { no, on, reason } => {
            acting.withdrawn(&no, on)?;
            acting.noted(
                &no,
                "withdrawn",
                &reason,
                &[("until", String::new(), on.to_string())],
            )
        }
        Act::MediumLost { no, on, reason } => acting.moved(&no, MediumState::Lost, on, "lost", &reason),
        Act::MediumFound { no, on, reason } => acting.moved(&no, MediumState::InBox, on, "found", &reason),
        Act::MediumDestroyed {
            no,
            destruction,
            reason,
        } => acting.destroyed(&no, &destruction, &reason),
        Act::StockTakingOpened { department, machine } => {
            conn.prepare_cached(
                "INSERT INTO stock_taking (number, department, machine, opened_at_ms, opened_by)
                 SELECT coalesce(max(number), 0) + 1, ?1, ?2, ?3, ?4 FROM stock_taking",
            )?
            .execute(params![
                department.as_ref().map(|code| code.as_str()),
                machine.as_ref().map(|machine| machine.as_bytes()),
                acting.at_ms,
                json(by)
            ])?;
            Ok(())
        }
        Act::StockTakingClosed {
            number,
            counted,
            missing,
        } => {
            conn.prepare_cached(
                "UPDATE stock_taking SET closed_at_ms = ?2, counted = ?3, missing = ?4
                 WHERE number = ?1 AND closed_at_ms IS NULL",
            )?
            .execute(params![
                row::stored(number),
                acting.at_ms,
                row::stored(counted),
                json(&missing)
            ])?;
            Ok(())
        }
        _ => Ok(()),
    }
}

impl Acting<'_> {
    fn imported(&self, file: &str, on: Date, row: &MediumRow) -> Result<(), LedgerError> {
        let no = &row.medium.no;
        self.written(&row.medium, "imported", file)?;
        if let Some(permit) = &row.permit {
            self.withdrawn(no, on.yesterday().unwrap_or(on))?;
            self.permit(no, permit)?;
        }
        if let Some(loan) = &row.loan {
            self.loan(no, loan)?;
        }
        match &row.destroyed {
            Some(destruction) => self.ended(no, destruction),
            None => Ok(()),
        }
    }

    fn known(&self, no: &MediumNo) -> Result<Option<Medium>, LedgerError> {
        let stored: Option<String> = self
            .conn
            .prepare_cached("SELECT particulars FROM medium WHERE no = ?1")?
            .query_row([no.as_str()], |row| row.get(0))
            .optional()?;
        Ok(stored.and_then(|text| read(&text)))
    }

    fn written(&self, medium: &Medium, what: &str, reason: &str) -> Result<(), LedgerError> {
        let before = self.known(&medium.no)?;
        let moved = before
            .as_ref()
            .is_some_and(|before| before.department != medium.department);
        self.store(medium, moved)?;
        let detail = differences(before.as_ref(), medium);
        let what = if before.is_none() && what == "written" {
            "registered"
        } else {
            what
        };
        self.noted(&medium.no, what, reason, &detail)
    }

    fn store(&self, medium: &Medium, moved: bool) -> Result<(), LedgerError> {
        // A department is answerable from the day on which it got the medium.
        let day = jiff::Timestamp::from_millisecond(self.at_ms).unwrap_or_default();
        let day = day.to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
        let since = if moved { day } else { medium.registered.to_string() };
        self.conn
            .prepare_cached(
                "INSERT INTO medium (no, particulars, department, owned_since, state, changed_at_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (no) DO UPDATE SET particulars = ?2, department = ?3,
                     owned_since = iif(?7, ?4, owned_since), state = ?5, changed_at_ms = ?6",
            )?
            .execute(params![
                medium.no.as_str(),
                json(medium),
                medium.department.as_ref().map(|code| code.as_str()),
                since,
                medium.state.number(),
                self.at_ms,
                moved
            ])?;
        Ok(())
    }

    fn lent(&self, no: &MediumNo, loan: &Loan, reason: &str) -> Result<(), LedgerError> {
        self.loan(no, loan)?;
        self.moved(no, MediumState::Lent, loan.out, "lent", reason)
    }

    /// Adds a loan, or completes the one with the same borrower and day.
    fn loan(&self, no: &MediumNo, loan: &Loan) -> Result<(), LedgerError> {
        let loans = self.loans(no)?;
        let same = loans
            .iter()
            .find(|(_, known)| known.borrower == loan.borrower && known.out == loan.out);
        let n = match same {
            Some((n, _)) => *n,
            None => loans.last().map_or(1, |(n, _)| n + 1),
        };
        self.conn
            .prepare_cached("INSERT OR REPLACE INTO medium_loan (no, n, loan, back) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![
                no.as_str(),
                n,
                json(loan),
                loan.back.map(|day| day.to_string())
            ])?;
        Ok(())
    }

    fn loans(&self, no: &MediumNo) -> Result<Vec<(i64, Loan)>, LedgerError> {
        let mut rows = self
            .conn
            .prepare_cached("SELECT n, loan FROM medium_loan WHERE no = ?1 ORDER BY n")?;
        let rows = rows.query_map([no.as_str()], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        Ok(rows
            .into_iter()
            .filter_map(|(n, loan)| Some((n, read(&loan)?)))
            .collect())
    }

    fn returned(
        &self,
        no: &MediumNo,
        on: Date,
        emptied: Option<bool>,
        reason: &str,
    ) -> Result<(), LedgerError> {
        let mut loans = self.loans(no)?;
        loans.retain(|(_, loan)| loan.back.is_none());
        for (_, mut loan) in loans {
            loan.back = Some(on);
            loan.emptied = emptied;
            self.loan(no, &loan)?;
        }
        self.moved(no, MediumState::InBox, on, "returned", reason)
    }

    fn permitted(&self, no: &MediumNo, permit: &Permit, reason: &str) -> Result<(), LedgerError> {
        self.permit(no, permit)?;
        let held = format!("{} – {}", permit.from, permit.until);
        self.noted(no, "permitted", reason, &[("permit", String::new(), held)])
    }

    fn permit(&self, no: &MediumNo, permit: &Permit) -> Result<(), LedgerError> {
        self.conn
            .prepare_cached(
                "INSERT INTO medium_permit (no, n, permit, until)
                 SELECT ?1, coalesce(max(n), 0) + 1, ?2, ?3 FROM medium_permit WHERE no = ?1",
            )?
            .execute(params![no.as_str(), json(permit), permit.until.to_string()])?;
        Ok(())
    }

    fn withdrawn(&self, no: &MediumNo, last: Date) -> Result<(), LedgerError> {
        self.conn
            .prepare_cached("UPDATE medium_permit SET until = ?2 WHERE no = ?1 AND until > ?2")?
            .execute(params![no.as_str(), last.to_string()])?;
        Ok(())
    }

    fn destroyed(&self, no: &MediumNo, destruction: &Destruction, reason: &str) -> Result<(), LedgerError> {
        self.ended(no, destruction)?;
        self.moved(no, MediumState::Destroyed, destruction.on, "destroyed", reason)
    }

    fn ended(&self, no: &MediumNo, destruction: &Destruction) -> Result<(), LedgerError> {
        self.conn
            .prepare_cached("UPDATE medium SET destroyed = ?2 WHERE no = ?1")?
            .execute(params![no.as_str(), json(destruction)])?;
        Ok(())
    }

    fn moved(
        &self,
        no: &MediumNo,
        state: MediumState,
        on: Date,
        what: &str,
        reason: &str,
    ) -> Result<(), LedgerError> {
        let Some(before) = self.known(no)? else {
            return Ok(());
        };
        let medium = Medium {
            state,
            state_since: Some(on),
            ..before.clone()
        };
        self.store(&medium, false)?;
        self.noted(no, what, reason, &differences(Some(&before), &medium))
    }

    fn noted(
        &self,
        no: &MediumNo,
        what: &str,
        reason: &str,
        detail: &[Difference],
    ) -> Result<(), LedgerError> {
        self.conn
            .prepare_cached(
                "INSERT INTO medium_change (no, n, at_ms, by, what, reason, detail)
                 SELECT ?1, coalesce(max(n), 0) + 1, ?2, ?3, ?4, ?5, ?6 FROM medium_change WHERE no = ?1",
            )?
            .execute(params![
                no.as_str(),
                self.at_ms,
                json(self.by),
                what,
                reason,
                json(&detail)
            ])?;
        Ok(())
    }
}

fn differences(before: Option<&Medium>, after: &Medium) -> Vec<Difference> {
    let Some(before) = before else {
        return Vec::new();
    };
    let pairs = before.particulars().into_iter().zip(after.particulars());
    pairs
        .filter(|((_, before), (_, after))| before != after)
        .map(|((column, before), (_, after))| (column, before, after))
        .collect()
}

/// Reads what this module wrote.
fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}
