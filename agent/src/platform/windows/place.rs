//! Where the agent keeps its things when nothing else is said.

use std::{env, path::PathBuf};

use windows_sys::Win32::UI::Shell::IsUserAnAdmin;

/// Returns the folder of keys and outbox: the service's, or the user's own when no administrator runs it.
pub fn state_dir() -> PathBuf {
    if is_administrator() {
        return machine_wide().join("agent");
    }
    named("LOCALAPPDATA", r"C:\Users\Default\AppData\Local").join(r"Mimawari\agent")
}

/// Returns the settings file: the machine's, unless a user has one of their own.
pub fn config_file() -> PathBuf {
    let own = named("APPDATA", r"C:\Users\Default\AppData\Roaming").join(r"Mimawari\agent.toml");
    if !is_administrator() && own.exists() {
        return own;
    }
    machine_wide().join("agent.toml")
}

/// Tells whether the agent may look at every user's desktop.
pub fn is_administrator() -> bool {
    // SAFETY: takes nothing and only reads the token of this process.
    unsafe { IsUserAnAdmin() != 0 }
}

fn machine_wide() -> PathBuf {
    named("ProgramData", r"C:\ProgramData").join("Mimawari")
}

fn named(variable: &str, fallback: &str) -> PathBuf {
    let path = env::var_os(variable).map(PathBuf::from);
    path.filter(|path| path.is_absolute())
        .unwrap_or_else(|| PathBuf::from(fallback))
}
