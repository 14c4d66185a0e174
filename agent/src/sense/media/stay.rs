//! Stays of media, from insertion to removal. Pure; time and randomness are arguments.
//!
//! A stay is not an event of the bus: a device that vanishes and is there again
//! within a moment, or after a sleep, has not been away. A medium continues its
//! stay when it says the same of itself at the same place, or at another place
//! when it can be told from others (grade A or B).

use std::time::Duration;

use mimawari_proto::{
    id::MediaSessionId,
    reading::{Grade, MediaContent, MediaLeft, MediaMarker, MediaSeen, MediaUnknown},
    round::{Event, Said},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::{
    describe::{describe, marks},
    grade::{Marks, Other, grade},
};
use crate::platform::facts::media::Medium;

/// How long a medium may be gone and still not have left; with the look that follows, within two seconds.
pub const GRACE: Duration = Duration::from_millis(1_200);

/// After a sleep a hub takes its time to say what hangs on it.
pub const GRACE_AFTER_SLEEP: Duration = Duration::from_secs(15);

/// Looks are never so far apart on a PC that is awake.
pub const SLEEP_LEAST: Duration = Duration::from_secs(12);

/// Media that are remembered for telling shared serials: years of sticks of one PC.
const MET_LIMIT: usize = 500;

/// What a medium says of itself, kept to know it again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Piece {
    vendor_id: u16,
    product_id: u16,
    serial: String,
    size_bytes: u64,
    volume_id: String,
    disk_signature: String,
}

impl Piece {
    fn of(medium: &Medium) -> Self {
        let own = marks(medium);
        Self {
            vendor_id: medium.vendor_id,
            product_id: medium.product_id,
            serial: medium.serial.shown.clone(),
            size_bytes: medium.size_bytes,
            volume_id: own.volume_id,
            disk_signature: own.disk_signature,
        }
    }

    fn marks(&self) -> Marks<'_> {
        Marks {
            vendor_id: self.vendor_id,
            product_id: self.product_id,
            serial: &self.serial,
            size_bytes: self.size_bytes,
            volume_id: &self.volume_id,
            disk_signature: &self.disk_signature,
            has_marker: false,
        }
    }

    /// What does not change by formatting.
    fn is_same_hardware(&self, other: &Self) -> bool {
        (self.vendor_id, self.product_id, self.size_bytes)
            == (other.vendor_id, other.product_id, other.size_bytes)
            && self.serial == other.serial
    }
}

/// One stay under way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Stay {
    session: MediaSessionId,
    place: String,
    piece: Piece,
    arrived_at: Timestamp,
    /// Not there at the last look.
    missing_since: Option<Timestamp>,
    #[serde(skip)]
    told: Option<MediaSeen>,
    #[serde(skip)]
    content: Option<MediaContent>,
}

/// Every stay under way, and what is needed to tell a shared serial.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Stays {
    stays: Vec<Stay>,
    met: Vec<Piece>,
    #[serde(skip)]
    looked_at: Option<Timestamp>,
    #[serde(skip)]
    lenient_until: Option<Timestamp>,
}

/// What a look needs from outside.
pub struct Edge<'a> {
    /// When.
    pub now: Timestamp,
    /// Random bytes for ids.
    pub random: &'a dyn Fn() -> [u8; 10],
    /// Reads the marker of a medium, where it can be looked into.
    pub marker: &'a dyn Fn(&Medium) -> Option<MediaMarker>,
}

impl Stays {
    /// Takes a look at what is plugged in and says what is new about it.
    pub fn look(&mut self, present: &[Medium], edge: &Edge<'_>) -> Vec<Event> {
        self.notice_sleep(edge.now);
        let found = self.assign(present, edge);
        let mut said = Vec::new();
        for (medium, index) in present.iter().zip(found) {
            said.extend(self.tell(medium, index, present, edge));
        }
        said.extend(self.leave(edge.now));
        let event = |said| Event { at: edge.now, said };
        said.into_iter().map(event).collect()
    }

    /// Returns how long until a missing medium counts as gone; `None` when none is missing.
    pub fn next_look_in(&self, now: Timestamp) -> Option<Duration> {
        let since = self.stays.iter().filter_map(|stay| stay.missing_since);
        since.map(|since| self.gone_at(since).since(now)).min()
    }

    /// Takes what a sweep found on a medium; the next look tells it.
    pub fn swept(&mut self, session: MediaSessionId, content: MediaContent) {
        if let Some(stay) = self.stays.iter_mut().find(|stay| stay.session == session) {
            stay.content = Some(content);
        }
    }

    /// Returns what was last told of each medium that is there.
    pub fn present(&self) -> impl Iterator<Item = (&str, &MediaSeen)> {
        self.stays
            .iter()
            .filter(|stay| stay.missing_since.is_none())
            .filter_map(|stay| Some((stay.place.as_str(), stay.told.as_ref()?)))
    }

    fn notice_sleep(&mut self, now: Timestamp) {
        match self.looked_at {
            // What was kept from an earlier run is looked for as after a sleep, but nobody waits for it.
            None => self
                .stays
                .iter_mut()
                .for_each(|stay| stay.missing_since = Some(now)),
            Some(last) if now.since(last) >= SLEEP_LEAST => {
                self.lenient_until = Some(now.plus(GRACE_AFTER_SLEEP));
            }
            Some(_) => {}
        }
        self.looked_at = Some(now);
    }

    fn gone_at(&self, since: Timestamp) -> Timestamp {
        let gone = since.plus(GRACE);
        self.lenient_until.map_or(gone, |until| gone.max(until))
    }

