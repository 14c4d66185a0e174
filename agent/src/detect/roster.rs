//! Lists of persons: each with a name and something private.
//!
//! ```text
//! cells ─► grid: columns by heading or content ─┐
//! lines ─► line: a person a line ───────────────┼─► group: persons, what is private of them ─► verdict at the end
//! labels ► card: a person a block ──────────────┘
//! ```
//!
//! What is listed of one person is kept as bits and keyed hashes, never as text, except for the first rows
//! of a table, which wait until it is clear what the columns hold.

mod card;
mod grid;
mod group;
mod heading;
mod line;
mod name;
mod particular;
mod read;

use std::{
    collections::{HashMap, HashSet},
    hash::BuildHasher as _,
};

use mimawari_proto::finding::{Confidence, Kind, Place, Severity};

use self::{
    card::Cards,
    grid::{Cell, Grid, Row},
    group::{Group, Private, Record},
    heading::Headings,
    line::Lines,
    read::Reader,
};
use super::{
    View,
    glance::{Lanes, Manner, Wanted},
    rule::RosterRule,
    tally::{Evidence, Tally},
};

/// Tables of one member that are kept apart; further ones are read as one.
const TABLES: usize = 2_000;

/// A compiled `[roster]` rule.
pub(super) struct Rosters {
    kind: Kind,
    severity: Severity,
    rule: RosterRule,
    headings: Headings,
    reader: Reader,
    ids: [String; 2],
}

/// What is remembered from block to block of one member.
#[derive(Default)]
pub(super) struct Memory {
    /// The file's name announces a list of persons.
    pub(super) named: bool,
    grids: HashMap<u32, Grid>,
    lines: Lines,
    /// Pages once more, a line a row, for when their tables fell apart.
    pages: Lines,
    cards: Cards,
}

impl Memory {
    /// Tells whether a table goes on whose columns are of persons, or not decided yet.
    pub(super) fn waits(&self) -> bool {
        self.named || self.grids.values().any(Grid::goes_on)
    }
}

impl Rosters {
    pub(super) fn new(kind: Kind, severity: Severity, rule: RosterRule) -> Self {
        Self {
            kind,
            severity,
            headings: Headings::new(&rule),
            reader: Reader::default(),
            ids: [
                format!("{}.headed", kind.word()),
                format!("{}.content", kind.word()),
            ],
            rule,
        }
    }

    /// Tells the quick look what to look for.
    pub(super) fn want(&self, wanted: &mut Wanted) {
        let lists = [
            (&self.rule.triggers, Manner::Heading),
            (&self.rule.crowd_words, Manner::Crowd),
            (&self.rule.crowd_numbered, Manner::Numbered),
        ];
        for (words, manner) in lists {
            let literals = words.iter().map(|known| super::normal::word(known));
            wanted
                .literals
                .extend(literals.map(|literal| (literal, Lanes::ROSTER, manner)));
        }
        wanted.crowd = self.rule.crowd;
    }

    /// Tells whether the name of a file announces a list of persons, so that its beginning is always read.
    pub(super) fn announced_by(&self, name: &str) -> bool {
        let name = super::normal::word(name);
        self.rule.names.iter().any(|known| name.contains(known.as_str()))
    }

    /// Takes in a block; the verdict waits for [`Self::end`].
    pub(super) fn judge(&self, view: &View<'_>, memory: &mut Memory) {
        let mut at = 0;
        while at < view.len() {
            let Some(cell) = view.field(at).cell else {
                let normal = view.normal(at);
                self.line(&normal.text, &normal.lower, &view.place(at), memory);
                at += 1;
                continue;
            };
            let row = (at..view.len())
                .take_while(|&next| {
                    view.field(next)
                        .cell
                        .is_some_and(|other| (other.table, other.row) == (cell.table, cell.row))
                })
                .count();
            self.table_row(view, at..at + row, cell.table, memory);
            at += row;
        }
    }

    /// Puts the cells of a row together and takes it as a row, and as labels and values.
    fn table_row(&self, view: &View<'_>, fields: std::ops::Range<usize>, table: u32, memory: &mut Memory) {
        let place = view.place(fields.start);
        let mut cells: Vec<Cell> = Vec::new();
        let mut stacked = false;
        for at in fields.clone() {
            let (field, normal) = (view.field(at), view.normal(at));
            let column = field.cell.map_or(0, |cell| cell.column);
            if normal.text.trim().is_empty() {
                continue;
            }
            match cells.last_mut() {
                Some(last) if last.column == column => {
                    stacked = true;
                    last.text.push(' ');
                    last.text.push_str(&normal.text);
                    last.lower.push(' ');
                    last.lower.push_str(&normal.lower);
                }
                _ => cells.push(Cell {
                    column,
                    text: normal.text.clone(),
                    lower: normal.lower.clone(),
                    number: field.number,
                }),
            }
        }
        if matches!(place, Place::Page { .. }) {
            let join = |part: fn(&Cell) -> &str| cells.iter().map(part).collect::<Vec<_>>().join("\t");
            let (text, lower) = (join(|cell| &cell.text), join(|cell| &cell.lower));
            self.listed(&text, &lower, &place, &mut memory.pages);
        }
        if stacked {
            self.stacked(view, fields, &mut memory.cards);
        }
        self.labels_and_values(&cells, &place, &mut memory.cards);
        if cells.len() >= 2 {
            let table = if memory.grids.len() < TABLES {
                table
            } else {
                u32::MAX
            };
            self.row(memory.grids.entry(table).or_default(), Row { cells, place });
        } else if let ([cell], false) = (cells.as_slice(), stacked) {
            self.line(&cell.text, &cell.lower, &place, memory);
        }
    }

