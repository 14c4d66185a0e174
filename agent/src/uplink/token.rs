//! The enrolment token: one string that names the collector and lets one in.
//!
//! ```text
//! mimawari1.<base64url of JSON>
//! a  host:port of the intake          d  department code, to show    e  expires, unix ms
//! f  hex SHA-256 of the root          z  zone, to show               n  uses
//! s  base64url of the secret, 32 B
//! ```

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use mimawari_proto::{enrolment::TokenSecret, id::DepartmentId, machine::Zone, time::Timestamp};
use serde::Deserialize;
use zeroize::{Zeroize as _, Zeroizing};

/// What every token starts with.
const PREFIX: &str = "mimawari1.";

/// Longest token read, in bytes; real ones take about 350.
pub const LIMIT_BYTES: usize = 4096;

/// Everything that a token says.
#[derive(Debug)]
pub struct Token {
    /// `host:port` of the intake.
    pub address: String,
    /// SHA-256 of the root certificate, DER.
    pub fingerprint: [u8; 32],
    /// What lets this PC in.
    pub secret: TokenSecret,
    /// Where it will belong; the collector's own record holds.
    pub department: DepartmentId,
    /// The same for the zone.
    pub zone: Zone,
    /// From when on it is refused.
    pub expires_at: Timestamp,
}

/// Why a text is no token; never repeats any of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotAToken {
    /// Nothing there.
    #[error("the token is empty")]
    Empty,
    /// Another sort of text.
    #[error("this is not a token: it does not start with \"mimawari1.\"")]
    Prefix,
    /// Cut or mangled on its way.
    #[error("the token is cut or mangled (copy it whole, on one line)")]
    Mangled,
    /// Readable, and a part of it is not what it should be.
    #[error("the token's {0} is wrong")]
    Field(&'static str),
}

#[derive(Deserialize)]
struct Written {
    a: String,
    f: String,
    s: String,
    d: String,
    z: String,
    e: i64,
}

impl Token {
    /// Reads a token; white space around it does not matter.
    pub fn read(text: &str) -> Result<Self, NotAToken> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NotAToken::Empty);
        }
        let body = text.strip_prefix(PREFIX).ok_or(NotAToken::Prefix)?;
        let json = Zeroizing::new(URL_SAFE_NO_PAD.decode(body).map_err(|_| NotAToken::Mangled)?);
        let mut written: Written = serde_json::from_slice(&json).map_err(|_| NotAToken::Mangled)?;
        let secret = secret(&written.s);
        written.s.zeroize();
        Ok(Self {
            address: address(written.a)?,
            fingerprint: fingerprint(&written.f)?,
            secret: secret?,
            department: written.d.parse().map_err(|_| NotAToken::Field("department"))?,
            zone: written.z.parse().map_err(|_| NotAToken::Field("zone"))?,
            expires_at: Timestamp::from_unix_ms(written.e),
        })
    }
}

fn secret(text: &str) -> Result<TokenSecret, NotAToken> {
    let wrong = NotAToken::Field("secret");
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong)?);
    let secret = bytes.as_slice().try_into().map_err(|_| wrong)?;
    Ok(TokenSecret::new(secret))
}

/// Takes `host:port`, with an IPv6 address in brackets.
fn address(text: String) -> Result<String, NotAToken> {
    let fits = text.rsplit_once(':').is_some_and(|(host, port)| {
        let clean = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | ':' | '[' | ']' | '%' | '_');
        !host.is_empty()
            && host.len() <= 255
            && host.chars().all(clean)
            && port.parse::<u16>().is_ok_and(|port| port > 0)
    });
    if fits {
        Ok(text)
    } else {
        Err(NotAToken::Field("address"))
    }
}

fn fingerprint(text: &str) -> Result<[u8; 32], NotAToken> {
    let wrong = NotAToken::Field("fingerprint");
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return Err(wrong);
    }
    for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        let digits = std::str::from_utf8(digits).map_err(|_| wrong)?;
        *byte = u8::from_str_radix(digits, 16).map_err(|_| wrong)?;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(json: &str) -> String {
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(json))
    }

    fn sample(change: (&str, &str)) -> String {
        let json = format!(
            r#"{{"a":"collector.example:7443","f":"{}","s":"{}","d":"0810","z":"lgwan","e":1800000000000,"n":3}}"#,
            "ab".repeat(32),
            URL_SAFE_NO_PAD.encode([7; 32])
        );
        written(&json.replace(change.0, change.1))
    }

    #[test]
    fn a_token_says_where_and_by_what_authority() {
        let token = Token::read(&format!("  {}\r\n", sample(("", "")))).expect("a token");
        assert_eq!(token.address, "collector.example:7443");
        assert_eq!(token.fingerprint, [0xab; 32]);
        assert_eq!(token.secret.reveal(), &[7; 32]);
        assert_eq!(
            (token.department.as_str(), token.zone.as_str()),
            ("0810", "lgwan")
        );
    }

    #[test]
    fn what_is_wrong_with_a_token_is_told_without_repeating_it() {
        let whole = sample(("", ""));
        for (text, expected) in [
            (" \n", NotAToken::Empty),
            ("hello", NotAToken::Prefix),
            (&whole[..whole.len() - 9], NotAToken::Mangled),
            ("mimawari1.!!!", NotAToken::Mangled),
            (
                &sample(("collector.example:7443", "collector.example")),
                NotAToken::Field("address"),
            ),
            (&sample(("collector.example", "a b")), NotAToken::Field("address")),
            (&sample(("abab", "abxx")), NotAToken::Field("fingerprint")),
            (&sample((r#""s":"Bw"#, r#""s":"B"#)), NotAToken::Field("secret")),
            (&sample(("lgwan", "l g")), NotAToken::Field("zone")),
        ] {
            assert_eq!(Token::read(text).map(|_| ()), Err(expected), "{text}");
        }
    }
}
