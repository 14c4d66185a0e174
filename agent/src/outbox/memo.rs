//! Small things to remember, as JSON.

use rusqlite::{Connection, OptionalExtension as _};

use super::{Change, Outbox, OutboxError};

impl Outbox {
    /// Returns what is remembered under a word; what cannot be read any more was never said.
    pub fn memo<T: serde::de::DeserializeOwned>(&self, word: &str) -> Result<Option<T>, OutboxError> {
        let kept = read(&self.store().connection, word)?;
        Ok(kept.and_then(|value| serde_json::from_str(&value).ok()))
    }

    /// Remembers a value by itself.
    pub fn remember(&self, word: &'static str, value: &impl serde::Serialize) -> Result<(), OutboxError> {
        let value = serde_json::to_string(value).expect("plain values have a JSON form");
        self.store().change(|change| change.keep_memo(word, &value))
    }
}

impl Change<'_> {
    pub(super) fn memo(&self, word: &str) -> Result<Option<String>, OutboxError> {
        read(&self.transaction, word)
    }

    pub(super) fn keep_memo(&self, word: &str, value: &str) -> Result<(), OutboxError> {
        self.transaction.execute(
            "INSERT INTO memo (word, value) VALUES (?1, ?2) ON CONFLICT (word) DO UPDATE SET value = ?2",
            [word, value],
        )?;
        Ok(())
    }
}

fn read(connection: &Connection, word: &str) -> Result<Option<String>, OutboxError> {
    Ok(connection
        .query_row("SELECT value FROM memo WHERE word = ?1", [word], |row| row.get(0))
        .optional()?)
}
