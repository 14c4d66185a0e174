//! Numbers of fixed length, judged by check digit, label, heading and the company they keep.

mod tokens;

use std::collections::{HashMap, HashSet};

use aho_corasick::{AhoCorasick, MatchKind};
use mimawari_proto::finding::{Confidence, Kind, Place, Severity};

use self::tokens::Token;
use super::{
    View,
    check::Check,
    normal::{first_chars, last_chars, word},
    rule::{NumberRule, RuleError},
    tally::{Evidence, Tally},
};
use crate::extract::text::Cell;

/// A label this many characters away still speaks for a number.
const NEAR: usize = 100;
/// A value kept for the verdict of its column; memory stays bounded.
const COLUMN_LIMIT: usize = 50_000;
/// Columns that are counted in one member.
const COLUMNS: usize = 4_096;
/// A cell longer than this is no heading.
const HEADING_CHARS: usize = 30;

/// A compiled `[number]` rule.
pub(super) struct Numbers {
    kind: Kind,
    severity: Severity,
    rule: NumberRule,
    check: Check,
    words: AhoCorasick,
    own_words: usize,
    ids: [String; 3],
}

/// What is remembered from block to block of one member.
#[derive(Default)]
pub(super) struct Memory {
    headings: HashMap<(u32, u32), Word>,
    columns: HashMap<Option<(u32, u32)>, Column>,
    before: String,
}

#[derive(Default)]
struct Column {
    tokens: u64,
    passing: u64,
    values: HashSet<u64>,
    waiting: Vec<(Place, u64)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Word {
    Own,
    Other,
    Unknown,
}

impl Numbers {
    pub(super) fn new(
        file: &str,
        kind: Kind,
        severity: Severity,
        rule: NumberRule,
    ) -> Result<Self, RuleError> {
        let check = Check::of(&rule.check).ok_or_else(|| RuleError::Check {
            file: file.to_owned(),
            check: rule.check.clone(),
        })?;
        let words: Vec<String> = rule
            .labels
            .iter()
            .chain(&rule.other_labels)
            .map(|label| word(label))
            .collect();
        let words = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(words)
            .expect("labels are short literals");
        let id = |what: &str| format!("{}.{what}", kind.word());
        Ok(Self {
            own_words: rule.labels.len(),
            ids: [id("label"), id("column"), id("alone")],
            kind,
            severity,
            rule,
            check,
            words,
        })
    }

    /// Returns the literals that the quick look must know: labels, which may rule a column far below.
    pub(super) fn triggers(&self) -> impl Iterator<Item = String> {
        self.rule.labels.iter().map(|label| word(label))
    }

    /// Returns how many digits the numbers have.
    pub(super) fn lengths(&self) -> &[usize] {
        &self.rule.digits
    }

    /// Returns how their digits may be grouped.
    pub(super) fn groups(&self) -> &[Vec<usize>] {
        &self.rule.groups
    }

    /// Judges a block; what depends on the whole column waits for [`Self::end`].
    pub(super) fn judge(&self, view: &View<'_>, memory: &mut Memory, tally: &mut Tally) {
        for at in 0..view.len() {
            let field = view.field(at);
            let normal = view.normal(at);
            if let Some(cell) = field.cell {
                self.note_heading(cell, &normal.lower, memory);
            }
            for token in self.tokens(&normal.lower, field.number) {
                self.token(view, at, &token, memory, tally);
            }
            if let Some(token) = self.boxes(view, at) {
                self.token(view, at, &token, memory, tally);
            }
        }
        let last = view.len().saturating_sub(3);
        memory.before = (last..view.len())
            .map(|at| view.normal(at).lower.as_str())
            .collect::<Vec<_>>()
            .join("\n");
    }

    /// Judges what depends on whole columns.
    pub(super) fn end(&self, memory: &mut Memory, tally: &mut Tally) {
        for column in memory.columns.values_mut() {
            let distinct = column.values.len() as u64;
            let mostly = column.passing * 10 >= column.tokens * 8;
            let confidence = match distinct {
                _ if !mostly => self.rule.alone,
                n if n >= self.rule.column_high => Confidence::High,
                n if n >= self.rule.column_medium && self.rule.column_medium > 0 => Confidence::Medium,
                _ => self.rule.alone,
            };
            let id = if confidence > self.rule.alone {
                &self.ids[1]
            } else {
                &self.ids[2]
            };
            for (place, value) in column.waiting.drain(..) {
                let digits = format!("{value:0width$}", width = self.rule.digits[0]);
                tally.add(Evidence {
                    kind: self.kind,
                    severity: self.severity,
                    rule: id,
                    confidence,
                    place,
                    value: &digits,
                    weight: distinct.min(1_000) as i32,
                    signals: vec![
                        ("check digit".to_owned(), 10),
                        (
                            "share of the column that passes, in percent".to_owned(),
                            (column.passing * 100 / column.tokens.max(1)) as i32,
                        ),
                        ("distinct in the column".to_owned(), distinct.min(1_000) as i32),
                    ],
                });
            }
        }
        memory.columns.clear();
    }

