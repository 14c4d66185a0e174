//! Rule 4, first half: tables are known to `outbox` and `ledger` only.

use crate::{
    house::{Breach, breach, every_file, keep, lies_in},
    source::{is_test, lines_with, split, without_tests},
};

const STORES: &[&str] = &["agent/src/outbox", "collector/src/ledger"];

/// Openings of statements; matched as they are, and so are written in capitals by whoever writes SQL.
const STATEMENTS: &[&str] = &[
    "SELECT ",
    "INSERT INTO ",
    "INSERT OR ",
    "DELETE FROM ",
    "CREATE TABLE ",
    "CREATE INDEX ",
    "ALTER TABLE ",
    "PRAGMA ",
    "BEGIN IMMEDIATE",
    "ON CONFLICT",
];

fn check(path: &str, text: &str) -> Vec<Breach> {
    // Tests look at a store from outside, and bring hostile SQL along.
    if lies_in(path, STORES) || is_test(path) {
        return Vec::new();
    }
    if path.ends_with(".sql") {
        return vec![breach(path, 1, "a schema belongs to a store")];
    }
    if !path.ends_with(".rs") {
        return Vec::new();
    }
    let source = split(without_tests(text));
    let found = [
        lines_with(&source.quoted, STATEMENTS),
        lines_with(&source.code, &["rusqlite"]),
    ]
    .concat();
    let what = |word: &str| format!("`{}`: SQL belongs into `outbox` or `ledger`", word.trim());
    found
        .into_iter()
        .map(|(line, word)| breach(path, line, &what(word)))
        .collect()
}

#[test]
fn tables_are_known_to_the_stores_only() {
    keep(&every_file(), check);
}

#[test]
fn a_statement_elsewhere_is_seen() {
    let bad = "fn f() { db.query(\"SELECT id FROM finding\"); }\nuse rusqlite::Connection;";
    assert_eq!(check("collector/src/present/web.rs", bad).len(), 2);
    assert!(check("collector/src/ledger/sqlite/read.rs", bad).is_empty());
    assert!(check("collector/src/present/web.rs", "// SELECT is what people do").is_empty());
    assert_eq!(check("agent/src/sense/seen.sql", "").len(), 1);
}
