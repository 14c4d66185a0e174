//! Machines that do what a good agent never would: the collector keeps its promises.

use anyhow::{Context as _, Result, ensure};
use mimawari_proto::wire::{Outcome, Parcel as WireParcel, upward};
use mimawari_tests::{
    agent::Agent,
    chance::Chance,
    collector::Collector,
    desktop::Desktop,
    history::{History, stored},
    machine::{MORNING_MS, Machine, found, wire_form},
    proxy::{Fault, Proxy},
    wait,
};

struct Scene {
    /// Removed when the scene ends.
    _folder: tempfile::TempDir,
    collector: Collector,
    chance: Chance,
}

impl Scene {
    fn new(seed: u64) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let collector = Collector::started(folder.path())?;
        Ok(Self {
            _folder: folder,
            collector,
            chance: Chance::new(seed),
        })
    }

    fn machine(&mut self) -> Result<Machine> {
        let (token, root) = (self.collector.token("1010")?, self.collector.root()?);
        Machine::enrol(self.collector.intake(), &root, &token, &mut self.chance)
    }

    fn event(&mut self) -> mimawari_proto::wire::Event {
        found(&mut self.chance, MORNING_MS)
    }

    fn findings(&self) -> Result<usize> {
        let findings = self.collector.json(&["finding", "list"])?;
        Ok(findings.as_array().context("a list")?.len())
    }
}

#[test]
fn a_parcel_sent_twice_is_stored_once_and_acknowledged_twice() -> Result<()> {
    let mut scene = Scene::new(1)?;
    let machine = scene.machine()?;
    let mut chain = machine.chain();
    let parcel = chain.seal(vec![scene.event()]);
    let mut line = machine.connect(scene.collector.intake())?;
    assert_eq!(line.deliver(&parcel)?, Outcome::Stored);
    assert_eq!(line.deliver(&parcel)?, Outcome::Known);
    let mut again = machine.connect(scene.collector.intake())?;
    assert_eq!(again.welcome.known_through, 1);
    assert_eq!(again.deliver(&parcel)?, Outcome::Known);
    assert_eq!(scene.findings()?, 1);
    let mut history = History::default();
    history.acknowledge(&parcel);
    history.holds_in(&scene.collector.ledger())
}

#[test]
fn parcels_out_of_order_are_stored_once_each_and_the_evidence_verifies() -> Result<()> {
    let mut scene = Scene::new(2)?;
    let machine = scene.machine()?;
    let mut chain = machine.chain();
    let mut parcels = Vec::new();
    for _ in 0..12 {
        let event = scene.event();
        parcels.push(chain.seal(vec![event]));
    }
    // Sent in a random order, some of them twice; the rest as an agent would, in order.
    let mut line = machine.connect(scene.collector.intake())?;
    for _ in 0..20 {
        let parcel = scene.chance.pick(&parcels).clone();
        let outcome = line.deliver(&parcel)?;
        ensure!(
            matches!(outcome, Outcome::Stored | Outcome::Known),
            "{outcome:?} for {}",
            parcel.seq
        );
    }
    let mut history = History::default();
    for parcel in &parcels {
        let outcome = line.deliver(parcel)?;
        ensure!(
            matches!(outcome, Outcome::Stored | Outcome::Known),
            "{outcome:?} for {}",
            parcel.seq
        );
        history.acknowledge(parcel);
    }
    assert_eq!(scene.findings()?, 12);
    history.holds_in(&scene.collector.ledger())?;
    scene.collector.verified()?;
    Ok(())
}

#[test]
fn another_parcel_under_a_stored_number_is_a_conflict_and_changes_nothing() -> Result<()> {
    let mut scene = Scene::new(3)?;
    let machine = scene.machine()?;
    let first = machine.chain().seal(vec![scene.event()]);
    let forged = machine.chain().seal(vec![scene.event()]);
    let mut line = machine.connect(scene.collector.intake())?;
    assert_eq!(line.deliver(&first)?, Outcome::Stored);
    assert_eq!(line.deliver(&forged)?, Outcome::Conflict);
    let mut history = History::default();
    history.acknowledge(&first);
    history.holds_in(&scene.collector.ledger())?;
    scene.collector.verified()?;
    Ok(())
}