    fn token(&self, view: &View<'_>, at: usize, token: &Token, memory: &mut Memory, tally: &mut Tally) {
        let field = view.field(at);
        let whole = self.rule.digits.contains(&token.digits.len());
        let digits = if whole {
            token.digits.clone()
        } else {
            format!("{:0>width$}", token.digits, width = self.rule.digits[0])
        };
        let passes = self.check.passes(&digits) && self.starts_right(&digits);
        let (said, signal) = self.said(view, at, token, memory);
        if said == Word::Own && (passes || self.rule.failing.is_some()) {
            let confidence = if passes {
                Confidence::High
            } else {
                self.rule.failing.unwrap_or(Confidence::Low)
            };
            tally.add(Evidence {
                kind: self.kind,
                severity: self.severity,
                rule: &self.ids[0],
                confidence,
                place: view.place(at),
                value: &digits,
                weight: 1_000 + i32::from(passes),
                signals: vec![
                    (signal.to_owned(), 60),
                    ("check digit".to_owned(), if passes { 30 } else { 0 }),
                ],
            });
            return;
        }
        if said == Word::Other || !whole && !field.number {
            return;
        }
        let key = field.cell.map(|cell| (cell.table, cell.column));
        if memory.columns.len() >= COLUMNS && !memory.columns.contains_key(&key) {
            return;
        }
        let column = memory.columns.entry(key).or_default();
        column.tokens += 1;
        if passes && let Ok(value) = digits.parse() {
            column.passing += 1;
            if column.waiting.len() < COLUMN_LIMIT {
                column.values.insert(value);
                column.waiting.push((view.place(at), value));
            }
        }
    }

    fn starts_right(&self, digits: &str) -> bool {
        self.rule.prefixes.is_empty()
            || self
                .rule
                .prefixes
                .iter()
                .any(|prefix| digits.starts_with(prefix.as_str()))
    }

    /// Finds what is said about a number: heading, cell to the left, or the nearest label.
    fn said(&self, view: &View<'_>, at: usize, token: &Token, memory: &Memory) -> (Word, &'static str) {
        let lower = &view.normal(at).lower;
        // Inside its own field a label before the number goes first.
        let before = self.nearest(last_chars(&lower[..token.start], NEAR), true);
        if before != Word::Unknown {
            return (before, "label before it");
        }
        if let Some(cell) = view.field(at).cell {
            match memory.headings.get(&(cell.table, cell.column)) {
                Some(Word::Own) => return (Word::Own, "heading of the column"),
                Some(Word::Other) => return (Word::Other, "heading of another number"),
                _ => {}
            }
            let left = self.left_of(view, at, cell);
            if left != Word::Unknown {
                return (left, "label beside it");
            }
            if memory.headings.contains_key(&(cell.table, cell.column)) {
                return (Word::Unknown, "");
            }
        }
        let after = self.nearest(first_chars(&lower[token.end..], NEAR / 2), false);
        if after != Word::Unknown {
            return (after, "label after it");
        }
        (
            self.nearest(&self.above(view, at, token.start, memory), true),
            "label above it",
        )
    }

    /// Returns the text of the fields above, at most [`NEAR`] characters with what precedes in this field.
    fn above(&self, view: &View<'_>, at: usize, start: usize, memory: &Memory) -> String {
        let mut left = NEAR.saturating_sub(view.normal(at).lower[..start].chars().count());
        let mut pieces = Vec::new();
        for above in (at.saturating_sub(6)..at).rev() {
            let piece = last_chars(&view.normal(above).lower, left);
            left = left.saturating_sub(piece.chars().count() + 1);
            pieces.push(piece);
            if left == 0 {
                break;
            }
        }
        if at < 6 && left > 0 {
            pieces.push(last_chars(&memory.before, left));
        }
        pieces.reverse();
        pieces.join("\n")
    }

    fn left_of(&self, view: &View<'_>, at: usize, cell: Cell) -> Word {
        (at.saturating_sub(3)..at)
            .rev()
            .filter(|&left| {
                view.field(left)
                    .cell
                    .is_some_and(|c| c.table == cell.table && c.row == cell.row)
            })
            .map(|left| self.nearest(&view.normal(left).lower, true))
            .find(|&said| said != Word::Unknown)
            .unwrap_or(Word::Unknown)
    }

    /// Returns what the last (or first) label in a text says.
    fn nearest(&self, text: &str, last: bool) -> Word {
        let mut found = self.words.find_iter(text).map(|found| found.pattern().as_usize());
        match if last { found.last() } else { found.next() } {
            Some(word) if word < self.own_words => Word::Own,
            Some(_) => Word::Other,
            None => Word::Unknown,
        }
    }

    /// Remembers a short cell without digits of its own as the heading of what stands below.
    fn note_heading(&self, cell: Cell, lower: &str, memory: &mut Memory) {
        let short = lower.chars().take(HEADING_CHARS + 1).count() <= HEADING_CHARS;
        let digits = lower.bytes().filter(u8::is_ascii_digit).count();
        if lower.trim().is_empty() || !short || digits > 3 {
            return;
        }
        let key = (cell.table, cell.column);
        let said = self.nearest(lower, true);
        let known = memory.headings.get(&key).copied();
        // A name or an address in the column takes nothing away from the heading above.
        if (said != Word::Unknown || known.is_none()) && memory.headings.len() < COLUMNS {
            memory.headings.insert(key, said);
        }
    }
}
