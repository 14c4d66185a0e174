//! The audit items, each a TOML file that says what proves it and carries examples both ways.

use std::{sync::LazyLock, time::Duration};

use mimawari_proto::{
    finding::{Confidence, Kind, Root},
    id::FindingId,
    machine::Zone,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::{
    Found, Machine, Mark, Policy,
    department::{Coverage, covering, unwatched},
    lifecycle::State,
    matrix::{Facts, Judged, MediumEvidence},
    media::{Doubt, Fault},
};

#[cfg(test)]
mod tests;

/// One row of the result table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// As printed, for example `I-2(2)`.
    pub number: String,
    /// As printed.
    pub text: String,
    /// One line for people who are no specialists.
    pub plain: String,
    /// The same in English.
    pub plain_en: String,
    /// The clause it comes from.
    pub basis: String,
    /// How much of it agents can prove.
    pub agent: Share,
    /// What a person has to add.
    #[serde(default)]
    pub human: String,
    /// Which findings prove it; `None` where they do not.
    pub proof: Option<Proof>,
    /// Which media prove it; `None` where they do not.
    pub media: Option<MediaProof>,
    /// Facts and the mark they give; run by the tests.
    #[serde(default, rename = "example")]
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests run them"))]
    examples: Vec<toml::Value>,
}

/// How much of an item agents can prove.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Share {
    /// All: an auditor only confirms.
    Whole,
    /// A part: ○ needs a person as well.
    Part,
    /// Nothing in this release.
    None,
}

/// Which findings speak against an item, and what must have been looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// Findings of these kinds.
    pub kinds: Vec<Kind>,
    /// In these places; empty for all.
    #[serde(default)]
    pub roots: Vec<Root>,
    /// On machines of these zones; empty for all.
    #[serde(default)]
    pub zones: Vec<Zone>,
    /// Places that every machine must have looked through.
    pub must_cover: Vec<Root>,
    /// The contents matter, so an unread file leaves it open.
    pub reads_content: bool,
    /// A protected file is as it should be.
    #[serde(default)]
    pub unprotected_only: bool,
    /// Findings below do not count.
    pub confidence: Confidence,
    /// So many are let pass.
    pub tolerated: u64,
    /// A thing may lie there so long before it counts.
    pub grace_hours: u64,
}

/// Which verdicts about media speak against an item, and which leave it open.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MediaProof {
    /// These speak against it.
    pub faults: Vec<Fault>,
    /// These leave it open.
    pub doubts: Vec<Doubt>,
}

/// What still has to come before a cell can be marked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Missing {
    /// The department has no machine.
    NoMachines,
    /// It has none in the zones that the item is about.
    NoMachineInZone,
    /// Machines without a complete round within the window.
    Machines {
        /// How many.
        count: u64,
    },
    /// Files that could not be read.
    Unread {
        /// How many.
        count: u64,
    },
    /// Findings too recent to count: somebody may just be working on them.
    Grace {
        /// How many.
        count: u64,
    },
    /// Findings, or faults of media, that nobody has judged.
    Judgement {
        /// How many.
        count: u64,
    },
    /// Machines on which media are not watched: that nothing was seen there proves nothing.
    MediaUnwatched {
        /// How many.
        count: u64,
    },
    /// Media that could not be judged.
    Media {
        /// How many.
        count: u64,
    },
    /// Media that the department owns and nobody has plugged in: a count (棚卸) helps.
    MediaUnseen {
        /// How many.
        count: u64,
    },
    /// What only a person can find out.
    Person,
}

/// What the evidence says about one item in one department.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// What the evidence suggests; `None` where it suggests nothing.
    pub mark: Option<Mark>,
    /// The findings it stands on.
    pub evidence: Vec<FindingId>,
    /// The media it stands on.
    pub media: Vec<MediumEvidence>,
    /// Of these all, how many stand.
    pub standing: u64,
    /// What is missing; empty when the evidence suffices.
    pub missing: Vec<Missing>,
    /// What the machines in question let anyone say.
    pub coverage: Coverage,
}

macro_rules! controls {
    ($($file:literal)+) => { &[$((concat!($file, ".toml"), include_str!(concat!("../../controls/", $file, ".toml")))),+] };
}

