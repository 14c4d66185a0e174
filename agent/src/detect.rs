//! Text to hits, by rules that are data.
//!
//! ```text
//! raw bytes ─ glance ─► windows ─ extract decodes ─► block ─ glance ─► pieces ─ normal form ─► [secret] [number] [roster]
//!                                                                                              └─► tally ─► hits
//! ```
//!
//! Most documents end at the glance; of the others, each method reads what is near its own words.
//! What a rule knows about a member (headings, columns) lives in its `Memory` and goes with the
//! member; no text outlives its block.
//!
//! To add a kind of sensitive data: one file in `agent/rules`.

mod check;
mod glance;
mod name;
mod normal;
mod number;
mod piece;
mod roster;
pub(crate) mod rule;
mod secret;
mod shape;
mod tally;

use std::ops::Range;

use mimawari_proto::{name::Name, round::UnreadReason};

use self::{
    glance::{Glance, Lanes, Wanted},
    name::Names,
    number::Numbers,
    piece::{Normals, View},
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
        text::{At, Cell, Text},
    },
};

/// A text no longer than this is judged whole: a note may hold a secret and no word for it.
const NOTE_BYTES: usize = 2 << 10;
/// The same for a text in Japanese, which has fewer words to be seen by and costs little.
const JAPANESE_NOTE_BYTES: usize = 8 << 10;
/// Digits of a number cell that may be a number without its zeros at the front.
const ZEROS_LOST: usize = 9;

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
                ))));
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
        let mut wanted = Wanted::default();
        methods.iter().for_each(|method| method.want(&mut wanted));
        Ok(Self {
            methods,
            glance: Glance::new(wanted),
        })
    }

    /// Compiles what else waits to be needed, so that a fault in it is known now.
    ///
    /// # Errors
    /// Names the rule and its pattern.
    pub(crate) fn ready(&self) -> Result<(), RuleError> {
        self.methods.iter().try_for_each(|method| match method {
            Method::Secret(secrets) => secrets.ready(),
            _ => Ok(()),
        })
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

impl Method {
    fn want(&self, wanted: &mut Wanted) {
        match self {
            Self::Secret(secrets) => secrets.want(wanted),
            Self::Number(numbers) => numbers.want(wanted),
            Self::Roster(rosters) => rosters.want(wanted),
            Self::Name(_) => {}
        }
    }

    fn lane(&self) -> Lanes {
        match self {
            Self::Secret(_) => Lanes::SECRET,
            Self::Number(_) => Lanes::NUMBER,
            Self::Roster(_) => Lanes::ROSTER,
            Self::Name(_) => Lanes::default(),
        }
    }

    /// Judges a piece of a block.
    fn judge(&self, view: &View<'_>, memory: &mut Memory, tally: &mut Tally) {
        match (self, memory) {
            (Self::Secret(secrets), Memory::Secret(memory)) => secrets.judge(view, memory, tally),
            (Self::Number(numbers), Memory::Number(memory)) => numbers.judge(view, memory, tally),
            (Self::Roster(rosters), Memory::Roster(memory)) => rosters.judge(view, memory),
            _ => {}
        }
    }

    /// Ends a member.
    fn end(&self, memory: &mut Memory, tally: &mut Tally) {
        match (self, memory) {
            (Self::Secret(secrets), Memory::Secret(memory)) => secrets.end(memory, tally),
            (Self::Number(numbers), Memory::Number(memory)) => numbers.end(memory, tally),
            (Self::Roster(rosters), Memory::Roster(memory)) => rosters.end(memory, tally),
            _ => {}
        }
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
}

enum Memory {
    Secret(secret::Memory),
    Number(number::Memory),
    Roster(Box<roster::Memory>),
    None,
}

impl Memory {
    /// Tells whether something from before still rules, so that nothing may be left out.
    fn waits(&self) -> bool {
        match self {
            Self::Secret(memory) => memory.waits(),
            Self::Number(memory) => memory.waits(),
            Self::Roster(memory) => memory.waits(),
            Self::None => false,
        }
    }
}

impl Examination<'_> {
    /// Ends the examination.
    pub(crate) fn finish(mut self) -> (Vec<Hit>, Vec<Unread>) {
        self.end();
        (self.hits, self.unread)
    }

    /// Tells whether the next text is to be shown whatever stands in it.
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
        });
    }

    fn glance(&mut self, coding: Coding, bytes: &[u8], worth: &mut Vec<Range<usize>>) {
        if self.waits() {
            worth.push(0..bytes.len().min(4 << 10));
        } else if bytes.len() <= NOTE_BYTES {
            worth.push(0..bytes.len());
        }
        let sights = self.rules.glance.look(coding, bytes);
        worth.extend(sights.into_iter().map(|sight| sight.range));
        worth.sort_unstable_by_key(|range| range.start);
    }

    fn text(&mut self, text: &Text) {
        let Some(member) = &mut self.member else { return };
        let (chars, length) = (text.chars(), text.chars().len());
        let sights = self.rules.glance.look(Coding::Utf8, chars.as_bytes());
        let short = length <= NOTE_BYTES || length <= JAPANESE_NOTE_BYTES && !chars.is_ascii();
        let note = short && !text.excerpt;
        let normals = Normals::of(text);
        for (method, memory) in self.rules.methods.iter().zip(&mut member.memories) {
            if note || memory.waits() || method.lane() == Lanes::NUMBER && has_lost_zeros(text) {
                method.judge(&normals.whole(), memory, &mut member.tally);
                continue;
            }
            for piece in normals.pieces(&sights, method.lane()) {
                let end = piece.end();
                method.judge(&piece, memory, &mut member.tally);
                if memory.waits() {
                    method.judge(&normals.from(end), memory, &mut member.tally);
                    break;
                }
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
            method.end(memory, &mut member.tally);
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

/// Tells whether a number cell may be a number that lost the zeros at its front, which the quick look does not see.
fn has_lost_zeros(text: &Text) -> bool {
    let whole =
        |written: &str| written.len() >= ZEROS_LOST && written.bytes().all(|byte| byte.is_ascii_digit());
    text.fields()
        .iter()
        .any(|field| field.number && whole(text.of(field)))
}
