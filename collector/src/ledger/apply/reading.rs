//! The latest reading of each posture fact, for each account.

use mimawari_proto::{
    reading::{Reading, Value},
    time::Timestamp,
};
use rusqlite::params;

use super::{Parcel, Said};
use crate::ledger::{fault::LedgerError, sqlite::row};

impl Parcel<'_> {
    pub(super) fn reading(
        &mut self,
        said: Said,
        at: Timestamp,
        reading: &Reading,
    ) -> Result<(), LedgerError> {
        let (form, number, text) = columns(&reading.value);
        self.conn
            .prepare_cached(
                "INSERT INTO reading (machine, what, user, user_shown, source, form, number, text, at_ms, received_at_ms, said)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                 ON CONFLICT (machine, what, user) DO UPDATE SET
                     source = ?5, form = ?6, number = ?7, text = ?8, at_ms = ?9, received_at_ms = ?10, said = ?11
                 WHERE said < ?11",
            )?
            .execute(params![
                self.link.stream,
                reading.what,
                reading.user.exact(),
                reading.user.shown,
                reading.source,
                form,
                number,
                text,
                at.as_unix_ms(),
                self.link.received_at.as_unix_ms(),
                said.0
            ])?;
        Ok(())
    }
}

fn columns(value: &Value) -> (i32, Option<i64>, Option<&str>) {
    match value {
        Value::Flag(flag) => (1, Some(i64::from(*flag)), None),
        Value::Number(number) => (2, Some(*number), None),
        Value::Seconds(seconds) => (3, Some(row::stored(*seconds)), None),
        Value::Text(text) => (4, None, Some(text)),
        Value::Unknown(why) => (5, None, Some(why)),
    }
}
