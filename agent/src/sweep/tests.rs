//! Rounds over a real folder.

use std::{cell::Cell, fs, io::Write as _, path::PathBuf};

use mimawari_proto::{convert::decode_events, finding::Kind, name::Name};

use super::*;
use crate::outbox::{LIMIT_BYTES, Opening};

pub(super) const NOTE: &str = "メールのパスワード: Xk9!mm2p-canary\nID: tanaka\npassword: hunter2zz!canary\n";
pub(super) const START: Timestamp = Timestamp::from_unix_ms(1_795_000_000_000);
const DAY: Duration = Duration::from_secs(86_400);

/// A desktop, an outbox, and a clock that only the test moves.
pub(super) struct Bench {
    dir: tempfile::TempDir,
    pub(super) outbox: Outbox,
    eyes: Eyes,
    now: Cell<Timestamp>,
    drawn: Cell<u8>,
    budget: Budget,
    pub(super) stop: AtomicBool,
    pub(super) stop_after: Cell<Option<u64>>,
    /// Not a desktop where stray files are not what is tried.
    root: Root,
}

fn open(folder: &Path) -> Outbox {
    Outbox::open(&Opening {
        folder,
        birthplace: &|_| b"here".to_vec(),
        limit_bytes: LIMIT_BYTES,
        now: START,
    })
    .expect("opens")
}

impl Bench {
    pub(super) fn new() -> Self {
        let dir = tempfile::tempdir().expect("temp dir");
        for folder in ["state", "desk/a/b"] {
            fs::create_dir_all(dir.path().join(folder)).expect("makes");
        }
        let outbox = open(&dir.path().join("state"));
        Self {
            dir,
            outbox,
            eyes: Eyes::built_in(),
            now: Cell::new(Timestamp::from(std::time::SystemTime::UNIX_EPOCH)),
            drawn: Cell::new(0),
            budget: Budget {
                grace: DAY * 3650,
                files: u64::MAX,
                time: DAY,
                share_percent: 100,
            },
            stop: AtomicBool::new(false),
            stop_after: Cell::new(None),
            root: Root::Documents,
        }
        .at(START)
    }

    fn at(self, now: Timestamp) -> Self {
        self.now.set(now);
        self
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join("desk").join(name)
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("writes");
    }

    pub(super) fn place(&self, name: &str, outcome: RootOutcome) -> RootPlace {
        RootPlace {
            root: self.root,
            user: Name::from("tanaka"),
            path: self.dir.path().join(name),
            profile: Some(self.dir.path().to_owned()),
            outcome,
            medium: None,
        }
    }

    pub(super) fn round(&self) -> RoundEnded {
        self.round_over(vec![self.place("desk", RootOutcome::Covered)])
    }

    fn round_over(&self, roots: Vec<RootPlace>) -> RoundEnded {
        let round = RoundId::new(self.now.get(), [1; 10]);
        self.with(roots, &|_| true, |what, edge| {
            sweep(round, RoundReason::Asked, what, edge).expect("sweeps")
        })
    }

    /// Lets a sweep be made over some places.
    pub(super) fn with<T>(
        &self,
        roots: Vec<RootPlace>,
        there: &dyn Fn(&RootPlace) -> bool,
        make: impl FnOnce(&Sweep<'_>, &Edge<'_>) -> T,
    ) -> T {
        let what = Sweep {
            policy_version: 0,
            roots,
            eyes: &self.eyes,
            outbox: &self.outbox,
            budget: self.budget,
        };
        let edge = Edge {
            examine: &|name, size, file| Ok(self.eyes.examine(name, size, file)),
            now: &|| self.now.get(),
            random: &|| {
                self.drawn.set(self.drawn.get() + 1);
                [self.drawn.get(); 10]
            },
            rest: &|_| {},
            stop: &self.stop,
            media_watch: &|| MediaWatch::Down,
            progress: &|progress| {
                if self.stop_after.get().is_some_and(|files| progress.files >= files) {
                    self.stop.store(true, Ordering::Relaxed);
                }
            },
            there,
        };
        make(&what, &edge)
    }

    /// Takes what was said since the last time.
    pub(super) fn said(&self) -> Vec<Said> {
        let parcels = self.outbox.parcels_after(0, usize::MAX, START).expect("reads");
        let seqs: Vec<_> = parcels.iter().map(|parcel| parcel.seq).collect();
        self.outbox
            .settle(self.outbox.position().epoch, &seqs)
            .expect("settles");
        parcels
            .iter()
            .flat_map(|parcel| decode_events(&parcel.events).expect("own events"))
            .map(|event| event.said)
            .collect()
    }

    pub(super) fn found(&self) -> Vec<(FindingId, Kind)> {
        let said = self.said().into_iter();
        said.filter_map(|said| match said {
            Said::Found(finding) => Some((finding.id, finding.kind)),
            _ => None,
        })
        .collect()
    }

