//! Text to hits, by rules that are data.
//!
//! ```text
//! raw bytes ─ glance ─► windows ─ extract decodes ─► block ─ normal form ─► [secret] [number] [roster] ─► tally ─► hits
//! ```
//!
//! Most documents end at the glance. What a rule knows about a member (headings, columns) lives in its
//! `Memory` and goes with the member; no text outlives its block.
//!
//! To add a kind of sensitive data: one file in `agent/rules`.

mod check;
mod glance;
mod name;
mod normal;
mod number;
mod roster;
pub(crate) mod rule;
mod secret;
mod tally;

use std::{cell::OnceCell, ops::Range};

use mimawari_proto::{finding::Place, name::Name, round::UnreadReason};

use self::{
    glance::Glance,
    name::Names,
    normal::Normal,
    number::Numbers,
    roster::Rosters,
    rule::{Rule, RuleError},
    secret::Secrets,
    tally::Tally,
};
use crate::{
    examine::{Hit, Unread},
    extract::{
        Examiner,
        coding::Coding,
        text::{At, Cell, Field, Text},
    },
};

/// A text in Japanese that is no longer than this is judged whatever the quick look says.
const NOTE: usize = 8 << 10;

/// Compiled rules.
pub(crate) struct Rules {
    methods: Vec<Method>,
    glance: Glance,
}

enum Method {
    Secret(Box<Secrets>),
    Number(Box<Numbers>),
    Roster(Box<Rosters>),
    Name(Box<Names>),
}

impl Rules {
    /// Compiles rules.
    pub(crate) fn compile(rules: Vec<(String, Rule)>) -> Result<Self, RuleError> {
        let mut methods = Vec::new();
        for (file, rule) in rules {
            let (kind, severity) = (rule.kind, rule.severity);
            if let Some(secret) = rule.secret {
                methods.push(Method::Secret(Box::new(Secrets::new(
                    &file, kind, severity, secret,
                )?)));
            }
            if let Some(number) = rule.number {
                methods.push(Method::Number(Box::new(Numbers::new(
                    &file, kind, severity, number,
                )?)));
            }
            if let Some(roster) = rule.roster {
                methods.push(Method::Roster(Box::new(Rosters::new(kind, severity, roster))));
            }
            if let Some(name) = rule.name {
                methods.push(Method::Name(Box::new(Names::new(kind, severity, name))));
            }
        }
        let glance = glance_of(&methods);
        Ok(Self { methods, glance })
    }

    /// Judges a file by its name alone.
    pub(crate) fn stray(&self, name: &Name) -> Option<Hit> {
        self.methods.iter().find_map(|method| match method {
            Method::Name(names) => names.judge(name),
            _ => None,
        })
    }

    /// Judges the rows of one table, as a spreadsheet would give them.
    pub(crate) fn judge_rows(&self, name: &Name, rows: &[Vec<String>]) -> Vec<Hit> {
        let mut text = Text::default();
        let sheet = text.sheet("1");
        for (row, cells) in (1..).zip(rows) {
            for (column, cell) in (1..).zip(cells) {
                text.push(
                    cell,
                    At::Sheet(sheet),
                    Some(Cell {
                        table: 0,
                        row,
                        column,
                    }),
                    false,
                );
            }
        }
        let mut examination = self.examination(name);
        examination.begin(&[]);
        examination.text(&text);
        examination.finish().0
    }

    /// Starts the examination of one document.
    pub(crate) fn examination<'a>(&'a self, name: &'a Name) -> Examination<'a> {
        Examination {
            rules: self,
            name,
            member: None,
            hits: Vec::new(),
            unread: Vec::new(),
        }
    }
}

/// A text no longer than this is judged whole: a note may hold a secret and no word for it.
const NOTE_BYTES: usize = 2 << 10;

/// Collects what every method wants to be shown.
fn glance_of(methods: &[Method]) -> Glance {
    let (mut triggers, mut lengths, mut groups) = (Vec::new(), Vec::new(), Vec::new());
    let mut telephones = 0;
    for method in methods {
        match method {
            Method::Secret(secrets) => triggers.extend(secrets.triggers()),
            Method::Number(numbers) => {
                triggers.extend(numbers.triggers());
                lengths.extend_from_slice(numbers.lengths());
                groups.extend_from_slice(numbers.groups());
            }
            Method::Roster(rosters) => {
                triggers.extend(rosters.triggers());
                telephones = rosters.telephones();
            }
            Method::Name(_) => {}
        }
    }
    Glance::new(triggers, &lengths, groups, telephones)
}

/// A block with its fields in normal form, made when first looked at.
pub(crate) struct View<'a> {
    text: &'a Text,
    normals: Vec<OnceCell<Normal>>,
}

impl<'a> View<'a> {
    fn of(text: &'a Text) -> Self {
        let normals = text.fields().iter().map(|_| OnceCell::new()).collect();
        Self { text, normals }
    }

    fn len(&self) -> usize {
        self.normals.len()
    }

