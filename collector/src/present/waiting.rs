//! Files that somebody has looked through and not taken yet: what is taken is what was shown.
//!
//! One for each account, in memory only, gone after half an hour.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use mimawari_proto::{id::UserId, time::Timestamp};

use super::gate::Upload;

/// How long a file waits.
const WAITS: Duration = Duration::from_secs(30 * 60);

/// Most files that wait: 16 of 4 MiB.
const FILES: usize = 16;

/// Files that wait, by account.
#[derive(Default)]
pub(super) struct Waiting(Mutex<Held>);

#[derive(Default)]
struct Held {
    last: u64,
    files: HashMap<UserId, (u64, Timestamp, Upload)>,
}

impl Waiting {
    /// Keeps a file and returns its number.
    pub(super) fn keep(&self, user: UserId, file: Upload, now: Timestamp) -> u64 {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.files.retain(|_, (_, since, _)| now.since(*since) < WAITS);
        if held.files.len() >= FILES && !held.files.contains_key(&user) {
            let oldest = held.files.iter().min_by_key(|(_, (number, ..))| *number);
            if let Some(user) = oldest.map(|(user, _)| *user) {
                held.files.remove(&user);
            }
        }
        held.last += 1;
        let number = held.last;
        held.files.insert(user, (number, now, file));
        number
    }

    /// Takes the file with this number away.
    pub(super) fn take(&self, user: UserId, number: u64, now: Timestamp) -> Option<Upload> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (known, since, _) = held.files.get(&user)?;
        if *known != number || now.since(*since) >= WAITS {
            return None;
        }
        held.files.remove(&user).map(|(.., file)| file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_taken_once_by_whoever_looked_through_it_while_it_is_fresh() {
        let waiting = Waiting::default();
        let now = Timestamp::from_unix_ms(1_900_000_000_000);
        let user = |nth| UserId::new(now, [nth; 10]);
        let first = waiting.keep(user(1), Upload::default(), now);
        let second = waiting.keep(user(1), Upload::default(), now);
        assert!(
            waiting.take(user(1), first, now).is_none(),
            "another file came after it"
        );
        assert!(waiting.take(user(2), second, now).is_none());
        assert!(waiting.take(user(1), second, now.plus(WAITS)).is_none());
        assert!(waiting.take(user(1), second, now).is_some());
        assert!(waiting.take(user(1), second, now).is_none());
        let first = waiting.keep(user(0), Upload::default(), now);
        for nth in 1..=FILES {
            waiting.keep(user(u8::try_from(nth).expect("few")), Upload::default(), now);
        }
        assert!(
            waiting.take(user(0), first, now).is_none(),
            "the oldest makes room"
        );
    }
}
