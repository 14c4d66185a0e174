//! Every item's own examples, and what must hold for all of them.

use std::{collections::HashSet, time::Duration};

use mimawari_proto::{
    id::MachineId,
    round::{MediaWatch, RootOutcome, RoundOutcome},
};
use proptest::prelude::*;

use super::{super::Round, super::matrix, *};

const NOW: Timestamp = Timestamp::from_unix_ms(1_900_000_000_000);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    name: String,
    mark: String,
    proposed: Option<String>,
    #[serde(default)]
    machine: Vec<ExampleMachine>,
    #[serde(default)]
    finding: Vec<ExampleFinding>,
    #[serde(default)]
    medium: Vec<ExampleMedium>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleMedium {
    #[serde(default)]
    faults: Vec<Fault>,
    #[serde(default)]
    doubts: Vec<Doubt>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleMachine {
    zone: Zone,
    round_hours_ago: Option<u64>,
    #[serde(default)]
    covered: Vec<Root>,
    #[serde(default)]
    denied: Vec<Root>,
    #[serde(default)]
    unread: u64,
    #[serde(default = "running")]
    media_watch: MediaWatch,
}

const fn running() -> MediaWatch {
    MediaWatch::Running
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleFinding {
    kind: Kind,
    root: Root,
    first_seen_hours_ago: u64,
    state: String,
    #[serde(default)]
    encrypted: bool,
}

fn hours_ago(hours: u64) -> Timestamp {
    NOW.minus(Duration::from_secs(hours * 3600))
}

impl ExampleMachine {
    fn facts(&self, nth: u8) -> Machine {
        let covered = self.covered.iter().map(|root| (*root, RootOutcome::Covered));
        let denied = self.denied.iter().map(|root| (*root, RootOutcome::Denied));
        let round = |hours| Round {
            ended_at: hours_ago(hours),
            outcome: if self.denied.is_empty() {
                RoundOutcome::Complete
            } else {
                RoundOutcome::Partial
            },
            roots: covered.chain(denied).collect(),
            unread: self.unread,
        };
        Machine {
            id: MachineId::new(NOW, [nth; 10]),
            zone: self.zone.clone(),
            heard_at: self.round_hours_ago.map(hours_ago),
            round: self.round_hours_ago.map(round),
            media_watch: self.round_hours_ago.map(|_| self.media_watch),
        }
    }
}

impl ExampleMedium {
    fn facts(&self) -> Judged {
        Judged {
            no: None,
            session: None,
            faults: self.faults.clone(),
            undecided: Vec::new(),
            doubts: self.doubts.clone(),
        }
    }
}

impl ExampleFinding {
    fn facts(&self, on: &Machine, nth: u8) -> Found {
        let state = State::ALL.into_iter().find(|state| state.word() == self.state);
        Found {
            id: FindingId::new(NOW, [nth; 10]),
            machine: on.id,
            zone: on.zone.clone(),
            kind: self.kind,
            confidence: Confidence::High,
            root: self.root,
            encrypted: self.encrypted,
            lying_since: hours_ago(self.first_seen_hours_ago),
            state: state.expect("a state"),
        }
    }
}

fn facts(example: &Example) -> matrix::Facts {
    let nth = |n: usize| u8::try_from(n).expect("few");
    let machines: Vec<_> = example
        .machine
        .iter()
        .enumerate()
        .map(|(n, m)| m.facts(nth(n)))
        .collect();
    let found = example.finding.iter().enumerate();
    matrix::Facts {
        found: found.map(|(n, f)| f.facts(&machines[0], nth(n))).collect(),
        machines,
        media: example.medium.iter().map(ExampleMedium::facts).collect(),
    }
}

#[test]
fn every_example_of_every_item_holds() {
    for control in built_in() {
        assert!(
            control.examples.len() >= 2,
            "{} needs examples both ways",
            control.number
        );
        for example in &control.examples {
            let example: Example = example
                .clone()
                .try_into()
                .unwrap_or_else(|e| panic!("{}: {e}", control.number));
            let cell = matrix::cell(control, &facts(&example), None, &Policy::default(), NOW);
            let proposed = cell.proposed.map(|mark| mark.sign().to_owned());
            let name = format!("{}: {}", control.number, example.name);
            assert_eq!(cell.mark.sign(), example.mark, "{name}: {:?}", cell.missing);
            assert_eq!(proposed, example.proposed, "{name}");
        }
    }
}

#[test]
fn the_table_has_28_items_each_once() {
    let numbers: HashSet<_> = built_in().iter().map(|control| &control.number).collect();
    assert_eq!((built_in().len(), numbers.len()), (28, 28));
    for ((file, _), control) in FILES.iter().zip(built_in()) {
        let expected = control.number.to_lowercase().replace('(', "-").replace(')', "");
        assert_eq!(*file, format!("{expected}.toml"));
        let proved = control.proof.is_some() || control.media.is_some();
        assert_eq!(control.agent == Share::None, !proved, "{file}");
        assert!(control.proof.is_none() || control.media.is_none(), "{file}");
    }
}

impl Control {
    fn is_about_media(&self) -> bool {
        let by_findings = |proof: &Proof| proof.roots.contains(&Root::Media);
        self.media.is_some() || self.proof.as_ref().is_some_and(by_findings)
    }
}

fn any_state() -> impl Strategy<Value = State> {
    proptest::sample::select(State::ALL.to_vec())
}

proptest! {
    /// The first law of this table.
    #[test]
    fn unknown_is_never_proper(silent in 1_u64..4, seen in 0_u64..4, states in prop::collection::vec(any_state(), 0..4), which in 0_usize..28) {
        let control = &built_in()[which];
        let zone: Zone = control.proof.as_ref().and_then(|p| p.zones.first().cloned()).unwrap_or("lgwan".parse().expect("a zone"));
        let machine = |n: u64, round: Option<Round>| Machine { id: MachineId::new(NOW, [u8::try_from(n).expect("few"); 10]), zone: zone.clone(), heard_at: Some(NOW), media_watch: round.as_ref().map(|_| MediaWatch::Running), round };
        let round = || Round { ended_at: NOW, outcome: RoundOutcome::Complete, roots: vec![(Root::Desktop, RootOutcome::Covered), (Root::Share, RootOutcome::Covered)], unread: 0 };
        let machines: Vec<_> = (0..silent).map(|n| machine(n, None)).chain((0..seen).map(|n| machine(n + silent, Some(round())))).collect();
        let found = states.iter().map(|state| Found { id: FindingId::new(NOW, [9; 10]), machine: machines[0].id, zone: zone.clone(), kind: Kind::MyNumber, confidence: Confidence::High, root: Root::Desktop, encrypted: false, lying_since: hours_ago(100), state: *state }).collect();
        let cell = matrix::cell(control, &matrix::Facts { machines, found, media: Vec::new() }, None, &Policy::default(), NOW);
        prop_assert_eq!(cell.mark, Mark::Unverified);
        prop_assert_ne!(cell.proposed, Some(Mark::Proper));
        prop_assert!(!cell.missing.is_empty());
    }

    /// What is not watched is not known.
    #[test]
    fn no_item_about_media_is_proper_where_nobody_watches_media(watched in 0_u64..3, unwatched in 1_u64..3, said in prop::option::of(prop::sample::select(vec![MediaWatch::Off, MediaWatch::Down, MediaWatch::Other(9)]))) {
        let round = || Round { ended_at: NOW, outcome: RoundOutcome::Complete, roots: vec![(Root::Desktop, RootOutcome::Covered), (Root::Share, RootOutcome::Covered)], unread: 0 };
        let machine = |n: u64, media_watch| Machine { id: MachineId::new(NOW, [u8::try_from(n).expect("few"); 10]), zone: "lgwan".parse().expect("a zone"), heard_at: Some(NOW), round: Some(round()), media_watch };
        let machines: Vec<_> = (0..watched).map(|n| machine(n, Some(MediaWatch::Running))).chain((0..unwatched).map(|n| machine(n + watched, said))).collect();
        for control in built_in().iter().filter(|control| control.is_about_media()) {
            let facts = matrix::Facts { machines: machines.clone(), ..matrix::Facts::default() };
            let cell = matrix::cell(control, &facts, None, &Policy::default(), NOW);
            prop_assert_eq!(cell.mark, Mark::Unverified);
            prop_assert_eq!(cell.proposed, None);
            let missing = Missing::MediaUnwatched { count: unwatched };
            prop_assert!(cell.missing.contains(&missing));
        }
    }
}

#[test]
fn the_items_about_media_are_known() {
    let about = built_in().iter().filter(|control| control.is_about_media());
    let numbers: Vec<_> = about.map(|control| control.number.as_str()).collect();
    assert_eq!(numbers, ["I-5(1)", "I-5(2)", "II-3", "III-5"]);
}
