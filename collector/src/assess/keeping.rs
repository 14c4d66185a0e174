//! Which deeds on the ledger of media are taken: two pairs of eyes, and one thing after the other.

use jiff::civil::Date;
use mimawari_proto::medium::MediumState;

/// How a medium stands before a deed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    /// What it is doing.
    pub state: MediumState,
    /// Since when somebody has it.
    pub out_since: Option<Date>,
}

/// What somebody wants to write down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deed<'a> {
    /// A medium that is not in the ledger.
    Register,
    /// Other particulars of one that is.
    Correct,
    /// It goes to somebody.
    Lend {
        /// Who gets it.
        borrower: &'a str,
        /// Who permits it.
        by: &'a str,
        /// The day it goes out.
        out: Date,
        /// The day it is due.
        due: Option<Date>,
    },
    /// It is back.
    Return {
        /// The day.
        on: Date,
    },
    /// It may be used somewhere.
    Permit {
        /// Who asked.
        applicant: &'a str,
        /// Who permits it.
        by: &'a str,
        /// The first day.
        from: Date,
        /// The last day.
        until: Date,
    },
    /// Its permits end.
    Withdraw,
    /// It is missed.
    Lose,
    /// It was missed and is back.
    Find,
    /// It is no more.
    Destroy {
        /// Who did it.
        by: &'a str,
        /// In what way.
        how: &'a str,
    },
}

/// Why a deed is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotTaken {
    /// There is no such medium.
    #[error("there is no such medium in the ledger")]
    Absent,
    /// There is one with this number.
    #[error("this management number is taken")]
    Taken,
    /// Somebody wrote about it since it was looked at.
    #[error("somebody changed it meanwhile; look at it again")]
    ChangedMeanwhile,
    /// It stands so already.
    #[error("nothing would change")]
    Unchanged,
    /// A change without a reason helps nobody a year later.
    #[error("a reason is needed")]
    NoReason,
    /// Somebody must be named.
    #[error("a name is missing")]
    NoName,
    /// Nobody permits what they ask for themselves.
    #[error("who asks and who permits must be two persons")]
    SamePerson,
    /// It ends before it begins.
    #[error("the last day is before the first")]
    Backwards,
    /// Somebody has it.
    #[error("it is lent already")]
    IsOut,
    /// Nobody has it.
    #[error("it is not lent")]
    IsNotOut,
    /// It is lost.
    #[error("it is lost; write first that it was found")]
    IsLost,
    /// It is not lost.
    #[error("it is not lost")]
    IsNotLost,
    /// It was destroyed.
    #[error("it was destroyed")]
    IsDestroyed,
    /// It belongs to another department.
    #[error("it belongs to another department")]
    NotYours,
}

/// Tells whether a deed is taken.
pub fn taken(deed: Deed<'_>, standing: Option<Standing>, reason: &str) -> Result<(), NotTaken> {
    if reason.trim().is_empty() {
        return Err(NotTaken::NoReason);
    }
    let Some(standing) = standing else {
        return match deed {
            Deed::Register => Ok(()),
            _ => Err(NotTaken::Absent),
        };
    };
    if standing.state == MediumState::Destroyed && deed != Deed::Register {
        return Err(NotTaken::IsDestroyed);
    }
    match deed {
        Deed::Register => Err(NotTaken::Taken),
        Deed::Correct | Deed::Withdraw => Ok(()),
        Deed::Lend { .. } if standing.state == MediumState::Lost => Err(NotTaken::IsLost),
        Deed::Lend { .. } if standing.out_since.is_some() => Err(NotTaken::IsOut),
        Deed::Lend {
            borrower,
            by,
            out,
            due,
        } => two_persons(borrower, by).and_then(|()| in_order(out, due)),
        Deed::Return { on } => match standing.out_since {
            None => Err(NotTaken::IsNotOut),
            Some(out) => in_order(out, Some(on)),
        },
        Deed::Permit {
            applicant,
            by,
            from,
            until,
        } => two_persons(applicant, by).and_then(|()| in_order(from, Some(until))),
        Deed::Lose if standing.state == MediumState::Lost => Err(NotTaken::IsLost),
        Deed::Find if standing.state != MediumState::Lost => Err(NotTaken::IsNotLost),
        Deed::Lose | Deed::Find => Ok(()),
        Deed::Destroy { by, how } => match by.trim().is_empty() || how.trim().is_empty() {
            true => Err(NotTaken::NoName),
            false => Ok(()),
        },
    }
}