/// The files, in the order of the table.
const FILES: &[(&str, &str)] = controls!(
    "i-1" "i-2-1" "i-2-2" "i-3" "i-4" "i-5-1" "i-5-2" "i-6"
    "ii-1-1" "ii-1-2" "ii-1-3" "ii-2-1" "ii-2-2" "ii-3" "ii-4"
    "iii-1" "iii-2" "iii-3" "iii-4" "iii-5" "iii-6" "iii-7"
    "iv-1" "iv-2" "iv-3" "iv-4" "iv-5" "iv-6"
);

/// Returns the items in the order of the table.
pub fn built_in() -> &'static [Control] {
    static CONTROLS: LazyLock<Vec<Control>> = LazyLock::new(|| {
        let read = |(_, text): &(&str, &str)| toml::from_str(text).expect("a test reads every built-in item");
        FILES.iter().map(read).collect()
    });
    &CONTROLS
}

/// Says what the evidence suggests for one item in one department, and what is missing.
pub fn propose(control: &Control, facts: &Facts, policy: &Policy, now: Timestamp) -> Proposal {
    match (&control.proof, &control.media) {
        (Some(proof), _) => by_findings(control, proof, &facts.machines, &facts.found, policy, now),
        (None, Some(proof)) => by_media(proof, facts, policy, now),
        (None, None) => nothing_to_say(),
    }
}

fn by_findings(
    control: &Control,
    proof: &Proof,
    machines: &[Machine],
    found: &[Found],
    policy: &Policy,
    now: Timestamp,
) -> Proposal {
    let in_zone = |zone: &Zone| proof.zones.is_empty() || proof.zones.contains(zone);
    let asked: Vec<_> = machines.iter().filter(|m| in_zone(&m.zone)).collect();
    let coverage = covering(&asked, &proof.must_cover, policy, now);
    let against: Vec<_> = found
        .iter()
        .filter(|one| in_zone(&one.zone) && proof.is_against(one))
        .collect();
    let mut weighed = Weighed::of(&against, proof, now);
    if proof.roots.contains(&Root::Media) {
        weighed.unwatched = unwatched(&asked);
    }
    Proposal {
        mark: weighed.suggests(proof, &coverage),
        missing: missing(control, proof, &coverage, &weighed),
        standing: weighed.in_grace + weighed.undecided + weighed.upheld,
        evidence: against.iter().map(|one| one.id).collect(),
        media: Vec::new(),
        coverage,
    }
}

/// What was seen weighs whatever is missing; nothing seen weighs only when every machine reports.
fn by_media(proof: &MediaProof, facts: &Facts, policy: &Policy, now: Timestamp) -> Proposal {
    let machines: Vec<_> = facts.machines.iter().collect();
    let coverage = covering(&machines, &[], policy, now);
    let evidence = |one: &Judged| MediumEvidence {
        no: one.no.clone(),
        session: one.session,
        faults: one
            .faults
            .iter()
            .copied()
            .filter(|fault| proof.faults.contains(fault))
            .collect(),
    };
    let against: Vec<_> = facts
        .media
        .iter()
        .map(evidence)
        .filter(|one| !one.faults.is_empty())
        .collect();
    let open = |one: &&Judged| one.doubts.iter().any(|doubt| proof.doubts.contains(doubt));
    let unseen = |one: &Judged| one.doubts.contains(&Doubt::NeverSeen);
    let (unseen, doubtful): (Vec<_>, Vec<_>) = facts.media.iter().filter(open).partition(|one| unseen(one));
    let mut missing = Vec::new();
    if coverage.machines == 0 {
        missing.push(Missing::NoMachines);
    }
    let silent = coverage.machines - coverage.complete;
    if silent > 0 {
        missing.push(Missing::Machines { count: silent });
    }
    let unwatched = unwatched(&machines);
    if unwatched > 0 {
        missing.push(Missing::MediaUnwatched { count: unwatched });
    }
    if !doubtful.is_empty() {
        missing.push(Missing::Media {
            count: doubtful.len() as u64,
        });
    }
    if !unseen.is_empty() {
        missing.push(Missing::MediaUnseen {
            count: unseen.len() as u64,
        });
    }
    let mark = match (against.is_empty(), missing.is_empty()) {
        (false, _) => Some(Mark::Failing),
        (true, true) => Some(Mark::Proper),
        (true, false) => None,
    };
    let undecided = |one: &&Judged| one.undecided.iter().any(|fault| proof.faults.contains(fault));
    let undecided = facts.media.iter().filter(undecided).count() as u64;
    if undecided > 0 {
        missing.push(Missing::Judgement { count: undecided });
    }
    // Whoever keeps the box has to be asked, whatever was seen.
    missing.push(Missing::Person);
    Proposal {
        mark,
        evidence: Vec::new(),
        standing: against.len() as u64,
        media: against,
        missing,
        coverage,
    }
}

