//! What an entry means for the derived tables: the same live and in `rebuild`.
//!
//! Everything here looks only at the entry and at derived tables, never at
//! accounts, greetings or the clock: so the tables can be made again, byte
//! for byte. What an agent said is ordered by `said` (life, seq, place in
//! the parcel), never by time: parcels may come late and in any order.
//!
//! To add a kind of event: one file here, one arm in `event`, one table.

mod act;
mod delivery;
mod department;
mod finding;
mod machine;
mod media;
mod medium;
mod on_media;
mod particulars;
mod reading;
mod round;
mod said;
mod settle;
mod stored;
mod tally;

use mimawari_proto::{
    parcel::Digest,
    round::{Event, Said as Says},
};
use rusqlite::{Connection, params};

use self::{said::Said, tally::Tally};
use super::{act::Done, chain::Link, fault::LedgerError, sqlite::row};

pub(super) use self::{
    department::EVER,
    finding::{ALTERED, CLEARED, FOUND, JUDGED, RECONCILED, RETURNED},
    stored::{places, roots, shape, unread_counts},
};

/// What an entry holds.
pub(super) enum Content {
    /// What a machine said.
    Events(Vec<Event>),
    /// What was done here.
    Act(Box<Done>),
}

/// Applies one entry to the derived tables, but for its head.
pub(super) fn apply(conn: &Connection, link: &Link, content: Content) -> Result<(), LedgerError> {
    match content {
        Content::Act(done) => act::apply(conn, link, *done),
        Content::Events(events) => parcel(conn, link, events),
    }
}

/// Moves the head of the entry's stream.
pub(super) fn head(conn: &Connection, link: &Link, chain: &Digest) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT INTO head (stream, n, events, chain) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (stream) DO UPDATE SET n = ?2, events = events + ?3, chain = ?4",
    )?
    .execute(params![
        link.stream,
        row::stored(link.n),
        row::stored(link.events),
        chain.0
    ])?;
    Ok(())
}

/// What all events of one parcel share.
struct Parcel<'a> {
    conn: &'a Connection,
    link: &'a Link,
    /// The department of the machine now.
    department: Option<String>,
    tally: Tally,
}

fn parcel(conn: &Connection, link: &Link, events: Vec<Event>) -> Result<(), LedgerError> {
    let department = machine::heard(conn, link)?;
    let life = delivery::arrived(conn, link)?;
    let mut parcel = Parcel {
        conn,
        link,
        department,
        tally: Tally::default(),
    };
    for (at, event) in (0_u32..).zip(events) {
        let said = Said::new(life, link.seq, at);
        parcel.event(said, event)?;
    }
    let Parcel { tally, .. } = parcel;
    tally.write(conn, &link.stream)
}

impl Parcel<'_> {
    fn event(&mut self, said: Said, event: Event) -> Result<(), LedgerError> {
        let at = event.at;
        match event.said {
            Says::Found(found) => self.found(said, at, &found),
            Says::Cleared(id, reason) => self.cleared(said, at, id, reason.number()),
            Says::RoundStarted(started) => self.round_started(at, &started),
            Says::RoundStanding(round, ids) => self.round_standing(said, round, &ids),
            Says::RoundEnded(ended) => self.round_ended(said, at, &ended),
            Says::MediaSeen(seen) => self.media_seen(said, at, seen),
            Says::MediaLeft(left) => self.media_left(&left),
            Says::Reading(reading) => self.reading(said, at, &reading),
            Says::Alive(alive) => self.alive(said, &alive),
            Says::Folded(folded) => self.folded(said, &folded),
            // Kept in the entry; a later release that understands it rebuilds.
            Says::Newer => Ok(()),
        }
    }
}
