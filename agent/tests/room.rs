//! The examining room, with the real program as the child: every wall holds, and one bad document costs one file.
//!
//! A file called `mimawari-try.VERB.txt` makes a child of a debug build do what a
//! document that has taken it over would do.
#![cfg(debug_assertions)]
#![expect(
    clippy::disallowed_methods,
    reason = "tests make files in temporary folders; what ships is checked without them"
)]

use std::{
    fs::{self, File},
    path::Path,
    time::Duration,
};

use mimawari_agent::{
    examine::{
        Examined, Eyes,
        room::{self, Room},
    },
    platform::facts::{Program, Wall},
};
use mimawari_proto::{finding::Kind, name::Name, round::UnreadReason};

const NOTE: &str = "パスワード：Sakura#2024\n";

fn program(arguments: &[&str]) -> Program {
    Program {
        path: env!("CARGO_BIN_EXE_mimawari-agent").into(),
        arguments: std::iter::once(&room::COMMAND)
            .chain(arguments)
            .map(Into::into)
            .collect(),
    }
}

/// A room, and a folder with documents for it.
struct Bench {
    folder: tempfile::TempDir,
    room: Room,
}

impl Bench {
    fn new(program: Program) -> Self {
        let room = Room::new(&Eyes::built_in(), program).expect("a thread can be started");
        Self {
            folder: tempfile::tempdir().expect("temp dir"),
            room: room.impatient(Duration::from_secs(1), Duration::from_secs(20)),
        }
    }

    fn examine(&mut self, name: &str) -> Examined {
        let path = self.folder.path().join(name);
        fs::write(&path, NOTE).expect("writes");
        let file = File::open(&path).expect("opens");
        self.room
            .examine(&Name::from(name), NOTE.len() as u64, &file)
            .expect("there is a room")
    }

    /// What became of a document that tries something.
    fn attempt(&mut self, verb: &str) -> (UnreadReason, String) {
        let examined = self.examine(&format!("mimawari-try.{verb}.txt"));
        assert!(examined.hits.is_empty(), "{verb}: {examined:?}");
        let [part] = &examined.unread[..] else {
            panic!("{verb}: {examined:?}")
        };
        (part.reason, part.detail.clone())
    }

    fn reads_on(&mut self) {
        let examined = self.examine("memo.txt");
        assert_eq!(examined.hits.len(), 1, "{examined:?}");
        assert_eq!(examined.hits[0].kind, Kind::PasswordNote);
    }

    /// Demands that every one of these is refused, or ends the child.
    fn holds(&mut self, verbs: &[&str]) {
        for verb in verbs {
            let (reason, detail) = self.attempt(verb);
            let was_ended = reason == UnreadReason::Crashed;
            let was_refused = detail == format!("{verb}: refused");
            assert!(was_ended || was_refused, "{verb}: {reason} {detail}");
            self.reads_on();
        }
    }

    fn stands(&mut self, wall: Wall) -> bool {
        let built = self.room.open().expect("there is a room");
        built.iter().any(|one| one.wall == wall && one.stands)
    }
}

/// What must be held by more than one wall where the system has it.
const REACH_OUT: &[&str] = &["open", "list", "make", "connect", "listen", "exec"];

#[test]
fn documents_are_read_in_the_room_as_outside_of_it() {
    let mut bench = Bench::new(program(&[]));
    let examined = bench.examine("memo.txt");
    let outside = Eyes::built_in().examine(
        &Name::from("memo.txt"),
        NOTE.len() as u64,
        &mut std::io::Cursor::new(NOTE),
    );
    assert_eq!(examined, outside);
}

#[test]
fn a_document_that_takes_over_the_child_reaches_nothing() {
    let mut bench = Bench::new(program(&[]));
    assert!(!room::is_open(bench.room.open().expect("there is a room")));
    bench.holds(REACH_OUT);
    bench.holds(&["write", "udp", "thread", "look-in"]);
}

#[test]
fn without_the_filter_of_calls_the_walls_behind_it_hold() {
    let mut bench = Bench::new(program(&["--without", "calls"]));
    assert!(!bench.stands(Wall::Calls));
    bench.holds(&["write"]);
    if bench.stands(Wall::Account) {
        assert_eq!(bench.attempt("account").1, "account: refused");
    }
    if bench.stands(Wall::Files) {
        bench.holds(&["open", "list", "make", "exec", "look-in"]);
    }
    if bench.stands(Wall::Network) {
        bench.holds(&["connect", "listen"]);
    }
    if bench.stands(Wall::Processes) {
        bench.holds(&["thread"]);
    }
}

#[test]
fn without_the_file_wall_the_filter_of_calls_holds() {
    for wall in ["files", "network", "processes"] {
        let mut bench = Bench::new(program(&["--without", wall]));
        bench.holds(REACH_OUT);
    }
}

#[test]
fn a_document_gets_no_more_memory_than_it_may_have() {
    let mut bench = Bench::new(program(&[]));
    for verb in ["memory", "many"] {
        let (reason, detail) = bench.attempt(verb);
        assert_eq!(reason, UnreadReason::Stopped, "{verb}");
        assert!(detail.contains("memory"), "{verb}: {detail}");
        bench.reads_on();
    }
}

#[test]
fn a_document_that_never_ends_is_given_up() {
    let mut bench = Bench::new(program(&[]));
    assert_eq!(bench.attempt("spin").0, UnreadReason::Timeout);
    bench.reads_on();
}

#[test]
fn a_document_that_brings_the_child_down_costs_one_file() {
    let mut bench = Bench::new(program(&[]));
    for verb in ["abort", "deep", "leave", "garbage", "flood"] {
        assert_eq!(bench.attempt(verb).0, UnreadReason::Crashed, "{verb}");
        bench.reads_on();
    }
}

#[test]
fn a_panic_tells_its_place_and_nothing_of_the_document() {
    let mut bench = Bench::new(program(&[]));
    let (reason, detail) = bench.attempt("panic");
    assert_eq!(reason, UnreadReason::Crashed);
    assert!(detail.contains("tries.rs:"), "{detail}");
    assert!(
        !detail.contains("Sakura") && !detail.contains("text is"),
        "{detail}"
    );
    bench.reads_on();
}

#[test]
fn an_ordinary_account_gets_every_wall_but_an_account_of_its_own() {
    let (drop_to, own) = (Path::new("/usr/bin/setpriv"), program(&[]));
    let is_root = Bench::new(own.clone()).stands(Wall::Account);
    if !drop_to.exists() || !is_root {
        return;
    }
    let mut bench = Bench::new(Program {
        path: drop_to.into(),
        arguments: ["--reuid=65534", "--regid=65534", "--clear-groups"]
            .into_iter()
            .map(Into::into)
            .chain([own.path.into()])
            .chain(own.arguments)
            .collect(),
    });
    // The tree of this test may be closed to others.
    if bench.room.open().is_err() {
        return;
    }
    for wall in Wall::ALL {
        let wanted = wall != Wall::Account;
        assert_eq!(bench.stands(wall), wanted, "{wall:?}");
    }
    bench.holds(REACH_OUT);
    bench.holds(&["write", "udp", "thread", "look-in"]);
}

#[test]
fn a_program_that_is_no_child_of_the_room_is_told_as_that() {
    let mut nothing = program(&[]);
    nothing.path = "/no/such/program".into();
    let mut stranger = program(&[]);
    stranger.arguments = vec!["version".into()];
    for program in [nothing, stranger] {
        let mut room = Room::new(&Eyes::built_in(), program).expect("a thread can be started");
        assert!(room.open().is_err());
    }
}
