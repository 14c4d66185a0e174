//! What the machine is called and what runs on it.

use std::fs;

use mimawari_proto::name::Name;

/// Returns the host name.
pub fn host_name() -> Name {
    Name::from_bytes(rustix::system::uname().nodename().to_bytes())
}

/// Returns the name of the system as its makers write it, for example `Debian GNU/Linux 12 (bookworm)`.
pub fn os() -> String {
    ["/etc/os-release", "/usr/lib/os-release"]
        .into_iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .find_map(|text| pretty_name(&text))
        .unwrap_or_else(|| "Linux".to_owned())
}

fn pretty_name(os_release: &str) -> Option<String> {
    let value = os_release
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    let name = value.trim().trim_matches(['"', '\'']);
    (!name.is_empty()).then(|| name.chars().filter(|c| !c.is_control()).take(128).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_is_called_as_its_makers_write_it() {
        let text = "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n";
        assert_eq!(
            pretty_name(text).as_deref(),
            Some("Debian GNU/Linux 12 (bookworm)")
        );
        assert_eq!(pretty_name("ID=x\nPRETTY_NAME=\"\"\n"), None);
    }
}
