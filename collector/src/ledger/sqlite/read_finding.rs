//! Questions about findings.

use mimawari_proto::{
    finding::{ClearedReason, Confidence, Count, Finding, Kind, Root, Severity},
    id::{FindingId, MachineId},
};
use rusqlite::{Row, params, params_from_iter, types::Value};

use super::row;
use crate::ledger::{
    apply,
    fault::LedgerError,
    record::{
        Changed, Cleared, FindingChange, FindingDetail, FindingFilter, FindingRecord, Judgement, Order, Page,
        State,
    },
    view::{View, anywhere, cut, one_more},
};

const FINDING: &str =
    "f.number, f.machine, f.id, f.department, f.kind, f.rule, f.confidence, f.severity, f.root,
    f.path, f.path_raw, f.member, f.count, f.places, f.shape, f.encrypted, f.size_bytes, f.modified_at_ms,
    f.owner, f.owner_raw, f.state, f.cleared, f.judgement, f.judged_because,
    f.first_seen_ms, f.last_seen_ms, f.first_received_ms, f.changed_ms,
    coalesce(c.host_name, m.host_name), iif(c.machine IS NULL, m.host_name_raw, c.host_name_raw), f.medium";

const FROM: &str =
    "finding f JOIN machine m ON m.id = f.machine LEFT JOIN contact c ON c.machine = f.machine";

fn record(row: &Row<'_>) -> rusqlite::Result<FindingRecord> {
    Ok(FindingRecord {
        number: row::count(row, 0)?,
        machine: row::parsed::<Vec<u8>, _, _>(row, 1, MachineId::from_slice)?,
        host_name: row::name_or_none(row, 28)?,
        department: row::parsed_or_none::<String, _, _>(row, 3, str::parse)?,
        finding: finding(row)?,
        state: row::word(row, 20, state)?,
        cleared: row.get::<_, Option<i32>>(21)?.and_then(cleared),
        judgement: judgement(row.get(22)?),
        judged_because: row.get(23)?,
        first_seen: row::time(row, 24)?,
        last_seen: row::time(row, 25)?,
        first_received: row::time(row, 26)?,
        changed: row::time(row, 27)?,
    })
}

fn finding(row: &Row<'_>) -> rusqlite::Result<Finding> {
    Ok(Finding {
        id: row::parsed::<Vec<u8>, _, _>(row, 2, FindingId::from_slice)?,
        kind: row::word(row, 4, Kind::from_number)?,
        rule: row.get(5)?,
        confidence: row::word(row, 6, Confidence::from_number)?,
        severity: row::word(row, 7, Severity::from_number)?,
        root: row::word(row, 8, Root::from_number)?,
        path: row::name(row, 9)?,
        member: row::parsed::<String, _, _>(row, 11, |text| serde_json::from_str(text))?,
        count: row::word(row, 12, Count::from_number)?,
        places: row::parsed::<String, _, _>(row, 13, apply::places)?,
        shape: row::parsed_or_none::<String, _, _>(row, 14, apply::shape)?,
        encrypted: row.get(15)?,
        size_bytes: row::count(row, 16)?,
        modified_at: row::time(row, 17)?,
        owner: row::name(row, 18)?,
        medium: row::parsed_or_none::<String, _, _>(row, 30, |text| serde_json::from_str(text))?,
    })
}

const fn state(number: i32) -> Option<State> {
    match number {
        1 => Some(State::Open),
        2 => Some(State::Cleared),
        _ => None,
    }
}

const fn state_number(state: State) -> i64 {
    match state {
        State::Open => 1,
        State::Cleared => 2,
    }
}

fn cleared(number: i32) -> Option<Cleared> {
    match number {
        apply::RECONCILED => Some(Cleared::Reconciled),
        number => ClearedReason::from_number(number).map(Cleared::Said),
    }
}

const fn judgement(number: Option<i32>) -> Judgement {
    match number {
        Some(1) => Judgement::Confirmed,
        Some(2) => Judgement::Rejected,
        _ => Judgement::Undecided,
    }
}

const fn judgement_number(judgement: Judgement) -> Option<i64> {
    match judgement {
        Judgement::Confirmed => Some(1),
        Judgement::Rejected => Some(2),
        Judgement::Undecided => None,
    }
}

/// A `WHERE` clause and its values.
struct Clause {
    sql: String,
    values: Vec<Value>,
}

