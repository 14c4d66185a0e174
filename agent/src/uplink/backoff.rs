//! How long to wait before the next attempt: exponential, with full jitter after the cap; pure.
//!
//! The jitter is drawn from the capped value: drawn before the cap, every
//! waiting agent would come back at the same moment once all are at the cap.

use std::time::Duration;

/// The first step.
const FIRST: Duration = Duration::from_secs(1);

/// The cap. A collector that comes back is reported to within a minute, on average half of one.
const CAP: Duration = Duration::from_secs(60);

/// No attempt follows sooner than this.
const LEAST: Duration = Duration::from_millis(200);

/// A lost call is taken up again within so long, so that a restart is no storm.
///
/// 5,000 machines over 20 seconds are 250 handshakes a second, an eighth of what two cores can do.
const FIRST_SPREAD: Duration = Duration::from_secs(20);

/// Returns how long to wait after `failures` failed attempts in a row, from a random number.
pub fn wait(failures: u32, random: u64) -> Duration {
    let step = FIRST
        .saturating_mul(1_u32.checked_shl(failures).unwrap_or(u32::MAX))
        .min(CAP);
    LEAST + part(step, random)
}

/// Returns how long to wait after a call that worked was lost.
pub fn after_loss(random: u64) -> Duration {
    LEAST + part(FIRST_SPREAD, random)
}

/// Returns how long to hold back when asked to: at least that, and up to half as long again.
pub fn hold_back(asked: Duration, random: u64) -> Duration {
    // An hour is longer than any overload; a broken number is no reason to fall silent.
    let asked = asked.min(Duration::from_secs(3600));
    asked + part(asked / 2 + LEAST, random)
}

/// Returns a part of `whole`, evenly by `random`.
fn part(whole: Duration, random: u64) -> Duration {
    whole.mul_f64(random as f64 / (u64::MAX as f64 + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_the_cap_and_stay_spread_there() {
        for failures in [0, 1, 5, 6, 31, 32, u32::MAX] {
            let longest = wait(failures, u64::MAX);
            assert!(longest <= LEAST + CAP, "{failures}: {longest:?}");
            assert_eq!(wait(failures, 0), LEAST);
        }
        let at_cap: Vec<_> = (0..10).map(|n| wait(20, n * (u64::MAX / 10))).collect();
        assert!(
            at_cap.windows(2).all(|pair| pair[0] + CAP / 11 < pair[1]),
            "{at_cap:?}"
        );
    }

    #[test]
    fn asked_to_hold_back_nobody_comes_early() {
        let asked = Duration::from_secs(10);
        for random in [0, u64::MAX / 2, u64::MAX] {
            assert!(hold_back(asked, random) >= asked);
        }
        assert!(hold_back(Duration::MAX, u64::MAX) < Duration::from_secs(2 * 3600));
    }
}
