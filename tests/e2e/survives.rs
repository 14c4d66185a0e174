//! Kills, cuts and full disks at random moments: what was acknowledged stays, exactly once.

use std::{
    fs,
    path::Path,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};
use mimawari_proto::{parcel::Parcel, wire::Outcome};
use mimawari_tests::{
    agent::Agent,
    chance::{Chance, number_from_env},
    collector::Collector,
    desktop::Desktop,
    history::{History, stored},
    machine::{Chain, Line, MORNING_MS, Machine, found},
    plug::{Disk, skipped},
    program, wait,
};

/// Machines that send at once.
const MACHINES: usize = 4;

/// Parcels that each sends ahead of its receipts.
const AHEAD: usize = 8;

/// Machines that send without pause, over every restart, until they are told to stop.
struct Fleet {
    signs: Arc<Signs>,
    senders: Vec<JoinHandle<Result<History>>>,
}

/// What the test and its senders tell each other.
#[derive(Default)]
struct Signs {
    stop: AtomicBool,
    receipts: AtomicU64,
    /// How often the power was cut.
    cuts: AtomicU64,
}

impl Fleet {
    fn start(collector: &Collector, chance: &mut Chance) -> Result<Self> {
        let signs = Arc::new(Signs::default());
        let (token, root, at) = (collector.token("1010")?, collector.root()?, collector.intake());
        let mut senders = Vec::new();
        for _ in 0..MACHINES {
            let machine = Machine::enrol(at, &root, &token, chance)?;
            let signs = Arc::clone(&signs);
            let mut chance = Chance::new(chance.next());
            senders.push(thread::spawn(move || {
                let mut sender = Sender::new(&machine);
                while !signs.stop.load(Ordering::SeqCst) {
                    let cuts = signs.cuts.load(Ordering::SeqCst);
                    // A call that breaks is what this test is about: connect again.
                    if let Ok(mut line) = machine.connect(at) {
                        drop(sender.send_on(&mut line, &mut chance, &signs, cuts));
                    }
                }
                Ok(sender.history)
            }));
        }
        Ok(Self { signs, senders })
    }

    /// Pulls the plug of the collector's disk: what a call of before still brings does not count.
    ///
    /// A machine without power sends no receipt. The one imitated here lives on for a
    /// moment, in which ext4 lets an fsync that was under way end well although its
    /// transaction is dropped.
    fn cut(&self, disk: &Disk) -> Result<()> {
        self.signs.cuts.fetch_add(1, Ordering::SeqCst);
        disk.pull()
    }

    /// Waits until so many more receipts came.
    fn more_receipts(&self, count: u64) -> Result<()> {
        let receipts = &self.signs.receipts;
        let wanted = receipts.load(Ordering::SeqCst) + count;
        wait::until("receipts", || {
            (receipts.load(Ordering::SeqCst) >= wanted).then_some(())
        })
    }

    fn stop(self) -> Result<History> {
        self.signs.stop.store(true, Ordering::SeqCst);
        let mut history = History::default();
        for sender in self.senders {
            history.join(
                sender
                    .join()
                    .map_err(|_| anyhow::anyhow!("a sender panicked"))??,
            );
        }
        Ok(history)
    }
}

/// One machine's outbox, in memory: keeps every parcel until its receipt.
struct Sender {
    chain: Chain,
    waiting: Vec<Parcel>,
    history: History,
}

impl Sender {
    fn new(machine: &Machine) -> Self {
        Self {
            chain: machine.chain(),
            waiting: Vec::new(),
            history: History::default(),
        }
    }

