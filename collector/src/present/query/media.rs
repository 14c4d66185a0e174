//! The ledger of media held against what agents saw: rows, stays, and what each comes to.

pub mod facts;
pub mod sums;

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use mimawari_proto::{
    id::{DepartmentId, MachineId, MediaSessionId},
    medium::MediumState,
    reading::Grade,
    time::Timestamp,
};

use self::facts::{arrived, at_two_places, is_counted, row, stay};
use super::Moment;
use crate::{
    assess::{
        matrix::Judged,
        media::{Doubt, Fault, Row, Verdict, identity::Recognised, judge_all, standing},
    },
    ledger::{
        LedgerError, View,
        act::Judgement,
        medium::MediumNo,
        record::{MediumRecord, StayJudgement, StayRecord, StockTaking},
    },
    present::access::Sight,
};

/// The whole ledger of media with every stay of a term.
#[derive(Clone, Debug)]
pub struct Book {
    /// Every row in sight, by number.
    pub rows: Vec<BookRow>,
    /// Every stay in sight, newest first.
    pub stays: Vec<BookStay>,
    /// There are older stays of the term than were read: nothing is certain of what they say.
    pub are_cut: bool,
    /// The first day of the term.
    pub since: Date,
    /// The count of media that is open.
    pub counting: Option<StockTaking>,
}

/// One row, and what it comes to.
#[derive(Clone, Debug)]
pub struct BookRow {
    /// What people wrote down.
    pub record: MediumRecord,
    /// The short name of its department.
    pub department: String,
    /// What the row itself and its stays speak against.
    pub faults: Vec<Fault>,
    /// What they leave open.
    pub doubts: Vec<Doubt>,
    /// What the row speaks against and no stay of it tells.
    own_faults: Vec<Fault>,
    /// What it leaves open and no stay of it tells.
    own_doubts: Vec<Doubt>,
    /// Its newest stay.
    pub last: Option<StayRecord>,
    /// When it was last plugged in during the open count.
    pub counted: bool,
}

/// One stay, and what it comes to.
#[derive(Clone, Debug)]
pub struct BookStay {
    /// What an agent said.
    pub record: StayRecord,
    /// The short name of the machine's department.
    pub department: String,
    /// What it comes to.
    pub verdict: Verdict,
    /// The row it is, or most likely is.
    pub no: Option<MediumNo>,
    /// Rows it can be, when it cannot be told which.
    pub one_of: Vec<MediumNo>,
    /// How many more rows it can be than those.
    pub one_of_more: usize,
    /// The department that owns the medium.
    owner: Option<DepartmentId>,
}

impl Book {
    /// Returns the stays of media that are not in the ledger.
    pub fn strangers(&self) -> impl Iterator<Item = &BookStay> {
        self.stays
            .iter()
            .filter(|stay| stay.verdict.faults.contains(&Fault::Unregistered))
    }

    /// Returns the rows that a count is about.
    pub fn to_count<'a>(&'a self, count: &'a StockTaking) -> impl Iterator<Item = &'a BookRow> {
        self.rows.iter().filter(|row| {
            let medium = &row.record.medium;
            medium.state != MediumState::Destroyed
                && (count.department.is_none() || medium.department == count.department)
        })
    }

    /// Returns the rows that were never seen in the term and should be somewhere.
    pub fn unseen(&self) -> impl Iterator<Item = &BookRow> {
        self.rows
            .iter()
            .filter(|row| row.last.is_none() && row.record.medium.state != MediumState::Destroyed)
    }
}

/// Reads the ledger of media and the stays of the present term, and judges them.
pub fn media(view: &View<'_>, sight: &Sight, moment: &Moment) -> Result<Book, LedgerError> {
    let mut book = whole(view, moment)?;
    book.rows
        .retain(|row| sight.covers(row.record.medium.department.as_ref()));
    book.stays
        .retain(|stay| sight.covers(stay.record.department.as_ref()));
    Ok(book)
}

