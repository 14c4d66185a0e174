//! When a round is due: calendar, catch-up, jitter, resume; pure, time is an argument.
//!
//! ```text
//!   start of window            slot of this PC and day             end of window
//!        |──────── spread ───────────|▒▒▒▒▒▒▒▒ calendar ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒|░░ catch-up ░░ until the next slot
//! ```
//!
//! Every business day has one slot: the start of the window plus a spread of
//! this PC's own, another every day, so that a thousand PCs neither start
//! together nor always in the same order. A round that began after a slot and
//! ran to its end settles it. An unsettled slot is due inside the window, and
//! past its end as a catch-up.
//!
//! The clock is not believed: a last round in the future settles nothing.
//! Whoever asks again after every tick notices a jump by itself; a jump forth
//! costs one catch-up at most.

pub mod policy;
#[cfg(test)]
mod tests;

use std::time::Duration;

use jiff::civil::Date;
use mimawari_proto::{
    round::{RoundOutcome, RoundReason},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

pub use policy::Policy;

/// A last round may lie so far in the future and still be believed: clocks are set right by minutes.
const CLOCK_TOLERANCE: Duration = Duration::from_secs(3600);

/// After a round was stopped or failed, the next one waits at least so long, and twice as long each time.
const FIRST_REST: Duration = Duration::from_secs(10 * 60);

/// The longest such rest.
const LONGEST_REST: Duration = Duration::from_secs(4 * 3600);

/// No calendar leaves out so many days in a row.
const SEARCH_DAYS: i32 = 400;

/// What is known of the rounds so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct State {
    /// The last round: when it began and how it ended; `None` while it runs or after a crash.
    pub last: Option<Last>,
    /// Rounds in a row that did not run to their end.
    pub broken: u32,
    /// When the agent started.
    #[serde(skip)]
    pub up_since: Timestamp,
    /// This PC's own number, which spreads it among the others.
    #[serde(skip)]
    pub spread: u64,
}

/// The last round.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Last {
    /// When it began.
    pub began_at: Timestamp,
    /// When it ended; when it began as long as it has not.
    pub ended_at: Timestamp,
    /// How it ended; `None` while it runs or after a crash.
    pub outcome: Option<RoundOutcome>,
}

/// When the next round is to be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Due {
    /// At once.
    Now(RoundReason),
    /// Not before then, unless the clock jumps.
    At(Timestamp),
}

/// Decides when the next round is to be made.
pub fn due(state: &State, policy: &Policy, now: Timestamp) -> Due {
    let Some(slot) = slot_before(state, policy, now) else {
        return Due::At(slot_after(state, policy, now));
    };
    if settled(state, slot.at, now) {
        return Due::At(slot_after(state, policy, now));
    }
    let (reason, earliest) = if now < slot.window_end {
        (RoundReason::Calendar, slot.at)
    } else if policy.catch_up {
        (RoundReason::CatchUp, slot.at)
    } else {
        return Due::At(slot_after(state, policy, now));
    };
    let earliest = earliest
        .max(after_start(state, policy, now))
        .max(after_rest(state, now));
    if earliest <= now {
        Due::Now(reason)
    } else {
        Due::At(earliest)
    }
}

impl State {
    /// Returns the state while a round runs.
    pub const fn began(self, at: Timestamp) -> Self {
        Self {
            last: Some(Last {
                began_at: at,
                ended_at: at,
                outcome: None,
            }),
            broken: self.broken.saturating_add(1),
            ..self
        }
    }

    /// Returns the state after the round that runs.
    pub fn ended(self, at: Timestamp, outcome: RoundOutcome) -> Self {
        let began_at = self.last.map_or(at, |last| last.began_at);
        let broken = if outcome == RoundOutcome::Stopped {
            self.broken
        } else {
            0
        };
        Self {
            last: Some(Last {
                began_at,
                ended_at: at,
                outcome: Some(outcome),
            }),
            broken,
            ..self
        }
    }
}

