//! Secrets in tables: beside a label cell, and in the column under one.
//!
//! A column is judged as a whole: where most cells are no secrets, those that look like one are doubted.

use std::{collections::BTreeMap, ops::Range};

use super::{
    super::tally::Tally,
    Announced, Look, Mark, Memory, Page, Score, Sense, Sighting,
    after::After,
    list::tokens,
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
        let labels = self.labels_in(&filled);
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
            if column.is_secret() && cell.row <= column.until && !title {
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

    /// Tells a row of captions, one of which names something that is no secret.
    fn is_caption_row(&self, filled: &[usize]) -> bool {
        let caption = |&at: &usize| {
            let text = self.text(at).trim();
            text.chars().count() <= LABEL_CHARS
                && self.plain_look(text).is_none_or(|look| look < Look::Romaji)
        };
        filled.len() >= 2 && filled.iter().all(caption) && filled.iter().any(|&at| self.is_other(at))
    }

    /// Notes the columns whose heading names something that is no secret.
    fn note_others(&self, filled: &[usize], labels: &[(usize, Mark)], memory: &mut Memory) {
        for &at in filled {
            let Some(cell) = self.view.field(at).cell else {
                continue;
            };
            let key = (cell.table, cell.column);
            let labelled = labels
                .iter()
                .any(|(label, mark)| *label == at && mark.sense.is_secret());
            if self.is_other(at) && !labelled && memory.others.len() < COLUMNS {
                memory.others.insert(key);
            } else {
                memory.others.remove(&key);
            }
        }
    }

    /// Tells whether a cell's heading, or the cell before it, names something that is no secret.
    fn is_named_otherwise(&self, at: usize, filled: &[usize], memory: &Memory) -> bool {
        let key = self.view.field(at).cell.map(|cell| (cell.table, cell.column));
        let before = filled.iter().rev().find(|&&before| before < at);
        key.is_some_and(|key| memory.others.contains(&key))
            || before.is_some_and(|&before| self.is_other(before))
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
        let mut score = self.score(&[mark.sense.weight_name(), "beside", look.weight_name()]);
        if near {
            self.add(&mut score, "identity_near");
        }
        self.cell(right, value, "password.table-beside", score, tally);
    }

    /// Judges the cells under a heading, together.
    fn column(&self, column: Column, cells: &[usize], identity: bool, tally: &mut Tally) {
        let under_accounts = column.sense == Sense::Heading;
        let found: Vec<_> = cells
            .iter()
            .filter_map(|&at| {
                let (value, look) = self.in_cell(at, column.sense, "")?;
                let enough = !under_accounts || look >= Look::Mixed && self.id_beside(at);
                enough.then_some((at, value, look))
            })
            .collect();
        let same = found.len() >= 3 && found.iter().all(|(_, value, _)| *value == found[0].1);
        let poor = found.iter().all(|&(_, _, look)| look <= Look::Code);
        let dates = found.len() >= 2 && found.iter().all(|(_, value, _)| is_date(value));
        if dates || same && poor {
            return;
        }
        let unlike = cells.len() >= 3 && found.len() * 2 < cells.len();
        if column.inferred && (unlike || !is_inferred_secret(column.sense, &found, identity)) {
            return;
        }
        if column.needs_identity && !identity {
            return;
        }
        if column.sense == Sense::Weak && (unlike || identity && !is_weak_secret(&found, cells.len())) {
            return;
        }
        for (at, value, look) in found {
            if unlike && column.sense == Sense::Pin && look != Look::Pin {
                continue;
            }
            let mut score = self.score(&[column.sense.weight_name(), "column", look.weight_name()]);
            if under_accounts {
                score = self.score(&["list_of_accounts", "column", look.weight_name()]);
            }
            if unlike {
                self.add(&mut score, "column_unlike");
            }
            if identity {
                self.add(&mut score, "identity_near");
            }
            score.doubted = column.inferred && look != Look::Rich || column.sense == Sense::Weak && !identity;
            self.cell(at, value, "password.table-column", score, tally);
        }
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

    /// Finds the secret in a cell: the whole of it, one of a pair, or what has a remark behind it.
    fn in_cell(&self, at: usize, sense: Sense, label: &str) -> Option<(&str, Look)> {
        let text = self.text(at).trim();
        let look = |value: &str| self.look(sense, label, value, false);
        if let Some(found) = look(text) {
            return (!self.is_day_number(at, text)).then_some((text, found));
        }
        // Dials have three digits, or show them one by one; a spreadsheet drops the zeros that a PIN begins with.
        if sense == Sense::Pin && (is_dialled(text) || label.is_empty() && is_three_digits(text)) {
            return Some((text, Look::Pin));
        }
        text.split([' ', '/', '、', '(', ':', '「', '」', '→'])
            .map(str::trim)
            .filter_map(|part| Some((part, look(part)?)))
            .filter(|&(part, look)| look >= Look::Pin && !self.is_amount_in(text, part))
            .max_by_key(|&(_, look)| look)
    }

    fn is_amount_in(&self, text: &str, part: &str) -> bool {
        let end = part.as_ptr() as usize - text.as_ptr() as usize + part.len();
        self.secrets.is_quantity(part, &text[end..])
    }

    /// Tells whether a number cell is a day as spreadsheets count them.
    fn is_day_number(&self, at: usize, text: &str) -> bool {
        self.view.field(at).number && text.len() == 5 && ("36000".."55000").contains(&text)
    }

    /// Tells whether the cell to the left, or the same one, holds an id.
    fn id_beside(&self, at: usize) -> bool {
        let own = tokens(self.text(at)).len() >= 2;
        let left = at
            .checked_sub(1)
            .is_some_and(|left| self.is_cell(left) && is_id(self.text(left).trim()));
        own || left
    }
}

/// Tells whether a table has a column of ids.
fn has_identities(memory: &Memory, table: u32) -> bool {
    let mut columns = memory.columns.iter();
    columns.any(|(&(other, _), column)| other == table && column.sense == Sense::Identity)
}

/// Tells whether 「キー」 heads secrets: most cells look like one, and one has a sign that no id has.
fn is_weak_secret(found: &[(usize, &str, Look)], cells: usize) -> bool {
    let odd = |value: &str| value.contains(UNLIKE_IDS) || value.contains(['-', '_']) || value.len() >= 9;
    let mixed = found.iter().filter(|&&(_, _, look)| look >= Look::Mixed).count();
    let many = cells < 3 || mixed * 2 >= cells;
    many && found
        .iter()
        .any(|&(_, value, look)| look == Look::Rich || odd(value))
}

/// Tells whether the values under a heading that may mean anything else are secrets all the same.
fn is_inferred_secret(sense: Sense, found: &[(usize, &str, Look)], identity: bool) -> bool {
    let values = || found.iter().map(|&(_, value, _)| value);
    if sense != Sense::Pin {
        let secret = |&&(_, value, look): &&(usize, &str, Look)| {
            let own = look == Look::Rich || value.contains(UNLIKE_IDS) || mind(value) >= Some(Mind::Likely);
            own && look >= Look::Mixed && !names_a_thing(value)
        };
        return found.iter().filter(secret).count() * 2 > found.len();
    }
    // Extensions, rooms and seats begin alike; doors open and close at round times.
    let first = |value: &str| value.bytes().next();
    let alike = |value: &str| first(value) == first(found[0].1) && value.len() == found[0].1.len();
    let series = found.len() >= 3 && values().all(alike);
    let pins = found
        .iter()
        .all(|&(_, value, look)| look == Look::Pin || is_dialled(value));
    pins && !series && !identity && !values().all(is_clock)
}

/// Tells a time of the day without its colon: 0830, 900.
fn is_clock(value: &str) -> bool {
    let digits = value.len() == 3 || value.len() == 4;
    value
        .parse::<u32>()
        .is_ok_and(|time| digits && time < 2400 && time % 100 < 60 && time % 5 == 0)
}

/// Tells digits one by one: 5-9-5-3.
fn is_dialled(text: &str) -> bool {
    let digit = |part: &str| part.len() == 1 && part.bytes().all(|byte| byte.is_ascii_digit());
    (5..=11).contains(&text.len()) && text.split(['-', ' ']).all(digit)
}

fn is_three_digits(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit())
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

fn is_id(text: &str) -> bool {
    text.len() >= 2 && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn is_date(value: &str) -> bool {
    value.len() == 8
        && value.bytes().all(|byte| byte.is_ascii_digit())
        && (value.starts_with("19") || value.starts_with("20"))
        && ("01".."13").contains(&&value[4..6])
}
