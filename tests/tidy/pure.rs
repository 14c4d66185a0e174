//! Rule 3: what reads, judges and decides knows no file system, task, table or clock.

use crate::{
    house::{Breach, breach, every_file, keep, lies_in},
    source::{is_test, lines_with, split, without_tests},
};

const PURE: &[&str] = &[
    "agent/src/extract",
    "agent/src/detect",
    "agent/src/finding",
    "agent/src/round",
    "agent/src/uplink/next",
    "collector/src/assess",
];

const WORDS: &[&str] = &[
    "std::fs",
    "tokio",
    "rusqlite",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
];

fn check(path: &str, text: &str) -> Vec<Breach> {
    if !path.ends_with(".rs") || !lies_in(path, PURE) || is_test(path) {
        return Vec::new();
    }
    let code = split(without_tests(text)).code;
    let mut found = lines_with(&code, WORDS);
    found.extend(imported(&code));
    let what = |word| format!("`{word}` in a room that only decides; let the caller bring it");
    found
        .into_iter()
        .map(|(line, word)| breach(path, line, &what(word)))
        .collect()
}

/// Finds `use std::{…, fs, …}`.
fn imported(code: &str) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("use std::{") {
        let list = code[at..].split(';').next().unwrap_or_default();
        if crate::source::holds_word(list, "fs") {
            found.push((code[..at].lines().count() + 1, "std::fs"));
        }
    }
    found
}

#[test]
fn what_decides_knows_no_clock_file_task_or_table() {
    keep(&every_file(), check);
}

#[test]
fn a_clock_or_file_in_a_pure_room_is_seen() {
    for bad in [
        "let text = std::fs::read(path);",
        "use std::{\n    fs,\n    io,\n};",
        "tokio::spawn(f());",
        "let now = SystemTime::now();",
        "let start = Instant::now();",
    ] {
        assert_eq!(check("agent/src/detect/rule.rs", bad).len(), 1, "{bad}");
        assert!(check("agent/src/pipeline.rs", bad).is_empty(), "{bad}");
    }
    let tested = "fn f() {}\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}";
    assert!(check("agent/src/round.rs", tested).is_empty());
}
