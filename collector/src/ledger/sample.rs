//! A ledger for tests, and machines that speak to it; for this crate's tests only.
//!
//! ```ignore
//! let hall = Sample::new();
//! let mut pc = hall.machine("0810", "PC-0810-01");
//! pc.found("memo.txt", Kind::PasswordNote);
//! pc.round();
//! hall.take(&mut pc);
//! ```

use std::time::Duration;

use jiff::civil::Date;
use mimawari_proto::{
    convert,
    finding::{ClearedReason, Confidence, Count, Finding, Kind, Place, Root, Severity},
    id::{DepartmentId, Epoch, FindingId, InstallationId, MachineId, RoundId},
    machine::MachineFacts,
    name::Name,
    parcel::{Digest, Parcel},
    round::{
        Event, MediaWatch, RootCovered, RootOutcome, RoundEnded, RoundOutcome, RoundReason, RoundStarted,
        Said, UnreadFile, UnreadReason,
    },
    time::Timestamp,
};
use tempfile::TempDir;

use super::{
    Accepted, Act, By, Ledger,
    act::{Certificate, DepartmentLabel},
};

/// When every sample begins: 2026-04-01T00:00:00Z.
pub(crate) const BEGIN: Timestamp = Timestamp::from_unix_ms(1_775_001_600_000);

/// A ledger in a folder of its own, with departments 0100 (総務部), 0810 (保育課) and 0820 (税務課).
pub(crate) struct Sample {
    pub(crate) dir: TempDir,
    pub(crate) ledger: Ledger,
}

impl Sample {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().expect("a folder for the test");
        Ledger::create(dir.path(), BEGIN).expect("an empty folder takes a ledger");
        let ledger = Ledger::open(dir.path()).expect("just made");
        let sample = Self { dir, ledger };
        let departments = [
            ("0100", "総務部", None),
            ("0810", "保育課", Some("0100")),
            ("0820", "税務課", Some("0100")),
        ];
        sample.act(Act::DepartmentsImported {
            file: "departments.csv".to_owned(),
            departments: departments
                .map(|(code, name, parent)| label(code, name, parent))
                .to_vec(),
        });
        sample
    }

    /// Adds an act by the collector, at the beginning.
    pub(crate) fn act(&self, act: Act) -> u64 {
        self.ledger
            .act_now(By::Collector, act, BEGIN)
            .expect("acts are taken")
    }

    /// Enrols a machine.
    pub(crate) fn machine(&self, department: &str, host_name: &str) -> Pc {
        let pc = Pc::new(host_name);
        self.act(Act::MachineEnrolled {
            machine: pc.id,
            token: None,
            department: code(department),
            zone: "lgwan".parse().expect("a zone"),
            facts: pc.facts.clone(),
            certificate: Certificate {
                serial: format!("{:02x}", pc.id.as_bytes()[15]),
                key: host_name.to_owned(),
                not_after: BEGIN.plus(Duration::from_secs(90 * 86_400)),
            },
        });
        pc
    }

    /// Takes everything that a machine has to say; every parcel must be new.
    pub(crate) fn take(&self, pc: &mut Pc) {
        if let Some(parcel) = pc.seal() {
            assert_eq!(self.accept(pc.id, parcel), Accepted::Stored);
        }
    }

    /// Takes one parcel, received when it was sealed.
    pub(crate) fn accept(&self, machine: MachineId, parcel: Parcel) -> Accepted {
        let received_at = parcel.sealed_at;
        wait(self.ledger.accept(machine, parcel, received_at)).expect("parcels are taken")
    }
}

/// Runs a future of the ledger to its end.
pub(crate) fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime")
        .block_on(future)
}

pub(crate) fn code(code: &str) -> DepartmentId {
    code.parse().expect("a department code")
}

pub(crate) fn label(of: &str, name: &str, parent: Option<&str>) -> DepartmentLabel {
    DepartmentLabel {
        code: code(of),
        name: name.to_owned(),
        short_name: name.trim_end_matches('課').to_owned(),
        parent: parent.map(code),
        valid_from: Some(Date::constant(2020, 4, 1)),
        valid_until: None,
    }
}

/// A machine that speaks: events are gathered, then sealed into parcels.
pub(crate) struct Pc {
    pub(crate) id: MachineId,
    pub(crate) epoch: Epoch,
    pub(crate) facts: MachineFacts,
    /// The clock of the PC; a minute passes with every event.
    pub(crate) now: Timestamp,
    /// What stands, as the agent knows it.
    pub(crate) standing: Vec<FindingId>,
    /// What its rounds say of the watch of media.
    pub(crate) media_watch: Option<MediaWatch>,
    seq: u64,
    previous: Digest,
    ids: u64,
    waiting: Vec<Event>,
}