    /// Sends over one call until it breaks or it is time to stop; `cuts` is the number of power cuts before it.
    fn send_on(&mut self, line: &mut Line, chance: &mut Chance, signs: &Signs, cuts: u64) -> Result<()> {
        // What was under way when the last call broke goes again.
        for parcel in &self.waiting {
            line.send(parcel)?;
        }
        loop {
            while self.waiting.len() < AHEAD && !signs.stop.load(Ordering::SeqCst) {
                let events = (0..=chance.below(20))
                    .map(|_| found(chance, MORNING_MS))
                    .collect();
                let parcel = self.chain.seal(events);
                line.send(&parcel)?;
                self.waiting.push(parcel);
            }
            if self.waiting.is_empty() {
                return Ok(());
            }
            let receipt = line.receipt()?;
            ensure!(signs.cuts.load(Ordering::SeqCst) == cuts, "the power is off");
            let stored = matches!(receipt.outcome(), Outcome::Stored | Outcome::Known);
            ensure!(stored, "a good parcel is answered with {:?}", receipt.outcome());
            let is_meant = |parcel: &Parcel| parcel.seq == receipt.seq;
            let at = self
                .waiting
                .iter()
                .position(is_meant)
                .context("a receipt for a parcel under way")?;
            self.history.acknowledge(&self.waiting.remove(at));
            signs.receipts.fetch_add(1, Ordering::SeqCst);
        }
    }
}

/// Demands that everything acknowledged is stored once, and that the evidence verifies.
fn all_is_well(collector: &Collector, history: &History) -> Result<()> {
    ensure!(!history.is_empty(), "nothing was acknowledged: nothing was shown");
    history.holds_in(&collector.ledger())?;
    let verified = collector.verified()?;
    ensure!(verified["ok"] == true, "{verified:#}");
    Ok(())
}

#[test]
fn killing_the_collector_at_random_moments_loses_and_doubles_nothing() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut chance = Chance::from_env(20_261_120);
    let mut collector = Collector::started(folder.path())?;
    let fleet = Fleet::start(&collector, &mut chance)?;
    for _ in 0..number_from_env("MIMAWARI_KILLS", 8) {
        fleet.more_receipts(1 + chance.below(300))?;
        collector.kill();
        collector.start()?;
    }
    fleet.more_receipts(20)?;
    let history = fleet.stop()?;
    collector.stop()?.context("it ran")?.expect(0)?;
    all_is_well(&collector, &history)
}

#[test]
fn pulling_the_plug_of_the_collector_loses_nothing_that_was_acknowledged() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut chance = Chance::from_env(8);
    for _ in 0..number_from_env("MIMAWARI_CUTS", 3) {
        let folder = tempfile::tempdir_in(folder.path())?;
        let Some(disk) = Disk::make(folder.path())? else {
            return Ok(());
        };
        let mut collector = Collector::init_at(&disk.path().join("collector"), folder.path())?;
        collector.start()?;
        let fleet = Fleet::start(&collector, &mut chance)?;
        fleet.more_receipts(1 + chance.below(400))?;
        fleet.cut(&disk)?;
        collector.kill();
        disk.power_on()?;
        collector.start()?;
        fleet.more_receipts(20)?;
        let history = fleet.stop()?;
        collector.stop()?.context("it ran")?.expect(0)?;
        all_is_well(&collector, &history)?;
    }
    Ok(())
}

/// What the collector must hold in the end: one open finding per note on the desktop.
fn notes_at(collector: &Collector) -> Option<usize> {
    let findings = collector
        .json(&["finding", "list", "--query", "状態:未対応"])
        .ok()?;
    let notes = findings
        .as_array()?
        .iter()
        .filter(|row| row["kind"] == "password_note");
    Some(notes.count())
}

/// Demands that parcels of every epoch are there from 1 without holes, each once.
fn no_holes(ledger: &Path) -> Result<()> {
    let stored = stored(ledger)?;
    ensure!(!stored.is_empty(), "nothing is stored");
    for ((epoch, seq), bodies) in &stored {
        ensure!(
            bodies.len() == 1,
            "parcel {seq} of {epoch} is stored {} times",
            bodies.len()
        );
        ensure!(
            *seq == 1 || stored.contains_key(&(*epoch, seq - 1)),
            "a hole before {seq} of {epoch}"
        );
    }
    Ok(())
}

