//! What the service manager wants to hear: nothing so far, as the agent runs in the foreground.

use std::time::Duration;

/// Says that the agent is at work.
pub const fn ready() {}

/// Says that the agent is about to end.
pub const fn stopping() {}

/// Says that the agent gets on.
pub const fn alive() {}

/// Returns after how long without a sign of life the manager starts the agent anew.
pub const fn watchdog() -> Option<Duration> {
    None
}
