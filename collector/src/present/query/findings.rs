//! Findings: a page of a search, its exact count, and one finding with its story.

use mimawari_proto::{
    finding::{Confidence, Finding, Kind},
    id::{DepartmentId, FindingId, MachineId},
    show::{drawer::OnMedium, options::Lang},
    time::Timestamp,
};
use serde::Serialize;

use super::{Moment, masked, search::Search};
use crate::{
    assess::lifecycle::{self, Decided, State},
    ledger::{
        LedgerError, View,
        record::{self, FindingChange, FindingFilter, FindingRecord, Judgement, Order},
    },
    present::access::Sight,
};

/// Counting stops here: nobody reads a larger number.
const COUNT_LIMIT: u64 = 1_000_000;

/// One finding in a list, its names masked.
#[derive(Clone, Debug, Serialize)]
pub struct FindingRow {
    /// Given by the agent.
    pub id: FindingId,
    /// Given by the ledger: to say on the telephone.
    pub number: String,
    /// The code of its department.
    pub department: Option<DepartmentId>,
    /// The host name of its machine.
    pub machine: String,
    /// What sort of thing.
    pub kind: Kind,
    /// How sure.
    pub confidence: Confidence,
    /// How far it has come.
    #[serde(serialize_with = "word")]
    pub state: State,
    /// Where, masked.
    pub path: String,
    /// RFC 3339.
    pub first_seen: String,
    /// RFC 3339.
    pub last_seen: String,
    /// How many distinct hits, as a bucket.
    pub count: mimawari_proto::finding::Count,
    /// The id of its machine.
    pub machine_id: MachineId,
    /// The medium it lies on, as last seen; `null` for what lies on the PC itself.
    pub medium: Option<OnMedium>,
    /// The number as the store keeps it.
    #[serde(skip)]
    pub key: u64,
    /// When it was first seen.
    #[serde(skip)]
    pub first_seen_at: Timestamp,
    /// When it was last seen.
    #[serde(skip)]
    pub last_seen_at: Timestamp,
}

fn word<S: serde::Serializer>(state: &State, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(state.word())
}

impl FindingRow {
    fn of(record: &FindingRecord, moment: &Moment) -> Self {
        Self {
            id: record.finding.id,
            number: number(record.number),
            department: record.department.clone(),
            machine: machine(record),
            kind: record.finding.kind,
            confidence: record.finding.confidence,
            state: state(record, moment.now),
            path: masked::place(&record.finding, moment.lang),
            first_seen: record.first_seen.rfc3339(&moment.zone),
            last_seen: record.last_seen.rfc3339(&moment.zone),
            count: record.finding.count,
            machine_id: record.machine,
            medium: record.finding.medium.as_ref().map(OnMedium::from),
            key: record.number,
            first_seen_at: record.first_seen,
            last_seen_at: record.last_seen,
        }
    }
}

/// Writes a number as it is said: at least four digits.
fn number(n: u64) -> String {
    format!("{n:04}")
}

fn machine(record: &FindingRecord) -> String {
    let name = record.host_name.as_ref().map(|name| name.shown.clone());
    name.filter(|name| !name.is_empty())
        .unwrap_or_else(|| record.machine.to_string())
}

/// Tells how far a finding of the ledger has come.
pub(super) fn state(record: &FindingRecord, now: Timestamp) -> State {
    let decided = Decided {
        judgement: match record.judgement {
            Judgement::Confirmed => Some(lifecycle::Judgement::Confirmed),
            Judgement::Rejected => Some(lifecycle::Judgement::Rejected),
            Judgement::Undecided => None,
        },
        ..Decided::default()
    };
    let cleared_at = (record.state == record::State::Cleared).then_some(record.changed);
    lifecycle::state(decided, cleared_at, now)
}

/// Returns the pairs of the ledger that make up a state; the counterpart of [`state`].
const fn standing(state: State) -> &'static [(record::State, Judgement)] {
    use record::State::{Cleared, Open};
    match state {
        State::New => &[(Open, Judgement::Undecided)],
        State::Confirmed => &[(Open, Judgement::Confirmed)],
        State::Gone => &[(Cleared, Judgement::Undecided), (Cleared, Judgement::Confirmed)],
        State::Rejected => &[(Open, Judgement::Rejected), (Cleared, Judgement::Rejected)],
        // Guidance and exceptions are not kept yet.
        State::Guided | State::Fixed | State::Covered => &[],
    }
}

/// One page of a search, and how many there are in all.
#[derive(Clone, Debug, Default)]
pub struct FindingPage {
    /// The rows, newest first.
    pub rows: Vec<FindingRow>,
    /// All that match, on every page together.
    pub total: u64,
    /// What to ask after for the next page.
    pub next: Option<u64>,
}