    pub(super) fn cleared(&self) -> Vec<(FindingId, ClearedReason)> {
        let said = self.said().into_iter();
        said.filter_map(|said| match said {
            Said::Cleared(id, reason) => Some((id, reason)),
            _ => None,
        })
        .collect()
    }
}

#[test]
fn an_unchanged_file_is_not_read_again_and_its_finding_stands() {
    let bench = Bench::new();
    for name in ["a/1.txt", "a/b/2.txt", "a/z.txt", "note.txt", "z.txt"] {
        bench.write(
            name,
            if name == "note.txt" {
                NOTE
            } else {
                "会議の予定\n"
            },
        );
    }
    let first = bench.round();
    assert_eq!(
        (first.files, first.read, first.unchanged, first.standing),
        (5, 5, 0, 1)
    );
    let found = bench.found();
    assert!(matches!(found[..], [(_, Kind::PasswordNote)]), "{found:?}");
    for _ in 0..2 {
        let again = bench.round();
        assert_eq!(
            (again.files, again.read, again.unchanged, again.standing),
            (5, 0, 5, 1)
        );
        let said = bench.said();
        assert!(
            !said
                .iter()
                .any(|said| matches!(said, Said::Found(_) | Said::Cleared(..)))
        );
        assert!(
            said.iter()
                .any(|said| matches!(said, Said::RoundStanding(_, ids) if ids[..] == [found[0].0]))
        );
    }
    bench.write("z.txt", "長くなった会議の予定\n");
    assert_eq!(bench.round().read, 1);
}

#[test]
fn a_finding_keeps_its_id_while_the_secret_stays_in_its_place() {
    let bench = Bench::new();
    bench.write("note.txt", NOTE);
    bench.round();
    let [(id, _)] = bench.found()[..] else {
        panic!("one finding")
    };
    bench.write("note.txt", &format!("{NOTE}\n追記です\n"));
    assert_eq!(bench.round().read, 1);
    let again = bench.found();
    assert!(again.iter().all(|(other, _)| *other == id), "{again:?}");
    assert_eq!(bench.outbox.standing_ids().expect("reads"), [id]);
}

#[test]
fn a_finding_is_cleared_by_proof_and_the_proof_is_named() {
    let bench = Bench::new();
    bench.write("gone.txt", NOTE);
    bench.write("emptied.txt", NOTE);
    bench.round();
    assert_eq!(bench.found().len(), 2);
    fs::remove_file(bench.path("gone.txt")).expect("removes");
    bench.write("emptied.txt", "何もありません\n");
    let ended = bench.round();
    let mut reasons: Vec<_> = bench.cleared().into_iter().map(|(_, reason)| reason).collect();
    reasons.sort();
    assert_eq!(reasons, [ClearedReason::Gone, ClearedReason::Emptied]);
    assert_eq!(ended.standing, 0);
}

#[test]
fn a_root_that_was_not_covered_to_its_end_proves_nothing() {
    for outcome in [RootOutcome::Denied, RootOutcome::Absent, RootOutcome::Failed] {
        let bench = Bench::new();
        bench.write("note.txt", NOTE);
        bench.round();
        bench.said();
        fs::remove_file(bench.path("note.txt")).expect("removes");
        let ended = bench.round_over(vec![bench.place("desk", outcome)]);
        assert!(bench.cleared().is_empty(), "{outcome}");
        assert_eq!((ended.standing, ended.roots[0].outcome), (1, outcome));
        bench.round();
        assert_eq!(bench.cleared().len(), 1, "and covered it does");
    }
}

#[test]
fn a_stopped_round_says_so_clears_nothing_and_goes_on_where_it_was() {
    let bench = Bench::new();
    for n in 0..10 {
        bench.write(&format!("{n}.txt"), "会議\n");
    }
    bench.write("z-note.txt", NOTE);
    bench.round();
    bench.said();
    bench.write("0.txt", "変更した会議\n");
    fs::remove_file(bench.path("z-note.txt")).expect("removes");
    bench.stop_after.set(Some(4));
    let ended = bench.round();
    assert_eq!(
        (ended.outcome, ended.roots[0].outcome),
        (RoundOutcome::Stopped, RootOutcome::Stopped)
    );
    assert!(bench.cleared().is_empty());
    bench.stop_after.set(None);
    bench.stop.store(false, Ordering::Relaxed);
    let again = bench.round();
    assert_eq!(
        (again.read, again.unchanged),
        (0, 10),
        "what the stopped round missed is still known"
    );
    assert_eq!(bench.cleared().len(), 1);
}

