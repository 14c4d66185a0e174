//! What to do after an answer of the collector; pure.

use std::time::Duration;

use mimawari_proto::exchange::{Outcome, Receipt, Welcome};

use super::Trouble;
use crate::outbox::Position;

/// What becomes of a parcel once there is a receipt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// Stored there: forget it here.
    Forget,
    /// Can never be stored: keep it aside and tell a person.
    KeepAside,
    /// Its number is taken by another parcel: number everything anew and call again.
    BeginEpoch,
    /// Of an earlier epoch, or a word from a newer release: go on as before.
    Ignore,
}

/// Decides what becomes of a parcel.
pub fn fate(receipt: &Receipt, here: &Position) -> Fate {
    if receipt.epoch != here.epoch {
        return Fate::Ignore;
    }
    match receipt.outcome {
        Outcome::Stored | Outcome::Known => Fate::Forget,
        Outcome::Refused => Fate::KeepAside,
        Outcome::Conflict => Fate::BeginEpoch,
        Outcome::Other(_) => Fate::Ignore,
    }
}

/// How a call goes on after the greeting.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Greeted {
    /// Send, with at most so many parcels under way.
    Send {
        /// Parcels without a receipt.
        window: usize,
    },
    /// This outbox has gone back in time: number everything anew and call again.
    BeginEpoch,
}

/// Most parcels under way whatever the collector offers: 16 MiB at their largest.
const WINDOW_MOST: u32 = 64;

/// Decides how a call goes on after the greeting.
pub fn greeted(welcome: &Welcome, here: &Position) -> Greeted {
    // The collector has parcels that this outbox has not written yet.
    if welcome.new_epoch_needed || welcome.known_through >= here.next_seq {
        return Greeted::BeginEpoch;
    }
    Greeted::Send {
        window: welcome.window.clamp(1, WINDOW_MOST) as usize,
    }
}

/// How a call ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ended {
    /// The collector closed it, or the line broke, after the greeting.
    Lost(Trouble),
    /// It never came to a greeting.
    Failed(Trouble),
    /// Asked to hold back.
    HeldBack(Duration),
    /// This outbox began a new epoch.
    NewEpoch,
    /// The certificate has lived two thirds of its life.
    RenewalDue,
    /// Nothing waits any more, and nothing else was wanted.
    Drained,
    /// Asked to stop.
    Stopped,
}

/// When to call again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// At once.
    Again,
    /// After a loss: soon, spread over all that lost it too.
    Soon,
    /// After a wait that grows with every failure.
    Later,
    /// After at least so long.
    Hold(Duration),
    /// Renew the certificate first, then later.
    Renew,
    /// Not at all.
    Done,
    /// As [`Next::Later`], and a person must know: nothing will change by itself.
    Tell,
}

/// Decides when to call again.
pub const fn next(ended: &Ended) -> Next {
    match ended {
        Ended::NewEpoch => Next::Again,
        Ended::RenewalDue => Next::Renew,
        Ended::Drained | Ended::Stopped => Next::Done,
        Ended::HeldBack(asked) => Next::Hold(*asked),
        Ended::Lost(trouble) | Ended::Failed(trouble) => match trouble {
            Trouble::OursExpired => Next::Renew,
            Trouble::WrongAuthority
            | Trouble::WrongName
            | Trouble::TheirsExpired
            | Trouble::TheirsNotYet
            | Trouble::NotPermitted(_)
            | Trouble::Strange(_)
            | Trouble::Here(_) => Next::Tell,
            Trouble::Unreachable(_) | Trouble::TooSlow(_) | Trouble::Busy => match ended {
                Ended::Lost(_) => Next::Soon,
                _ => Next::Later,
            },
        },
    }
}

#[cfg(test)]
mod tests {
    use mimawari_proto::{id::Epoch, machine::Belonging, parcel::Digest, time::Timestamp};

    use super::*;

    fn epoch(n: u8) -> Epoch {
        Epoch::from_slice(&[n; 16]).expect("16 bytes")
    }

    const fn here(epoch: Epoch, next_seq: u64) -> Position {
        Position {
            epoch,
            next_seq,
            last_digest: Digest::NONE,
        }
    }

    #[test]
    fn a_receipt_decides_about_its_own_epoch_only() {
        for (outcome, expected) in [
            (Outcome::Stored, Fate::Forget),
            (Outcome::Known, Fate::Forget),
            (Outcome::Conflict, Fate::BeginEpoch),
            (Outcome::Refused, Fate::KeepAside),
            (Outcome::Other(9), Fate::Ignore),
        ] {
            let receipt = |epoch| Receipt {
                epoch,
                seq: 1,
                outcome,
                refusal: String::new(),
            };
            assert_eq!(fate(&receipt(epoch(1)), &here(epoch(1), 2)), expected);
            assert_eq!(fate(&receipt(epoch(2)), &here(epoch(1), 2)), Fate::Ignore);
        }
    }

    #[test]
    fn a_collector_that_knows_more_than_this_outbox_means_it_went_back_in_time() {
        let welcome = |known_through, new_epoch_needed, window| Welcome {
            known_through,
            window,
            at: Timestamp::from_unix_ms(0),
            new_epoch_needed,
            belonging: Belonging {
                department: "0810".parse().expect("a code"),
                department_name: String::new(),
                zone: "lgwan".parse().expect("a zone"),
            },
        };
        for (known, needed, next_seq, expected) in [
            (0, false, 1, Greeted::Send { window: 16 }),
            (4, false, 5, Greeted::Send { window: 16 }),
            (5, false, 5, Greeted::BeginEpoch),
            (0, true, 1, Greeted::BeginEpoch),
        ] {
            let position = here(epoch(1), next_seq);
            assert_eq!(greeted(&welcome(known, needed, 16), &position), expected);
        }
        let wide = greeted(&welcome(0, false, u32::MAX), &here(epoch(1), 1));
        assert_eq!(wide, Greeted::Send { window: 64 });
    }

    #[test]
    fn what_follows_the_end_of_a_call() {
        let unreachable = || Trouble::Unreachable("refused".to_owned());
        for (ended, expected) in [
            (Ended::NewEpoch, Next::Again),
            (Ended::RenewalDue, Next::Renew),
            (Ended::Stopped, Next::Done),
            (Ended::Drained, Next::Done),
            (
                Ended::HeldBack(Duration::from_secs(9)),
                Next::Hold(Duration::from_secs(9)),
            ),
            (Ended::Lost(unreachable()), Next::Soon),
            (Ended::Failed(unreachable()), Next::Later),
            (Ended::Failed(Trouble::TooSlow("TLS")), Next::Later),
            (Ended::Failed(Trouble::Busy), Next::Later),
            (Ended::Lost(Trouble::Busy), Next::Soon),
            (Ended::Failed(Trouble::OursExpired), Next::Renew),
            (Ended::Failed(Trouble::WrongAuthority), Next::Tell),
            (
                Ended::Lost(Trouble::NotPermitted("revoked".to_owned())),
                Next::Tell,
            ),
            (Ended::Failed(Trouble::TheirsNotYet), Next::Tell),
        ] {
            assert_eq!(next(&ended), expected, "{ended:?}");
        }
    }
}