impl Pc {
    /// Makes a machine that is not enrolled.
    pub(crate) fn new(host_name: &str) -> Self {
        let mut seed = [0; 10];
        for (at, byte) in host_name.bytes().enumerate() {
            seed[at % 10] ^= byte.wrapping_mul(31).wrapping_add(at as u8);
        }
        Self {
            id: MachineId::new(BEGIN, seed),
            epoch: Epoch::new(BEGIN, seed),
            facts: MachineFacts {
                host_name: Name::from(host_name),
                os: "Windows 11 24H2".to_owned(),
                agent_version: "0.1.0".to_owned(),
                installation: InstallationId::new(BEGIN, seed),
            },
            now: BEGIN,
            standing: Vec::new(),
            media_watch: Some(MediaWatch::Running),
            seq: 0,
            previous: Digest::NONE,
            ids: u64::from(seed[0]) << 32,
            waiting: Vec::new(),
        }
    }

    /// Says something.
    pub(crate) fn say(&mut self, said: Said) {
        self.now = self.now.plus(Duration::from_secs(60));
        self.waiting.push(Event { at: self.now, said });
    }

    /// Says that something was found on the desktop.
    pub(crate) fn found(&mut self, file: &str, kind: Kind) -> FindingId {
        let id = FindingId::new(self.now, self.random());
        self.standing.push(id);
        self.say(Said::Found(finding(id, file, kind)));
        id
    }

    /// Says that something no longer stands.
    pub(crate) fn cleared(&mut self, id: FindingId, reason: ClearedReason) {
        self.standing.retain(|other| *other != id);
        self.say(Said::Cleared(id, reason));
    }

    /// Makes a complete round over one desktop.
    pub(crate) fn round(&mut self) -> RoundId {
        self.round_with(RoundOutcome::Complete, RootOutcome::Covered, &[])
    }

    /// Makes a round over one desktop.
    pub(crate) fn round_with(
        &mut self,
        outcome: RoundOutcome,
        desktop: RootOutcome,
        unread: &[(UnreadReason, u64)],
    ) -> RoundId {
        let round = RoundId::new(self.now, self.random());
        let started_at = self.now;
        self.say(Said::RoundStarted(RoundStarted {
            round,
            reason: RoundReason::Calendar,
            policy_version: 3,
            rule_set: "built-in-1".to_owned(),
        }));
        for ids in self.standing.clone().chunks(2) {
            self.say(Said::RoundStanding(round, ids.to_vec()));
        }
        let unread_files = unread.iter().map(|(reason, _)| unread_file(*reason)).collect();
        self.say(Said::RoundEnded(RoundEnded {
            round,
            started_at,
            outcome,
            standing: self.standing.len() as u64,
            roots: vec![RootCovered {
                root: Root::Desktop,
                user: Name::from("tanaka"),
                outcome: desktop,
                files: 12,
            }],
            files: 12,
            bytes: 34_567,
            read: 10,
            unchanged: 1,
            skipped: 0,
            media_watch: self.media_watch,
            unread: unread.to_vec(),
            unread_files,
        }));
        round
    }

    /// Seals everything that waits into one parcel.
    pub(crate) fn seal(&mut self) -> Option<Parcel> {
        let events = std::mem::take(&mut self.waiting);
        if events.is_empty() {
            return None;
        }
        self.seq += 1;
        let parcel = Parcel {
            epoch: self.epoch,
            seq: self.seq,
            previous: self.previous,
            sealed_at: self.now,
            events: convert::encode_events(&events),
        };
        self.previous = parcel.digest();
        Some(parcel)
    }

    /// Begins a new epoch, as after a restored disk.
    pub(crate) fn begin_epoch(&mut self) {
        self.epoch = Epoch::new(self.now, self.random());
        self.seq = 0;
        self.previous = Digest::NONE;
    }

    fn random(&mut self) -> [u8; 10] {
        self.ids += 1;
        let mut random = [7; 10];
        random[2..].copy_from_slice(&self.ids.to_be_bytes());
        random
    }
}

/// Makes a finding on a desktop.
pub(crate) fn finding(id: FindingId, file: &str, kind: Kind) -> Finding {
    Finding {
        id,
        kind,
        rule: format!("{}.sample", kind.word()),
        confidence: Confidence::High,
        severity: Severity::Warning,
        root: Root::Desktop,
        path: Name {
            shown: format!("C:\\Users\\%USER%\\Desktop\\{file}"),
            raw: None,
        },
        member: Vec::new(),
        count: Count::One,
        places: vec![Place::Line { line: 3 }],
        shape: None,
        encrypted: false,
        size_bytes: 1_234,
        modified_at: BEGIN,
        owner: Name::from("tanaka"),
        medium: None,
    }
}

fn unread_file(reason: UnreadReason) -> UnreadFile {
    UnreadFile {
        reason,
        path: Name::from("C:\\Users\\%USER%\\Desktop\\closed.docx"),
        member: Vec::new(),
        format: "docx".to_owned(),
        owner: Name::from("tanaka"),
    }
}