#[test]
fn a_budget_of_files_gets_through_everything_in_the_end() {
    let mut bench = Bench::new();
    bench.budget.files = 4;
    for root in ["desk", "more"] {
        fs::create_dir_all(bench.dir.path().join(root)).expect("makes");
        for n in 0..5 {
            fs::write(bench.dir.path().join(root).join(format!("{n}.txt")), "会議\n").expect("writes");
        }
    }
    let roots = || {
        ["desk", "more"]
            .map(|root| bench.place(root, RootOutcome::Covered))
            .to_vec()
    };
    let reads: Vec<_> = (0..4).map(|_| bench.round_over(roots()).read).collect();
    assert_eq!(reads[0], 4);
    assert_eq!(reads.iter().sum::<u64>(), 10, "{reads:?}");
    assert_eq!(bench.round_over(roots()).outcome, RoundOutcome::Complete);
}

#[test]
fn a_restart_in_mid_round_reads_only_what_was_not_yet_kept_and_doubles_nothing() {
    let bench = Bench::new();
    for n in 0..5 {
        bench.write(&format!("a/{n}.txt"), NOTE);
    }
    bench.stop_after.set(Some(3));
    bench.round();
    let before = bench.found().len();
    let state = bench.dir.path().join("state");
    let Bench { dir, outbox, .. } = bench;
    drop(outbox);
    let again = Bench {
        outbox: open(&state),
        dir,
        ..Bench::new()
    };
    again.drawn.set(100);
    let ended = again.round();
    assert_eq!((ended.standing, ended.unchanged), (5, before as u64));
    assert_eq!(before + again.found().len(), 5);
}

#[test]
fn a_protected_document_is_counted_as_unread_in_every_round() {
    let bench = Bench::new();
    // A zip whose one member is encrypted (flag 1), so that nothing of it can be read.
    let mut zip = Vec::new();
    let header = |signature: &[u8], extra: &[u8]| {
        let mut bytes = signature.to_vec();
        bytes.extend(extra);
        bytes
    };
    let common = [
        20, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0,
    ];
    zip.write_all(&header(b"PK\x03\x04", &common))
        .expect("a Vec takes all");
    zip.write_all(b"a.txt").expect("a Vec takes all");
    zip.write_all(&[0; 12]).expect("a Vec takes all");
    let directory = zip.len() as u32;
    zip.write_all(&header(b"PK\x01\x02\x14\x00", &common))
        .expect("a Vec takes all");
    zip.write_all(&[0; 14]).expect("a Vec takes all");
    zip.write_all(b"a.txt").expect("a Vec takes all");
    let size = zip.len() as u32 - directory;
    zip.write_all(b"PK\x05\x06\0\0\0\0\x01\0\x01\0")
        .expect("a Vec takes all");
    zip.write_all(&size.to_le_bytes()).expect("a Vec takes all");
    zip.write_all(&directory.to_le_bytes()).expect("a Vec takes all");
    zip.write_all(&[0, 0]).expect("a Vec takes all");
    fs::write(bench.path("locked.zip"), zip).expect("writes");
    let rounds: Vec<_> = (0..3).map(|_| bench.round()).collect();
    for ended in &rounds {
        assert_eq!(
            ended.unread.iter().map(|(_, files)| files).sum::<u64>(),
            1,
            "{:?}",
            ended.unread
        );
        assert_eq!(ended.unread, rounds[0].unread);
        assert_eq!(ended.unread_files, rounds[0].unread_files);
    }
}

#[test]
fn a_document_becomes_a_stray_file_when_its_grace_is_over_and_then_stays_one() {
    let mut bench = Bench::new();
    bench.budget.grace = DAY;
    bench.root = Root::Desktop;
    bench.write("報告書.txt", "会議の予定\n");
    let changed = fs::metadata(bench.path("報告書.txt"))
        .and_then(|is| is.modified())
        .expect("a time");
    let changed = Timestamp::from(changed);
    bench.now.set(changed.plus(DAY / 2));
    bench.round();
    assert!(bench.found().is_empty(), "somebody works on it");
    assert_eq!(
        bench.round().unchanged,
        1,
        "waiting for the end of grace reads nothing"
    );
    bench.now.set(changed.plus(DAY * 2));
    bench.round();
    let [(id, Kind::StrayFile)] = bench.found()[..] else {
        panic!("a stray file")
    };
    // Touched again, it still lies there.
    bench.write("報告書.txt", "会議の予定、改\n");
    bench.now.set(changed.plus(DAY * 2 + DAY / 4));
    bench.round();
    assert!(bench.cleared().is_empty());
    assert_eq!(bench.outbox.standing_ids().expect("reads"), [id]);
}

#[test]
fn no_matched_text_reaches_the_files_of_the_outbox() {
    let bench = Bench::new();
    bench.write("note.txt", NOTE);
    bench.write("a/again.csv", &NOTE.replace(": ", ","));
    bench.round();
    assert!(!bench.outbox.standing_ids().expect("reads").is_empty());
    let folder = fs::read_dir(bench.dir.path().join("state")).expect("lists");
    for entry in folder {
        let bytes = fs::read(entry.expect("an entry").path()).expect("reads");
        let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        for canary in ["canary", "Xk9!", "hunter2"] {
            assert!(!holds(canary), "{canary}");
        }
    }
}