#[test]
fn a_parcel_that_can_never_be_stored_is_refused_by_name_and_the_next_is_taken() -> Result<()> {
    let mut scene = Scene::new(4)?;
    let machine = scene.machine()?;
    let good = machine.chain().seal(vec![scene.event()]);
    let wrong = |change: fn(&mut WireParcel)| {
        let mut parcel = wire_form(&good);
        change(&mut parcel);
        parcel
    };
    let hostile = [
        wrong(|parcel| parcel.events = vec![0xff; 64]),
        wrong(|parcel| parcel.events = vec![0; 300 << 10]),
        wrong(|parcel| parcel.previous = vec![1; 5]),
        wrong(|parcel| parcel.epoch = vec![2; 15]),
        wrong(|parcel| parcel.seq = 0),
        wrong(|parcel| parcel.seq = u64::MAX),
    ];
    for parcel in hostile {
        let shown = format!("seq {} with {} bytes", parcel.seq, parcel.events.len());
        let mut line = machine.connect(scene.collector.intake())?;
        line.send_raw(parcel)?;
        // Refused by receipt, or the call is ended: never stored.
        if let Ok(receipt) = line.receipt() {
            let outcome = receipt.outcome();
            ensure!(outcome == Outcome::Refused, "{outcome:?} for {shown}");
            ensure!(!receipt.refusal.is_empty(), "no field is named for {shown}");
        }
    }
    assert!(stored(&scene.collector.ledger())?.is_empty());
    let mut line = machine.connect(scene.collector.intake())?;
    assert_eq!(line.deliver(&good)?, Outcome::Stored);
    Ok(())
}

#[test]
fn a_parcel_from_an_impossible_time_is_stored_and_can_be_shown() -> Result<()> {
    let mut scene = Scene::new(12)?;
    for at_ms in [i64::MIN, -1, 0, i64::MAX] {
        let machine = scene.machine()?;
        let parcel = machine.chain().seal(vec![found(&mut scene.chance, at_ms)]);
        let mut line = machine.connect(scene.collector.intake())?;
        // The clock of a PC may be wrong; what it saw counts all the same.
        assert_eq!(line.deliver(&parcel)?, Outcome::Stored, "at {at_ms}");
    }
    assert_eq!(scene.findings()?, 4);
    scene.collector.json(&["department", "list"])?;
    scene.collector.json(&["machine", "list"])?;
    scene.collector.verified()?;
    Ok(())
}

#[test]
fn a_machine_cannot_speak_in_the_name_of_another() -> Result<()> {
    let mut scene = Scene::new(5)?;
    let (one, two) = (scene.machine()?, scene.machine()?);
    // Two takes over the epoch and the parcels of one, as from a stolen outbox.
    let parcel = one.chain().seal(vec![scene.event()]);
    let mut line = one.connect(scene.collector.intake())?;
    assert_eq!(line.deliver(&parcel)?, Outcome::Stored);
    let mut thief = two;
    thief.epoch = one.epoch;
    let mut line = thief.connect(scene.collector.intake())?;
    assert_eq!(line.welcome.known_through, 0, "nothing of one is told to two");
    drop(line.deliver(&parcel));
    let machines = scene.collector.json(&["machine", "list"])?;
    assert_eq!(machines.as_array().map(Vec::len), Some(2), "{machines:#}");
    let verified = scene.collector.verified()?;
    assert_eq!(verified["ok"], true);
    Ok(())
}

#[test]
fn a_stranger_without_a_certificate_can_only_enrol() -> Result<()> {
    let mut scene = Scene::new(6)?;
    let machine = scene.machine()?;
    ensure!(
        machine
            .without_certificate()
            .connect(scene.collector.intake())
            .is_err()
    );
    Ok(())
}

#[test]
fn a_certificate_of_another_authority_is_refused() -> Result<()> {
    let mut ours = Scene::new(7)?;
    let mut theirs = Scene::new(8)?;
    let (known, stranger) = (ours.machine()?, theirs.machine()?);
    let forged = known.with_identity_of(&stranger);
    ensure!(forged.connect(ours.collector.intake()).is_err());
    ensure!(known.connect(ours.collector.intake()).is_ok());
    Ok(())
}

