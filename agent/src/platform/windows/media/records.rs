//! Where Windows wrote about media: the registry, the logs of device installation, and its events.

use std::path::{Path, PathBuf};

use super::{events, registry::registry};
use crate::platform::{facts::media::Records, offline};

/// Reads what is kept on this PC, or by a Windows that does not run below another root.
pub fn records(root: &Path) -> Records {
    if root != Path::new("/") {
        return Records {
            logs: offline::windows(root)
                .map(|windows| offline::logs(&windows))
                .unwrap_or_default(),
            registry: offline::registry(root),
        };
    }
    let windows = std::env::var_os("SystemRoot").map_or_else(|| PathBuf::from(r"C:\Windows"), PathBuf::from);
    let mut logs = offline::logs(&windows);
    logs.extend(events::partition());
    Records {
        logs,
        registry: Some(registry()),
    }
}