#[test]
fn killing_the_agent_at_random_moments_loses_and_doubles_nothing() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut chance = Chance::from_env(4711);
    let desktop = Desktop::empty(folder.path())?;
    let mut collector = Collector::started(folder.path())?;
    let mut agent = Agent::new(folder.path(), "agent", desktop.path())?;
    agent.enroll(&collector)?;
    let kills = number_from_env("MIMAWARI_KILLS", 8);
    for turn in 0..kills {
        for note in 0..5 {
            desktop.put_note(
                &format!("メモ{turn}-{note}.txt"),
                &format!("Tanuki-{turn}-{note}-ok"),
            )?;
        }
        agent.wish()?;
        agent.start()?;
        let moment = Duration::from_millis(chance.below(700));
        let running = agent.running().context("it was started")?;
        // The random moment: whichever comes first, the end of the time or of the agent.
        drop(running.end_within(moment));
        ensure!(
            running.ended().is_none(),
            "the agent ended by itself\n{}",
            running.err()
        );
        agent.kill();
    }
    agent.round()?.expect(0)?;
    let wanted = usize::try_from(kills * 5)?;
    let mut seen = None;
    wait::until("every note at the collector", || {
        seen = notes_at(&collector);
        (seen == Some(wanted)).then_some(())
    })
    .with_context(|| format!("{seen:?} notes instead of {wanted}"))?;
    collector.stop()?;
    no_holes(&collector.ledger())?;
    collector.verified()?;
    Ok(())
}

#[test]
fn a_round_made_while_the_collector_is_down_arrives_when_it_is_back() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::usual(folder.path())?;
    let mut collector = Collector::started(folder.path())?;
    let agent = Agent::new(folder.path(), "agent", desktop.path())?;
    agent.enroll(&collector)?;
    collector.stop()?;
    let ended = agent.round()?;
    ensure!(ended.code == Some(5), "made, kept, not delivered: {ended:?}");
    collector.start()?;
    ensure!(notes_at(&collector) == Some(0), "nothing can have arrived yet");
    let mut agent = agent;
    agent.start()?;
    wait::until("the kept findings", || {
        (notes_at(&collector) == Some(2)).then_some(())
    })?;
    Ok(())
}

#[test]
fn pulling_the_plug_of_the_pc_loses_no_finished_round() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut chance = Chance::from_env(15);
    for turn in 0..number_from_env("MIMAWARI_CUTS", 3) {
        let folder = tempfile::tempdir_in(folder.path())?;
        let Some(disk) = Disk::make(folder.path())? else {
            return Ok(());
        };
        let desktop = Desktop::usual(folder.path())?;
        let mut collector = Collector::started(folder.path())?;
        let state = disk.path().join("state");
        let mut agent = Agent::with_state(folder.path(), "agent", desktop.path(), &state)?;
        agent.enroll(&collector)?;
        collector.stop()?;
        agent.round()?;
        let before = agent.json(&["findings", "list"])?;
        // Another round is under way when the power goes, at times.
        if turn % 2 == 1 {
            desktop.put_note("後.txt", "Kitsune-3311-ok")?;
            agent.wish()?;
            agent.start()?;
            let running = agent.running().context("it was started")?;
            drop(running.end_within(Duration::from_millis(chance.below(300))));
        }
        disk.pull()?;
        agent.kill();
        disk.power_on()?;
        let after = agent.json(&["findings", "list"])?;
        let lost = before.as_array().context("a list")?.iter().filter(|row| {
            let ids = after.as_array().map_or(&[][..], Vec::as_slice);
            !ids.iter().any(|other| other["id"] == row["id"])
        });
        ensure!(
            lost.count() == 0,
            "before the cut\n{before:#}\nafter it\n{after:#}"
        );
        collector.start()?;
        agent.round()?.expect(0)?;
        let wanted = if turn % 2 == 1 { 3 } else { 2 };
        wait::until("the findings", || {
            (notes_at(&collector) == Some(wanted)).then_some(())
        })?;
        collector.stop()?;
        collector.verified()?;
    }
    Ok(())
}

