//! Which paragraphs stand in tables, and which of their ends end a row.
//!
//! ```text
//! list  n + 1 × position u32 | n × page number u32
//! page  512 B: positions of paragraph ends u32 … formats … | number of paragraphs u8
//! ```

use super::{MAIN, header::Header};
use crate::extract::{
    Stop,
    compound::{Compound, Storage},
    limits::Budget,
};

const PAGE: u64 = 512;

/// What a paragraph of a table is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Within {
    /// Ends a row.
    pub(super) row: bool,
    /// Stands in a table inside a table …
    pub(super) inner: bool,
    /// … and ends a cell of it …
    pub(super) inner_cell: bool,
    /// … or a row of it.
    pub(super) inner_row: bool,
}

/// Paragraphs in tables, by the position where they end.
#[derive(Default)]
pub(super) struct Rows(Vec<(u32, Within)>);

impl Rows {
    /// Reads all pages; what is broken in them is left out.
    ///
    /// # Errors
    /// A limit.
    pub(super) fn read(
        compound: &mut Compound<'_>,
        storage: Storage,
        header: &Header,
        budget: &Budget,
    ) -> Result<Self, Stop> {
        let mut rows = Self::default();
        if header.old {
            return Ok(rows);
        }
        let (place, length) = header.paragraphs;
        let list = compound.part(storage, header.table, place, length, budget)?;
        let Some(stream) = compound.stream(storage, MAIN) else {
            return Ok(rows);
        };
        let mut stream = stream.paid_from(budget);
        let count = list.len().saturating_sub(4) / 8;
        let numbers = list.get((count + 1) * 4..).unwrap_or_default();
        let mut page = Vec::new();
        for number in numbers.as_chunks::<4>().0 {
            let number = u64::from(u32::from_le_bytes(*number) & 0x003f_ffff);
            stream.part(number * PAGE, PAGE, &mut page)?;
            rows.take(&page);
        }
        rows.0.sort_unstable_by_key(|(ends, _)| *ends);
        Ok(rows)
    }

    /// Returns what the paragraph is that ends at a position.
    pub(super) fn find(&self, ends: u64) -> Option<Within> {
        let at = self.0.binary_search_by_key(&ends, |(ends, _)| u64::from(*ends));
        Some(self.0.get(at.ok()?)?.1)
    }

    /// Tells whether nothing is known of paragraphs.
    pub(super) fn unknown(&self) -> bool {
        self.0.is_empty()
    }

    fn take(&mut self, page: &[u8]) {
        let Some(&count) = page.get(511) else {
            return;
        };
        let count = usize::from(count);
        for number in 0..count {
            let ends = page.get((number + 1) * 4..(number + 2) * 4);
            let place = page.get((count + 1) * 4 + number * 13);
            let (Some(&[a, b, c, d]), Some(&place)) = (ends, place) else {
                return;
            };
            if let Some(within) = formats(page, usize::from(place) * 2).and_then(within) {
                self.0.push((u32::from_le_bytes([a, b, c, d]), within));
            }
        }
    }
}

/// Returns the formats of a paragraph without the number of their style.
fn formats(page: &[u8], place: usize) -> Option<&[u8]> {
    if place == 0 {
        return None;
    }
    match page.get(place..)? {
        [0, words, rest @ ..] => rest.get(2..usize::from(*words) * 2),
        [words, rest @ ..] => rest.get(2..(usize::from(*words) * 2).checked_sub(1)?),
        [] => None,
    }
}

/// Takes from a paragraph's formats what they say about tables; `None` outside of tables.
fn within(mut formats: &[u8]) -> Option<Within> {
    let mut within = Within::default();
    let mut table = false;
    while let [a, b, rest @ ..] = formats {
        let code = u16::from_le_bytes([*a, *b]);
        let on = rest.first().is_some_and(|&byte| byte != 0);
        match code {
            0x2416 => table |= on,
            0x2417 => within.row |= on,
            0x244b => within.inner_cell |= on,
            0x244c => within.inner_row |= on,
            0x6649 => {
                table |= on;
                within.inner |= rest.first().is_some_and(|&depth| depth > 1);
            }
            // Formats too long for the page: only the definition of a row is.
            0x6645 | 0x6646 => within.row = true,
            _ => {}
        }
        formats = rest.get(operand(code, rest)..).unwrap_or_default();
    }
    let inner = within.inner || within.inner_cell || within.inner_row;
    (table || inner || within.row).then_some(Within { inner, ..within })
}

/// Returns the length of what follows a code.
fn operand(code: u16, rest: &[u8]) -> usize {
    match code >> 13 {
        0 | 1 => 1,
        2 | 4 | 5 => 2,
        3 => 4,
        7 => 3,
        _ if code == 0xd608 => match rest {
            [a, b, ..] => usize::from(u16::from_le_bytes([*a, *b])) + 1,
            _ => usize::MAX,
        },
        _ => rest.first().map_or(usize::MAX, |&length| usize::from(length) + 1),
    }
}