fn nothing_to_say() -> Proposal {
    Proposal {
        mark: None,
        evidence: Vec::new(),
        media: Vec::new(),
        standing: 0,
        missing: vec![Missing::Person],
        coverage: Coverage::default(),
    }
}

impl Proof {
    fn is_in_grace(&self, one: &Found, now: Timestamp) -> bool {
        let grace = Duration::from_secs(self.grace_hours * 3600);
        one.state == State::New && now.since(one.lying_since) < grace
    }

    fn is_against(&self, one: &Found) -> bool {
        self.kinds.contains(&one.kind)
            && (self.roots.is_empty() || self.roots.contains(&one.root))
            && one.confidence >= self.confidence
            && !(self.unprotected_only && one.encrypted)
            && !matches!(one.state, State::Rejected | State::Covered)
    }
}

/// The findings against an item, by what has become of them, and who could not have had any.
#[derive(Default)]
struct Weighed {
    in_grace: u64,
    undecided: u64,
    upheld: u64,
    fixed: u64,
    /// Machines that do not watch media, where the item is about media too.
    unwatched: u64,
}

impl Weighed {
    fn of(against: &[&Found], proof: &Proof, now: Timestamp) -> Self {
        let mut sum = Self::default();
        for one in against {
            match one.state {
                State::New if proof.is_in_grace(one, now) => sum.in_grace += 1,
                State::New => sum.undecided += 1,
                State::Confirmed | State::Guided => sum.upheld += 1,
                State::Fixed => sum.fixed += 1,
                // Mended by the department itself: no finding of the audit.
                State::Gone | State::Rejected | State::Covered => {}
            }
        }
        sum
    }

    /// What was found weighs whatever is missing; nothing found weighs only when all was looked at.
    fn suggests(&self, proof: &Proof, coverage: &Coverage) -> Option<Mark> {
        if self.undecided + self.upheld > proof.tolerated {
            return Some(Mark::Failing);
        }
        if coverage.machines == 0 {
            return (!proof.zones.is_empty()).then_some(Mark::NotApplicable);
        }
        let all_seen = coverage.complete == coverage.machines
            && self.unwatched == 0
            && !(proof.reads_content && coverage.unread > 0);
        match (all_seen && self.in_grace <= proof.tolerated, self.fixed) {
            (false, _) => None,
            (true, 0) => Some(Mark::Proper),
            (true, _) => Some(Mark::Improved),
        }
    }
}

fn missing(control: &Control, proof: &Proof, coverage: &Coverage, weighed: &Weighed) -> Vec<Missing> {
    let silent = coverage.machines - coverage.complete;
    let unread = if proof.reads_content { coverage.unread } else { 0 };
    let undecided = if weighed.undecided + weighed.upheld > proof.tolerated {
        weighed.undecided
    } else {
        0
    };
    let mut missing = Vec::new();
    if coverage.machines == 0 {
        missing.push(match proof.zones.is_empty() {
            true => Missing::NoMachines,
            false => Missing::NoMachineInZone,
        });
    }
    if silent > 0 {
        missing.push(Missing::Machines { count: silent });
    }
    if unread > 0 {
        missing.push(Missing::Unread { count: unread });
    }
    if weighed.unwatched > 0 {
        missing.push(Missing::MediaUnwatched {
            count: weighed.unwatched,
        });
    }
    if weighed.in_grace > proof.tolerated {
        missing.push(Missing::Grace {
            count: weighed.in_grace,
        });
    }
    if undecided > 0 {
        missing.push(Missing::Judgement { count: undecided });
    }
    if control.agent != Share::Whole {
        missing.push(Missing::Person);
    }
    missing
}
