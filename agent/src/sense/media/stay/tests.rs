//! Plugging, pulling, sleeping, restarting: what is said and what is not.

use mimawari_proto::{name::Name, reading::MediaClass};

use super::*;
use crate::platform::facts::media::Head;

fn stick(place: &str, serial: &str) -> Medium {
    Medium {
        place: place.to_owned(),
        class: MediaClass::Storage,
        bus: "usb",
        vendor_id: 0x0411,
        product_id: 0x0277,
        vendor: Name::from("BUFFALO"),
        product: Name::from("USB Flash Disk"),
        serial: Name::from(serial),
        size_bytes: 16_000_000_000,
        write_protected: Some(false),
        head: Head::Unread("no right to read the device"),
        volumes: Vec::new(),
    }
}

const OWN: &str = "0F1E2D3C4B5A6978";

/// Looks with a clock that is told, and says what came of it in short.
struct Bench {
    stays: Stays,
    now: Timestamp,
}

impl Bench {
    fn new() -> Self {
        let now = Timestamp::from_unix_ms(1_790_000_000_000);
        Self {
            stays: Stays::default(),
            now,
        }
    }

    fn look(&mut self, after_ms: u64, present: &[Medium]) -> Vec<Said> {
        self.now = self.now.plus(Duration::from_millis(after_ms));
        let edge = Edge {
            now: self.now,
            random: &|| [7; 10],
            marker: &|_| None,
        };
        let events = self.stays.look(present, &edge);
        events.into_iter().map(|event| event.said).collect()
    }

    fn words(&mut self, after_ms: u64, present: &[Medium]) -> Vec<&'static str> {
        let word = |said: &Said| match said {
            Said::MediaSeen(_) => "seen",
            Said::MediaLeft(_) => "left",
            _ => "other",
        };
        self.look(after_ms, present).iter().map(word).collect()
    }

    fn restart(&mut self) {
        let kept = serde_json::to_string(&self.stays).expect("plain values");
        self.stays = serde_json::from_str(&kept).expect("just written");
    }
}

#[test]
fn a_stay_is_told_once_and_its_end_within_two_seconds() {
    let mut bench = Bench::new();
    let there = [stick("a", OWN)];
    assert_eq!(bench.words(0, &there), ["seen"]);
    assert_eq!(bench.words(4_000, &there), [""; 0]);
    assert_eq!(bench.words(4_000, &[]), [""; 0]);
    let left = bench.stays.next_look_in(bench.now).expect("missing");
    assert!(left < Duration::from_millis(1_500));
    assert_eq!(bench.words(1_300, &[]), ["left"]);
    assert_eq!(bench.stays.next_look_in(bench.now), None);
}

#[test]
fn a_moment_of_absence_and_another_port_are_the_same_stay() {
    let mut bench = Bench::new();
    bench.look(0, &[stick("a", OWN)]);
    assert_eq!(bench.words(100, &[]), [""; 0]);
    assert_eq!(
        bench.words(500, &[stick("b", OWN)]),
        [""; 0],
        "enumerated anew elsewhere"
    );
}

#[test]
fn what_cannot_be_told_from_others_does_not_wander() {
    let mut bench = Bench::new();
    bench.look(0, &[stick("a", "0000000000")]);
    bench.look(100, &[]);
    assert_eq!(
        bench.words(500, &[stick("b", "0000000000")]),
        ["seen"],
        "it may be another one"
    );
    assert_eq!(bench.words(1_500, &[stick("b", "0000000000")]), ["left"]);
}

#[test]
fn a_sleep_ends_no_stay() {
    let mut bench = Bench::new();
    bench.look(0, &[stick("a", OWN)]);
    assert_eq!(
        bench.words(8 * 3_600_000, &[]),
        [""; 0],
        "awake, and the hub is not"
    );
    assert_eq!(bench.words(6_000, &[]), [""; 0]);
    assert_eq!(bench.words(4_000, &[stick("a", OWN)]), [""; 0]);
    bench.look(13_000, &[]);
    assert_eq!(bench.words(11_000, &[]), [""; 0]);
    assert_eq!(bench.words(4_100, &[]), ["left"], "pulled while it slept");
}

#[test]
fn another_stick_in_the_same_port_is_another_stay() {
    let mut bench = Bench::new();
    bench.look(0, &[stick("a", OWN)]);
    assert_eq!(bench.words(4_000, &[stick("a", "5566778899AABB01")]), ["seen"]);
    assert_eq!(bench.words(1_500, &[stick("a", "5566778899AABB01")]), ["left"]);
}

#[test]
fn a_restart_goes_on_with_the_stay_and_tells_what_is_there() {
    let mut bench = Bench::new();
    let first = bench.look(0, &[stick("a", OWN)]);
    bench.restart();
    let again = bench.look(60_000, &[stick("a", OWN)]);
    assert_eq!(first, again, "the same session, the same arrival");
    bench.restart();
    bench.look(60_000, &[]);
    assert_eq!(bench.words(1_300, &[]), ["left"]);
}

#[test]
fn two_sticks_with_one_serial_are_both_told_as_shared() {
    let mut bench = Bench::new();
    let said = bench.look(0, &[stick("a", OWN), stick("b", OWN)]);
    let grades: Vec<_> = said
        .iter()
        .filter_map(|said| match said {
            Said::MediaSeen(seen) => Some((seen.grade, seen.session)),
            _ => None,
        })
        .collect();
    assert_eq!(grades.len(), 2);
    assert!(grades.iter().all(|(grade, _)| *grade == Grade::C));
}

#[test]
fn what_was_counted_is_told_and_what_becomes_free_is_no_news() {
    let mut bench = Bench::new();
    let there = [stick("a", OWN)];
    let said = bench.look(0, &there);
    let Some(Said::MediaSeen(seen)) = said.first() else {
        unreachable!("a stick is there")
    };
    assert_eq!((seen.empty, &seen.content), (None, &None));
    let content = MediaContent {
        complete: true,
        ..MediaContent::default()
    };
    bench.stays.swept(seen.session, content);
    let said = bench.look(100, &there);
    let Some(Said::MediaSeen(seen)) = said.first() else {
        unreachable!("it was counted")
    };
    assert_eq!(seen.empty, Some(true));
    let unfinished = MediaContent::default();
    bench.stays.swept(seen.session, unfinished);
    let said = bench.look(100, &there);
    let Some(Said::MediaSeen(seen)) = said.first() else {
        unreachable!("it was counted")
    };
    assert_eq!(seen.empty, None, "nothing found in part of it is not nothing");
}