    /// Reads the lines in cells as cards: a sheet of address labels.
    fn stacked(&self, view: &View<'_>, fields: std::ops::Range<usize>, cards: &mut Cards) {
        let mut column = None;
        for at in fields {
            let own = view.field(at).cell.map(|cell| cell.column);
            if own != column {
                self.close(cards);
                column = own;
            }
            let (text, place) = (&view.normal(at).text, view.place(at));
            if !self.labelled(text, &place, cards) {
                self.loose(cards, text, &particular::find(text), &place);
            }
        }
        self.close(cards);
    }

    /// Takes a label cell with the value cell to its right.
    fn labels_and_values(&self, cells: &[Cell], place: &Place, cards: &mut Cards) {
        for pair in cells.windows(2) {
            let [label, value] = pair else { continue };
            if let Some(head) = self.headings.of(&label.lower)
                && self.headings.of(&value.lower).is_none()
            {
                self.item(cards, head, &value.text, place);
            }
        }
        for cell in cells
            .iter()
            .filter(|cell| cells.len() > 1 && cell.text.contains([':', '=']))
        {
            self.labelled(&cell.text, place, cards);
        }
    }

    fn key(&self, name: &str, record: &Record) -> u64 {
        let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        self.reader
            .hasher
            .hash_one((name, record.number, record.address, record.year))
    }

    /// Judges what was listed in the whole member.
    pub(super) fn end(&self, memory: &mut Memory, tally: &mut Tally) {
        self.close(&mut memory.cards);
        self.end_lines(&mut memory.lines);
        let mut groups: Vec<Group> = Vec::new();
        for (_, mut grid) in memory.grids.drain() {
            self.decide(&mut grid);
            groups.append(&mut grid.groups);
        }
        groups.append(&mut memory.lines.groups);
        groups.push(std::mem::take(&mut memory.cards.group));
        let (mut judged, mut persons) = self.private(groups);
        if persons.len() < self.rule.medium {
            self.end_lines(&mut memory.pages);
            let (pages, listed) = self.private(std::mem::take(&mut memory.pages.groups));
            if listed.len() > persons.len() {
                (judged, persons) = (pages, listed);
            }
        }
        if let Some(confidence) = self.confidence(persons.len(), &judged) {
            self.report(&judged, &persons, confidence, tally);
        }
    }

    /// Keeps the lists in which something is private, and their persons.
    fn private(&self, groups: Vec<Group>) -> (Vec<(Group, Private)>, HashSet<u64>) {
        let known = |private: &Private| private.headed || private.sure >= self.rule.sure_percent;
        let judged: Vec<(Group, Private)> = groups
            .into_iter()
            .filter(|group| group.len() >= 2 && group.len() * 10 >= group.rows * 3)
            .map(|group| {
                let private = group.private();
                (group, private)
            })
            .filter(|(_, private)| !private.persons.is_empty() && known(private))
            .collect();
        let persons = judged
            .iter()
            .flat_map(|(_, private)| private.persons.iter().copied())
            .collect();
        (judged, persons)
    }

    /// Returns how sure a list of so many persons is.
    fn confidence(&self, persons: usize, judged: &[(Group, Private)]) -> Option<Confidence> {
        let sorts = judged.iter().map(|(_, private)| private.sorts).max().unwrap_or(0);
        let sure = judged.iter().map(|(_, private)| private.sure).max().unwrap_or(0);
        let headed = judged.iter().any(|(_, private)| private.headed);
        match persons {
            n if n < self.rule.low => None,
            n if n < self.rule.medium => Some(Confidence::Low),
            n if sure >= self.rule.sure_percent
                && (sorts >= 2 && headed || sorts >= 1 && n >= self.rule.many) =>
            {
                Some(Confidence::High)
            }
            _ => Some(Confidence::Medium),
        }
    }

    fn report(
        &self,
        judged: &[(Group, Private)],
        persons: &HashSet<u64>,
        confidence: Confidence,
        tally: &mut Tally,
    ) {
        let Some((_, best)) = judged.iter().max_by_key(|(_, private)| private.persons.len()) else {
            return;
        };
        let mut signals = vec![("persons".to_owned(), persons.len().min(1_000) as i32)];
        let listed = best.names.iter().filter(|(_, share)| *share > 0);
        signals.extend(listed.map(|(what, share)| (format!("with {what}, in percent"), *share as i32)));
        signals.push((
            "with a known family name, in percent".to_owned(),
            best.sure as i32,
        ));
        signals.push(("heading of names".to_owned(), i32::from(best.headed)));
        let places: Vec<&Place> = judged.iter().flat_map(|(group, _)| &group.places).collect();
        let Some(last) = places.last() else { return };
        for (nth, person) in persons.iter().enumerate() {
            tally.add_unseen(
                Evidence {
                    kind: self.kind,
                    severity: self.severity,
                    rule: &self.ids[usize::from(!best.headed)],
                    confidence,
                    place: (*places.get(nth).unwrap_or(last)).clone(),
                    value: "",
                    weight: best.sorts as i32,
                    signals: if nth == 0 {
                        std::mem::take(&mut signals)
                    } else {
                        Vec::new()
                    },
                },
                *person,
            );
        }
    }
}
