//! Who asks the process to end: Ctrl-C, Ctrl-Break, a closed window, log-off, shutdown.

use std::io;

use tokio::signal::windows::{
    CtrlBreak, CtrlC, CtrlClose, CtrlLogoff, CtrlShutdown, ctrl_break, ctrl_c, ctrl_close, ctrl_logoff,
    ctrl_shutdown,
};

use crate::platform::facts::Ending;

/// Listens for a wish to end; made inside a tokio runtime.
#[derive(Debug)]
pub struct Stop {
    interrupt: CtrlC,
    broken: CtrlBreak,
    closed: CtrlClose,
    logged_off: CtrlLogoff,
    shut_down: CtrlShutdown,
}

impl Stop {
    /// Starts listening; from now on nothing ends the process by itself.
    pub fn listen() -> io::Result<Self> {
        Ok(Self {
            interrupt: ctrl_c()?,
            broken: ctrl_break()?,
            closed: ctrl_close()?,
            logged_off: ctrl_logoff()?,
            shut_down: ctrl_shutdown()?,
        })
    }

    /// Waits until somebody asks.
    pub async fn asked(&mut self) -> Ending {
        tokio::select! {
            _ = self.interrupt.recv() => Ending::Interrupted,
            _ = self.broken.recv() => Ending::Interrupted,
            _ = self.closed.recv() => Ending::Terminated,
            _ = self.logged_off.recv() => Ending::Terminated,
            _ = self.shut_down.recv() => Ending::Terminated,
        }
    }
}
