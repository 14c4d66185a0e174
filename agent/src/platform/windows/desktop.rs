//! Whose desktops there are: every profile of the machine, loaded or not, and the public desktop.

use crate::platform::facts::Desktop;

/// Lists the desktops of every user of the machine.
pub fn everyone() -> Vec<Desktop> {
    Vec::new()
}

/// Lists the desktops of the user who runs the agent.
pub fn mine() -> Vec<Desktop> {
    Vec::new()
}
