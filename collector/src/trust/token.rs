//! Enrolment tokens: one string on an installer's command line, of which only a hash stays here.
//!
//! ```text
//! mimawari1.<base64url of JSON>
//! {"a":"host:port","f":"<hex SHA-256 of the root>","s":"<base64url, 32 random bytes>",
//!  "d":"department","z":"zone","e":<expires, unix ms>,"n":<uses>}
//! ```
//!
//! Department and zone in it only inform the installer: what holds is the
//! collector's own record. The secret has 256 random bits, so one SHA-256
//! without salt or stretching is enough at rest.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use mimawari_proto::{enrolment::TokenSecret, id::DepartmentId, machine::Zone, time::Timestamp};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{authority::Fingerprint, signing::hex};

/// What every token starts with.
pub const PREFIX: &str = "mimawari1.";

/// SHA-256 of a token's secret. Not comparable with `==`, on purpose.
#[derive(Clone, Copy)]
pub struct SecretHash(pub [u8; 32]);

impl SecretHash {
    /// Returns what is kept of a secret.
    pub fn of(secret: &TokenSecret) -> Self {
        Self(Sha256::digest(secret.reveal()).into())
    }

    /// Compares without telling by its duration where the two differ.
    pub fn matches(&self, other: &Self) -> bool {
        let differing = self
            .0
            .iter()
            .zip(&other.0)
            .fold(0_u8, |all, (a, b)| all | (a ^ b));
        std::hint::black_box(differing) == 0
    }
}

impl std::fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretHash(…)")
    }
}

/// Everything that a token tells an agent.
#[derive(Debug)]
pub struct Token {
    /// `host:port` of the intake.
    pub address: String,
    /// SHA-256 of the root certificate that the agent will pin.
    pub root: Fingerprint,
    /// What the agent proves that it was invited with.
    pub secret: TokenSecret,
    /// For the installer to read; not believed.
    pub department: DepartmentId,
    /// For the installer to read; not believed.
    pub zone: Zone,
    /// From when on it is refused.
    pub expires_at: Timestamp,
    /// How many machines it may bring in.
    pub uses: u32,
}

impl Token {
    /// Writes the one string.
    pub fn write(&self) -> Zeroizing<String> {
        let secret = Zeroizing::new(URL_SAFE_NO_PAD.encode(self.secret.reveal()));
        let written = Written {
            a: &self.address,
            f: hex(&self.root.0),
            s: &secret,
            d: self.department.as_str(),
            z: self.zone.as_str(),
            e: self.expires_at.as_unix_ms(),
            n: self.uses,
        };
        let json =
            Zeroizing::new(serde_json::to_vec(&written).expect("strings and numbers always serialise"));
        Zeroizing::new(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(json.as_slice())))
    }
}

#[derive(Serialize)]
struct Written<'a> {
    a: &'a str,
    f: String,
    s: &'a str,
    d: &'a str,
    z: &'a str,
    e: i64,
    n: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Token {
        Token {
            address: "collector.example:7443".to_owned(),
            root: Fingerprint([0xab; 32]),
            secret: TokenSecret::new([7; 32]),
            department: "0810".parse().expect("a code"),
            zone: "lgwan".parse().expect("a zone"),
            expires_at: Timestamp::from_unix_ms(1_800_000_000_000),
            uses: 3,
        }
    }

    #[test]
    fn a_token_is_one_word_that_carries_what_an_agent_needs() {
        let text = sample().write();
        assert!(!text.contains(char::is_whitespace));
        let json = URL_SAFE_NO_PAD
            .decode(text.strip_prefix(PREFIX).expect("the prefix"))
            .expect("base64url");
        let read: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
        assert_eq!(read["a"], "collector.example:7443");
        assert_eq!(read["f"], "ab".repeat(32));
        assert_eq!(read["s"], URL_SAFE_NO_PAD.encode([7; 32]));
        assert_eq!((&read["d"], &read["z"]), (&"0810".into(), &"lgwan".into()));
        assert_eq!(
            (&read["e"], &read["n"]),
            (&1_800_000_000_000_i64.into(), &3.into())
        );
    }

    #[test]
    fn a_secret_shows_itself_in_no_debug_output() {
        let shown = format!("{:?}{:?}", sample(), SecretHash::of(&sample().secret));
        assert!(
            !shown.contains("7, 7") && !shown.contains(&hex(&SecretHash::of(&sample().secret).0)),
            "{shown}"
        );
    }

    #[test]
    fn only_the_same_secret_matches() {
        let hash = SecretHash::of(&sample().secret);
        assert!(hash.matches(&SecretHash::of(&TokenSecret::new([7; 32]))));
        assert!(!hash.matches(&SecretHash::of(&TokenSecret::new([8; 32]))));
    }
}
