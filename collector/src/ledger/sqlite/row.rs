//! Values of the vocabulary as columns, and back.
//!
//! A value that the schema admits and the vocabulary does not is damage: it
//! is reported, never guessed.

use mimawari_proto::{name::Name, parcel::Digest, time::Timestamp};
use rusqlite::{Error, Row, types::Type};

/// A column that holds what the vocabulary does not know.
#[derive(Debug, thiserror::Error)]
#[error("column {0} holds what this release cannot read")]
struct Unreadable(String);

/// Returns the fault for a column that cannot be read.
pub(in crate::ledger) fn unreadable(row: &Row<'_>, column: usize) -> Error {
    let name = row.as_ref().column_name(column).unwrap_or("?").to_owned();
    Error::FromSqlConversionFailure(column, Type::Null, Box::new(Unreadable(name)))
}

/// Reads a time.
pub(in crate::ledger) fn time(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    row.get(column).map(Timestamp::from_unix_ms)
}

/// Reads a time that may be missing.
pub(in crate::ledger) fn time_or_none(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Timestamp>> {
    let ms: Option<i64> = row.get(column)?;
    Ok(ms.map(Timestamp::from_unix_ms))
}

/// Reads a number that is never negative.
pub(in crate::ledger) fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(i64::cast_unsigned)
}

/// Reads a digest.
pub(in crate::ledger) fn digest(row: &Row<'_>, column: usize) -> rusqlite::Result<Digest> {
    row.get(column).map(Digest)
}

/// Reads a name from its two columns.
pub(in crate::ledger) fn name(row: &Row<'_>, column: usize) -> rusqlite::Result<Name> {
    Ok(Name {
        shown: row.get(column)?,
        raw: row.get(column + 1)?,
    })
}

/// Reads a name that may be missing.
pub(in crate::ledger) fn name_or_none(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Name>> {
    let shown: Option<String> = row.get(column)?;
    let raw = row.get(column + 1)?;
    Ok(shown.map(|shown| Name { shown, raw }))
}

/// Reads something from its bytes or its text.
pub(in crate::ledger) fn parsed<S, T, E>(
    row: &Row<'_>,
    column: usize,
    parse: impl FnOnce(&S::Target) -> Result<T, E>,
) -> rusqlite::Result<T>
where
    S: rusqlite::types::FromSql + std::ops::Deref,
{
    parse(&*row.get::<_, S>(column)?).map_err(|_| unreadable(row, column))
}

/// Reads something that may be missing from its bytes or its text.
pub(in crate::ledger) fn parsed_or_none<S, T, E>(
    row: &Row<'_>,
    column: usize,
    parse: impl FnOnce(&S::Target) -> Result<T, E>,
) -> rusqlite::Result<Option<T>>
where
    S: rusqlite::types::FromSql + std::ops::Deref,
{
    let stored: Option<S> = row.get(column)?;
    stored
        .map(|stored: S| parse(&*stored).map_err(|_| unreadable(row, column)))
        .transpose()
}

/// Reads a word from its number.
pub(in crate::ledger) fn word<T>(
    row: &Row<'_>,
    column: usize,
    word: impl FnOnce(i32) -> Option<T>,
) -> rusqlite::Result<T> {
    word(row.get(column)?).ok_or_else(|| unreadable(row, column))
}

/// Reads a word that may be missing.
pub(in crate::ledger) fn word_or_none<T>(
    row: &Row<'_>,
    column: usize,
    word: impl FnOnce(i32) -> Option<T>,
) -> rusqlite::Result<Option<T>> {
    let number: Option<i32> = row.get(column)?;
    Ok(number.and_then(word))
}

/// Returns a count as a column, bit by bit: [`count`] gives it back.
pub(in crate::ledger) const fn stored(count: u64) -> i64 {
    count.cast_signed()
}