/// The same without limits of sight; for the result table, which cuts by department itself.
pub(super) fn whole(view: &View<'_>, moment: &Moment) -> Result<Book, LedgerError> {
    let since = super::table::term_begins(moment);
    let begins = since
        .to_zoned(moment.zone.clone())
        .map_or(Timestamp::default(), |zoned| zoned.timestamp().into());
    let records = view.media_ledger()?;
    let counts = view.stock_takings()?;
    let (mut stays, are_cut) = view.stays(begins)?;
    // What an agent read from the history of its PC may be older than the term.
    stays.retain(|stay| arrived(stay) >= begins);
    let said = view.stay_judgements()?;
    let mut book = judged(records, stays, &counts, &said, since, moment);
    book.are_cut = are_cut;
    let names: BTreeMap<_, _> = view
        .departments(moment.today())?
        .into_iter()
        .map(|label| (label.code, label.short_name))
        .collect();
    let name = |code: Option<&DepartmentId>| match code {
        Some(code) => names.get(code).cloned().unwrap_or_else(|| code.to_string()),
        None => String::new(),
    };
    for row in &mut book.rows {
        row.department = name(row.record.medium.department.as_ref());
    }
    for stay in &mut book.stays {
        stay.department = name(stay.record.department.as_ref());
    }
    Ok(book)
}

fn judged(
    records: Vec<MediumRecord>,
    stays: Vec<StayRecord>,
    counts: &[StockTaking],
    said: &[StayJudgement],
    since: Date,
    moment: &Moment,
) -> Book {
    let rows: Vec<_> = records.iter().map(row).collect();
    let twice = at_two_places(&stays);
    let facts: Vec<_> = stays
        .iter()
        .enumerate()
        .map(|(at, record)| stay(record, counts, twice.contains(&at), moment))
        .collect();
    let verdicts = judge_all(&facts, &rows, &moment.policy.media);
    let upheld = upheld(said);
    let mut judged: Vec<_> = stays
        .into_iter()
        .zip(verdicts)
        .map(|(record, mut verdict)| {
            for (fault, judgement) in upheld
                .get(&(record.machine, record.session))
                .into_iter()
                .flatten()
            {
                verdict.heed(*fault, *judgement);
            }
            let no = |at: usize| records[at].medium.no.clone();
            BookStay {
                no: verdict.recognised.row().map(no),
                one_of: match &verdict.recognised {
                    Recognised::OneOf { rows, .. } => rows.iter().copied().map(no).collect(),
                    _ => Vec::new(),
                },
                one_of_more: match verdict.recognised {
                    Recognised::OneOf { more, .. } => more,
                    _ => 0,
                },
                owner: verdict
                    .recognised
                    .row()
                    .and_then(|at| records[at].medium.department.clone()),
                department: String::new(),
                verdict,
                record,
            }
        })
        .collect();
    judged.sort_by_key(|stay| std::cmp::Reverse((arrived(&stay.record), stay.record.session)));
    let counting = counts
        .iter()
        .rev()
        .find(|count| count.closed_at.is_none())
        .cloned();
    let mut stays_of: HashMap<&MediumNo, Vec<&BookStay>> = HashMap::new();
    for stay in &judged {
        if let Some(no) = &stay.no {
            stays_of.entry(no).or_default().push(stay);
        }
    }
    let rows = records
        .into_iter()
        .zip(&rows)
        .map(|(record, row)| {
            let own = stays_of.get(&record.medium.no).map_or(&[][..], Vec::as_slice);
            book_row(record, row, own, counting.as_ref(), moment.today())
        })
        .collect();
    Book {
        rows,
        stays: judged,
        are_cut: false,
        since,
        counting,
    }
}

/// What auditors upheld (true) or rejected (false), by stay; the newest word on a fault holds.
type Upheld = HashMap<(MachineId, MediaSessionId), BTreeMap<Fault, bool>>;

