//! Secrets in tables: beside a label cell, and in the column under one.
//!
//! A column is judged as a whole: where most cells are no secrets, those that look like one are doubted.

mod cells;
mod column;
mod others;

use std::{collections::BTreeMap, ops::Range};

use self::column::are_numbered;
pub(super) use self::column::is_number_of_thing;
use super::{
    super::tally::Tally,
    Announced, Look, Mark, Memory, Page, Score, Sense, Sighting,
    after::After,
    mind::{Mind, mind, names_a_thing},
};
use crate::extract::text::Cell;

/// Headings remembered in one member.
const COLUMNS: usize = 4_096;
/// A cell longer than this is no label.
const LABEL_CHARS: usize = 28;
/// Characters that no id has.
pub(super) const UNLIKE_IDS: [char; 9] = ['!', '@', '#', '$', '%', '&', '*', '+', '?'];
/// Rows below a label that stands alone in its row.
const LONE_ROWS: u32 = 4;

/// What a column holds, by its heading.
#[derive(Clone, Copy)]
pub(super) struct Column {
    sense: Sense,
    /// The last row that it rules.
    until: u32,
    /// Its heading may mean anything else as well.
    inferred: bool,
    /// Its heading is a word of a hundred meanings, which says something only beside ids.
    needs_identity: bool,
}

impl Column {
    pub(super) fn is_secret(&self) -> bool {
        self.sense.is_secret() || self.sense == Sense::Heading
    }
}

/// The cells under one heading in this block.
type Under = BTreeMap<(u32, u32), (Column, Vec<usize>)>;