/// A round settles a slot when it began after it and covered what could be covered.
fn settled(state: &State, slot: Timestamp, now: Timestamp) -> bool {
    let whole = |last: &Last| matches!(last.outcome, Some(RoundOutcome::Complete | RoundOutcome::Partial));
    believed(state, now)
        .filter(whole)
        .is_some_and(|last| last.began_at >= slot)
}

/// Returns the last round unless the clock has shown it to be impossible.
fn believed(state: &State, now: Timestamp) -> Option<Last> {
    state
        .last
        .filter(|last| last.began_at <= now.plus(CLOCK_TOLERANCE))
}

/// A round waits a moment after the start: in the morning every PC starts at once.
fn after_start(state: &State, policy: &Policy, now: Timestamp) -> Timestamp {
    if state.up_since > now {
        return now;
    }
    let spread = policy.start_delay_most.saturating_sub(policy.start_delay_least);
    state.up_since.plus(policy.start_delay_least).plus(part_of(
        spread,
        state.spread,
        state.up_since.as_unix_ms(),
    ))
}

/// Rounds that do not run to their end rest in between, longer each time.
fn after_rest(state: &State, now: Timestamp) -> Timestamp {
    match believed(state, now) {
        Some(last) if state.broken > 0 && last.ended_at <= now => {
            let doublings = (state.broken - 1).min(8);
            last.ended_at
                .plus((FIRST_REST * (1 << doublings)).min(LONGEST_REST))
        }
        _ => now,
    }
}

#[derive(Clone, Copy)]
struct Slot {
    at: Timestamp,
    window_end: Timestamp,
}

fn slot_of(state: &State, policy: &Policy, day: Date) -> Slot {
    let start = policy.moment(day, policy.window_start);
    let end_day = if policy.window_end > policy.window_start {
        day
    } else {
        day.tomorrow().unwrap_or(day)
    };
    let window_end = policy.moment(end_day, policy.window_end);
    let spread = policy.jitter.min(window_end.since(start));
    let number = i64::from(day.year()) * 400 + i64::from(day.day_of_year());
    Slot {
        at: start.plus(part_of(spread, state.spread, number)),
        window_end,
    }
}

/// Returns the newest slot that has come.
fn slot_before(state: &State, policy: &Policy, now: Timestamp) -> Option<Slot> {
    days(policy, now, -1)
        .map(|day| slot_of(state, policy, day))
        .find(|slot| slot.at <= now)
}

/// Returns the next slot; a calendar without business days has one every day all the same.
fn slot_after(state: &State, policy: &Policy, now: Timestamp) -> Timestamp {
    days(policy, now, 1)
        .map(|day| slot_of(state, policy, day).at)
        .find(|at| *at > now)
        .unwrap_or_else(|| now.plus(Duration::from_secs(24 * 3600)))
}

/// Walks the business days around `now`, from one day on its other side, forth (1) or back (-1).
fn days(policy: &Policy, now: Timestamp, step: i32) -> impl Iterator<Item = Date> {
    let today = now.on_calendar(&policy.zone).date();
    (-1..SEARCH_DAYS)
        .filter_map(move |count| {
            let span = jiff::Span::new().try_days(i64::from(count * step)).ok()?;
            today.checked_add(span).ok()
        })
        .filter(|day| policy.is_business_day(*day))
}

/// Returns a part of `whole` that depends on the two numbers alone and is spread evenly.
fn part_of(whole: Duration, one: u64, other: i64) -> Duration {
    let whole_ms = u64::try_from(whole.as_millis()).unwrap_or(u64::MAX);
    match mixed(one ^ mixed(other.cast_unsigned())).checked_rem(whole_ms) {
        Some(ms) => Duration::from_millis(ms),
        None => Duration::ZERO,
    }
}

/// Mixes 64 bits (SplitMix64, Steele and others, OOPSLA 2014).
const fn mixed(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
