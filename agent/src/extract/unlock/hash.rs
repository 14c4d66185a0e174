//! Hashes that locks are made with.

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// One of the hashes that a lock may name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Hash {
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// Finds a hash by the name that a lock gives it.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name.replace('-', "").to_ascii_uppercase().as_str() {
            "MD5" => Self::Md5,
            "SHA1" => Self::Sha1,
            "SHA256" => Self::Sha256,
            "SHA384" => Self::Sha384,
            "SHA512" => Self::Sha512,
            _ => return None,
        })
    }

    /// Hashes parts, one after the other.
    pub(super) fn of(self, parts: &[&[u8]]) -> Vec<u8> {
        match self {
            Self::Md5 => digest::<Md5>(parts),
            Self::Sha1 => digest::<Sha1>(parts),
            Self::Sha256 => digest::<Sha256>(parts),
            Self::Sha384 => digest::<Sha384>(parts),
            Self::Sha512 => digest::<Sha512>(parts),
        }
    }

    /// Hashes salt and password, and the result again and again with the number of the turn.
    pub(super) fn spun(self, salt: &[u8], password: &[u8], turns: u32) -> Vec<u8> {
        match self {
            Self::Md5 => spin::<Md5>(salt, password, turns),
            Self::Sha1 => spin::<Sha1>(salt, password, turns),
            Self::Sha256 => spin::<Sha256>(salt, password, turns),
            Self::Sha384 => spin::<Sha384>(salt, password, turns),
            Self::Sha512 => spin::<Sha512>(salt, password, turns),
        }
    }
}

fn digest<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
    let mut digest = D::new();
    parts.iter().for_each(|part| digest.update(part));
    digest.finalize().to_vec()
}

fn spin<D: Digest>(salt: &[u8], password: &[u8], turns: u32) -> Vec<u8> {
    let mut hash = D::new().chain_update(salt).chain_update(password).finalize();
    for turn in 0..turns {
        hash = D::new()
            .chain_update(turn.to_le_bytes())
            .chain_update(&hash)
            .finalize();
    }
    hash.to_vec()
}
