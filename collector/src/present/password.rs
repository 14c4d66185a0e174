//! Passwords at rest: Argon2id in PHC form, slow by design; call off the async threads.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _},
};

/// Why a password could not be hashed.
#[derive(Debug, thiserror::Error)]
#[error("cannot hash the password: {0}")]
pub struct NotHashed(String);

/// Shortest password taken, in characters.
pub const SHORTEST_CHARS: usize = 12;

/// Longest password taken, in bytes: hashing more would only give strangers a lever.
pub const LONGEST_BYTES: usize = 1024;

/// OWASP's first choice: 46 MiB, one pass, one lane.
const MEMORY_KIB: u32 = 47_104;

/// Hashes a password with 16 random bytes of salt.
pub fn hash(password: &str, salt: &[u8; 16]) -> Result<String, NotHashed> {
    engine()
        .hash_password_with_salt(password.as_bytes(), salt)
        .map(|hash| hash.to_string())
        .map_err(|error| NotHashed(error.to_string()))
}

/// Tells whether this is the password behind the hash.
pub fn matches(password: &str, hash: &str) -> bool {
    password.len() <= LONGEST_BYTES && engine().verify_password(password.as_bytes(), hash).is_ok()
}

fn engine() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, 1, 1, None).expect("the constants are in range");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_itself_opens_its_hash() {
        let kept = hash("correct horse 電池", &[7; 16]).expect("hashed");
        assert!(kept.starts_with("$argon2id$v=19$"), "{kept}");
        assert!(matches("correct horse 電池", &kept));
        assert!(!matches("correct horse 電地", &kept));
        assert!(!matches("", &kept));
        assert!(!matches("correct horse 電池", "no hash at all"));
    }
}
