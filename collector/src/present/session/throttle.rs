//! Slows guessing: a growing wait per account *and* address, so nobody can lock somebody else out.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use mimawari_proto::time::Timestamp;
use sha2::{Digest as _, Sha256};

/// So many failures are free: people mistype.
const FREE: u32 = 3;

/// The wait never grows beyond this.
const LONGEST: Duration = Duration::from_secs(60);

/// A pair without a further failure is forgotten after this.
const MEMORY: Duration = Duration::from_secs(15 * 60);

/// Most pairs remembered, about 1 MiB; beyond it the stalest is forgotten.
const PAIRS_LIMIT: usize = 10_000;

/// Whether an attempt may be made now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Look at the password.
    Go,
    /// Not yet.
    Wait(Duration),
}

#[derive(Clone, Copy)]
struct Failures {
    count: u32,
    last: Timestamp,
}

/// Failures by account and address.
#[derive(Default)]
pub struct Throttle {
    pairs: Mutex<HashMap<[u8; 32], Failures>>,
}

impl Throttle {
    /// Tells whether an attempt may be made.
    pub fn ask(&self, name: &str, from: Option<IpAddr>, now: Timestamp) -> Verdict {
        let pairs = self.pairs.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(failures) = pairs.get(&key(name, from)) else {
            return Verdict::Go;
        };
        let waited = now.since(failures.last);
        match wait(failures.count).checked_sub(waited) {
            Some(left) if !left.is_zero() => Verdict::Wait(left),
            _ => Verdict::Go,
        }
    }

    /// Notes how an attempt ended.
    pub fn tell(&self, name: &str, from: Option<IpAddr>, admitted: bool, now: Timestamp) {
        let mut pairs = self.pairs.lock().unwrap_or_else(PoisonError::into_inner);
        let key = key(name, from);
        if admitted {
            pairs.remove(&key);
            return;
        }
        pairs.retain(|_, failures| now.since(failures.last) < MEMORY);
        if pairs.len() >= PAIRS_LIMIT {
            let stalest = pairs
                .iter()
                .min_by_key(|(_, failures)| failures.last)
                .map(|(key, _)| *key);
            stalest.map(|key| pairs.remove(&key));
        }
        let failures = pairs.entry(key).or_insert(Failures { count: 0, last: now });
        *failures = Failures {
            count: failures.count.saturating_add(1),
            last: now,
        };
    }
}

/// Doubles from one second after the free ones.
fn wait(failures: u32) -> Duration {
    match failures.checked_sub(FREE) {
        None => Duration::ZERO,
        Some(beyond) => Duration::from_secs(1 << beyond.min(6)).min(LONGEST),
    }
}

fn key(name: &str, from: Option<IpAddr>) -> [u8; 32] {
    let address = from.map_or_else(String::new, |ip| ip.to_string());
    Sha256::new()
        .chain_update(address)
        .chain_update(b"|")
        .chain_update(name)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix_ms(1_900_000_000_000);

    fn address(last: u8) -> Option<IpAddr> {
        Some(IpAddr::from([192, 0, 2, last]))
    }

    #[test]
    fn the_wait_grows_after_three_failures_and_ends() {
        let throttle = Throttle::default();
        for _ in 0..2 {
            throttle.tell("admin", address(1), false, NOW);
            assert_eq!(throttle.ask("admin", address(1), NOW), Verdict::Go);
        }
        throttle.tell("admin", address(1), false, NOW);
        assert_eq!(
            throttle.ask("admin", address(1), NOW),
            Verdict::Wait(Duration::from_secs(1))
        );
        for _ in 0..20 {
            throttle.tell("admin", address(1), false, NOW);
        }
        assert_eq!(throttle.ask("admin", address(1), NOW), Verdict::Wait(LONGEST));
        assert_eq!(throttle.ask("admin", address(1), NOW.plus(LONGEST)), Verdict::Go);
    }

    #[test]
    fn a_stranger_cannot_lock_the_only_administrator_out() {
        let throttle = Throttle::default();
        for _ in 0..50 {
            throttle.tell("admin", address(66), false, NOW);
        }
        assert_eq!(throttle.ask("admin", address(1), NOW), Verdict::Go);
    }

    #[test]
    fn a_success_forgets_the_failures() {
        let throttle = Throttle::default();
        for _ in 0..5 {
            throttle.tell("sato", address(1), false, NOW);
        }
        throttle.tell("sato", address(1), true, NOW);
        assert_eq!(throttle.ask("sato", address(1), NOW), Verdict::Go);
    }
}
