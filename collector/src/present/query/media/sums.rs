//! What each department owns, and what was seen of it.

use std::collections::BTreeMap;

use mimawari_proto::{id::DepartmentId, medium::MediumState};
use serde::Serialize;

use super::Book;
use crate::assess::media::Fault;

/// What a department owns, and what was seen of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Sum {
    /// Media in its ledger, without those that were destroyed.
    pub owned: u64,
    /// Of these, seen in the term.
    pub seen: u64,
    /// Of these, not seen.
    pub not_seen: u64,
    /// Stays of media that are not in the ledger.
    pub seen_not_owned: u64,
    /// Media that are not back when due.
    pub overdue: u64,
    /// Media that are lost.
    pub lost: u64,
}

/// Returns the short name under which a sum is printed.
pub fn name_of(book: &Book, code: &str) -> String {
    let row = book
        .rows
        .iter()
        .find(|row| {
            row.record
                .medium
                .department
                .as_ref()
                .is_some_and(|own| own.as_str() == code)
        })
        .map(|row| &row.department);
    let stay = book
        .stays
        .iter()
        .find(|stay| {
            stay.record
                .department
                .as_ref()
                .is_some_and(|own| own.as_str() == code)
        })
        .map(|stay| &stay.department);
    row.or(stay).map_or_else(|| code.to_owned(), Clone::clone)
}

/// Sums up by department, and in whole; what belongs to none is under `None`.
pub fn sums(book: &Book) -> (BTreeMap<Option<String>, Sum>, Sum) {
    let mut by_code: BTreeMap<Option<String>, Sum> = BTreeMap::new();
    let mut whole = Sum::default();
    let code = |code: Option<&DepartmentId>| code.map(ToString::to_string);
    for row in &book.rows {
        let medium = &row.record.medium;
        if medium.state == MediumState::Destroyed {
            continue;
        }
        for sum in [
            by_code.entry(code(medium.department.as_ref())).or_default(),
            &mut whole,
        ] {
            sum.owned += 1;
            sum.seen += u64::from(row.last.is_some());
            sum.not_seen += u64::from(row.last.is_none());
            sum.overdue += u64::from(row.faults.contains(&Fault::Overdue));
            sum.lost += u64::from(medium.state == MediumState::Lost);
        }
    }
    for stay in book.strangers() {
        let department = code(stay.record.department.as_ref());
        by_code.entry(department).or_default().seen_not_owned += 1;
        whole.seen_not_owned += 1;
    }
    (by_code, whole)
}