/// Tells whether two names are given and are not one person's.
pub fn two_persons(asks: &str, permits: &str) -> Result<(), NotTaken> {
    let plain = |name: &str| {
        name.chars()
            .filter(|c| !c.is_whitespace())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let (asks, permits) = (plain(asks), plain(permits));
    match asks.is_empty() || permits.is_empty() {
        true => Err(NotTaken::NoName),
        false if asks == permits => Err(NotTaken::SamePerson),
        false => Ok(()),
    }
}

fn in_order(first: Date, last: Option<Date>) -> Result<(), NotTaken> {
    match last.is_some_and(|last| last < first) {
        true => Err(NotTaken::Backwards),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Date = Date::constant(2026, 4, 1);
    const TWO: Date = Date::constant(2026, 4, 2);

    fn check(deed: Deed<'_>, state: Option<MediumState>, out: bool, expected: Result<(), NotTaken>) {
        let standing = state.map(|state| Standing {
            state,
            out_since: out.then_some(TWO),
        });
        assert_eq!(taken(deed, standing, "理由"), expected, "{deed:?} {standing:?}");
    }

    #[test]
    fn one_deed_follows_another() {
        use MediumState::{Destroyed, InBox, Lent, Lost};
        let lend = Deed::Lend {
            borrower: "山田",
            by: "課長",
            out: ONE,
            due: Some(TWO),
        };
        let destroy = Deed::Destroy {
            by: "佐藤",
            how: "破砕",
        };
        check(Deed::Register, None, false, Ok(()));
        check(Deed::Register, Some(InBox), false, Err(NotTaken::Taken));
        check(lend, None, false, Err(NotTaken::Absent));
        check(lend, Some(InBox), false, Ok(()));
        check(lend, Some(Lent), true, Err(NotTaken::IsOut));
        check(lend, Some(Lost), false, Err(NotTaken::IsLost));
        check(Deed::Return { on: TWO }, Some(Lent), true, Ok(()));
        check(
            Deed::Return { on: ONE },
            Some(Lent),
            true,
            Err(NotTaken::Backwards),
        );
        check(
            Deed::Return { on: TWO },
            Some(InBox),
            false,
            Err(NotTaken::IsNotOut),
        );
        check(Deed::Lose, Some(Lent), true, Ok(()));
        check(Deed::Lose, Some(Lost), false, Err(NotTaken::IsLost));
        check(Deed::Find, Some(Lost), false, Ok(()));
        check(Deed::Find, Some(InBox), false, Err(NotTaken::IsNotLost));
        check(destroy, Some(InBox), false, Ok(()));
        for deed in [lend, Deed::Correct, Deed::Lose, destroy] {
            check(deed, Some(Destroyed), false, Err(NotTaken::IsDestroyed));
        }
    }

    #[test]
    fn nobody_permits_what_they_ask_for() {
        for (applicant, by, expected) in [
            ("山田", "田中課長", Ok(())),
            ("山田", "山　田 ", Err(NotTaken::SamePerson)),
            ("Yamada", "yamada", Err(NotTaken::SamePerson)),
            ("", "田中", Err(NotTaken::NoName)),
            ("山田", " ", Err(NotTaken::NoName)),
        ] {
            let permit = Deed::Permit {
                applicant,
                by,
                from: ONE,
                until: TWO,
            };
            check(permit, Some(MediumState::InBox), false, expected);
        }
        let backwards = Deed::Permit {
            applicant: "山田",
            by: "田中",
            from: TWO,
            until: ONE,
        };
        check(
            backwards,
            Some(MediumState::InBox),
            false,
            Err(NotTaken::Backwards),
        );
    }

    #[test]
    fn nothing_is_written_without_a_reason() {
        assert_eq!(taken(Deed::Register, None, "\u{3000}"), Err(NotTaken::NoReason));
    }
}
