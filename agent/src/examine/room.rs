//! The examining room, from outside: a child process that can hold nothing reads one document after another.
//!
//! ```text
//! question: name, size, open file ──► child: extract, detect ──► answer: hits, never text
//!                 watch: kills a child that is too slow ──┘
//! ```
//!
//! Answers are as hostile as the documents they come from: they are bounded
//! and checked. A child that dies or is too slow costs one file, after a second
//! try in a fresh child; everything else goes on. No child is kept between rounds.

mod answer;
pub mod inside;
mod message;
#[cfg(debug_assertions)]
mod tries;
mod watch;

use std::{fs::File, io, sync::Arc, time::Duration};

use mimawari_proto::{name::Name, round::UnreadReason};

use super::{Examined, Eyes, Unread};
use crate::platform::{
    facts::{Allowance, Built, Fall, Program, Wall},
    room::{self, Child},
};
use message::{Hello, Question, Ready};
use watch::{Ended, Patience, Watch};

/// The word on the command line that makes a child of this program.
pub const COMMAND: &str = "examine";

/// What one child may take.
///
/// 64 MiB: the whole agent is to stay below 80 MiB, itself takes about 12, and the readers' own
/// limits (`NESTED_BYTES`, `STRINGS_BYTES`) fit in it one beside the other. The time is that of
/// two rests and one file that is too slow, for a child whose agent has stopped watching.
pub(crate) const ALLOWANCE: Allowance = Allowance {
    memory_bytes: 64 << 20,
    life_seconds: 120,
};

/// So many documents, and the child is replaced: what one of them may have done to it ends with it.
///
/// A start costs about as much as 200 small files, so that this adds a tenth.
const FILES_PER_CHILD: u32 = 2_000;

/// After so long on the processor likewise, so that no document meets the end of its life.
const LIFE: Duration = Duration::from_secs(60);

/// The examining room: at most one child at a time.
#[derive(Debug)]
pub struct Room {
    program: Program,
    hello: Vec<u8>,
    child: Option<Occupied>,
    watch: Watch,
    patience: Patience,
    /// The strictest way of starting a child that has worked here.
    way: usize,
}

#[derive(Debug)]
struct Occupied {
    child: Arc<Child>,
    built: Vec<Built>,
    files: u32,
}

/// No child could be started, so that nothing can be examined.
#[derive(Debug, thiserror::Error)]
pub enum NoRoom {
    /// The system does not start it.
    #[error("no child process can be started to examine documents in")]
    Start(#[source] io::Error),
    /// It was started and ended before it was ready.
    #[error("the child process to examine documents in ended before it was ready")]
    Ended,
}

/// Why there was no answer.
enum NoAnswer {
    Fell(Fall),
    Slow,
    Garbage,
}

/// This program, told to be a child of the room.
pub fn own_program() -> Result<Program, NoRoom> {
    Ok(Program {
        path: room::own_file().map_err(NoRoom::Start)?,
        arguments: vec![COMMAND.into()],
    })
}

impl Room {
    /// Prepares a room in which these rules hold; its first child is started when it is needed.
    pub fn new(eyes: &Eyes, program: Program) -> Result<Self, NoRoom> {
        let books = eyes.books().iter();
        let hello = Hello {
            rules: books.map(|book| (book.file.clone(), book.text.clone())).collect(),
        };
        Ok(Self {
            program,
            hello: message::written(&hello),
            child: None,
            watch: Watch::start().map_err(NoRoom::Start)?,
            patience: watch::DOCUMENT,
            way: 0,
        })
    }

    /// Gives up documents after less time than usual, for tests.
    #[must_use]
    pub const fn impatient(mut self, processor: Duration, wall: Duration) -> Self {
        self.patience = Patience { processor, wall };
        self
    }

    /// Starts a child, where there is none, and tells which walls stand around it.
    pub fn open(&mut self) -> Result<&[Built], NoRoom> {
        Ok(&self.occupied()?.built)
    }

    /// Examines one document. `name` is the file's own name; `size_bytes` its size.
    ///
    /// A document that brings two children down is told as not read, and why.
    pub fn examine(&mut self, name: &Name, size_bytes: u64, file: &File) -> Result<Examined, NoRoom> {
        let question = message::written(&Question {
            name: name.clone(),
            size_bytes,
        });
        let first = self.attempt(&question, file)?;
        match first {
            Ok(examined) => Ok(examined),
            Err(_) => Ok(self
                .attempt(&question, file)?
                .unwrap_or_else(|no_answer| no_answer.told())),
        }
    }

