//! Slows down whoever guesses tokens: so many failures per address in ten minutes, then silence.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use mimawari_proto::time::Timestamp;

/// For how long a failure counts.
const MEMORY: Duration = Duration::from_mins(10);

/// Most addresses remembered; beyond, the whole world shares one count.
const ADDRESSES: usize = 10_000;

/// Failed enrolments by address.
pub(super) struct Throttle {
    allowed: u32,
    failed: Mutex<HashMap<IpAddr, Failed>>,
}

#[derive(Clone, Copy)]
struct Failed {
    times: u32,
    since: Timestamp,
}

impl Throttle {
    /// Allows so many failures per address.
    pub(super) fn new(allowed: u32) -> Self {
        Self {
            allowed,
            failed: Mutex::default(),
        }
    }

    /// Tells whether an address may try.
    pub(super) fn admits(&self, address: IpAddr, now: Timestamp) -> bool {
        let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = failed.get(&key(&failed, address));
        counted.is_none_or(|f| now.since(f.since) >= MEMORY || f.times < self.allowed)
    }

    /// Notes a failure.
    pub(super) fn failed(&self, address: IpAddr, now: Timestamp) {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        let key = key(&failed, address);
        let counted = failed.entry(key).or_insert(Failed { times: 0, since: now });
        if now.since(counted.since) >= MEMORY {
            *counted = Failed { times: 0, since: now };
        }
        counted.times = counted.times.saturating_add(1);
    }

    /// Forgets what no longer counts.
    pub(super) fn forget(&self, now: Timestamp) {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.retain(|_, f| now.since(f.since) < MEMORY);
    }
}

/// Counts an IPv6 network as one address, since a stranger has 2⁶⁴ of them.
fn key(failed: &HashMap<IpAddr, Failed>, address: IpAddr) -> IpAddr {
    let own = match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 => v4,
    };
    match failed.len() < ADDRESSES || failed.contains_key(&own) {
        true => own,
        false => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_failed_too_often_waits_and_others_do_not() {
        let at = |secs: i64| Timestamp::from_unix_ms(secs * 1000);
        let (bad, good) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        let throttle = Throttle::new(2);
        throttle.failed(bad, at(0));
        assert!(throttle.admits(bad, at(1)));
        throttle.failed(bad, at(2));
        assert!(!throttle.admits(bad, at(3)));
        assert!(throttle.admits(good, at(3)));
        assert!(throttle.admits(bad, at(601)));
    }

    #[test]
    fn a_flood_of_addresses_takes_bounded_memory() {
        let throttle = Throttle::new(1);
        for n in 0..20_000_u32 {
            throttle.failed(IpAddr::from(n.to_be_bytes()), Timestamp::from_unix_ms(0));
        }
        let kept = throttle.failed.lock().expect("not poisoned").len();
        assert!(kept <= ADDRESSES + 1, "{kept}");
    }
}
