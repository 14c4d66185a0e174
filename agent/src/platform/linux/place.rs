//! Where the agent keeps its things when nothing else is said.

use std::{env, path::PathBuf};

/// Returns the folder of keys and outbox: the service's, or the user's own when no administrator runs it.
pub fn state_dir() -> PathBuf {
    if is_administrator() {
        return PathBuf::from("/var/lib/mimawari/agent");
    }
    below_home("XDG_STATE_HOME", ".local/state").join("mimawari/agent")
}

/// Returns the settings file: the machine's, unless a user has one of their own.
pub fn config_file() -> PathBuf {
    let own = below_home("XDG_CONFIG_HOME", ".config").join("mimawari/agent.toml");
    if !is_administrator() && own.exists() {
        return own;
    }
    PathBuf::from("/etc/mimawari/agent.toml")
}

/// Tells whether the agent may look at every user's desktop.
pub fn is_administrator() -> bool {
    rustix::process::geteuid().is_root()
}

/// Takes an absolute folder from the environment (XDG ignores relative ones), else one in the home.
fn below_home(variable: &str, fallback: &str) -> PathBuf {
    let named = env::var_os(variable)
        .map(PathBuf::from)
        .filter(|path| path.is_absolute());
    named.unwrap_or_else(|| super::desktop::own_home().join(fallback))
}
