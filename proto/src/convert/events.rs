//! Reads and writes what is inside a parcel.

use prost::Message as _;

use crate::{
    parcel::{EVENTS_LIMIT, EVENTS_LIMIT_BYTES},
    round::{Event, Said},
    time::Timestamp,
    wire,
};

use super::{
    field, finding, reading,
    refusal::{Refusal, Within as _},
    round,
};

/// Reads the events of a parcel.
pub fn decode_events(bytes: &[u8]) -> Result<Vec<Event>, Refusal> {
    if bytes.len() > EVENTS_LIMIT_BYTES {
        return Err(Refusal::of("events", "takes more than 256 KiB"));
    }
    let damaged = || Refusal::of("events", "is not a list of events");
    // Counted before they are read: an empty event takes two bytes here and two hundred times as many in memory.
    if count(bytes).ok_or_else(damaged)? > EVENTS_LIMIT {
        return Err(Refusal::of("events", field::TOO_MANY));
    }
    let events = wire::Events::decode(bytes).map_err(|_| damaged())?;
    field::list("events", events.events, EVENTS_LIMIT, event)
}

/// Writes the events of a parcel.
///
/// Two written lists put one after the other are one list. A list of standing
/// ids that is too long for one event becomes several.
pub fn encode_events(events: &[Event]) -> Vec<u8> {
    let events = events.iter().flat_map(to_events).collect();
    wire::Events { events }.encode_to_vec()
}

fn event(event: wire::Event) -> Result<Event, Refusal> {
    Ok(Event {
        at: Timestamp::from_unix_ms(event.at_ms),
        said: event.what.map_or(Ok(Said::Newer), said)?,
    })
}

fn said(what: wire::event::What) -> Result<Said, Refusal> {
    use wire::event::What;
    Ok(match what {
        What::RoundStarted(started) => Said::RoundStarted(started.try_into().within("round_started")?),
        What::RoundStanding(standing) => {
            let (round, ids) = round::standing(standing).within("round_standing")?;
            Said::RoundStanding(round, ids)
        }
        What::RoundEnded(ended) => Said::RoundEnded(ended.try_into().within("round_ended")?),
        What::Found(found) => Said::Found(found.try_into().within("found")?),
        What::Cleared(cleared) => {
            let (finding, reason) = finding::cleared(&cleared).within("cleared")?;
            Said::Cleared(finding, reason)
        }
        What::MediaSeen(seen) => Said::MediaSeen(seen.try_into().within("media_seen")?),
        What::MediaLeft(left) => Said::MediaLeft(left.try_into().within("media_left")?),
        What::Reading(reading) => {
            let reading = reading::reading(reading).within("reading")?;
            reading.map_or(Said::Newer, Said::Reading)
        }
        What::Alive(alive) => Said::Alive(alive.try_into().within("alive")?),
        What::Folded(folded) => Said::Folded(folded.into()),
    })
}

fn to_events(event: &Event) -> Vec<wire::Event> {
    let at_ms = event.at.as_unix_ms();
    let whats = to_whats(&event.said);
    whats
        .into_iter()
        .map(|what| wire::Event { at_ms, what })
        .collect()
}

fn to_whats(said: &Said) -> Vec<Option<wire::event::What>> {
    use wire::event::What;
    vec![Some(match said {
        Said::RoundStanding(round, ids) => {
            let parts = round::to_standing(*round, ids);
            return parts
                .into_iter()
                .map(|part| Some(What::RoundStanding(part)))
                .collect();
        }
        Said::Newer => return vec![None],
        Said::RoundStarted(started) => What::RoundStarted(started.into()),
        Said::RoundEnded(ended) => What::RoundEnded(ended.into()),
        Said::Found(finding) => What::Found(finding.into()),
        Said::Cleared(finding, reason) => What::Cleared(finding::to_cleared(*finding, *reason)),
        Said::MediaSeen(seen) => What::MediaSeen(seen.into()),
        Said::MediaLeft(left) => What::MediaLeft(left.into()),
        Said::Reading(reading) => What::Reading(reading.into()),
        Said::Alive(alive) => What::Alive(alive.into()),
        Said::Folded(folded) => What::Folded(folded.into()),
    })]
}

/// Counts the events of an encoded list without reading them; `None` where it is no such list.
fn count(mut bytes: &[u8]) -> Option<usize> {
    const EVENT: usize = 1;
    let mut events = 0;
    while !bytes.is_empty() {
        let key = prost::decode_length_delimiter(&mut bytes).ok()?;
        let width = match key & 7 {
            0 => {
                prost::decode_length_delimiter(&mut bytes).ok()?;
                0
            }
            1 => 8,
            2 => prost::decode_length_delimiter(&mut bytes).ok()?,
            5 => 4,
            _ => return None,
        };
        bytes = bytes.get(width..)?;
        events += usize::from(key >> 3 == EVENT);
    }
    Some(events)
}
