//! The calendar by which rounds are made.

use std::{collections::BTreeSet, time::Duration};

use jiff::{
    civil::{Date, Time, Weekday},
    tz::TimeZone,
};
use mimawari_proto::time::Timestamp;

/// When rounds are made.
#[derive(Clone, PartialEq, Debug)]
pub struct Policy {
    /// The zone of all times here.
    pub zone: TimeZone,
    /// When the window of a day opens.
    pub window_start: Time,
    /// When it closes; not after the start means on the next day.
    pub window_end: Time,
    /// Business days of the week.
    pub weekdays: Vec<Weekday>,
    /// Days that are no business days.
    pub holidays: BTreeSet<Date>,
    /// Over how much of the window the PCs are spread.
    pub jitter: Duration,
    /// A missed slot is made up for.
    pub catch_up: bool,
    /// A round waits at least so long after the start of the agent.
    pub start_delay_least: Duration,
    /// And at most so long.
    pub start_delay_most: Duration,
}

/// Why words do not make a calendar.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotAPolicy {
    /// The zone is not in the database of time zones.
    #[error("unknown time zone {0:?} (for example \"Asia/Tokyo\")")]
    Zone(String),
    /// A time of day.
    #[error("not a time of day {0:?} (for example \"12:15\")")]
    Time(String),
    /// A date.
    #[error("not a date {0:?} (for example \"2027-01-03\")")]
    Date(String),
    /// A day of the week.
    #[error("not a day of the week {0:?} (mon, tue, wed, thu, fri, sat, sun)")]
    Weekday(String),
    /// No day of the week is a business day.
    #[error("no business day: name at least one day of the week")]
    NoDay,
}

impl Policy {
    /// Returns a moment of a day; one that the clocks skip comes an hour later.
    pub(super) fn moment(&self, day: Date, time: Time) -> Timestamp {
        let zoned = day.to_datetime(time).to_zoned(self.zone.clone());
        zoned.map_or_else(
            |_| Timestamp::from_unix_ms(i64::MAX),
            |zoned| zoned.timestamp().into(),
        )
    }

    /// Tells whether a round is to be made on a day.
    pub fn is_business_day(&self, day: Date) -> bool {
        self.weekdays.contains(&day.weekday()) && !self.holidays.contains(&day)
    }
}

/// Reads a time zone by its name, from the database that is built in.
pub fn zone(name: &str) -> Result<TimeZone, NotAPolicy> {
    TimeZone::get(name).map_err(|_| NotAPolicy::Zone(name.to_owned()))
}

/// Reads a time of day, hours and minutes.
pub fn time(text: &str) -> Result<Time, NotAPolicy> {
    Time::strptime("%H:%M", text).map_err(|_| NotAPolicy::Time(text.to_owned()))
}

/// Reads a date.
pub fn date(text: &str) -> Result<Date, NotAPolicy> {
    Date::strptime("%Y-%m-%d", text).map_err(|_| NotAPolicy::Date(text.to_owned()))
}

/// Reads a day of the week, three letters.
pub fn weekday(text: &str) -> Result<Weekday, NotAPolicy> {
    match text {
        "mon" => Ok(Weekday::Monday),
        "tue" => Ok(Weekday::Tuesday),
        "wed" => Ok(Weekday::Wednesday),
        "thu" => Ok(Weekday::Thursday),
        "fri" => Ok(Weekday::Friday),
        "sat" => Ok(Weekday::Saturday),
        "sun" => Ok(Weekday::Sunday),
        _ => Err(NotAPolicy::Weekday(text.to_owned())),
    }
}
