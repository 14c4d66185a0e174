//! Folds what waits into the present state once it passes the bound.
//!
//! ```text
//! before   parcels 1 … n                                    more than the bound
//! after    Folded(how many, from, until)
//!          every cleared id, reading and medium, newest first up to an eighth each
//!          every round's end, without its list of unread files, up to an eighth
//!          every finding that stands
//!          the last round, whole                            a new epoch
//! ```

use std::collections::HashMap;

use mimawari_proto::{
    convert::{decode_events, encode_events},
    round::{Event, Folded, Said},
    time::Timestamp,
};

use super::{Change, OutboxError};

impl Change<'_> {
    /// Folds when the bound is passed and folding can make a difference.
    pub(super) fn fold_if_full(&mut self, now: Timestamp) -> Result<(), OutboxError> {
        let bound = self.limit_bytes.max(self.folded_bytes.saturating_mul(2));
        if self.waiting.bytes <= bound {
            return Ok(());
        }
        self.fold(now)?;
        self.folded_bytes = self.waiting.bytes;
        Ok(())
    }

    fn fold(&mut self, now: Timestamp) -> Result<(), OutboxError> {
        let mut kept = Folding::new(self.limit_bytes / 8);
        for seq in self.waiting_seqs()? {
            if let Some((_, parcel)) = self.whole_parcel(seq, now)? {
                decode_events(&parcel.events)
                    .unwrap_or_default()
                    .into_iter()
                    .for_each(|event| kept.take(event));
            }
            self.drop_parcel(seq)?;
        }
        // A new epoch: some of what was dropped may have arrived under its number.
        self.begin_epoch_before(&kept.history(now), now)?;
        self.seal(&kept.last_round, now)
    }

    /// Begins an epoch whose first parcels say `first`, and then what stands.
    fn begin_epoch_before(&mut self, first: &[Event], now: Timestamp) -> Result<(), OutboxError> {
        self.seal(first, now)?;
        self.begin_epoch(now)
    }
}

/// What a fold keeps of the history, bounded part by part.
struct Folding {
    part_bytes: usize,
    seen: Folded,
    readings: HashMap<(String, Vec<u8>), Event>,
    cleared: Bounded,
    media: Bounded,
    rounds: Bounded,
    /// From the start of the last round that ended, to its end.
    last_round: Vec<Event>,
    /// The same of a round that has not ended so far.
    open_round: Vec<Event>,
}

impl Folding {
    fn new(part_bytes: u64) -> Self {
        let part_bytes = usize::try_from(part_bytes).unwrap_or(usize::MAX);
        Self {
            part_bytes,
            seen: Folded {
                events: 0,
                from: Timestamp::from_unix_ms(i64::MAX),
                until: Timestamp::from_unix_ms(i64::MIN),
            },
            readings: HashMap::new(),
            cleared: Bounded::default(),
            media: Bounded::default(),
            rounds: Bounded::default(),
            last_round: Vec::new(),
            open_round: Vec::new(),
        }
    }

    fn take(&mut self, event: Event) {
        if let Said::Folded(earlier) = &event.said {
            self.count(earlier.events, earlier.from, earlier.until);
            return;
        }
        self.count(1, event.at, event.at);
        match &event.said {
            Said::Reading(reading) => {
                let key = (reading.what.clone(), reading.user.exact().to_vec());
                self.readings.insert(key, event);
            }
            Said::Cleared(..) => self.cleared.push(event, self.part_bytes),
            Said::MediaSeen(_) | Said::MediaLeft(_) => self.media.push(event, self.part_bytes),
            Said::RoundStarted(_) => self.open_round = vec![event],
            Said::RoundStanding(..) => self.open_round.push(event),
            Said::RoundEnded(_) => {
                self.open_round.push(event);
                let before = std::mem::replace(&mut self.last_round, std::mem::take(&mut self.open_round));
                if let Some(ended) = before.into_iter().next_back() {
                    self.rounds.push(without_files(ended), self.part_bytes);
                }
            }
            // What stands is said from the standing list; life signs and the unknown are only counted.
            Said::Found(_) | Said::Alive(_) | Said::Folded(_) | Said::Newer => {}
        }
    }

    fn count(&mut self, events: u64, from: Timestamp, until: Timestamp) {
        self.seen.events = self.seen.events.saturating_add(events);
        self.seen.from = self.seen.from.min(from);
        self.seen.until = self.seen.until.max(until);
    }

    /// Returns what comes before the standing findings, in the order of time.
    fn history(&mut self, now: Timestamp) -> Vec<Event> {
        let mut events: Vec<_> = self.readings.drain().map(|(_, event)| event).collect();
        for part in [&mut self.cleared, &mut self.media, &mut self.rounds] {
            events.append(&mut part.events.drain(..).collect());
        }
        events.sort_by_key(|event| event.at);
        let folded = Event {
            at: now,
            said: Said::Folded(self.seen.clone()),
        };
        events.insert(0, folded);
        events
    }
}

/// The newest events up to a number of bytes.
#[derive(Default)]
struct Bounded {
    events: std::collections::VecDeque<Event>,
    bytes: usize,
}

impl Bounded {
    fn push(&mut self, event: Event, limit_bytes: usize) {
        self.bytes += size(&event);
        self.events.push_back(event);
        while self.bytes > limit_bytes {
            let Some(oldest) = self.events.pop_front() else {
                return;
            };
            self.bytes -= size(&oldest);
        }
    }
}

fn size(event: &Event) -> usize {
    encode_events(std::slice::from_ref(event)).len()
}

fn without_files(mut event: Event) -> Event {
    if let Said::RoundEnded(ended) = &mut event.said {
        ended.unread_files.clear();
    }
    event
}
