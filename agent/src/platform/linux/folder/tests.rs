//! What is followed and what is not when a folder is read by handle.

use std::{
    fs,
    ops::ControlFlow,
    os::unix::{fs::symlink, net::UnixListener},
    path::PathBuf,
};

use mimawari_proto::round::RootOutcome;

use super::*;
use crate::sense::walk::{What, walk};

fn folder() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("temp dir");
    let path = fs::canonicalize(dir.path()).expect("there");
    (dir, path)
}

fn pipe(path: &Path) {
    let mode = Mode::from_raw_mode(0o600);
    rustix::fs::mknodat(CWD, path, FileType::Fifo, mode, 0).expect("make a pipe");
}

fn seen(root: &Path) -> Vec<(String, What, Result<(), UnreadReason>)> {
    let mut seen = Vec::new();
    walk(root, &mut |entry| {
        let sighting = entry.sighting();
        seen.push((
            sighting.name.shown.clone(),
            sighting.what,
            entry.open().map(|_| ()),
        ));
        ControlFlow::Continue(())
    });
    seen
}

#[test]
fn links_pipes_and_sockets_are_told_and_never_followed_or_opened() {
    let (_dir, root) = folder();
    symlink("/", root.join("a-root")).expect("link");
    symlink("/dev/zero", root.join("b-zero")).expect("link");
    symlink("nowhere", root.join("c-dangling")).expect("link");
    pipe(&root.join("d-pipe"));
    let _socket = UnixListener::bind(root.join("e-socket")).expect("bind");
    let not = Err(UnreadReason::NotAFile);
    let wanted = [
        ("a-root", What::Link),
        ("b-zero", What::Link),
        ("c-dangling", What::Link),
        ("d-pipe", What::Special),
        ("e-socket", What::Special),
    ];
    assert_eq!(
        seen(&root),
        wanted.map(|(name, what)| (name.to_owned(), what, not))
    );
}

#[test]
fn a_root_behind_a_link_is_refused() {
    let (_dir, root) = folder();
    fs::create_dir_all(root.join("real/below")).expect("make");
    symlink("real", root.join("link")).expect("link");
    let outcome = walk(&root.join("link/below"), &mut |_| ControlFlow::Continue(()));
    assert_eq!(outcome, RootOutcome::Denied);
    assert!(open_by_names(&root.join("real/below")).is_ok());
    assert!(open_by_names(&root.join("link/below")).is_err());
}

#[test]
fn a_file_swapped_for_a_link_or_pipe_after_the_look_is_refused() {
    let (_dir, root) = folder();
    for (resolves, swap) in [(true, "link"), (true, "pipe"), (false, "link"), (false, "pipe")] {
        let path = root.join("memo.txt");
        fs::write(&path, b"memo").expect("write");
        let folder = Folder::of(open_by_names(&root).expect("open"), resolves).expect("open");
        let look = folder.look(OsStr::new("memo.txt")).expect("look");
        fs::remove_file(&path).expect("remove");
        match swap {
            "link" => symlink("/etc/shadow", &path).expect("link"),
            _ => pipe(&path),
        }
        let opened = folder.open_file(OsStr::new("memo.txt"), &look.identity);
        assert!(matches!(opened, Err(UnreadReason::NotAFile)), "{swap} {opened:?}");
        fs::remove_file(&path).expect("remove");
    }
}

#[test]
fn a_folder_swapped_for_a_link_after_the_look_is_not_entered() {
    let (_dir, root) = folder();
    for resolves in [true, false] {
        fs::create_dir(root.join("sub")).expect("make");
        let folder = Folder::of(open_by_names(&root).expect("open"), resolves).expect("open");
        let look = folder.look(OsStr::new("sub")).expect("look");
        fs::remove_dir(root.join("sub")).expect("remove");
        symlink("/etc", root.join("sub")).expect("link");
        assert!(folder.enter(OsStr::new("sub"), &look.identity).is_err());
        fs::remove_file(root.join("sub")).expect("remove");
    }
}

#[test]
fn a_name_that_is_no_text_is_listed_looked_at_and_opened() {
    let (_dir, root) = folder();
    let name = OsStr::from_bytes(b"\x83p\x83X\x83\x8f\x81[\x83h.txt");
    fs::write(root.join(name), b"x").expect("write");
    let mut raw = Vec::new();
    walk(&root, &mut |entry| {
        assert!(entry.open().is_ok());
        raw.push(entry.sighting().name.raw.clone());
        ControlFlow::Continue(())
    });
    assert_eq!(raw, [Some(name.as_bytes().to_vec())]);
}

#[test]
fn another_file_system_is_not_entered() {
    for resolves in [true, false] {
        let root = Folder::of(open_by_names(Path::new("/")).expect("open"), resolves).expect("open");
        let proc = root.look(OsStr::new("proc")).expect("every Linux has it");
        let entered = root.enter(OsStr::new("proc"), &proc.identity);
        assert!(matches!(entered, Err(Refused::Elsewhere)), "{entered:?}");
    }
}

#[test]
fn a_name_that_is_swapped_all_the_time_never_leads_to_another_file() {
    let (_dir, root) = folder();
    let (_elsewhere, secret) = folder();
    fs::write(secret.join("memo.txt"), b"secret").expect("write");
    fs::create_dir(root.join("desk")).expect("make");
    let over = std::sync::atomic::AtomicBool::new(false);
    let order = std::sync::atomic::Ordering::Relaxed;
    std::thread::scope(|threads| {
        threads.spawn(|| {
            let (own, link) = (root.join("own"), root.join("desk/memo.txt"));
            while !over.load(order) {
                // Now a file of its own, now a link to the secret; a lost race is no failure.
                let _ = fs::write(&own, b"memo").and_then(|()| fs::rename(&own, &link));
                let _ = symlink(secret.join("memo.txt"), &own).and_then(|()| fs::rename(&own, &link));
            }
        });
        for _ in 0..3_000 {
            walk(&root, &mut |entry| {
                if let Ok(file) = entry.open() {
                    let text = io::read_to_string(file).expect("read");
                    assert_ne!(text, "secret");
                }
                ControlFlow::Continue(())
            });
        }
        over.store(true, order);
    });
}