fn upheld(said: &[StayJudgement]) -> Upheld {
    let mut upheld = Upheld::new();
    for one in said {
        let Some(fault) = Fault::from_word(&one.fault) else {
            continue;
        };
        let of_stay = upheld.entry((one.machine, one.session)).or_default();
        match one.judgement {
            Judgement::Confirmed => drop(of_stay.insert(fault, true)),
            Judgement::Rejected => drop(of_stay.insert(fault, false)),
            Judgement::Undecided => drop(of_stay.remove(&fault)),
        }
    }
    upheld
}

/// Returns the faults that nobody has judged.
pub fn undecided(verdict: &Verdict) -> Vec<Fault> {
    let faults = verdict.faults.iter().copied();
    faults
        .filter(|fault| !verdict.confirmed.contains(fault))
        .collect()
}

fn book_row(
    record: MediumRecord,
    row: &Row,
    own: &[&BookStay],
    counting: Option<&StockTaking>,
    today: Date,
) -> BookRow {
    let (mut faults, mut doubts) = standing(row, !own.is_empty(), today);
    // What a stay tells is not told by the row again.
    let told = |fault: &Fault| own.iter().any(|stay| stay.verdict.faults.contains(fault));
    let own_faults = faults.iter().copied().filter(|fault| !told(fault)).collect();
    let told = |doubt: &Doubt| own.iter().any(|stay| stay.verdict.doubts.contains(doubt));
    let own_doubts = doubts.iter().copied().filter(|doubt| !told(doubt)).collect();
    for stay in own {
        faults.extend(&stay.verdict.faults);
        doubts.extend(&stay.verdict.doubts);
    }
    faults.sort_unstable();
    faults.dedup();
    doubts.sort_unstable();
    doubts.dedup();
    BookRow {
        counted: counting.is_some_and(|count| own.iter().any(|stay| is_counted(&stay.record, count))),
        last: own.first().map(|stay| stay.record.clone()),
        department: String::new(),
        faults,
        doubts,
        own_faults,
        own_doubts,
        record,
    }
}

/// Returns what speaks for or against one department: its stays, and the rows it owns.
pub(super) fn of_department(book: &Book, code: &DepartmentId) -> Vec<Judged> {
    let stays = book
        .stays
        .iter()
        .filter(|stay| stay.record.department.as_ref() == Some(code) || stay.owner.as_ref() == Some(code))
        .map(|stay| Judged {
            no: stay.no.as_ref().map(ToString::to_string),
            session: Some(stay.record.session),
            faults: stay.verdict.faults.clone(),
            undecided: undecided(&stay.verdict),
            doubts: stay.verdict.doubts.clone(),
        });
    let rows = book
        .rows
        .iter()
        .filter(|row| row.record.medium.department.as_ref() == Some(code))
        // Its stays are told one by one.
        .map(|row| Judged {
            no: Some(row.record.medium.no.to_string()),
            session: None,
            faults: row.own_faults.clone(),
            undecided: Vec::new(),
            doubts: row.own_doubts.clone(),
        });
    let unread = book.are_cut.then(|| Judged {
        no: None,
        session: None,
        faults: Vec::new(),
        undecided: Vec::new(),
        doubts: Doubt::ALL.to_vec(),
    });
    stays.chain(rows).chain(unread).collect()
}

/// Returns the letter for how well a medium can be told from others.
pub const fn grade(grade: Option<Grade>) -> &'static str {
    match grade {
        Some(Grade::A) => "A",
        Some(Grade::B) => "B",
        Some(Grade::C | Grade::Other(_)) => "C",
        None => "-",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_read_is_in_doubt_in_every_way() {
        let book = |are_cut| Book {
            rows: Vec::new(),
            stays: Vec::new(),
            are_cut,
            since: Date::constant(2026, 10, 1),
            counting: None,
        };
        let code = "0810".parse().expect("a code");
        assert!(of_department(&book(false), &code).is_empty());
        let judged = of_department(&book(true), &code);
        assert_eq!(judged.len(), 1);
        assert_eq!(judged[0].doubts, Doubt::ALL);
    }
}
