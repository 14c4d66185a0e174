//! Rule 1: only the platform door knows which operating system it is.

use crate::{
    house::{Breach, breach, every_file, keep, lies_in},
    source::{lines_with, split},
};

const DOOR: &[&str] = &["agent/src/platform"];

/// The collector runs on one system and keeps its private files in one place.
const COLLECTOR_DOOR: &[&str] = &["collector/src/trust/private.rs"];

/// This test says the words that it looks for.
const HERE: &str = "tests/tidy/platform.rs";

const WORDS: &[&str] = &[
    "target_os",
    "target_family",
    "cfg(windows)",
    "cfg(unix)",
    "cfg!(windows)",
    "cfg!(unix)",
    "any(windows",
    "any(unix",
    "not(windows)",
    "not(unix)",
    "all(windows",
    "all(unix",
];

const SYSTEM_PATHS: &[&str] = &["std::os"];

fn check(path: &str, text: &str) -> Vec<Breach> {
    if !path.ends_with(".rs") || lies_in(path, DOOR) || path == HERE {
        return Vec::new();
    }
    let code = split(text).code;
    let mut breaches = told(path, lines_with(&code, WORDS));
    // The harness starts and stops programs and needs no second system.
    if !path.starts_with("tests/") && !COLLECTOR_DOOR.contains(&path) {
        breaches.extend(told(path, lines_with(&code, SYSTEM_PATHS)));
    }
    breaches
}

fn told(path: &str, found: Vec<(usize, &str)>) -> Vec<Breach> {
    let what = |word| format!("`{word}` belongs behind the door `agent/src/platform.rs`");
    found
        .into_iter()
        .map(|(line, word)| breach(path, line, &what(word)))
        .collect()
}

#[test]
fn the_operating_system_is_known_behind_one_door_only() {
    keep(&every_file(), check);
}

#[test]
fn a_system_asked_for_elsewhere_is_seen() {
    let bad = "#[cfg(target_os = \"linux\")]\nfn f() {}\n#[cfg(all(unix, test))]\nfn g() {}";
    assert_eq!(check("agent/src/sense/walk.rs", bad).len(), 2);
    assert_eq!(check("agent/src/round.rs", "use std::os::fd::AsFd;").len(), 1);
    assert!(check("agent/src/platform/linux/lock.rs", bad).is_empty());
    assert!(check("agent/src/sense/walk.rs", "// no cfg(unix) here").is_empty());
}
