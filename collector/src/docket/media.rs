//! Changes in the ledger of media, each checked against what is written there at that moment.

pub(crate) mod import;
pub(crate) mod written;

use jiff::civil::Date;
use mimawari_proto::{
    id::{DepartmentId, MachineId, MediaSessionId},
    time::Timestamp,
};

use crate::{
    assess::{
        judging::{self, Judging, NotJudged},
        keeping::{self, NotTaken, Standing},
        media::Fault,
    },
    ledger::{
        Act, By, Decision, Ledger, LedgerError, View,
        act::Judgement,
        medium::{Destruction, Loan, Medium, MediumNo, Permit},
        record::MediumRecord,
    },
    sheet::Mistake,
};

/// What somebody wants to write down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Deed {
    /// A medium that is not in the ledger yet.
    Register(Box<Medium>),
    /// Other particulars of one that is.
    Correct(Box<Medium>),
    /// It goes to somebody.
    Lend(MediumNo, Loan),
    /// It is back; was it looked whether it is empty?
    Return(MediumNo, Date, Option<bool>),
    /// It may be used somewhere.
    Permit(MediumNo, Permit),
    /// Its permits end on a day.
    Withdraw(MediumNo, Date),
    /// It is missed.
    Lose(MediumNo, Date),
    /// It was missed and is back.
    Find(MediumNo, Date),
    /// It is no more.
    Destroy(MediumNo, Destruction),
}

/// Who wants it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hand {
    /// As the evidence names them.
    pub by: By,
    /// The only department whose media they may write about; `None` for all.
    pub department: Option<DepartmentId>,
}

/// Takes a deed, or says why not.
pub async fn take(
    ledger: &Ledger,
    hand: Hand,
    deed: Deed,
    reason: String,
    at: Timestamp,
) -> Result<Result<(), NotTaken>, LedgerError> {
    let by = hand.by.clone();
    ledger
        .decide(by, at, move |view| decided(view, &hand, deed, reason))
        .await
}

/// As [`take`], for a command without a runtime.
pub fn take_now(
    ledger: &Ledger,
    hand: Hand,
    deed: Deed,
    reason: String,
    at: Timestamp,
) -> Result<Result<(), NotTaken>, LedgerError> {
    let by = hand.by.clone();
    ledger.decide_now(by, at, move |view| decided(view, &hand, deed, reason))
}

fn decided(
    view: &View<'_>,
    hand: &Hand,
    deed: Deed,
    reason: String,
) -> Result<Result<Decision<()>, NotTaken>, LedgerError> {
    Ok(would_take(view, hand, &deed, &reason)?.map(|()| Decision {
        acts: vec![deed.act(reason)],
        keeps: Vec::new(),
        answer: (),
    }))
}

/// Tells whether a deed would be taken now.
pub fn would_take(
    view: &View<'_>,
    hand: &Hand,
    deed: &Deed,
    reason: &str,
) -> Result<Result<(), NotTaken>, LedgerError> {
    let known = view.medium(deed.no())?;
    let after = match deed {
        Deed::Register(medium) | Deed::Correct(medium) => Some(medium.department.as_ref()),
        _ => None,
    };
    let before = known.as_ref().map(|record| record.medium.department.as_ref());
    let foreign =
        |owner: Option<&DepartmentId>| hand.department.as_ref().is_some_and(|own| owner != Some(own));
    if before.is_some_and(foreign) || after.is_some_and(foreign) {
        return Ok(Err(NotTaken::NotYours));
    }
    let standing = known.as_ref().map(standing);
    Ok(keeping::taken(deed.judged(), standing, reason))
}

fn standing(record: &MediumRecord) -> Standing {
    let open = record.loans.iter().find(|loan| loan.back.is_none());
    Standing {
        state: record.medium.state,
        out_since: open.map(|loan| loan.out),
    }
}

impl Deed {
    fn no(&self) -> &MediumNo {
        match self {
            Self::Register(medium) | Self::Correct(medium) => &medium.no,
            Self::Lend(no, _)
            | Self::Return(no, ..)
            | Self::Permit(no, _)
            | Self::Withdraw(no, _)
            | Self::Lose(no, _)
            | Self::Find(no, _)
            | Self::Destroy(no, _) => no,
        }
    }

