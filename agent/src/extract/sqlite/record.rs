//! Pages of trees, and the records in them.

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE};

use super::{Layout, Pages, Stop};
use crate::extract::limits::RECORD_BYTES;

const BROKEN: Stop = Stop::Damaged("a page of a table is damaged");

/// How text is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Coding {
    Utf8,
    Utf16Le,
    Utf16Be,
}

impl Coding {
    /// Takes the word of the file's head.
    pub(super) const fn told(word: u8) -> Self {
        match word {
            2 => Self::Utf16Le,
            3 => Self::Utf16Be,
            _ => Self::Utf8,
        }
    }

    fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes),
            Self::Utf16Le => UTF_16LE.decode_without_bom_handling(bytes).0,
            Self::Utf16Be => UTF_16BE.decode_without_bom_handling(bytes).0,
        }
    }
}

/// A value of a column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Value {
    Text(String),
    Number(i64),
    /// Nothing, a fraction, or bytes.
    Other,
}

impl Drop for Value {
    fn drop(&mut self) {
        if let Self::Text(text) = self {
            zeroize::Zeroize::zeroize(text);
        }
    }
}

/// One page of a tree.
pub(super) struct Tree<'p> {
    page: &'p [u8],
    /// Where the header of the tree stands: the first page begins with the head of the file.
    start: usize,
    sort: u8,
}

impl<'p> Tree<'p> {
    /// Takes a page.
    ///
    /// # Errors
    /// It belongs to no tree.
    pub(super) fn of(page: &'p [u8], number: u32) -> Result<Self, Stop> {
        let start = if number == 1 { 100 } else { 0 };
        match page.get(start) {
            Some(&sort @ (2 | 5 | 10 | 13)) => Ok(Self { page, start, sort }),
            _ => Err(BROKEN),
        }
    }

    /// Tells whether this is a page with rows of an ordinary table.
    pub(super) const fn is_leaf_of_table(&self) -> bool {
        self.sort == 13
    }

    const fn is_leaf(&self) -> bool {
        self.sort >= 10
    }

    fn word(&self, at: usize) -> Option<usize> {
        let bytes = self.page.get(at..at + 2)?;
        Some(usize::from(u16::from_be_bytes([bytes[0], bytes[1]])))
    }

    fn long(&self, at: usize) -> Option<u32> {
        self.page
            .get(at..at + 4)?
            .as_array()
            .map(|bytes| u32::from_be_bytes(*bytes))
    }

    /// Returns where the cells stand.
    fn cells(&self) -> impl Iterator<Item = usize> + '_ {
        let first = self.start + if self.is_leaf() { 8 } else { 12 };
        let count = self.word(self.start + 3).unwrap_or(0);
        (0..count).map_while(move |cell| self.word(first + cell * 2))
    }

    /// Returns the pages below, in the order of their rows.
    pub(super) fn children(&self) -> Vec<u32> {
        if self.is_leaf() {
            return Vec::new();
        }
        let left = self.cells().filter_map(|at| self.long(at));
        left.chain(self.long(self.start + 8)).collect()
    }

    /// Shows every row of this page.
    pub(super) fn rows(
        &self,
        pages: &mut dyn Pages,
        layout: &Layout,
        row: &mut dyn FnMut(&[Value]) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        if self.sort == 5 {
            return Ok(());
        }
        let mut outcome = Ok(());
        for at in self.cells() {
            let values = self
                .payload(at, pages, layout)
                .and_then(|payload| values(&payload, layout.coding).ok_or(BROKEN));
            match values {
                Ok(values) => row(&values)?,
                Err(stop @ Stop::Limit(_)) => return Err(stop),
                Err(stop) => outcome = outcome.and(Err(stop)),
            }
        }
        outcome
    }

    /// Gathers the record of a cell: a part on the page, the rest on a chain of others.
    fn payload(&self, at: usize, pages: &mut dyn Pages, layout: &Layout) -> Result<Vec<u8>, Stop> {
        let mut rest = self.page.get(at..).ok_or(BROKEN)?;
        if self.sort == 2 {
            rest = rest.get(4..).ok_or(BROKEN)?;
        }
        let total = varint(&mut rest).ok_or(BROKEN)?;
        if self.sort == 13 {
            varint(&mut rest).ok_or(BROKEN)?;
        }
        let total = usize::try_from(total).map_err(|_| BROKEN)?;
        let local = self.local(total, layout.used);
        let mut payload = rest.get(..local).ok_or(BROKEN)?.to_vec();
        let wanted = total.min(RECORD_BYTES);
        let mut next = rest.get(local..local + 4).map_or(0, |bytes| {
            bytes.as_array().map_or(0, |bytes| u32::from_be_bytes(*bytes))
        });
        while payload.len() < wanted && next != 0 {
            let page = pages.page(next)?;
            let (link, bytes) = page.split_at_checked(4).ok_or(BROKEN)?;
            let more = bytes
                .len()
                .min(layout.used.saturating_sub(4))
                .min(wanted - payload.len());
            payload.extend_from_slice(&bytes[..more]);
            next = link.as_array().map_or(0, |bytes| u32::from_be_bytes(*bytes));
        }
        Ok(payload)
    }

    /// Returns how many bytes of a record stand on the page itself.
    fn local(&self, total: usize, used: usize) -> usize {
        let least = used.saturating_sub(12) * 32 / 255 - 23;
        let most = if self.sort == 13 {
            used.saturating_sub(35)
        } else {
            used.saturating_sub(12) * 64 / 255 - 23
        };
        if total <= most {
            return total;
        }
        let fitted = least + (total - least) % used.saturating_sub(4).max(1);
        if fitted <= most { fitted } else { least }
    }
}

/// Splits a record into its values; those behind a cut are left out.
pub(super) fn values(record: &[u8], coding: Coding) -> Option<Vec<Value>> {
    let mut sorts = record;
    let head = usize::try_from(varint(&mut sorts)?).ok()?;
    let used = record.len() - sorts.len();
    let mut sorts = record.get(used..head)?;
    let mut rest = record.get(head..)?;
    let mut values = Vec::new();
    while let Some(sort) = varint(&mut sorts) {
        let length = match sort {
            0 | 8 | 9 | 10 | 11 => 0,
            1..=4 => sort,
            5 => 6,
            6 | 7 => 8,
            _ => (sort - 12) / 2,
        };
        let length = usize::try_from(length).ok()?;
        let cut = length > rest.len();
        let (bytes, after) = rest.split_at(length.min(rest.len()));
        rest = after;
        values.push(match sort {
            _ if cut && sort < 12 => Value::Other,
            1..=6 => Value::Number(integer(bytes)),
            8 => Value::Number(0),
            9 => Value::Number(1),
            13.. if sort % 2 == 1 => Value::Text(coding.decode(bytes).into_owned()),
            _ => Value::Other,
        });
    }
    Some(values)
}

fn integer(bytes: &[u8]) -> i64 {
    let negative = bytes.first().is_some_and(|&byte| byte >= 0x80);
    let start = if negative { -1 } else { 0 };
    bytes
        .iter()
        .fold(start, |value: i64, &byte| value << 8 | i64::from(byte))
}

/// Reads a number of up to nine bytes, seven bits each but the last.
pub(super) fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for at in 0..9 {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        if at == 8 {
            return Some(value << 8 | u64::from(byte));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}
