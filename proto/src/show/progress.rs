//! When progress is told: often on a terminal, seldom into a log.

use std::{io, time::Duration};

use super::terminal::Terminal;

/// Work that is done sooner needs no progress.
const FIRST: Duration = Duration::from_secs(1);

/// How often the line on a terminal is drawn anew.
const DRAWN: Duration = Duration::from_millis(200);

/// How often a line is written where nobody draws over it.
const WRITTEN: Duration = Duration::from_secs(30);

/// Tells how far the work is, when that is due.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    last: Option<Duration>,
}

impl Progress {
    /// Tells `text` when it is due, `elapsed` after the start of the work.
    pub fn tell(
        &mut self,
        elapsed: Duration,
        terminal: &mut Terminal,
        text: impl FnOnce(&Terminal) -> String,
    ) -> io::Result<()> {
        if !self.is_due(elapsed, terminal.draws_progress()) {
            return Ok(());
        }
        self.last = Some(elapsed);
        let text = text(terminal);
        terminal.progress(&text)
    }

    fn is_due(&self, elapsed: Duration, drawn: bool) -> bool {
        let (first, every) = match drawn {
            true => (FIRST, DRAWN),
            false => (WRITTEN, WRITTEN),
        };
        elapsed >= self.last.map_or(first, |last| last + every)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(drawn: bool, last_ms: Option<u64>, elapsed_ms: u64) -> bool {
        let last = last_ms.map(Duration::from_millis);
        Progress { last }.is_due(Duration::from_millis(elapsed_ms), drawn)
    }

    #[test]
    fn a_terminal_hears_after_a_second_and_a_log_every_half_minute() {
        for (drawn, last_ms, elapsed_ms, wanted) in [
            (true, None, 999, false),
            (true, None, 1_000, true),
            (true, Some(1_000), 1_199, false),
            (true, Some(1_000), 1_200, true),
            (false, None, 29_999, false),
            (false, None, 30_000, true),
            (false, Some(30_000), 59_999, false),
            (false, Some(30_000), 60_000, true),
        ] {
            assert_eq!(
                due(drawn, last_ms, elapsed_ms),
                wanted,
                "{drawn} {last_ms:?} {elapsed_ms}"
            );
        }
    }
}
