//! Media that come, are pulled, come back changed, and are not each other.

use std::{fs, sync::atomic::Ordering};

use mimawari_proto::{
    finding::{ClearedReason, Kind, Root},
    id::MediaSessionId,
    reading::MediaExamined,
    round::{RootOutcome, RoundOutcome, Said},
};

use super::{
    super::tests::{Bench, NOTE, START},
    look_through,
};
use crate::{
    finding::tests::found_on,
    sense::{
        desktop::RootPlace,
        media::place::{KEYS_BEGIN, OnMedium},
    },
};

/// A place on a medium; every one is mounted at the same folder.
fn on(bench: &Bench, name: &str, stay: u8) -> RootPlace {
    let mut told = found_on();
    told.session = MediaSessionId::new(START, [stay; 10]);
    RootPlace {
        root: Root::Media,
        medium: Some(OnMedium {
            key: format!("{KEYS_BEGIN}{name}#0"),
            told,
        }),
        ..bench.place("desk", RootOutcome::Covered)
    }
}

fn look(bench: &Bench, place: RootPlace) -> MediaExamined {
    bench.with(vec![place], &|_| true, |what, edge| {
        look_through(what, edge).expect("looks")
    })
}

fn empty(bench: &Bench) {
    for name in ["note.txt", "a/note.txt", "z.txt"] {
        fs::remove_file(bench.path(name)).expect("was there");
    }
}

fn filled() -> Bench {
    let bench = Bench::new();
    bench.write("note.txt", NOTE);
    bench.write("a/note.txt", NOTE);
    bench.write("z.txt", "会議の予定\n");
    bench
}

#[test]
fn a_note_on_a_medium_is_a_finding_that_names_the_medium() {
    let bench = filled();
    let examined = look(&bench, on(&bench, "stick", 1));
    assert_eq!(
        (
            examined.complete,
            examined.read,
            examined.unread,
            examined.standing
        ),
        (true, 3, 0, 2)
    );
    let said = bench.said();
    let named: Vec<_> = said
        .iter()
        .filter_map(|said| match said {
            Said::Found(finding) => Some((finding.kind, finding.root, finding.medium.clone())),
            _ => None,
        })
        .collect();
    let told = on(&bench, "stick", 1).medium.map(|medium| medium.told);
    assert_eq!(named, vec![(Kind::PasswordNote, Root::Media, told); 2]);
    assert_eq!(said.len(), 2, "and there is no round about it: {said:?}");
}

#[test]
fn a_medium_that_is_away_leaves_rounds_whole_and_clears_nothing() {
    let bench = filled();
    look(&bench, on(&bench, "stick", 1));
    bench.said();
    empty(&bench);
    let ended = bench.round();
    assert_eq!((ended.outcome, ended.standing), (RoundOutcome::Complete, 0));
    assert_eq!(bench.cleared(), []);
    assert_eq!(bench.outbox.standing_ids().expect("reads").len(), 2);
}

#[test]
fn a_medium_that_was_not_read_to_the_end_proves_only_what_was_read() {
    let bench = filled();
    look(&bench, on(&bench, "stick", 1));
    bench.said();
    bench.write("note.txt", "片付けました\n");
    bench.stop_after.set(Some(2));
    let stopped = look(&bench, on(&bench, "stick", 2));
    assert!(!stopped.complete);
    bench.stop_after.set(None);
    bench.stop.store(false, Ordering::Relaxed);
    empty(&bench);
    let pulled = bench.with(vec![on(&bench, "stick", 2)], &|_| false, |what, edge| {
        look_through(what, edge).expect("looks")
    });
    assert!(!pulled.complete, "what was empty was not the medium");
    assert_eq!(
        pulled.standing, 1,
        "the one that was read and is emptied does not stand"
    );
    let absent = RootPlace {
        path: bench.path("nowhere"),
        ..on(&bench, "stick", 2)
    };
    assert!(!look(&bench, absent).complete);
    let cleared: Vec<_> = bench.cleared().into_iter().map(|(_, reason)| reason).collect();
    assert_eq!(cleared, [ClearedReason::Emptied]);
}

#[test]
fn what_was_read_of_a_pulled_medium_clears_nothing_either() {
    let bench = filled();
    look(&bench, on(&bench, "stick", 1));
    bench.said();
    bench.write("note.txt", "片付けました\n");
    bench.with(vec![on(&bench, "stick", 2)], &|_| false, |what, edge| {
        look_through(what, edge).expect("looks")
    });
    assert_eq!(bench.cleared(), []);
    assert_eq!(look(&bench, on(&bench, "stick", 3)).standing, 1);
    assert_eq!(bench.cleared().len(), 1, "and once it is sure, it is cleared");
}

#[test]
fn only_the_same_medium_seen_complete_clears_what_stood_on_it() {
    let bench = filled();
    look(&bench, on(&bench, "stick", 1));
    bench.said();
    empty(&bench);
    let other = look(&bench, on(&bench, "another", 2));
    assert_eq!((other.complete, other.standing), (true, 0));
    assert_eq!(bench.cleared(), [], "in the same drive, and not the same");
    look(&bench, on(&bench, "stick", 3));
    let cleared: Vec<_> = bench.cleared().into_iter().map(|(_, reason)| reason).collect();
    assert_eq!(cleared, [ClearedReason::Gone; 2]);
}

#[test]
fn a_medium_that_comes_back_unchanged_is_not_read_again_and_its_findings_name_the_new_stay() {
    let bench = filled();
    look(&bench, on(&bench, "stick", 1));
    let first = bench.found();
    let again = look(&bench, on(&bench, "stick", 2));
    assert_eq!((again.read, again.standing), (3, 2));
    let said = bench.said();
    let stays: Vec<_> = said
        .iter()
        .filter_map(|said| match said {
            Said::Found(finding) => Some((finding.id, finding.medium.as_ref()?.session)),
            _ => None,
        })
        .collect();
    let second = MediaSessionId::new(START, [2; 10]);
    let mut ids: Vec<_> = first.iter().map(|(id, _)| (*id, second)).collect();
    let mut stays = stays;
    ids.sort_unstable();
    stays.sort_unstable();
    assert_eq!(stays, ids, "the same findings");
    look(&bench, on(&bench, "stick", 2));
    assert!(bench.said().is_empty(), "nothing new within a stay");
}
