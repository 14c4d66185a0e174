//! Points in time. There is no `now` here: the edge reads the clock and passes it in.

use std::time::Duration;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// A point in time, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Takes milliseconds since the epoch.
    pub const fn from_unix_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Returns milliseconds since the epoch.
    pub const fn as_unix_ms(self) -> i64 {
        self.0
    }

    /// Returns the point `duration` later, or the last one there is.
    pub fn plus(self, duration: Duration) -> Self {
        Self(
            self.0
                .saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)),
        )
    }

    /// Returns the point `duration` earlier, or the first one there is.
    pub fn minus(self, duration: Duration) -> Self {
        Self(
            self.0
                .saturating_sub(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)),
        )
    }

    /// Returns how long after `earlier` this is; zero when the clock went back.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// Returns this point on a calendar; a point beyond the calendar's years is cut to its end.
    pub fn on_calendar(self, zone: &TimeZone) -> jiff::Zoned {
        let clamped = self.0.clamp(
            jiff::Timestamp::MIN.as_millisecond(),
            jiff::Timestamp::MAX.as_millisecond(),
        );
        jiff::Timestamp::from_millisecond(clamped)
            .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
            .to_zoned(zone.clone())
    }

    /// Writes RFC 3339 with the zone's offset, in whole seconds: `2025-09-02T09:41:00+09:00`.
    pub fn rfc3339(self, zone: &TimeZone) -> String {
        self.on_calendar(zone)
            .strftime("%Y-%m-%dT%H:%M:%S%:z")
            .to_string()
    }
}

impl From<jiff::Timestamp> for Timestamp {
    fn from(at: jiff::Timestamp) -> Self {
        Self(at.as_millisecond())
    }
}

impl From<std::time::SystemTime> for Timestamp {
    fn from(at: std::time::SystemTime) -> Self {
        let ms = |d: Duration| i64::try_from(d.as_millis()).unwrap_or(i64::MAX);
        Self(match at.duration_since(std::time::UNIX_EPOCH) {
            Ok(after) => ms(after),
            Err(before) => -ms(before.duration()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_with_the_offset_of_its_zone() {
        let tokyo = TimeZone::get("Asia/Tokyo").expect("bundled");
        let at = Timestamp::from_unix_ms(1_756_773_660_123);
        assert_eq!(at.rfc3339(&tokyo), "2025-09-02T09:41:00+09:00");
        assert_eq!(at.rfc3339(&TimeZone::UTC), "2025-09-02T00:41:00+00:00");
    }

    #[test]
    fn a_clock_set_back_never_gives_a_negative_duration() {
        let early = Timestamp::from_unix_ms(1_000);
        assert_eq!(early.since(Timestamp::from_unix_ms(5_000)), Duration::ZERO);
    }

    #[test]
    fn times_stop_at_their_ends_instead_of_wrapping() {
        let hour = Duration::from_secs(3_600);
        let (first, last) = (
            Timestamp::from_unix_ms(i64::MIN),
            Timestamp::from_unix_ms(i64::MAX),
        );
        assert_eq!((last.plus(hour), first.minus(hour)), (last, first));
        assert_eq!(Timestamp::from_unix_ms(0).plus(Duration::MAX), last);
        assert_eq!(last.since(first), Duration::from_millis(i64::MAX as u64));
    }

    #[test]
    fn a_system_time_before_1970_is_negative() {
        let before = std::time::UNIX_EPOCH - Duration::from_millis(1_500);
        assert_eq!(Timestamp::from(before), Timestamp::from_unix_ms(-1_500));
    }

    #[test]
    fn times_beyond_the_calendar_are_still_written() {
        for ms in [i64::MIN, i64::MAX] {
            assert!(!Timestamp::from_unix_ms(ms).rfc3339(&TimeZone::UTC).is_empty());
        }
    }
}