    /// Finds or begins the stay of each medium, the surest first.
    fn assign(&mut self, present: &[Medium], edge: &Edge<'_>) -> Vec<usize> {
        let pieces: Vec<Piece> = present.iter().map(Piece::of).collect();
        let mut found: Vec<Option<usize>> = vec![None; present.len()];
        let mut taken = vec![false; self.stays.len()];
        for by_place in [true, false] {
            for (at, medium) in present.iter().enumerate() {
                if found[at].is_some() {
                    continue;
                }
                let fits = |index: &usize| {
                    !taken[*index] && self.continues(&self.stays[*index], medium, &pieces[at], by_place)
                };
                if let Some(index) = (0..self.stays.len()).find(fits) {
                    taken[index] = true;
                    found[at] = Some(index);
                }
            }
        }
        for (stay, taken) in self.stays.iter_mut().zip(&taken) {
            stay.missing_since = match taken {
                true => None,
                false => stay.missing_since.or(Some(edge.now)),
            };
        }
        let begin = |(at, index): (usize, Option<usize>)| {
            index.unwrap_or_else(|| self.begin(&present[at], pieces[at].clone(), edge))
        };
        found.into_iter().enumerate().map(begin).collect()
    }

    fn continues(&self, stay: &Stay, medium: &Medium, piece: &Piece, by_place: bool) -> bool {
        if !stay.piece.is_same_hardware(piece) {
            return false;
        }
        let is_same_volume =
            stay.piece.volume_id == piece.volume_id && stay.piece.disk_signature == piece.disk_signature;
        match by_place {
            // Formatted while it is in: the same stay. Away and back as another volume: another.
            true => stay.place == medium.place && (stay.missing_since.is_none() || is_same_volume),
            false => {
                let (grade, _) = grade(&piece.marks(), &[]);
                stay.missing_since.is_some() && is_same_volume && grade != Grade::C
            }
        }
    }

    fn begin(&mut self, medium: &Medium, piece: Piece, edge: &Edge<'_>) -> usize {
        self.stays.push(Stay {
            session: MediaSessionId::new(edge.now, (edge.random)()),
            place: medium.place.clone(),
            piece,
            arrived_at: edge.now,
            missing_since: None,
            told: None,
            content: None,
        });
        self.stays.len() - 1
    }

    /// Says what is known of a medium, when that is other than what was said.
    fn tell(&mut self, medium: &Medium, index: usize, present: &[Medium], edge: &Edge<'_>) -> Option<Said> {
        let marker = (edge.marker)(medium);
        let beside: Vec<Piece> = present
            .iter()
            .filter(|other| other.place != medium.place && !is_one_device(other, medium))
            .map(Piece::of)
            .collect();
        let other = |is_beside| move |piece| Other::of(piece, is_beside);
        let others: Vec<Other<'_>> = beside
            .iter()
            .map(other(true))
            .chain(self.met.iter().map(other(false)))
            .collect();
        let stay = &self.stays[index];
        let mut seen = describe(medium, stay.session, &others, marker);
        seen.arrived_at = Some(stay.arrived_at);
        lay_content(&mut seen, stay.content.as_ref());
        let piece = Piece::of(medium);
        self.meet(&piece);
        let stay = &mut self.stays[index];
        stay.piece = piece;
        stay.place.clone_from(&medium.place);
        let is_new = stay.told.as_ref().is_none_or(|told| !says_the_same(told, &seen));
        is_new.then(|| {
            stay.told = Some(seen.clone());
            Said::MediaSeen(seen)
        })
    }

    fn meet(&mut self, piece: &Piece) {
        if self.met.contains(piece) {
            return;
        }
        if self.met.len() >= MET_LIMIT {
            self.met.remove(0);
        }
        self.met.push(piece.clone());
    }

    fn leave(&mut self, now: Timestamp) -> Vec<Said> {
        let mut left = Vec::new();
        let stays = std::mem::take(&mut self.stays);
        for stay in stays {
            match stay.missing_since {
                Some(since) if self.gone_at(since) <= now => left.push(Said::MediaLeft(MediaLeft {
                    session: stay.session,
                    left_at: since,
                })),
                _ => self.stays.push(stay),
            }
        }
        left
    }
}

impl<'a> Other<'a> {
    fn of(piece: &'a Piece, is_beside: bool) -> Self {
        Self {
            marks: piece.marks(),
            is_beside,
        }
    }
}

/// The slots of one reader, or the disk and the disc of one stick, hang on one device and share its serial.
fn is_one_device(one: &Medium, other: &Medium) -> bool {
    let device = |place: &str| place.split("/host").next().unwrap_or_default().to_owned();
    one.place.contains("/host") && device(&one.place) == device(&other.place)
}

fn lay_content(seen: &mut MediaSeen, content: Option<&MediaContent>) {
    let Some(content) = content else { return };
    seen.empty = content.complete.then_some(content.files == 0);
    seen.unknown.retain(|unknown| unknown.what != "content");
    let unread = match content.examined {
        None => Some("counted and not read yet"),
        Some(examined) if !examined.complete => Some("not read to the end"),
        Some(_) => None,
    };
    seen.unknown.extend(unread.map(|why| MediaUnknown {
        what: "content".to_owned(),
        why: why.to_owned(),
    }));
    if !content.complete {
        seen.unknown.push(MediaUnknown {
            what: "empty".to_owned(),
            why: "the sweep did not get to the end".to_owned(),
        });
    }
    seen.content = Some(content.clone());
}

/// What is free changes with every file that is written: by itself it is no news.
fn says_the_same(one: &MediaSeen, other: &MediaSeen) -> bool {
    let without_free = |seen: &MediaSeen| MediaSeen {
        free_bytes: seen.free_bytes.map(|_| 0),
        ..seen.clone()
    };
    without_free(one) == without_free(other)
}

#[cfg(test)]
mod tests;