#[test]
fn a_revoked_machine_is_cut_off_on_its_open_call() -> Result<()> {
    let mut scene = Scene::new(9)?;
    let machine = scene.machine()?;
    let mut chain = machine.chain();
    let mut line = machine.connect(scene.collector.intake())?;
    assert_eq!(line.deliver(&chain.seal(vec![scene.event()]))?, Outcome::Stored);
    let id = machine.id.to_string();
    scene
        .collector
        .run(&["machine", "revoke", &id, "--yes"])?
        .expect(0)?;
    wait::until("the open call to end", || {
        let event = scene.event();
        line.deliver(&chain.seal(vec![event])).is_err().then_some(())
    })?;
    ensure!(machine.connect(scene.collector.intake()).is_err());
    Ok(())
}

#[test]
fn a_parcel_before_hello_is_no_way_in() -> Result<()> {
    let mut scene = Scene::new(10)?;
    let machine = scene.machine()?;
    let mut line = machine.connect(scene.collector.intake())?;
    // A second hello on the same call is as wrong as none.
    line.say(upward::What::Hello(mimawari_proto::wire::Hello::default()))?;
    line.refusal()?;
    ensure!(machine.connect(scene.collector.intake()).is_ok());
    Ok(())
}

#[test]
fn a_line_cut_at_any_byte_applies_nothing_by_halves() -> Result<()> {
    let mut scene = Scene::new(11)?;
    let machine = scene.machine()?;
    let mut chain = machine.chain();
    let mut history = History::default();
    let proxy = Proxy::open(scene.collector.intake())?;
    let mut waiting = None;
    // The handshake and hello take about 2.5 kB upwards; the rest is parcels.
    for cut in (1_500..9_000).step_by(500) {
        proxy.set(if cut % 1_000 == 0 {
            Fault::CutUp(cut)
        } else {
            Fault::CutDown(cut)
        });
        let Ok(mut line) = machine.connect(proxy.at()) else {
            continue;
        };
        let behind = line.welcome.known_through;
        ensure!(
            behind >= history.len() as u64,
            "the collector forgot what it acknowledged"
        );
        for _ in 0..20 {
            // What got no receipt goes again, as from an outbox.
            let parcel = match waiting.take() {
                Some(parcel) => parcel,
                None => chain.seal(vec![scene.event()]),
            };
            match line.deliver(&parcel) {
                Ok(Outcome::Stored | Outcome::Known) => history.acknowledge(&parcel),
                Ok(outcome) => anyhow::bail!("{outcome:?}"),
                Err(_) => {
                    waiting = Some(parcel);
                    break;
                }
            }
        }
    }
    history.holds_in(&scene.collector.ledger())?;
    scene.collector.verified()?;
    Ok(())
}

#[test]
fn an_agent_behind_a_bad_line_delivers_everything_once() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::empty(folder.path())?;
    let mut collector = Collector::started(folder.path())?;
    let line = Proxy::open(collector.intake())?;
    collector.announce(line.at())?;
    collector.stop()?;
    collector.start()?;
    let mut agent = Agent::new(folder.path(), "agent", desktop.path())?;
    agent.enroll(&collector)?;
    agent.start()?;
    for (turn, fault) in [
        Fault::CutUp(4_000),
        Fault::CutDown(3_000),
        Fault::Closed,
        Fault::Slow(std::time::Duration::from_millis(30)),
        Fault::None,
    ]
    .into_iter()
    .enumerate()
    {
        line.set(fault);
        line.cut();
        desktop.put_note(&format!("メモ{turn}.txt"), &format!("Tanuki-{turn}-2048"))?;
        drop(agent.run(&["round", "--now"])?);
    }
    wait::within(wait::PATIENCE * 3, "every note at the collector", || {
        let findings = collector.json(&["finding", "list"]).ok()?;
        (findings.as_array()?.len() == 5).then_some(())
    })
    .with_context(|| agent.running().map(|running| running.err()).unwrap_or_default())?;
    collector.verified()?;
    Ok(())
}