/// Returns the search behind a number of open findings; empty for all departments or kinds.
pub fn open_search(department: Option<&DepartmentId>, kind: Option<&str>, lang: Lang) -> String {
    let keys = match lang {
        Lang::Ja => ["課", "種別", "状態:未対応"],
        Lang::En => ["department", "kind", "state:open"],
    };
    let department = department
        .map(|code| format!("{}:{code} ", keys[0]))
        .unwrap_or_default();
    let kind = kind
        .map(|word| format!("{}:{word} ", keys[1]))
        .unwrap_or_default();
    format!("{department}{kind}{}", keys[2])
}

/// Lists what matches a search within sight.
pub fn findings(
    view: &View<'_>,
    sight: &Sight,
    search: &Search,
    after: Option<u64>,
    limit: usize,
    moment: &Moment,
) -> Result<FindingPage, LedgerError> {
    let Some(filter) = filter(view, sight, search, moment)? else {
        return Ok(FindingPage::default());
    };
    let page = view.findings(&filter, Order::NewestFirst, after, limit)?;
    Ok(FindingPage {
        rows: page
            .rows
            .iter()
            .map(|record| FindingRow::of(record, moment))
            .collect(),
        total: view.count_findings(&filter, COUNT_LIMIT)?,
        next: page.next,
    })
}

/// Turns a search into what the store is asked; `None` where nothing can match.
///
/// Free words mean machines, not paths: a search must not tell what a masked name says.
fn filter(
    view: &View<'_>,
    sight: &Sight,
    search: &Search,
    moment: &Moment,
) -> Result<Option<FindingFilter>, LedgerError> {
    let Some(departments) = within(view, sight, search, moment)? else {
        return Ok(None);
    };
    let mut machines = Vec::new();
    for beginning in search.machine.iter().chain(&search.words) {
        let named = view.machines_named(beginning)?;
        machines.extend(named.into_iter().map(|machine| machine.id));
    }
    let asked_for_machines = search.machine.is_some() || !search.words.is_empty();
    let standing: Vec<_> = search
        .states
        .iter()
        .flat_map(|state| standing(*state))
        .copied()
        .collect();
    let nothing_fits =
        (asked_for_machines && machines.is_empty()) || (!search.states.is_empty() && standing.is_empty());
    Ok((!nothing_fits).then(|| FindingFilter {
        departments,
        machines,
        kinds: search.kinds.clone(),
        standing,
        at_least: Some(search.at_least.unwrap_or(Confidence::Medium)),
        ..FindingFilter::default()
    }))
}

/// Returns the departments to look in, empty for all; `None` where there is none.
fn within(
    view: &View<'_>,
    sight: &Sight,
    search: &Search,
    moment: &Moment,
) -> Result<Option<Vec<DepartmentId>>, LedgerError> {
    if search.departments.is_empty() {
        return Ok(match sight {
            Sight::Everything => Some(Vec::new()),
            Sight::Department(own) => Some(vec![own.clone()]),
            Sight::Nothing => None,
        });
    }
    let labels = view.departments(moment.today())?;
    let is_named = |label: &record::DepartmentLabel, word: &String| {
        label.code.as_str() == word || label.name.starts_with(word) || label.short_name.starts_with(word)
    };
    let codes: Vec<_> = labels
        .into_iter()
        .filter(|label| search.departments.iter().any(|word| is_named(label, word)))
        .map(|label| label.code)
        .filter(|code| sight.covers(Some(code)))
        .collect();
    Ok((!codes.is_empty()).then_some(codes))
}

/// One finding and its story.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// As in the list.
    pub row: FindingRow,
    /// What the agent says of it; its names are not masked.
    pub finding: Finding,
    /// Why an auditor judged so.
    pub judged_because: Option<String>,
    /// What happened to it, oldest first.
    pub history: Vec<FindingChange>,
}

/// Returns one finding, if it is in sight.
pub fn finding(
    view: &View<'_>,
    sight: &Sight,
    number: u64,
    moment: &Moment,
) -> Result<Option<Sheet>, LedgerError> {
    let detail = view.finding(number)?;
    Ok(detail
        .filter(|detail| sight.covers(detail.record.department.as_ref()))
        .map(|detail| Sheet {
            row: FindingRow::of(&detail.record, moment),
            judged_because: detail.record.judged_because,
            finding: detail.record.finding,
            history: detail.history,
        }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_list_calls_a_state_is_what_the_store_is_asked_for() {
        for state in State::ALL {
            for (stands, judgement) in standing(state) {
                let decided = Decided {
                    judgement: match judgement {
                        Judgement::Confirmed => Some(lifecycle::Judgement::Confirmed),
                        Judgement::Rejected => Some(lifecycle::Judgement::Rejected),
                        Judgement::Undecided => None,
                    },
                    ..Decided::default()
                };
                let cleared = (*stands == record::State::Cleared).then(Timestamp::default);
                assert_eq!(lifecycle::state(decided, cleared, Timestamp::default()), state);
            }
        }
    }
}
