//! What a walk visits, what it leaves out, and what it does when told to stop.

use std::{fs, path::MAIN_SEPARATOR};

use super::*;

fn folder() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("temp dir");
    let path = crate::platform::folder::real_path(dir.path()).expect("there");
    (dir, path)
}

fn walked(root: &Path) -> (Vec<String>, RootOutcome) {
    let mut names = Vec::new();
    let outcome = walk(root, &mut |entry| {
        let path = entry.sighting().path.strip_prefix(root).expect("below the root");
        let below = path.display().to_string().replace(MAIN_SEPARATOR, "/");
        names.push(format!("{:?} {below}", entry.sighting().what));
        ControlFlow::Continue(())
    });
    (names, outcome)
}

#[test]
fn everything_is_seen_once_in_the_order_of_names() {
    let (_dir, root) = folder();
    fs::create_dir_all(root.join("b/deep")).expect("make");
    for file in ["c.txt", "b/deep/2", "b/1", "a.txt", "b/あ.txt"] {
        fs::write(root.join(file), b"x").expect("write");
    }
    let wanted = ["a.txt", "b/1", "b/deep/2", "b/あ.txt", "c.txt"].map(|name| format!("File {name}"));
    assert_eq!(walked(&root), (wanted.to_vec(), RootOutcome::Covered));
}

#[test]
fn a_folder_larger_than_a_lot_is_seen_in_full() {
    let (_dir, root) = folder();
    let long = "n".repeat(200);
    for n in 0..2_000 {
        fs::write(root.join(format!("{long}{n}")), b"").expect("write");
    }
    let (mut names, outcome) = walked(&root);
    names.sort();
    names.dedup();
    assert_eq!((names.len(), outcome), (2_000, RootOutcome::Covered));
}

#[test]
fn a_tree_that_is_too_deep_is_told_and_never_silently_cut() {
    let (_dir, root) = folder();
    let mut deep = root.clone();
    for _ in 0..DEPTH_LIMIT {
        deep.push("d");
    }
    fs::create_dir_all(&deep).expect("make");
    fs::write(root.join("z"), b"").expect("write");
    let (names, outcome) = walked(&root);
    assert_eq!(outcome, RootOutcome::Stopped);
    assert!(names[0].starts_with("Deep d/d/d/"), "{names:?}");
    assert_eq!(names[1..], ["File z"]);
}

#[test]
fn a_visitor_can_end_the_walk() {
    let (_dir, root) = folder();
    for file in ["a", "b"] {
        fs::write(root.join(file), b"").expect("write");
    }
    let mut seen = 0;
    let outcome = walk(&root, &mut |_| {
        seen += 1;
        ControlFlow::Break(())
    });
    assert_eq!((seen, outcome), (1, RootOutcome::Stopped));
}

#[test]
fn a_root_that_is_not_there_or_is_a_file_is_absent() {
    let (_dir, root) = folder();
    fs::write(root.join("file"), b"").expect("write");
    for name in ["missing", "file"] {
        assert_eq!(walked(&root.join(name)).1, RootOutcome::Absent);
    }
}

#[test]
fn an_opened_file_is_the_one_that_was_seen() {
    let (_dir, root) = folder();
    let path = root.join("memo.txt");
    fs::write(&path, b"before").expect("write");
    let mut opened = Vec::new();
    walk(&root, &mut |entry| {
        opened.push(entry.open().map(|_| ()));
        fs::write(root.join("other"), b"swapped").expect("write");
        fs::rename(root.join("other"), &path).expect("rename");
        opened.push(entry.open().map(|_| ()));
        fs::remove_file(&path).expect("remove");
        opened.push(entry.open().map(|_| ()));
        ControlFlow::Break(())
    });
    assert_eq!(
        opened,
        [Ok(()), Err(UnreadReason::Changing), Err(UnreadReason::Vanished)]
    );
}

#[test]
fn one_file_is_looked_at_as_in_a_walk() {
    let (_dir, root) = folder();
    fs::write(root.join("memo.txt"), b"12345").expect("write");
    let mut seen = Vec::new();
    let outcome = visit_one(&root.join("memo.txt"), &mut |entry| {
        seen.push((entry.sighting().what, entry.sighting().size_bytes));
    });
    assert_eq!((seen, outcome), (vec![(What::File, 5)], RootOutcome::Covered));
}
