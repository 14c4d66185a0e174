//! Who is logged in: secrets of 256 bits in a cookie, their hashes in the ledger's side table.
//!
//! A login ends after 30 minutes without a request, 10 hours after it began, at
//! logout, and when the account is closed. Each login makes a new secret, so a
//! planted cookie is worth nothing. The token for forms is derived from it.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use mimawari_proto::{id::UserId, time::Timestamp};
use sha2::{Digest as _, Sha256};

use crate::ledger::record::{SessionRecord, UserRecord};

mod throttle;

pub use throttle::{Throttle, Verdict};

/// A login without a request ends after this.
pub const IDLE: Duration = Duration::from_secs(30 * 60);

/// Every login ends after this.
pub const ABSOLUTE: Duration = Duration::from_secs(10 * 60 * 60);

/// How often the use of a login is written down: each request would be a commit each.
pub const NOTED_EVERY: Duration = Duration::from_secs(60);

/// A login link that nobody opened is forgotten after this.
const LINK_LIFE: Duration = Duration::from_secs(10 * 60);

/// 256 random bits that only the browser holds.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Secret {
    /// Makes a secret from the system's randomness.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// Reads a cookie's value.
    pub fn from_cookie(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// Writes the cookie's value.
    pub fn to_cookie(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// Returns what is kept of it.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::new()
            .chain_update(b"mimawari.session.v1|")
            .chain_update(self.0)
            .finalize()
            .into()
    }

    /// Returns the token that every form carries.
    pub fn form_token(&self) -> String {
        let token = Sha256::new()
            .chain_update(b"mimawari.form.v1|")
            .chain_update(self.0)
            .finalize();
        URL_SAFE_NO_PAD.encode(token)
    }

    /// Tells whether a form carries its token; takes the same time whatever it carries.
    pub fn is_token(&self, given: &str) -> bool {
        let expected = self.form_token();
        let differences = expected
            .bytes()
            .zip(given.bytes())
            .fold(0, |all, (a, b)| all | (a ^ b));
        expected.len() == given.len() && differences == 0
    }

    /// Begins a login.
    pub fn login(&self, user: UserId, now: Timestamp) -> SessionRecord {
        SessionRecord {
            digest: self.digest(),
            user,
            made_at: now,
            used_at: now,
            until: now.plus(ABSOLUTE),
        }
    }
}

/// Tells whether a login still holds.
pub fn holds(session: &SessionRecord, account: &UserRecord, now: Timestamp) -> bool {
    !account.closed && now < session.until && now.since(session.used_at) < IDLE
}

/// Login links for one use each, as `try` prints them; kept in memory only.
#[derive(Default)]
pub struct Links {
    waiting: Mutex<HashMap<[u8; 32], (UserId, Timestamp)>>,
}

impl Links {
    /// Remembers that whoever brings `secret` is `user`.
    pub fn add(&self, secret: &Secret, user: UserId, now: Timestamp) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, (_, until)| now < *until);
        waiting.insert(secret.digest(), (user, now.plus(LINK_LIFE)));
    }

    /// Returns whose link it is, once.
    pub fn spend(&self, secret: &Secret, now: Timestamp) -> Option<UserId> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let (user, until) = waiting.remove(&secret.digest())?;
        (now < until).then_some(user)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix_ms(1_900_000_000_000);

    fn user() -> UserId {
        UserId::new(NOW, [1; 10])
    }

    fn account(closed: bool) -> UserRecord {
        UserRecord {
            id: user(),
            name: "sato".to_owned(),
            display_name: String::new(),
            password: String::new(),
            role: "auditor".to_owned(),
            department: None,
            made_at: NOW,
            closed,
        }
    }

    #[test]
    fn a_login_ends_when_idle_when_old_and_when_its_account_closes() {
        let mut session = Secret([7; 32]).login(user(), NOW);
        let minutes = |n: u64| NOW.plus(Duration::from_secs(n * 60));
        assert!(holds(&session, &account(false), minutes(29)));
        assert!(!holds(&session, &account(false), minutes(30)));
        assert!(!holds(&session, &account(true), minutes(1)));
        session.used_at = minutes(599);
        assert!(!holds(&session, &account(false), minutes(600)));
    }

    #[test]
    fn a_link_is_for_one_use_and_ten_minutes() {
        let links = Links::default();
        let [first, second] = [Secret([1; 32]), Secret([2; 32])];
        links.add(&first, user(), NOW);
        links.add(&second, user(), NOW);
        assert_eq!(links.spend(&first, NOW), Some(user()));
        assert_eq!(links.spend(&first, NOW), None);
        assert_eq!(links.spend(&second, NOW.plus(LINK_LIFE)), None);
    }

    #[test]
    fn a_form_token_tells_nothing_of_the_secret_and_fits_only_its_own() {
        let [one, other] = [Secret([1; 32]), Secret([2; 32])];
        assert!(one.is_token(&one.form_token()));
        assert!(!one.is_token(&other.form_token()) && !one.is_token(""));
        assert_ne!(one.form_token(), one.to_cookie());
        assert_eq!(
            Secret::from_cookie(&one.to_cookie()).map(|s| s.digest()),
            Some(one.digest())
        );
    }
}
