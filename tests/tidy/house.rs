//! The source tree, and how a breach is told.

use std::{fs, path::Path};

/// One file of the project.
pub(crate) struct File {
    /// From the root of the workspace, with `/`.
    pub(crate) path: String,
    /// What it holds.
    pub(crate) text: String,
}

/// Where a rule is broken: path, line, what is wrong.
pub(crate) type Breach = String;

/// Tells of a breach in a line, counted from 1.
pub(crate) fn breach(path: &str, line: usize, what: &str) -> Breach {
    format!("{path}:{line}: {what}")
}

/// The folders that hold what we write.
const ROOMS: [&str; 5] = ["proto", "agent", "collector", "tests", "deploy"];

/// Endings of the files that are text of ours; corpora and icons are not.
const ENDINGS: [&str; 7] = ["rs", "toml", "proto", "sql", "html", "service", "sh"];

/// Reads every file under `room`, a folder such as `agent/src`; empty where there is no such folder.
pub(crate) fn files(room: &str) -> Vec<File> {
    let mut found = Vec::new();
    gather(&root().join(room), &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Reads every file of ours.
pub(crate) fn every_file() -> Vec<File> {
    let files = ROOMS.into_iter().flat_map(files).collect::<Vec<_>>();
    assert!(files.len() > 50, "the source tree is not where it should be");
    files
}

/// Runs a rule over files and fails with every breach.
pub(crate) fn keep(files: &[File], rule: impl Fn(&str, &str) -> Vec<Breach>) {
    none(
        files
            .iter()
            .flat_map(|file| rule(&file.path, &file.text))
            .collect(),
    );
}

/// Fails with every breach.
pub(crate) fn none(breaches: Vec<Breach>) {
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}

/// Tells whether a path is a file or lies inside one of these rooms: `agent/src/outbox`
/// stands for `agent/src/outbox.rs` and everything in `agent/src/outbox/`.
pub(crate) fn lies_in(path: &str, rooms: &[&str]) -> bool {
    rooms.iter().any(|room| {
        path.strip_prefix(room)
            .is_some_and(|rest| rest.is_empty() || rest == ".rs" || rest.starts_with('/'))
    })
}

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn gather(folder: &Path, found: &mut Vec<File>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let kind = entry.file_type().expect("the tree is readable");
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("");
        if kind.is_dir() {
            gather(&path, found);
        } else if kind.is_file() && ENDINGS.contains(&ending) {
            let text = fs::read_to_string(&path).expect("our texts are UTF-8");
            let inside = path.strip_prefix(root()).expect("gathered under the root");
            let path = inside.to_string_lossy().replace('\\', "/");
            found.push(File { path, text });
        }
    }
}

#[test]
fn a_room_is_a_file_and_its_folder_and_nothing_that_only_begins_alike() {
    let rooms = ["agent/src/outbox"];
    assert!(lies_in("agent/src/outbox.rs", &rooms));
    assert!(lies_in("agent/src/outbox/seal.rs", &rooms));
    assert!(!lies_in("agent/src/outbox_two.rs", &rooms));
}