    fn field(&self, at: usize) -> &'a Field {
        &self.text.fields()[at]
    }

    fn normal(&self, at: usize) -> &Normal {
        self.normals[at].get_or_init(|| Normal::of(self.text.of(self.field(at))))
    }

    fn place(&self, at: usize) -> Place {
        self.text.place(self.field(at))
    }
}

/// One document under examination.
pub(crate) struct Examination<'a> {
    rules: &'a Rules,
    name: &'a Name,
    member: Option<Member>,
    hits: Vec<Hit>,
    unread: Vec<Unread>,
}

/// The member being read.
struct Member {
    chain: Vec<Name>,
    tally: Tally,
    memories: Vec<Memory>,
    /// A block was shown already.
    begun: bool,
}

enum Memory {
    Secret(secret::Memory),
    Number(number::Memory),
    Roster(Box<roster::Memory>),
    None,
}

impl Examination<'_> {
    /// Ends the examination.
    pub(crate) fn finish(mut self) -> (Vec<Hit>, Vec<Unread>) {
        self.end();
        (self.hits, self.unread)
    }

    fn waits(&self) -> bool {
        self.member.as_ref().is_some_and(|member| {
            member.memories.iter().any(|memory| match memory {
                Memory::Secret(memory) => memory.waits(),
                Memory::Roster(memory) => memory.named,
                _ => false,
            })
        })
    }
}

impl Examiner for Examination<'_> {
    fn begin(&mut self, chain: &[Name]) {
        self.end();
        let name = chain.last().unwrap_or(self.name);
        let memories = self
            .rules
            .methods
            .iter()
            .map(|method| match method {
                Method::Secret(secrets) => Memory::Secret(secrets.memory([&name.shown, &self.name.shown])),
                Method::Number(numbers) => {
                    let mut memory = number::Memory::default();
                    memory.named =
                        numbers.announced_by(&name.shown) || numbers.announced_by(&self.name.shown);
                    Memory::Number(memory)
                }
                Method::Roster(rosters) => {
                    let mut memory = Box::<roster::Memory>::default();
                    memory.named =
                        rosters.announced_by(&name.shown) || rosters.announced_by(&self.name.shown);
                    Memory::Roster(memory)
                }
                Method::Name(_) => Memory::None,
            })
            .collect();
        self.member = Some(Member {
            chain: chain.to_vec(),
            tally: Tally::default(),
            memories,
            begun: false,
        });
    }

    fn glance(&mut self, coding: Coding, bytes: &[u8], worth: &mut Vec<Range<usize>>) {
        if self.waits() {
            worth.push(0..bytes.len().min(4 << 10));
        } else if bytes.len() <= NOTE_BYTES {
            worth.push(0..bytes.len());
        }
        self.rules.glance.look(coding, bytes, worth);
    }

    fn text(&mut self, text: &Text) {
        let waits = self.waits();
        let Some(member) = &mut self.member else { return };
        let mut worth = Vec::new();
        self.rules
            .glance
            .look(Coding::Utf8, text.chars().as_bytes(), &mut worth);
        let first = std::mem::replace(&mut member.begun, true);
        // Headings stand in the first block; a number cell may have lost zeros and be too short for the glance.
        let table = !first && text.fields().iter().any(|field| field.cell.is_some());
        let short = || {
            text.fields()
                .iter()
                .any(|field| field.number && text.of(field).len() >= 9)
        };
        // A short text in Japanese has few words to be seen by, and costs little.
        let length = text.chars().len();
        let note = length <= NOTE_BYTES || length <= NOTE && !text.chars().is_ascii();
        if worth.is_empty() && !waits && !table && !note && !short() {
            return;
        }
        let view = View::of(text);
        for (method, memory) in self.rules.methods.iter().zip(&mut member.memories) {
            match (method, memory) {
                (Method::Secret(secrets), Memory::Secret(memory)) => {
                    secrets.judge(&view, memory, &mut member.tally)
                }
                (Method::Number(numbers), Memory::Number(memory)) => {
                    numbers.judge(&view, memory, &mut member.tally)
                }
                (Method::Roster(rosters), Memory::Roster(memory)) => rosters.judge(&view, memory),
                _ => {}
            }
        }
    }

    fn found(&self) -> bool {
        self.member.as_ref().is_some_and(|member| member.tally.found())
    }

    fn end(&mut self) {
        let Some(mut member) = self.member.take() else {
            return;
        };
        for (method, memory) in self.rules.methods.iter().zip(&mut member.memories) {
            match (method, memory) {
                (Method::Secret(secrets), Memory::Secret(memory)) => secrets.end(memory, &mut member.tally),
                (Method::Number(numbers), Memory::Number(memory)) => numbers.end(memory, &mut member.tally),
                (Method::Roster(rosters), Memory::Roster(memory)) => rosters.end(memory, &mut member.tally),
                _ => {}
            }
        }
        let chain = member.chain;
        self.hits.extend(member.tally.hits(&chain));
    }

    fn unread(&mut self, member: &[Name], reason: UnreadReason, format: &str, detail: &str) {
        self.unread.push(Unread {
            member: member.to_vec(),
            reason,
            format: format.to_owned(),
            detail: detail.to_owned(),
        });
    }
}
