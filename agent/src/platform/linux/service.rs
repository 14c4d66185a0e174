//! What the service manager wants to hear: systemd's notifications; nothing where there is none.

use std::time::Duration;

use sd_notify::NotifyState;

/// Says that the agent is at work.
pub fn ready() {
    tell(NotifyState::Ready);
}

/// Says that the agent is about to end.
pub fn stopping() {
    tell(NotifyState::Stopping);
}

/// Says that the agent gets on, within every half of [`watchdog`].
pub fn alive() {
    tell(NotifyState::Watchdog);
}

/// Returns after how long without a sign of life the manager starts the agent anew.
pub fn watchdog() -> Option<Duration> {
    sd_notify::watchdog_enabled()
}

/// Nobody listening is no fault.
fn tell(state: NotifyState<'_>) {
    drop(sd_notify::notify(&[state]));
}
