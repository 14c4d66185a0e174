//! Rule 8: a released schema is frozen.
//!
//! ```text
//! tests/tidy/released.txt    SHA-256, two spaces, path; one line for each released file
//! ```
//!
//! Files are numbered from 1 without holes. Of each store only the last one may
//! still change; the line is added in the commit that releases it.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use crate::house::{Breach, File, every_file, none};

const RELEASED: &str = include_str!("released.txt");

/// A migration: the store it belongs to and its number.
fn numbered(path: &str) -> Option<(&str, u32)> {
    let stem = path.strip_suffix(".sql")?;
    let number = stem.rsplit(|c: char| !c.is_ascii_digit()).next()?;
    Some((&stem[..stem.len() - number.len()], number.parse().ok()?))
}

fn checksum(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn check(released: &str, files: &[(&str, &str)]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let present: BTreeMap<_, _> = files.iter().copied().collect();
    let lines = released
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    let frozen: BTreeMap<&str, &str> = lines
        .filter_map(|line| line.split_once("  "))
        .map(|(sum, path)| (path, sum))
        .collect();
    for (path, sum) in &frozen {
        match present.get(path) {
            None => breaches.push(format!("{path}: was released and is gone")),
            Some(text) if checksum(text) != *sum => {
                breaches.push(format!(
                    "{path}: was released and has changed; add a new file instead"
                ));
            }
            Some(_) => {}
        }
    }
    let mut stores: BTreeMap<&str, Vec<(u32, &str)>> = BTreeMap::new();
    for path in present.keys() {
        if let Some((store, number)) = numbered(path) {
            stores.entry(store).or_default().push((number, path));
        }
    }
    for migrations in stores.values_mut() {
        migrations.sort_unstable();
        for (expected, (number, path)) in (1..).zip(migrations.iter()) {
            if *number != expected {
                breaches.push(format!("{path}: follows a hole; number {expected} is missing"));
            }
        }
        let [before @ .., _] = migrations.as_slice() else {
            continue;
        };
        let unfrozen = before.iter().filter(|(_, path)| !frozen.contains_key(path));
        breaches
            .extend(unfrozen.map(|(_, path)| format!("{path}: is not the last; freeze it in released.txt")));
    }
    breaches
}

#[test]
fn released_migrations_keep_their_checksum() {
    let files = every_file();
    let sql = files.iter().filter(|file| file.path.ends_with(".sql"));
    let sql: Vec<_> = sql
        .map(|File { path, text }| (path.as_str(), text.as_str()))
        .collect();
    none(check(RELEASED, &sql));
}

#[test]
fn a_changed_lost_or_skipped_migration_is_seen() {
    let one = ("a/schema_1.sql", "CREATE TABLE t (x);");
    let two = ("a/schema_2.sql", "ALTER TABLE t ADD y;");
    let three = ("a/schema_3.sql", "");
    let released = format!("# frozen\n{}  {}\n", checksum(one.1), one.0);
    assert!(check(&released, &[one, two]).is_empty());
    assert_eq!(check(&released, &[("a/schema_1.sql", "-- better"), two]).len(), 1);
    assert_eq!(check(&released, &[]).len(), 1, "lost");
    assert_eq!(check(&released, &[one, two, three]).len(), 1, "two is not frozen");
    assert_eq!(check(&released, &[one, three]).len(), 1, "a hole");
}
