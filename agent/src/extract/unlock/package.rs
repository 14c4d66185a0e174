//! An encrypted package, decrypted piece by piece while it is read.

use std::io::{self, Read, Seek, SeekFrom};

use super::{agile::Agile, standard::Standard};
use crate::extract::{
    Stop,
    compound::{Compound, Storage, Stream},
    limits::Budget,
    sought,
};

/// Bytes that are decrypted together.
const PIECE: u64 = 4096;
const LOCKED: Stop = Stop::Encrypted("the document is protected by a password");

/// A package that opens without asking.
pub(in crate::extract) struct Package<'c, 's> {
    stream: Stream<'c, 's>,
    lock: Lock,
    size: u64,
    at: u64,
    /// The piece that is decrypted, and its number.
    piece: Vec<u8>,
    number: Option<u64>,
}

/// How a package is encrypted.
enum Lock {
    Standard(Standard),
    Agile(Agile),
}

/// Opens the package in a storage.
///
/// # Errors
/// Encrypted, where it takes a password that somebody must know.
pub(in crate::extract) fn package<'c, 's>(
    compound: &'c mut Compound<'s>,
    storage: Storage,
    budget: &Budget,
) -> Result<Package<'c, 's>, Stop> {
    let info = compound.part(storage, "EncryptionInfo", 0, 64 << 10, budget)?;
    let lock = match info.get(..4) {
        Some([4, 0, 4, 0]) => Agile::open(info.get(8..).unwrap_or_default()).map(Lock::Agile),
        Some([2..=4, 0, 2, 0]) => Standard::open(info.get(8..).unwrap_or_default()).map(Lock::Standard),
        _ => None,
    };
    let lock = lock.ok_or(LOCKED)?;
    let Some(mut stream) = compound.stream(storage, "EncryptedPackage") else {
        return Err(LOCKED);
    };
    let mut size = Vec::new();
    stream.part(0, 8, &mut size)?;
    let said = size.first_chunk().map_or(0, |size| u64::from_le_bytes(*size));
    Ok(Package {
        size: said.min(stream.size().saturating_sub(8)),
        stream,
        lock,
        at: 0,
        piece: Vec::new(),
        number: None,
    })
}

impl Package<'_, '_> {
    fn load(&mut self, number: u64) -> io::Result<()> {
        if self.number == Some(number) {
            return Ok(());
        }
        self.number = None;
        self.stream
            .part(8 + number * PIECE, PIECE, &mut self.piece)
            .map_err(io::Error::other)?;
        self.piece.truncate(self.piece.len() / 16 * 16);
        match &self.lock {
            Lock::Standard(lock) => lock.decrypt(&mut self.piece),
            Lock::Agile(lock) => lock.decrypt(number as u32, &mut self.piece),
        };
        self.number = Some(number);
        Ok(())
    }
}

impl Read for Package<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.size.saturating_sub(self.at).min(buffer.len() as u64) as usize;
        if left == 0 {
            return Ok(0);
        }
        self.load(self.at / PIECE)?;
        let there = self.piece.get((self.at % PIECE) as usize..).unwrap_or_default();
        let length = there.len().min(left);
        buffer[..length].copy_from_slice(&there[..length]);
        self.at += length as u64;
        Ok(length)
    }
}

impl Seek for Package<'_, '_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = sought(to, self.at, self.size)?;
        Ok(self.at)
    }
}
