//! Parcels set aside: refused by the collector or damaged on the disk; a person looks at them.

use mimawari_proto::{
    name::Name,
    reading::{Reading, Value},
    round::{Event, Said},
    time::Timestamp,
};
use rusqlite::params;

use super::{Change, Outbox, OutboxError};

/// Most parcels kept aside: 16 MiB at their largest. Older ones leave, the count stays.
const ASIDE_LIMIT: i64 = 64;

/// Where the number of parcels ever set aside is remembered.
const COUNT: &str = "aside.count";

/// A parcel that is not sent any more.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SetAside {
    /// Its number in its epoch.
    pub seq: u64,
    /// When it was set aside.
    pub at: Timestamp,
    /// Why: the collector's words, or the damage.
    pub why: String,
    /// Bytes of its events.
    pub bytes: u64,
}

impl Outbox {
    /// Sets a parcel aside that the collector will never take, and says so.
    pub fn refuse(&self, seq: u64, why: &str, now: Timestamp) -> Result<(), OutboxError> {
        self.store().change(|change| {
            change.move_aside(seq, why, now)?;
            change.say_aside(now)
        })?;
        self.sealed.notify_one();
        Ok(())
    }

    /// Lists what was set aside, newest first.
    pub fn set_aside(&self) -> Result<Vec<SetAside>, OutboxError> {
        let store = self.store();
        let mut statement = store
            .connection
            .prepare("SELECT seq, set_aside_at_ms, why, length(events) FROM aside ORDER BY id DESC")?;
        let rows = statement.query_map([], |row| {
            Ok(SetAside {
                seq: row.get::<_, i64>(0)?.cast_unsigned(),
                at: Timestamp::from_unix_ms(row.get(1)?),
                why: row.get(2)?,
                bytes: row.get::<_, i64>(3)?.unsigned_abs(),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Change<'_> {
    /// Sets a damaged parcel aside; what stands is said again, as part of it may have been in there.
    pub(super) fn set_damaged_aside(&mut self, seq: u64, now: Timestamp) -> Result<(), OutboxError> {
        self.move_aside(seq, "damaged on the disk", now)?;
        self.say_aside(now)?;
        self.say_standing(now)
    }

    pub(super) fn move_aside(&mut self, seq: u64, why: &str, now: Timestamp) -> Result<(), OutboxError> {
        self.transaction.execute(
            "INSERT INTO aside (epoch, seq, set_aside_at_ms, why, events)
             SELECT ?1, seq, ?2, ?3, events FROM parcel WHERE seq = ?4",
            params![
                self.position.epoch.as_bytes(),
                now.as_unix_ms(),
                why,
                seq.cast_signed()
            ],
        )?;
        self.transaction.execute(
            "DELETE FROM aside WHERE id <= (SELECT max(id) FROM aside) - ?1",
            [ASIDE_LIMIT],
        )?;
        let count = self.aside_count()? + 1;
        self.keep_memo(COUNT, &count.to_string())?;
        self.drop_parcel(seq)
    }

    /// Says how many parcels were ever set aside here: a number that only grows.
    pub(super) fn say_aside(&mut self, now: Timestamp) -> Result<(), OutboxError> {
        let reading = Reading {
            what: "outbox.set_aside".to_owned(),
            user: Name::default(),
            source: "outbox".to_owned(),
            value: Value::Number(self.aside_count()?),
        };
        self.seal(
            &[Event {
                at: now,
                said: Said::Reading(reading),
            }],
            now,
        )
    }

    fn aside_count(&self) -> Result<i64, OutboxError> {
        let kept = self.memo(COUNT)?;
        Ok(kept.and_then(|count| count.parse().ok()).unwrap_or(0))
    }
}
