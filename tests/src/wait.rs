//! Waits for something that can be observed, never for time to pass.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// Longest wait for anything a test expects.
///
/// Starting a debug build of the collector takes about a second on an idle
/// machine; sixty leave room for a loaded one.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Asks until `look` returns something.
///
/// Errs after [`PATIENCE`], naming what was waited for.
pub fn until<T>(what: &str, look: impl FnMut() -> Option<T>) -> Result<T> {
    within(PATIENCE, what, look)
}

/// Asks until `look` returns something, at most for `limit`.
pub fn within<T>(limit: Duration, what: &str, mut look: impl FnMut() -> Option<T>) -> Result<T> {
    let began = Instant::now();
    loop {
        if let Some(seen) = look() {
            return Ok(seen);
        }
        if began.elapsed() > limit {
            bail!("waited {limit:?} in vain for {what}");
        }
        // Only the pause between two looks; nothing depends on its length.
        std::thread::park_timeout(Duration::from_millis(10));
    }
}
