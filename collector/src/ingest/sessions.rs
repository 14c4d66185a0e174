//! One session per machine: of two with the same key, the older is closed and the matter recorded.
//!
//! Also holds what one machine may use up: bytes sent, and notes in the evidence.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use mimawari_proto::{
    id::{InstallationId, MachineId},
    time::Timestamp,
};
use tokio::sync::watch;

/// Notes (clashes, refusals) that one machine may put into the evidence per hour.
const NOTES_PER_HOUR: u32 = 20;

/// Bytes that one machine may send at once: a full outbox (64 MiB, reliability R3).
const BURST_BYTES: u64 = 64 << 20;

/// Bytes per second that one machine may send on and on: a hundred times what a busy one needs.
const BYTES_PER_SECOND: u64 = 4 << 20;

/// Who is in session.
#[derive(Clone, Default)]
pub(super) struct Sessions {
    all: Arc<Mutex<HashMap<MachineId, Known>>>,
}

#[derive(Default)]
struct Known {
    last: u64,
    open: Option<Open>,
    notes: u32,
    notes_since: Timestamp,
    /// When everything sent so far will have been paid for.
    paid_until: Timestamp,
}

struct Open {
    number: u64,
    from: SocketAddr,
    installation: InstallationId,
    close: watch::Sender<bool>,
}

/// A session under way; it is over when this is dropped.
pub(super) struct Session {
    sessions: Sessions,
    machine: MachineId,
    number: u64,
    /// Turns true when a newer session took its place.
    pub(super) closed: watch::Receiver<bool>,
}

/// Two sessions with one key at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Clash {
    /// Address of the older one.
    pub(super) older: SocketAddr,
    /// The two differ in host address or installation.
    pub(super) different: bool,
}

impl Sessions {
    /// Begins a session; closes an older one of the same machine and tells of it.
    pub(super) fn enter(
        &self,
        machine: MachineId,
        from: SocketAddr,
        installation: InstallationId,
    ) -> (Session, Option<Clash>) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all.entry(machine).or_default();
        known.last += 1;
        let (close, closed) = watch::channel(false);
        let older = known.open.replace(Open {
            number: known.last,
            from,
            installation,
            close,
        });
        let clash = older.map(|older| {
            older.close.send_replace(true);
            Clash {
                older: older.from,
                different: older.from.ip() != from.ip() || older.installation != installation,
            }
        });
        let session = Session {
            sessions: self.clone(),
            machine,
            number: known.last,
            closed,
        };
        (session, clash)
    }

    /// Counts bytes that a machine sent; says how long it must wait when that is more than its share.
    pub(super) fn spend(&self, machine: MachineId, bytes: usize, now: Timestamp) -> Option<Duration> {
        let cost = Duration::from_millis((bytes as u64).saturating_mul(1000) / BYTES_PER_SECOND);
        let burst = Duration::from_millis(BURST_BYTES * 1000 / BYTES_PER_SECOND);
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all.entry(machine).or_default();
        let paid_until = known.paid_until.max(now).plus(cost);
        match paid_until.since(now) > burst {
            true => Some(paid_until.since(now) - burst + Duration::from_secs(1)),
            false => {
                known.paid_until = paid_until;
                None
            }
        }
    }

    /// Tells whether one more note of a machine may go into the evidence, and counts it.
    pub(super) fn may_note(&self, machine: MachineId, now: Timestamp) -> bool {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all.entry(machine).or_default();
        if now.since(known.notes_since) >= Duration::from_hours(1) {
            (known.notes, known.notes_since) = (0, now);
        }
        known.notes += 1;
        known.notes <= NOTES_PER_HOUR
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let mut all = self.sessions.all.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = all.get_mut(&self.machine)
            && known.open.as_ref().is_some_and(|open| open.number == self.number)
        {
            known.open = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(port: u16) -> SocketAddr {
        SocketAddr::from(([192, 0, 2, 1], port))
    }

    fn machine() -> MachineId {
        MachineId::new(Timestamp::default(), [1; 10])
    }

    fn installation(n: u8) -> InstallationId {
        InstallationId::new(Timestamp::default(), [n; 10])
    }

    #[test]
    fn the_older_of_two_sessions_is_closed() {
        let sessions = Sessions::default();
        let (first, none) = sessions.enter(machine(), at(1), installation(1));
        assert_eq!(none, None);
        let (second, clash) = sessions.enter(machine(), at(2), installation(1));
        assert_eq!(
            clash,
            Some(Clash {
                older: at(1),
                different: false
            })
        );
        assert!(*first.closed.borrow() && !*second.closed.borrow());
        let (_third, clash) = sessions.enter(machine(), at(3), installation(2));
        assert!(
            clash.expect("clashes").different,
            "a copied disk with a new installation id"
        );
    }

    #[test]
    fn a_session_that_ended_clashes_with_none() {
        let sessions = Sessions::default();
        let (first, _) = sessions.enter(machine(), at(1), installation(1));
        let (second, _) = sessions.enter(machine(), at(2), installation(1));
        drop(first);
        drop(second);
        assert_eq!(sessions.enter(machine(), at(3), installation(1)).1, None);
    }

    #[test]
    fn a_flooding_machine_waits_and_may_go_on_later() {
        let sessions = Sessions::default();
        let noon = Timestamp::from_unix_ms(1_795_000_000_000);
        let parcels = (0..1000)
            .take_while(|_| sessions.spend(machine(), 256 << 10, noon).is_none())
            .count();
        assert!(
            (250..=260).contains(&parcels),
            "a full outbox passes at once: {parcels}"
        );
        assert!(sessions.spend(machine(), 256 << 10, noon).is_some());
        assert!(
            sessions
                .spend(machine(), 256 << 10, noon.plus(Duration::from_secs(2)))
                .is_none()
        );
    }

    #[test]
    fn a_noisy_machine_cannot_fill_the_evidence() {
        let sessions = Sessions::default();
        let noon = Timestamp::from_unix_ms(1_795_000_000_000);
        let noted = (0..1000).filter(|_| sessions.may_note(machine(), noon)).count();
        assert_eq!(noted, NOTES_PER_HOUR as usize);
        assert!(sessions.may_note(machine(), noon.plus(Duration::from_hours(1))));
    }
}