impl Page<'_> {
    /// Judges the cells of a block.
    pub(super) fn tabled(&self, memory: &mut Memory, tally: &mut Tally) {
        let mut under = Under::new();
        let mut over = Announced::No;
        let mut above = None;
        let mut at = 0;
        while at < self.view.len() {
            let row = self.row(at);
            match row.len() {
                0 if self.is_blank(at) => {}
                0 => over = self.title_over(at),
                // A label between full rows waits for its value.
                1 if above.is_some_and(|above| self.follows(above, at)) => {}
                1 => over = over.max(self.title_over(at)),
                _ => self.row_judged(row.clone(), memory, over, &mut under, tally),
            }
            above = (row.len() > 1).then_some(at).or(above);
            if row.len() == 1 {
                self.row_judged(row.clone(), memory, Announced::No, &mut under, tally);
            }
            at = row.end.max(at + 1);
        }
        for (&(table, _), (column, cells)) in &under {
            let identity = has_identities(memory, table);
            self.column(*column, cells, identity, tally);
        }
    }

    /// Returns the fields of the row that begins here; empty outside tables.
    fn row(&self, at: usize) -> Range<usize> {
        let key = |at: usize| self.view.field(at).cell.map(|cell| (cell.table, cell.row));
        let Some(first) = key(at) else { return at..at };
        let end = (at..self.view.len()).find(|&next| key(next) != Some(first));
        at..end.unwrap_or(self.view.len())
    }

    /// Tells whether a row is the next one of the same table.
    fn follows(&self, above: usize, at: usize) -> bool {
        let (Some(above), Some(cell)) = (self.view.field(above).cell, self.view.field(at).cell) else {
            return false;
        };
        above.table == cell.table && cell.row <= above.row.saturating_add(1)
    }

    fn row_judged(
        &self,
        row: Range<usize>,
        memory: &mut Memory,
        over: Announced,
        under: &mut Under,
        tally: &mut Tally,
    ) {
        let filled: Vec<_> = row.filter(|&at| !self.is_blank(at)).collect();
        self.answers(&filled, tally);
        let mut labels = self.labels_in(&filled);
        // `password` in a list of what nobody should use is no heading.
        if let [(at, _)] = labels[..]
            && filled.len() > 1
            && self.is_in_public(at, memory)
        {
            labels.clear();
        }
        let heading = self.is_heading_row(&filled, &labels);
        if heading || labels.is_empty() && self.is_caption_row(&filled) {
            self.note_others(&filled, &labels, memory);
        }
        for (at, mark) in &labels {
            if mark.sense.is_secret() && !heading {
                self.beside(*at, mark, &filled, memory, tally);
            }
            self.rule_column(*at, mark, heading, &filled, memory, under, tally);
        }
        if heading {
            return;
        }
        let mut ruled = false;
        for &at in filled
            .iter()
            .filter(|&&at| !labels.iter().any(|(label, _)| *label == at))
        {
            let Some(cell) = self.view.field(at).cell else {
                continue;
            };
            let key = (cell.table, cell.column);
            let Some(&column) = memory.columns.get(&key).filter(|_| !memory.others.contains(&key)) else {
                continue;
            };
            // A lone word over a table is its title, and no heading of names.
            let plain = || self.plain_look(self.text(at).trim()) < Some(Look::Mixed);
            let title =
                column.until < u32::MAX && filled.len() >= 2 && (!self.text(at).is_ascii() || plain());
            // A row of telephones under the headings of secrets.
            let otherwise = filled
                .first()
                .is_some_and(|&first| first != at && self.is_other(first));
            if column.is_secret() && cell.row <= column.until && !title && !otherwise {
                ruled = true;
                under
                    .entry((cell.table, cell.column))
                    .or_insert((column, Vec::new()))
                    .1
                    .push(at);
            }
        }
        let announced = memory.title.announced.max(over);
        if !ruled && labels.is_empty() && announced != Announced::No {
            self.announced_row(&filled, announced, memory, tally);
        }
        for &at in filled.iter().filter(|_| !ruled && labels.is_empty()) {
            self.near_in_cell(at, tally);
        }
    }

    /// Returns the cells of a row that are labels; some words are labels only beside others.
    fn labels_in(&self, filled: &[usize]) -> Vec<(usize, Mark)> {
        let mut labels: Vec<(usize, Mark)> = filled
            .iter()
            .filter_map(|&at| Some((at, self.label_cell(at)?)))
            .collect();
        let whole = |at: usize, words: &[String]| words.iter().any(|word| word == self.lower(at).trim());
        let identity = labels.iter().any(|(_, mark)| mark.sense == Sense::Identity);
        let secret = labels.iter().any(|(_, mark)| mark.sense.is_secret());
        if secret {
            return labels;
        }
        let ascii = filled.len() >= 2 && filled.iter().all(|&at| self.text(at).is_ascii());
        for &at in filled {
            let sense = match () {
                () if identity && whole(at, &self.secrets.heading_labels) => Sense::Strong,
                () if (identity || ascii) && is_variable(self.text(at).trim()) => Sense::Strong,
                () if filled.len() <= 4 && whole(at, &self.secrets.heading_pins) => Sense::Pin,
                () => continue,
            };
            let range = 0..self.text(at).len();
            labels.retain(|&(label, _)| label != at);
            labels.push((at, Mark { range, sense }));
        }
        labels.sort_by_key(|&(at, _)| at);
        labels
    }

    /// Tells what a line or a lone cell says about the table under it.
    fn title_over(&self, at: usize) -> Announced {
        let text = self.text(at).trim();
        if text.chars().count() > LABEL_CHARS || text.contains('。') {
            return Announced::No;
        }
        let lower = self
            .lower(at)
            .trim_end_matches(|c: char| "■】」])>:* ".contains(c));
        let bare = lower.rsplit_once('(').map_or(lower, |(bare, _)| bare).trim_end();
        let bare = ["一覧", "メモ", "表", "集", "控え"]
            .iter()
            .find_map(|end| bare.strip_suffix(end))
            .unwrap_or(bare);
        let said = self
            .secrets
            .table_titles
            .iter()
            .any(|title| bare.ends_with(title.as_str()));
        let alone = self.marks[at]
            .iter()
            .any(|mark| mark.sense.is_secret() && matches!(self.after(at, mark), After::Open { .. }));
        if said || alone {
            Announced::Surely
        } else {
            Announced::No
        }
    }

    /// Returns the label that a cell consists of, if it is a label and nothing else.
    fn label_cell(&self, at: usize) -> Option<Mark> {
        let text = self.text(at).trim();
        if text.chars().count() > LABEL_CHARS {
            return None;
        }
        let marks = &self.marks[at];
        let last = marks.last()?;
        let best = marks
            .iter()
            .rev()
            .find(|mark| mark.sense.is_secret())
            .unwrap_or(last);
        matches!(self.after(at, last), After::Open { .. }).then(|| best.clone())
    }

    /// Tells whether a row holds the headings of columns.
    fn is_heading_row(&self, filled: &[usize], labels: &[(usize, Mark)]) -> bool {
        let Some((first, _)) = labels.first() else {
            return false;
        };
        let caption = |at: &usize| {
            labels.iter().any(|(label, _)| label == at) || {
                let text = self.text(*at).trim();
                text.chars().count() <= LABEL_CHARS
                    && self.plain_look(text).is_none_or(|look| look < Look::Romaji)
            }
        };
        let many = labels.len() >= 2 || filled.len() >= 3 || filled.first() != Some(first);
        many && filled.iter().all(caption)
    }

    /// Notes what a label cell says about the cells below it.
    #[expect(
        clippy::too_many_arguments,
        reason = "a cell, its row, and what is known of the table"
    )]
    fn rule_column(
        &self,
        at: usize,
        mark: &Mark,
        heading: bool,
        filled: &[usize],
        memory: &mut Memory,
        under: &mut Under,
        tally: &mut Tally,
    ) {
        let Some(cell) = self.view.field(at).cell else {
            return;
        };
        let key = (cell.table, cell.column);
        // A new heading ends what stood under the one before.
        if let Some((column, cells)) = under.remove(&key) {
            self.column(column, &cells, has_identities(memory, cell.table), tally);
        }
        let lone = filled.len() == 1;
        if !heading && !lone || mark.sense == Sense::Heading && lone {
            memory.columns.remove(&key);
            return;
        }
        let until = if lone && !heading {
            cell.row.saturating_add(LONE_ROWS)
        } else {
            u32::MAX
        };
        let own = self.label_cell(at).is_some_and(|own| own.sense == mark.sense);
        let column = Column {
            sense: mark.sense,
            until,
            inferred: !own,
            needs_identity: self.needs_identity(&self.lower(at)[mark.range.clone()]),
        };
        if memory.columns.len() < COLUMNS {
            memory.columns.insert(key, column);
            let next = (cell.table, cell.column.saturating_add(1));
            let free = !filled
                .iter()
                .any(|&at| self.view.field(at).cell.is_some_and(|c| c.column == next.1));
            // A heading over two columns: the id is in the first, the secret in the second.
            if mark.sense == Sense::Heading && heading && free {
                memory.columns.insert(next, column);
            }
        }
    }

    /// Judges the first filled cell to the right of a label cell.
    fn beside(&self, at: usize, mark: &Mark, filled: &[usize], memory: &Memory, tally: &mut Tally) {
        let place = |at: usize| self.view.field(at).cell.map_or(0, |cell: Cell| cell.column);
        let right = filled
            .iter()
            .copied()
            .filter(|&right| place(right) > place(at))
            .take_while(|&right| place(right) <= place(at) + 5)
            .next();
        let Some(right) = right.filter(|&right| !self.is_named_otherwise(right, &[], memory)) else {
            return;
        };
        let label = &self.lower(at)[mark.range.clone()];
        let Some((value, look)) = self.in_cell(right, mark.sense, label) else {
            return;
        };
        let near = self.identity_near(at);
        if !near && (self.needs_identity(label) || look < Look::Digits && label.is_ascii()) {
            return;
        }
        let row = filled.iter().filter(|&&other| place(other) > place(at));
        if are_numbered(row.map(|&other| self.text(other).trim())) {
            return;
        }
        let mut score = self.score(&[mark.sense.weight_name(), "beside", look.weight_name()]);
        if near {
            self.add(&mut score, "identity_near");
        }
        score.doubted = !near && is_number_of_thing(value);
        self.cell(right, value, "password.table-beside", score, tally);
    }

    /// Judges a row without headings in a file that announces secrets.
    ///
    /// A title over the table says less: an id must stand beside, and the value be as people think them up.
    fn announced_row(&self, filled: &[usize], announced: Announced, memory: &Memory, tally: &mut Tally) {
        let named = memory.title.announced >= announced;
        let ascii: Vec<_> = filled
            .iter()
            .copied()
            .filter(|&at| self.text(at).is_ascii() && self.text(at).len() >= 3)
            .collect();
        let best = ascii
            .iter()
            .filter_map(|&at| Some((at, self.text(at).trim(), self.plain_look(self.text(at).trim())?)))
            .filter(|&(at, _, _)| !self.is_named_otherwise(at, filled, memory))
            .filter(|&(at, value, look)| match announced {
                Announced::Surely if named => look >= Look::Mixed && !names_a_thing(value),
                Announced::Surely => {
                    look >= Look::Mixed && ascii[0] < at && mind(value) >= Some(Mind::Likely)
                }
                // A name that speaks of accounts alone: an id must stand beside, and the secret be unlike one.
                _ => look == Look::Rich && ascii.len() >= 2 && value.contains(UNLIKE_IDS),
            })
            .max_by_key(|&(_, _, look)| look);
        let Some((at, value, look)) = best.filter(|_| filled.len() >= 2) else {
            return;
        };
        let list = match announced {
            Announced::Surely => "list_of_secrets",
            _ => "list_of_accounts",
        };
        let mut score = self.score(&[list, look.weight_name()]);
        score.doubted = !named && look != Look::Rich;
        self.cell(at, value, "password.table-row", score, tally);
    }

    fn cell(&self, at: usize, value: &str, rule: &str, score: Score, tally: &mut Tally) {
        let sighting = Sighting {
            rule,
            at,
            by: at,
            value,
        };
        self.report(&sighting, score, tally);
    }
}

/// Tells whether a table has a column of ids.
fn has_identities(memory: &Memory, table: u32) -> bool {
    let mut columns = memory.columns.iter();
    columns.any(|(&(other, _), column)| other == table && column.sense == Sense::Identity)
}

/// Tells the name of a program's column of secrets: MailPass, login_pw.
fn is_variable(text: &str) -> bool {
    let named = ["Pass", "PassWd", "Passwd", "Pwd", "Pw", "PW"]
        .iter()
        .find_map(|end| text.strip_suffix(end));
    let lower = |c: char| c.is_ascii_lowercase() || c == '_';
    text.len() <= LABEL_CHARS
        && named.is_some_and(|stem| {
            stem.ends_with(lower)
                && stem
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        })
}
