//! Rule 2: `platform/linux` and `platform/windows` hold files of the same names.
//!
//! The files side by side are the furniture; what a file keeps in a folder of
//! its own is its own affair.

use std::collections::BTreeSet;

use crate::house::{Breach, files, none};

const LINUX: &str = "agent/src/platform/linux/";
const WINDOWS: &str = "agent/src/platform/windows/";

fn check(paths: &[String]) -> Vec<Breach> {
    let names = |room: &str| -> BTreeSet<String> {
        let inside = paths.iter().filter_map(|path| path.strip_prefix(room));
        inside
            .filter(|name| !name.contains('/'))
            .map(str::to_owned)
            .collect()
    };
    let (linux, windows) = (names(LINUX), names(WINDOWS));
    let lacks = |room: &str, name: &String| format!("{room}{name}: is missing; its twin is there");
    let without_windows = linux.difference(&windows).map(|name| lacks(WINDOWS, name));
    let without_linux = windows.difference(&linux).map(|name| lacks(LINUX, name));
    without_windows.chain(without_linux).collect()
}

#[test]
fn both_platform_rooms_hold_the_same_file_names() {
    let paths: Vec<_> = files("agent/src/platform")
        .into_iter()
        .map(|file| file.path)
        .collect();
    assert!(paths.len() > 4, "the platform rooms are not where they should be");
    none(check(&paths));
}

#[test]
fn a_missing_twin_is_seen() {
    let paths = [
        "linux/a.rs",
        "linux/b.rs",
        "linux/b/inner.rs",
        "windows/b.rs",
        "windows/c.rs",
    ];
    let paths = paths.map(|name| format!("agent/src/platform/{name}"));
    assert_eq!(check(&paths).len(), 2);
}
