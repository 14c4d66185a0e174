//! One line of progress on stderr, where somebody looks.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Draws how many entries are done; nothing where stderr is no terminal.
pub(super) struct Progress(ProgressBar);

impl Progress {
    pub(super) fn new(draws: bool) -> Self {
        let bar = ProgressBar::with_draw_target(
            None,
            match draws {
                true => ProgressDrawTarget::stderr(),
                false => ProgressDrawTarget::hidden(),
            },
        );
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len}  {per_sec}  {eta}");
        Self(bar.with_style(style.expect("a template of known keys")))
    }

    /// Moves on.
    pub(super) fn to(&self, done: u64, total: u64) {
        self.0.set_length(total);
        self.0.set_position(done);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
