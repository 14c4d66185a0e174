//! The lock of an old workbook, which a record describes and which covers the records after it.

use super::{OPEN, hash::Hash, password, rc4::Rc4, xor};

/// Bytes of the stream after which RC4 begins anew.
const BLOCK: u64 = 1024;
/// Records that are never encrypted: what tells of the lock, and what other programs change.
const OPEN_RECORDS: [u16; 8] = [0x0809, 0x002f, 0x00e1, 0x0194, 0x0195, 0x0196, 0x0138, 0x0409];
/// The record whose position of a sheet is not encrypted.
const SHEET: u16 = 0x0085;

/// Takes the lock off the records that follow.
pub(in crate::extract) enum Keystream {
    Rc4(Box<Blocks>),
    Xor([u8; 16]),
}

/// RC4 that begins anew in every block.
pub(in crate::extract) struct Blocks {
    key: Key,
    block: u64,
    used: u64,
    rc4: Rc4,
}

enum Key {
    Md5(Vec<u8>),
    Sha1(Vec<u8>, usize),
}

/// Opens a lock; `None` where it takes a password that somebody must know.
pub(in crate::extract) fn workbook(lock: &[u8], unicode: bool) -> Option<Keystream> {
    let short = |at: usize| Some(u16::from_le_bytes([*lock.get(at)?, *lock.get(at + 1)?]));
    if !unicode {
        return xor::key(short(0)?, short(2)?).map(Keystream::Xor);
    }
    match (short(0)?, short(2)?, short(4)?) {
        (0, key, check) => xor::key(key, check).map(Keystream::Xor),
        (1, 1, 1) => by_md5(lock.get(6..)?),
        (1, 2..=4, 2) => by_sha1(lock.get(6..)?),
        _ => None,
    }
}

/// Salt, encrypted check, encrypted hash of the check, 16 bytes each.
fn by_md5(lock: &[u8]) -> Option<Keystream> {
    let (salt, check, hash) = (lock.get(..16)?, lock.get(16..32)?, lock.get(32..48)?);
    let first = Hash::Md5.of(&[&password()]);
    let repeated = [&first[..5], salt].concat().repeat(16);
    let key = Key::Md5(Hash::Md5.of(&[&repeated])[..5].to_vec());
    key.opens(check, hash, Hash::Md5)
}

/// Flags, a header with its length before it, salt, check, and the hash of the check.
fn by_sha1(lock: &[u8]) -> Option<Keystream> {
    let long = |at: usize| Some(u32::from_le_bytes(*lock.get(at..at + 4)?.first_chunk()?));
    let bits = long(8 + 16)?;
    let rest = lock.get(8usize.checked_add(long(4)? as usize)?..)?;
    let (salt, check, hash) = (rest.get(4..20)?, rest.get(20..36)?, rest.get(40..60)?);
    let length = match bits {
        0 => 5,
        8..=128 => bits as usize / 8,
        _ => return None,
    };
    Key::Sha1(Hash::Sha1.of(&[salt, &password()]), length).opens(check, hash, Hash::Sha1)
}

impl Key {
    fn opens(self, check: &[u8], hash: &[u8], by: Hash) -> Option<Keystream> {
        let mut rc4 = self.rc4(0);
        let mut both = [check, hash].concat();
        rc4.apply(&mut both);
        let (check, hash) = both.split_at(check.len());
        (by.of(&[check]) == hash).then(|| {
            Keystream::Rc4(Box::new(Blocks {
                rc4: self.rc4(0),
                key: self,
                block: 0,
                used: 0,
            }))
        })
    }

    fn rc4(&self, block: u32) -> Rc4 {
        match self {
            Self::Md5(key) => Rc4::new(&Hash::Md5.of(&[key, &block.to_le_bytes()])),
            Self::Sha1(key, length) => {
                let mut hash = Hash::Sha1.of(&[key, &block.to_le_bytes()]);
                hash.truncate(*length);
                if *length == 5 {
                    hash.resize(16, 0);
                }
                Rc4::new(&hash)
            }
        }
    }
}

impl Keystream {
    /// Decrypts the body of a record that begins at a position and has a length; it may have been cut off.
    pub(in crate::extract) fn apply(&mut self, kind: u16, begins: u64, length: usize, body: &mut [u8]) {
        if OPEN_RECORDS.contains(&kind) {
            return;
        }
        let open = if kind == SHEET { body.len().min(4) } else { 0 };
        match self {
            Self::Rc4(blocks) => blocks.apply(begins + open as u64, &mut body[open..]),
            Self::Xor(key) => {
                let kept: Vec<u8> = body[..open].to_vec();
                xor::apply(key, begins, length, body);
                body[..open].copy_from_slice(&kept);
            }
        }
    }
}

impl Blocks {
    fn apply(&mut self, begins: u64, bytes: &mut [u8]) {
        let mut at = begins;
        let mut rest = bytes;
        while !rest.is_empty() {
            let (block, inside) = (at / BLOCK, at % BLOCK);
            if block != self.block || inside < self.used {
                self.rc4 = self.key.rc4(block as u32);
                (self.block, self.used) = (block, 0);
            }
            self.rc4.skip(inside - self.used);
            let length = rest.len().min((BLOCK - inside) as usize);
            let (here, after) = rest.split_at_mut(length);
            self.rc4.apply(here);
            at += length as u64;
            self.used = inside + length as u64;
            rest = after;
        }
    }
}

const _: () = assert!(OPEN.len() <= 15, "the key of Excel 95 holds fifteen letters");
