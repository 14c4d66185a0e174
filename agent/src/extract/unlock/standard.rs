//! The lock of Office 2007: AES in single blocks, its key from 50,000 turns of SHA-1.

use aes::{
    Aes128, Aes192, Aes256,
    cipher::{Array, BlockCipherDecrypt, KeyInit},
};

use super::{hash::Hash, password};

const TURNS: u32 = 50_000;

/// The key of a package.
pub(super) enum Standard {
    Short(Box<Aes128>),
    Middle(Box<Aes192>),
    Long(Box<Aes256>),
}

impl Standard {
    /// Opens a lock: length of the header, header, salt, check, hash of the check.
    pub(super) fn open(lock: &[u8]) -> Option<Self> {
        let long = |at: usize| Some(u32::from_le_bytes(*lock.get(at..at + 4)?.first_chunk()?));
        let bits = long(4 + 16)?;
        let rest = lock.get(4usize.checked_add(long(0)? as usize)?..)?;
        let salt = rest.get(4..20)?;
        let mut check = rest.get(20..36)?.to_vec();
        let mut hash = rest.get(40..72)?.to_vec();
        let spun = Hash::Sha1.spun(salt, &password(), TURNS);
        let key = stretched(&Hash::Sha1.of(&[&spun, &[0; 4]]));
        let key = Self::of(key.get(..bits as usize / 8)?)?;
        key.decrypt(&mut check);
        key.decrypt(&mut hash);
        (Hash::Sha1.of(&[&check]) == hash[..20]).then_some(key)
    }

    /// Decrypts whole blocks in place.
    pub(super) fn decrypt(&self, bytes: &mut [u8]) {
        for block in bytes.as_chunks_mut::<16>().0 {
            let block = Array::cast_slice_from_core_mut(std::slice::from_mut(block));
            match self {
                Self::Short(key) => key.decrypt_blocks(block),
                Self::Middle(key) => key.decrypt_blocks(block),
                Self::Long(key) => key.decrypt_blocks(block),
            }
        }
    }

    fn of(key: &[u8]) -> Option<Self> {
        Some(match key.len() {
            16 => Self::Short(Box::new(Aes128::new_from_slice(key).ok()?)),
            24 => Self::Middle(Box::new(Aes192::new_from_slice(key).ok()?)),
            32 => Self::Long(Box::new(Aes256::new_from_slice(key).ok()?)),
            _ => return None,
        })
    }
}

/// Makes forty bytes of twenty.
fn stretched(hash: &[u8]) -> Vec<u8> {
    let half = |fill: u8| {
        let mut pad = [fill; 64];
        pad.iter_mut().zip(hash).for_each(|(pad, byte)| *pad ^= byte);
        Hash::Sha1.of(&[&pad])
    };
    [half(0x36), half(0x5c)].concat()
}