impl Clause {
    fn of(filter: &FindingFilter) -> Self {
        let mut clause = Self {
            sql: " WHERE 1".to_owned(),
            values: Vec::new(),
        };
        clause.any(
            "f.department",
            filter.departments.iter().map(|d| d.to_string().into()),
        );
        clause.any(
            "f.machine",
            filter.machines.iter().map(|m| m.as_bytes().to_vec().into()),
        );
        clause.any(
            "f.kind",
            filter.kinds.iter().map(|k| i64::from(k.number()).into()),
        );
        clause.standing(&filter.standing);
        if let Some(least) = filter.at_least {
            clause.only(" AND f.confidence >= ?", i64::from(least.number()).into());
        }
        if let Some(text) = &filter.text {
            let sql =
                " AND (f.path LIKE ? ESCAPE '!' OR f.member LIKE ? ESCAPE '!' OR f.owner LIKE ? ESCAPE '!'
                         OR coalesce(c.host_name, m.host_name) LIKE ? ESCAPE '!')";
            clause.only(sql, anywhere(text).into());
        }
        clause
    }

    /// Adds a condition; every `?` in it means the one value.
    fn only(&mut self, sql: &str, value: Value) {
        self.values.push(value);
        self.sql += &sql.replace('?', &format!("?{}", self.values.len()));
    }

    fn any(&mut self, column: &str, values: impl ExactSizeIterator<Item = Value>) {
        if values.len() == 0 {
            return;
        }
        let first = self.values.len() + 1;
        self.values.extend(values);
        let marks: Vec<_> = (first..=self.values.len()).map(|n| format!("?{n}")).collect();
        self.sql += &format!(" AND {column} IN ({})", marks.join(", "));
    }

    fn standing(&mut self, any: &[(State, Judgement)]) {
        if any.is_empty() {
            return;
        }
        // Alone it lets the partial index of open findings be used.
        if any.iter().all(|(state, _)| *state == State::Open) {
            self.sql += " AND f.state = 1";
        }
        let pairs: Vec<_> = any
            .iter()
            .map(|(state, judgement)| {
                let judged = judgement_number(*judgement).map_or("NULL".to_owned(), |n| n.to_string());
                format!("(f.state = {} AND f.judgement IS {judged})", state_number(*state))
            })
            .collect();
        self.sql += &format!(" AND ({})", pairs.join(" OR "));
    }
}

impl View<'_> {
    /// Returns findings; pages follow by number.
    pub fn findings(
        &self,
        filter: &FindingFilter,
        order: Order,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Page<FindingRecord, u64>, LedgerError> {
        let mut clause = Clause::of(filter);
        let (beyond, sorted) = match order {
            Order::NewestFirst => (" AND f.number < ?", " ORDER BY f.number DESC LIMIT ?"),
            Order::OldestFirst => (" AND f.number > ?", " ORDER BY f.number LIMIT ?"),
        };
        if let Some(after) = after {
            clause.only(beyond, row::stored(after).into());
        }
        clause.only(sorted, one_more(limit).into());
        let sql = format!("SELECT {FINDING} FROM {FROM}{}", clause.sql);
        let rows = self.all(&sql, params_from_iter(clause.values), record)?;
        let (rows, more) = cut(rows, limit);
        let next = rows.last().filter(|_| more).map(|last| last.number);
        Ok(Page { rows, next })
    }

    /// Counts findings, at most `limit` (a count of a million rows is not worth a wait).
    pub fn count_findings(&self, filter: &FindingFilter, limit: u64) -> Result<u64, LedgerError> {
        let mut clause = Clause::of(filter);
        clause.only(
            " LIMIT ?",
            row::stored(limit.min(i64::MAX.cast_unsigned())).into(),
        );
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {FROM}{})", clause.sql);
        let count = self.one(&sql, params_from_iter(clause.values), |row| row::count(row, 0))?;
        Ok(count.unwrap_or(0))
    }

    /// Returns one finding and its history.
    pub fn finding(&self, number: u64) -> Result<Option<FindingDetail>, LedgerError> {
        let sql = format!("SELECT {FINDING} FROM {FROM} WHERE f.number = ?1");
        let Some(record) = self.one(&sql, [row::stored(number)], record)? else {
            return Ok(None);
        };
        let sql = "SELECT at_ms, received_at_ms, what, detail, by, reason FROM change WHERE finding = ?1 ORDER BY n";
        let history = self.all(sql, [row::stored(number)], |row| {
            Ok(FindingChange {
                at: row::time(row, 0)?,
                received_at: row::time(row, 1)?,
                what: changed(row)?,
            })
        })?;
        Ok(Some(FindingDetail { record, history }))
    }

    /// Returns the findings with this number, or whose id begins with this text, at most 10.
    ///
    /// Ids are looked for among all findings: for a person who types one, not for a page.
    pub fn findings_named(&self, text: &str) -> Result<Vec<FindingRecord>, LedgerError> {
        let id: String = text.chars().filter(|&c| c != '-').collect();
        let number: Option<i64> = text.parse().ok();
        if number.is_none() && (id.is_empty() || !id.chars().all(|c| c.is_ascii_hexdigit())) {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT {FINDING} FROM {FROM} WHERE f.number = ?1 OR hex(f.id) LIKE ?2 || '%'
             ORDER BY f.number IS NOT ?1, f.number LIMIT 10"
        );
        self.all(&sql, params![number, id], record)
    }
}

fn changed(row: &Row<'_>) -> rusqlite::Result<Changed> {
    Ok(match row.get::<_, i32>(2)? {
        apply::FOUND => Changed::Found,
        apply::ALTERED => Changed::Altered,
        apply::RETURNED => Changed::Returned,
        apply::CLEARED => Changed::Cleared(row::word(row, 3, cleared)?),
        apply::JUDGED => Changed::Judged {
            judgement: judgement(row.get(3)?),
            by: row::parsed::<String, _, _>(row, 4, |text| serde_json::from_str(text))?,
            reason: row.get(5)?,
        },
        _ => return Err(row::unreadable(row, 2)),
    })
}
