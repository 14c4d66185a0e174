//! What the machine is called and what runs on it.

use std::env;

use mimawari_proto::name::Name;
use windows_registry::LOCAL_MACHINE;

const VERSION_KEY: &str = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion";

const NAME_KEY: &str = r"SYSTEM\CurrentControlSet\Services\Tcpip\Parameters";

/// Returns the host name.
pub fn host_name() -> Name {
    let given = LOCAL_MACHINE
        .options()
        .read()
        .open(NAME_KEY)
        .and_then(|key| key.get_string("Hostname"));
    match given {
        Ok(name) if !name.is_empty() => Name::from(name.as_str()),
        _ => Name::from(env::var("COMPUTERNAME").unwrap_or_default().as_str()),
    }
}

/// Returns the name of the system, for example `Windows 11 Pro 24H2 (26100)`.
pub fn os() -> String {
    let Ok(key) = LOCAL_MACHINE.options().read().open(VERSION_KEY) else {
        return "Windows".to_owned();
    };
    let text = |value: &str| key.get_string(value).unwrap_or_default();
    written(
        &text("ProductName"),
        &text("DisplayVersion"),
        &text("CurrentBuildNumber"),
    )
}

/// Puts the parts together; from build 22000 on, `ProductName` still says 10 where 11 runs.
fn written(product: &str, release: &str, build: &str) -> String {
    let is_11 = build.parse::<u32>().is_ok_and(|number| number >= 22_000);
    let product = match (product.is_empty(), is_11) {
        (true, _) => "Windows".to_owned(),
        (false, true) => product.replacen("Windows 10", "Windows 11", 1),
        (false, false) => product.to_owned(),
    };
    let release = if release.is_empty() {
        String::new()
    } else {
        format!(" {release}")
    };
    let build = if build.is_empty() {
        String::new()
    } else {
        format!(" ({build})")
    };
    let name = format!("{product}{release}{build}");
    name.chars().filter(|c| !c.is_control()).take(128).collect()
}
