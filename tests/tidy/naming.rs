//! Rule 7: no file is a drawer for everything, and every module says what it is for.

use std::collections::BTreeMap;

use crate::house::{Breach, breach, every_file, keep, none};

const DRAWERS: &[&str] = &[
    "util", "utils", "common", "helper", "helpers", "misc", "types", "prelude", "mod",
];

/// Shorter than this, a first line says nothing that the file's name does not.
const LEAST_WORDS: usize = 2;

fn check(path: &str, text: &str) -> Vec<Breach> {
    let stem = path.rsplit('/').next().and_then(|name| name.split('.').next());
    let mut breaches = Vec::new();
    if stem.is_some_and(|stem| DRAWERS.contains(&stem)) {
        breaches.push(breach(path, 1, "a drawer for everything; name what is in it"));
    }
    if path.ends_with(".rs") {
        breaches.extend(opening(text).err().map(|what| breach(path, 1, what)));
    }
    breaches
}

/// Returns the line that says what a module is for.
fn opening(text: &str) -> Result<&str, &'static str> {
    let line = text.lines().next().unwrap_or_default();
    let says = line
        .strip_prefix("//! ")
        .ok_or("does not open with a `//!` line that says what it is for")?;
    match says.split_whitespace().count() {
        words if words >= LEAST_WORDS || !says.is_ascii() => Ok(says),
        _ => Err("its `//!` line says too little"),
    }
}

/// A line that two modules of one program open with is true of one of them at most.
fn alike<'a>(modules: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Breach> {
    let mut said: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    let mut breaches = Vec::new();
    for (path, text) in modules {
        let Ok(says) = opening(text) else { continue };
        let program = path.split('/').next().unwrap_or_default();
        if let Some(other) = said.insert((program, says), path) {
            breaches.push(breach(path, 1, &format!("opens with the same line as {other}")));
        }
    }
    breaches
}

#[test]
fn no_file_is_a_drawer_and_every_module_says_what_it_is_for() {
    keep(&every_file(), check);
}

#[test]
fn no_two_modules_say_the_same_of_themselves() {
    let files = every_file();
    // The two platform rooms hold the same furniture, so may say the same of it.
    let own = files
        .iter()
        .filter(|file| file.path.ends_with(".rs") && !file.path.contains("/platform/windows/"));
    none(alike(own.map(|file| (file.path.as_str(), file.text.as_str()))));
}

#[test]
fn a_drawer_or_a_silent_module_is_seen() {
    let good = "//! Decides when a round is due.\n";
    assert!(check("agent/src/round.rs", good).is_empty());
    assert_eq!(check("agent/src/util.rs", good).len(), 1);
    assert_eq!(check("agent/src/sense/mod.rs", good).len(), 1);
    assert_eq!(check("agent/src/round.rs", "use std::io;\n//! Late.").len(), 1);
    assert_eq!(check("agent/src/round.rs", "//! Rounds.").len(), 1);
    assert_eq!(
        alike([("a/one.rs", good), ("a/two.rs", good)].into_iter()).len(),
        1
    );
}
