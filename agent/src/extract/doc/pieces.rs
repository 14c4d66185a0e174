//! The list of pieces: which characters of the text lie where in the main stream, and how they are written.
//!
//! ```text
//! list   (1 | length u16 | formats)* 2 | length u32 | n + 1 × first character u32 | n × piece
//! piece  flags u16 | place u32, bit 30: one byte a character and the place doubled | formats u16
//! ```

use super::header::Header;
use crate::extract::{Stop, coding::Coding};

/// Characters that lie together.
#[derive(Debug)]
pub(super) struct Piece {
    /// The number of the first character.
    pub(super) begins: u64,
    /// How many characters.
    pub(super) length: u64,
    /// Where they lie in the main stream.
    pub(super) place: u64,
    coding: Coding,
}

impl Piece {
    /// Returns the bytes of a character; of half a character, where two bytes make one.
    pub(super) fn unit(&self) -> u64 {
        self.coding.unit() as u64
    }

    /// Returns how many of these bytes make whole characters, when more follow.
    pub(super) fn whole_characters(&self, bytes: &[u8], more: bool) -> usize {
        match self.coding {
            Coding::Utf16Le => bytes.len() & !1,
            Coding::Cp932 if more => {
                let single = |byte: &u8| byte.is_ascii() && *byte < 0x40;
                bytes.iter().rposition(single).map_or(bytes.len(), |at| at + 1)
            }
            _ => bytes.len(),
        }
    }

    /// Shows every unit of UTF-16 with the number of bytes that it had.
    pub(super) fn show<E>(
        &self,
        bytes: &[u8],
        mut take: impl FnMut(u16, u64) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.coding == Coding::Utf16Le {
            let mut units = bytes.as_chunks::<2>().0.iter();
            return units.try_for_each(|unit| take(u16::from_le_bytes(*unit), 2));
        }
        let mut units = [0; 2];
        for c in self.coding.decode(bytes).chars() {
            let double = self.coding == Coding::Cp932 && !c.is_ascii() && !('｡'..='ﾟ').contains(&c);
            let mut width = if double { 2 } else { 1 };
            for &unit in c.encode_utf16(&mut units).iter() {
                take(unit, width)?;
                width = 0;
            }
        }
        Ok(())
    }
}

/// Reads the list.
///
/// # Errors
/// Damaged.
pub(super) fn read(list: &[u8], header: &Header) -> Result<Vec<Piece>, Stop> {
    const BROKEN: Stop = Stop::Damaged("the list of pieces is broken");
    if header.old && list.is_empty() {
        return Ok(guessed(header));
    }
    let mut rest = list;
    while let [1, a, b, after @ ..] = rest {
        rest = after
            .get(usize::from(u16::from_le_bytes([*a, *b]))..)
            .ok_or(BROKEN)?;
    }
    let [2, a, b, c, d, rest @ ..] = rest else {
        return Err(BROKEN);
    };
    let length = u32::from_le_bytes([*a, *b, *c, *d]) as usize;
    let rest = rest.get(..length).ok_or(BROKEN)?;
    let count = length.checked_sub(4).ok_or(BROKEN)? / 12;
    let (firsts, places) = rest.split_at((count + 1) * 4);
    let firsts: Vec<u64> = longs(firsts).collect();
    let pieces = places.chunks_exact(8).zip(firsts.windows(2));
    Ok(pieces
        .filter(|(_, firsts)| firsts[0] < firsts[1])
        .map(|(piece, firsts)| one(piece, firsts, header))
        .collect())
}

fn one(piece: &[u8], firsts: &[u64], header: &Header) -> Piece {
    let place = longs(&piece[2..6]).next().unwrap_or_default();
    let single = place & 1 << 30 != 0;
    let (place, coding) = match (header.old, single) {
        (true, _) => (place, old_coding(header)),
        (false, true) => ((place & !(1 << 30)) / 2, Coding::Latin1),
        (false, false) => (place, Coding::Utf16Le),
    };
    Piece {
        begins: firsts[0],
        length: firsts[1] - firsts[0],
        place,
        coding,
    }
}

/// Takes the whole text as one piece, for a document that lists none.
pub(super) fn guessed(header: &Header) -> Vec<Piece> {
    let (begins, ends) = header.text;
    let bytes = ends.saturating_sub(begins);
    let coding = match header.old {
        true => old_coding(header),
        false if bytes > header.characters() + header.characters() / 2 => Coding::Utf16Le,
        false => Coding::Latin1,
    };
    vec![Piece {
        begins: 0,
        length: bytes / coding.unit() as u64,
        place: begins,
        coding,
    }]
}

fn old_coding(header: &Header) -> Coding {
    match (header.wide, header.japanese) {
        (true, _) => Coding::Utf16Le,
        (false, true) => Coding::Cp932,
        (false, false) => Coding::Latin1,
    }
}

fn longs(bytes: &[u8]) -> impl Iterator<Item = u64> {
    bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|long| u32::from_le_bytes(*long).into())
}
