//! Edits of a presentation: which record has which number after the last of them.

use std::collections::HashMap;

use super::{heading, long};
use crate::extract::{
    Stop,
    compound::Stream,
    limits::{EDITS, PART_BYTES, RECORDS},
};

const EDIT: u16 = 0x0ff5;
const LIST: u16 = 0x1772;
/// The word of a presentation that is protected.
const LOCKED: u32 = 0xf3d1_c4df;
const BROKEN: Stop = Stop::Damaged("the list of edits is broken");

/// Places of records by their number.
pub(super) struct Edits {
    places: HashMap<u32, u32>,
    /// The number of the document.
    pub(super) document: u32,
}

impl Edits {
    /// Reads all edits, the last one first.
    ///
    /// # Errors
    /// Protected, damaged, or more edits and records than are ever held in memory.
    pub(super) fn read(user: &[u8], stream: &mut Stream<'_, '_>) -> Result<Self, Stop> {
        let word = |at: usize| {
            let bytes = user.get(at..at + 4).and_then(<[u8]>::first_chunk);
            bytes.map(|bytes| u32::from_le_bytes(*bytes)).ok_or(BROKEN)
        };
        if word(12)? == LOCKED {
            return Err(Stop::Encrypted("the presentation is protected by a password"));
        }
        let mut edits = Self {
            places: HashMap::new(),
            document: 0,
        };
        let mut at = u64::from(word(16)?);
        for turn in 0..EDITS {
            let edit = heading(stream, at)?
                .filter(|edit| edit.kind == EDIT)
                .ok_or(BROKEN)?;
            if edit.ends - edit.begins >= 32 {
                return Err(Stop::Encrypted("the presentation is protected by a password"));
            }
            if turn == 0 {
                edits.document = long(stream, edit.begins + 16)?;
            }
            let list = long(stream, edit.begins + 12)?;
            edits.list(stream, list.into())?;
            let before = u64::from(long(stream, edit.begins + 8)?);
            if before == 0 || before >= at {
                return Ok(edits);
            }
            at = before;
        }
        Err(Stop::Limit("more than 10,000 edits"))
    }

    /// Returns where the record of a number lies.
    pub(super) fn place(&self, number: u32) -> Option<u64> {
        self.places.get(&number).map(|&at| at.into())
    }

    /// Returns the places of all records, in their order in the file.
    pub(super) fn places(&self) -> Vec<u64> {
        let mut places: Vec<u64> = self.places.values().map(|&at| at.into()).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// Takes a list; what a later edit told stays.
    fn list(&mut self, stream: &mut Stream<'_, '_>, at: u64) -> Result<(), Stop> {
        let list = heading(stream, at)?
            .filter(|list| list.kind == LIST)
            .ok_or(BROKEN)?;
        let mut bytes = Vec::new();
        stream.part(list.begins, (list.ends - list.begins).min(PART_BYTES), &mut bytes)?;
        let mut longs = bytes
            .as_chunks::<4>()
            .0
            .iter()
            .map(|long| u32::from_le_bytes(*long));
        while let Some(first) = longs.next() {
            let (number, count) = (first & 0x000f_ffff, first >> 20);
            for (number, place) in (number..).zip(longs.by_ref().take(count as usize)) {
                self.places.entry(number).or_insert(place);
            }
            if self.places.len() > RECORDS {
                return Err(Stop::Limit("more than 200,000 records"));
            }
        }
        Ok(())
    }
}