/// Runs a round that is killed at its `nth` sync; tells whether it got that far.
fn killed_at_sync(agent: &Agent, nth: u64) -> Result<bool> {
    let round = agent.command()?;
    let mut traced = Command::new("strace");
    traced.args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync"]);
    traced
        .arg("-e")
        .arg(format!("inject=fsync,fdatasync:signal=SIGKILL:when={nth}"));
    traced
        .arg(round.get_program())
        .args(round.get_args())
        .args(["round", "--now"]);
    traced.envs(round.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let ended = program::run(&mut traced)?;
    // strace ends as its child did: by the same signal.
    match ended.code {
        None | Some(137) => Ok(true),
        Some(0) => Ok(false),
        Some(_) => bail!("a round under strace ended with {ended:?}"),
    }
}

#[test]
fn killing_the_agent_at_every_single_sync_of_a_round_loses_and_doubles_nothing() -> Result<()> {
    if !Command::new("strace")
        .args(["-qq", "true"])
        .output()
        .is_ok_and(|output| output.status.success())
    {
        skipped("crash points need strace, and leave to trace");
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::empty(folder.path())?;
    let mut collector = Collector::started(folder.path())?;
    let agent = Agent::new(folder.path(), "agent", desktop.path())?;
    agent.enroll(&collector)?;
    let mut nth = 0;
    loop {
        nth += 1;
        desktop.put_note(&format!("メモ{nth}.txt"), &format!("Tanuki-{nth}-ok"))?;
        let killed = killed_at_sync(&agent, nth)?;
        agent.round()?.expect(0)?;
        let wanted = usize::try_from(nth)?;
        ensure!(
            notes_at(&collector) == Some(wanted),
            "killed at sync {nth}: {:?} notes",
            notes_at(&collector)
        );
        if !killed {
            break;
        }
        ensure!(nth < 200, "a round syncs without end");
    }
    ensure!(nth > 1, "a round without a sync keeps nothing");
    collector.stop()?;
    no_holes(&collector.ledger())?;
    collector.verified()?;
    Ok(())
}

#[test]
fn a_second_agent_on_the_same_state_ends_with_7_and_kill_9_leaves_no_lock() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let desktop = Desktop::usual(folder.path())?;
    let collector = Collector::started(folder.path())?;
    let mut agent = Agent::new(folder.path(), "agent", desktop.path())?;
    agent.enroll(&collector)?;
    agent.start_at_work()?;
    let second = agent.run(&["run"])?;
    assert_eq!(second.code, Some(7), "{second:?}");
    agent.kill();
    agent.round()?.expect(0)?;
    Ok(())
}

#[test]
fn a_second_collector_on_the_same_data_ends_with_7_and_kill_9_leaves_no_lock() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut collector = Collector::started(folder.path())?;
    let second = collector.run(&["serve"])?;
    assert_eq!(second.code, Some(7), "{second:?}");
    collector.kill();
    collector.start()
}

/// A small file system that can be full; `None` with the reason printed where there is none.
struct Small(std::path::PathBuf);

impl Small {
    fn make(folder: &Path, size: &str) -> Result<Option<Self>> {
        let path = folder.join("small");
        fs::create_dir(&path)?;
        let size = format!("size={size}");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&path);
        if !mount.output().is_ok_and(|output| output.status.success()) {
            skipped("a full disk needs root, for a tmpfs of its own");
            return Ok(None);
        }
        Ok(Some(Self(path)))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(&self.0).output());
    }
}

#[test]
fn a_full_disk_at_the_collector_acknowledges_nothing_it_cannot_keep_and_recovers() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let Some(small) = Small::make(folder.path(), "24m")? else {
        return Ok(());
    };
    let mut chance = Chance::from_env(17);
    let mut collector = Collector::init_at(&small.0.join("collector"), folder.path())?;
    collector.start()?;
    let fleet = Fleet::start(&collector, &mut chance)?;
    fleet.more_receipts(50)?;
    // Everything that is left, but for a page.
    let filler = small.0.join("filler");
    let mut file = fs::File::create(&filler)?;
    let full = std::io::copy(&mut std::io::repeat(0), &mut file);
    ensure!(full.is_err(), "the disk is full");
    drop(file);
    // Nobody is told "stored" for long: the receipts dry up.
    let mut last = u64::MAX;
    wait::until("the receipts to dry up", || {
        thread::park_timeout(Duration::from_millis(500));
        let now = fleet.signs.receipts.load(Ordering::SeqCst);
        let dry = now == last;
        last = now;
        dry.then_some(())
    })?;
    let running = collector.running().context("it was started")?;
    ensure!(
        running.ended().is_none(),
        "a full disk ends no collector\n{}",
        running.err()
    );
    fs::remove_file(&filler)?;
    fleet.more_receipts(50)?;
    let history = fleet.stop()?;
    collector.stop()?.context("it ran")?.expect(0)?;
    all_is_well(&collector, &history)
}