    fn judged(&self) -> keeping::Deed<'_> {
        match self {
            Self::Register(_) => keeping::Deed::Register,
            Self::Correct(_) => keeping::Deed::Correct,
            Self::Lend(_, loan) => keeping::Deed::Lend {
                borrower: &loan.borrower,
                by: &loan.by,
                out: loan.out,
                due: loan.due,
            },
            Self::Return(_, on, _) => keeping::Deed::Return { on: *on },
            Self::Permit(_, permit) => keeping::Deed::Permit {
                applicant: &permit.applicant,
                by: &permit.by,
                from: permit.from,
                until: permit.until,
            },
            Self::Withdraw(..) => keeping::Deed::Withdraw,
            Self::Lose(..) => keeping::Deed::Lose,
            Self::Find(..) => keeping::Deed::Find,
            Self::Destroy(_, destruction) => keeping::Deed::Destroy {
                by: &destruction.by,
                how: &destruction.how,
            },
        }
    }

    fn act(self, reason: String) -> Act {
        match self {
            Self::Register(medium) | Self::Correct(medium) => Act::MediumWritten { medium, reason },
            Self::Lend(no, loan) => Act::MediumLent { no, loan, reason },
            Self::Return(no, on, emptied) => Act::MediumReturned {
                no,
                on,
                emptied,
                reason,
            },
            Self::Permit(no, permit) => Act::MediumPermitted { no, permit, reason },
            Self::Withdraw(no, on) => Act::PermitWithdrawn { no, on, reason },
            Self::Lose(no, on) => Act::MediumLost { no, on, reason },
            Self::Find(no, on) => Act::MediumFound { no, on, reason },
            Self::Destroy(no, destruction) => Act::MediumDestroyed {
                no,
                destruction,
                reason,
            },
        }
    }
}

/// Why a correction is not taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum NotCorrected {
    /// Cells that cannot be read.
    Unclear(Vec<Mistake>),
    /// The ledger as it stands speaks against it.
    NotTaken(NotTaken),
}

/// Decides a correction of particulars: column and new cell, blank to empty it. What stays the same is no correction.
///
/// `seen_at`: when what somebody looked at was last changed; `None` for whoever names single cells.
pub(crate) fn corrected(
    view: &View<'_>,
    hand: &Hand,
    no: &MediumNo,
    cells: &[(String, String)],
    seen_at: Option<Timestamp>,
    reason: String,
    today: Date,
) -> Result<Result<Decision<()>, NotCorrected>, LedgerError> {
    let Some(before) = view.medium(no)? else {
        return Ok(Err(NotCorrected::NotTaken(NotTaken::Absent)));
    };
    if seen_at.is_some_and(|seen_at| seen_at != before.changed_at) {
        return Ok(Err(NotCorrected::NotTaken(NotTaken::ChangedMeanwhile)));
    }
    let medium = match import::corrected(view, no, cells, today)? {
        Ok(medium) => medium,
        Err(mistakes) => return Ok(Err(NotCorrected::Unclear(mistakes))),
    };
    if *medium == before.medium {
        return Ok(Err(NotCorrected::NotTaken(NotTaken::Unchanged)));
    }
    Ok(decided(view, hand, Deed::Correct(medium), reason)?.map_err(NotCorrected::NotTaken))
}

/// A fault of a stay, and what somebody says of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct StayCase {
    pub(crate) machine: MachineId,
    pub(crate) session: MediaSessionId,
    /// The department of the machine, then.
    pub(crate) audited: Option<DepartmentId>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) judgement: Judgement,
    pub(crate) reason: String,
}

/// Decides what an auditor says of faults of a stay: all of them, or none; never of their own department.
pub(crate) fn stay_judged(
    view: &View<'_>,
    case: StayCase,
    judge: Option<&DepartmentId>,
) -> Result<Result<Decision<()>, NotJudged>, LedgerError> {
    let said = view.stay_judgements()?;
    let stands = |fault: &Fault| {
        let of_fault = said.iter().rev().find(|one| {
            one.machine == case.machine && one.session == case.session && one.fault == fault.word()
        });
        of_fault.map_or(Judgement::Undecided, |one| one.judgement)
    };
    if case.faults.is_empty() {
        return Ok(Err(NotJudged::Absent));
    }
    let judging = Judging {
        audited: case.audited.as_ref(),
        judge,
        reason: &case.reason,
        unchanged: case.faults.iter().all(|fault| stands(fault) == case.judgement),
    };
    Ok(judging::judging(&judging).map(|()| Decision {
        acts: case
            .faults
            .iter()
            .map(|fault| Act::StayJudged {
                machine: case.machine,
                session: case.session,
                fault: fault.word().to_owned(),
                judgement: case.judgement,
                reason: case.reason.clone(),
            })
            .collect(),
        keeps: Vec::new(),
        answer: (),
    }))
}

/// Decides to begin a count of media (棚卸), unless one is open.
pub(crate) fn count_begun(
    view: &View<'_>,
    department: Option<DepartmentId>,
    machine: Option<MachineId>,
) -> Result<Result<Decision<()>, u64>, LedgerError> {
    let counts = view.stock_takings()?;
    Ok(match counts.iter().find(|count| count.closed_at.is_none()) {
        Some(open) => Err(open.number),
        None => Ok(Decision {
            acts: vec![Act::StockTakingOpened { department, machine }],
            keeps: Vec::new(),
            answer: (),
        }),
    })
}