    fn attempt(&mut self, question: &[u8], file: &File) -> Result<Result<Examined, NoAnswer>, NoRoom> {
        let occupied = self.occupied()?;
        occupied.files += 1;
        let child = Arc::clone(&occupied.child);
        let is_old = occupied.files >= FILES_PER_CHILD || child.on_processor() > Some(LIFE);
        let watched = self.watch.over(&child, self.patience, || {
            child.ask(question, Some(file))?;
            child.answer(message::ANSWER_BYTES)
        });
        let answer = match watched {
            Ok(bytes) => answer::read(&bytes).ok_or(NoAnswer::Garbage),
            Err(Ended::Slow) => Err(NoAnswer::Slow),
            Err(Ended::Gone) => Err(NoAnswer::Fell(child.end())),
        };
        // A child in which a reader panicked is no longer trusted to be whole.
        let crashed = |examined: &Examined| {
            let mut reasons = examined.unread.iter().map(|part| part.reason);
            reasons.any(|reason| reason == UnreadReason::Crashed)
        };
        if is_old || answer.as_ref().map_or(true, crashed) {
            self.child = None;
        }
        Ok(answer)
    }

    /// Returns the child, and starts one where there is none.
    fn occupied(&mut self) -> Result<&mut Occupied, NoRoom> {
        if self.child.is_none() {
            self.child = Some(self.start()?);
        }
        self.child.as_mut().ok_or(NoRoom::Ended)
    }

    /// Starts a child in the strictest way that works here.
    fn start(&mut self) -> Result<Occupied, NoRoom> {
        let mut refused = NoRoom::Ended;
        for way in self.way..room::WAYS {
            match self.start_in(way) {
                Ok(occupied) => {
                    self.way = way;
                    return Ok(occupied);
                }
                Err(no_room) => refused = no_room,
            }
        }
        Err(refused)
    }

    fn start_in(&self, way: usize) -> Result<Occupied, NoRoom> {
        let child = Child::start(&self.program, &ALLOWANCE, way).map_err(NoRoom::Start)?;
        let child = Arc::new(child);
        let answer = self.watch.over(&child, watch::START, || {
            child.ask(&self.hello, None)?;
            child.answer(message::ANSWER_BYTES)
        });
        let ready: Ready = answer
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .ok_or(NoRoom::Ended)?;
        let mut built = child.built();
        built.extend(ready.built);
        Ok(Occupied {
            child,
            built: one_each(&built),
            files: 0,
        })
    }
}

/// A wall stands when the agent or the child has put it up.
fn one_each(built: &[Built]) -> Vec<Built> {
    Wall::ALL
        .into_iter()
        .map(|wall| {
            let mut told = built.iter().filter(|one| one.wall == wall);
            let standing = told.clone().find(|one| one.stands);
            standing.or_else(|| told.next()).cloned().unwrap_or(Built {
                wall,
                stands: false,
                note: "not on this system".to_owned(),
            })
        })
        .collect()
}

/// Tells whether a hostile document in the room could still reach beyond it.
///
/// The walls beside these make a breach harder or its harm smaller.
pub fn is_open(built: &[Built]) -> bool {
    let needed = [Wall::Privileges, Wall::Files, Wall::Processes, Wall::Memory];
    built.iter().any(|one| !one.stands && needed.contains(&one.wall))
}

impl NoAnswer {
    /// Says what became of the document.
    fn told(&self) -> Examined {
        let (reason, detail) = match self {
            Self::Fell(Fall::Memory) => (
                UnreadReason::Stopped,
                "needs more than 64 MiB of memory to be read",
            ),
            Self::Slow | Self::Fell(Fall::Time) => (
                UnreadReason::Timeout,
                "took more than 30 seconds on the processor, or two minutes by the clock",
            ),
            Self::Fell(Fall::Fault) => (UnreadReason::Crashed, "ended the examination twice"),
            Self::Garbage => (
                UnreadReason::Crashed,
                "the examination gave no sensible answer, twice",
            ),
        };
        Examined {
            unread: vec![Unread {
                member: Vec::new(),
                reason,
                format: String::new(),
                detail: detail.to_owned(),
            }],
            ..Examined::default()
        }
    }
}
