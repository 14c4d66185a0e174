//! Numbers of fixed length, judged by check digit, label, heading and the company they keep.

mod column;
mod label;
mod tokens;

use std::collections::HashMap;

use aho_corasick::AhoCorasick;
use mimawari_proto::finding::{Confidence, Kind, Severity};

use self::{
    column::Column,
    label::{Heading, Labels, Said},
    tokens::Token,
};
use super::{
    View,
    check::Check,
    glance::{Lanes, Manner, Wanted},
    normal::word,
    rule::{NumberRule, RuleError},
    tally::{Evidence, Tally},
};

/// Columns that are counted in one member.
const COLUMNS: usize = 4_096;

/// A compiled `[number]` rule.
pub(super) struct Numbers {
    kind: Kind,
    severity: Severity,
    rule: NumberRule,
    check: Check,
    labels: Labels,
    test_words: AhoCorasick,
    ids: Ids,
}

/// Names of the ways in which a number is recognised, for reports.
struct Ids {
    label: String,
    column: String,
    groups: String,
    alone: String,
}

/// What is remembered from block to block of one member.
#[derive(Default)]
pub(super) struct Memory {
    /// The file's name has a label in it.
    pub(super) named: bool,
    headings: HashMap<(u32, u32), Heading>,
    line: label::Line,
    columns: HashMap<(u32, u32), Column>,
    before: String,
    /// Its text speaks of these numbers somewhere.
    spoken: bool,
    /// Words of tests and samples were seen.
    tests: bool,
}

impl Memory {
    /// Tells whether a column with a heading goes on, whose numbers may have lost zeros and not be seen.
    pub(super) fn waits(&self) -> bool {
        self.headings.values().any(|heading| heading.said == Said::Own)
    }
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
        let test_words: Vec<String> = rule.test_words.iter().map(|known| word(known)).collect();
        let id = |what: &str| format!("{}.{what}", kind.word());
        Ok(Self {
            ids: Ids {
                label: id("label"),
                column: id("column"),
                groups: id("groups"),
                alone: id("alone"),
            },
            labels: Labels::new(&rule),
            test_words: AhoCorasick::new(test_words).expect("test words are short literals"),
            kind,
            severity,
            rule,
            check,
        })
    }

    /// Tells the quick look what to look for: labels, which may rule a column far below, and bare numbers.
    pub(super) fn want(&self, wanted: &mut Wanted) {
        let labels = self.rule.labels.iter().map(|label| word(label));
        wanted
            .literals
            .extend(labels.map(|label| (label, Lanes::NUMBER, Manner::Anywhere)));
        if !self.rule.unlabelled.is_empty() {
            wanted.lengths.extend_from_slice(&self.rule.unlabelled);
            wanted.groups.extend_from_slice(&self.rule.groups);
        }
    }

    /// Tells whether the name of a file announces these numbers.
    pub(super) fn announced_by(&self, name: &str) -> bool {
        self.labels
            .last(&word(name))
            .is_some_and(|label| label.said == Said::Own)
    }

    /// Judges a block; what depends on the whole column waits for [`Self::end`].
    pub(super) fn judge(&self, view: &View<'_>, memory: &mut Memory, tally: &mut Tally) {
        self.note_tests(view, memory);
        for at in 0..view.len() {
            let lower = &view.normal(at).lower;
            let tokens = self.tokens(lower, view.field(at).number);
            memory.spoken |= self
                .labels
                .last(lower)
                .is_some_and(|label| label.said == Said::Own);
            match view.field(at).cell {
                Some(cell) => self.labels.note_heading(cell, lower, &mut memory.headings),
                None => self.labels.note_line(lower, !tokens.is_empty(), &mut memory.line),
            }
            for (nth, token) in (0..).zip(&tokens) {
                self.token(view, at, token, nth, memory, tally);
            }
            if let Some(token) = self
                .boxes(view, at)
                .or_else(|| self.wrapped(view, at))
                .or_else(|| self.stacked(view, at))
            {
                self.token(view, at, &token, 0, memory, tally);
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
        for (_, column) in memory.columns.drain() {
            self.judge_column(column, memory.named, memory.spoken, tally);
        }
    }

    /// Remembers that the text speaks of tests: numbers that brands publish mean nothing there.
    fn note_tests(&self, view: &View<'_>, memory: &mut Memory) {
        if !self.rule.test_words.is_empty() && !memory.tests {
            memory.tests = (0..view.len()).any(|at| self.test_words.is_match(&view.normal(at).lower));
        }
    }

    fn token(
        &self,
        view: &View<'_>,
        at: usize,
        token: &Token,
        nth: u32,
        memory: &mut Memory,
        tally: &mut Tally,
    ) {
        let digits = self.whole(token);
        if memory.tests && self.rule.published.contains(&digits) {
            return;
        }
        if digits.bytes().all(|byte| digits.starts_with(char::from(byte))) {
            return;
        }
        let (said, signal) = self.said(view, at, token, memory);
        if self.is_another(&digits, said, signal) {
            return;
        }
        let passes = self.check.passes(&digits) && self.in_range(&digits);
        let mut add = |rule: &str, confidence: Confidence, signals: &[(&str, i32)]| {
            tally.add(Evidence {
                kind: self.kind,
                severity: self.severity,
                rule,
                confidence,
                place: view.place(at),
                value: &digits,
                weight: 1_000 + i32::from(passes),
                signals: signals
                    .iter()
                    .map(|&(signal, weight)| (signal.to_owned(), weight))
                    .collect(),
            });
        };
        let checked = ("check digit", if passes { 30 } else { 0 });
        match (said, passes, self.rule.failing) {
            (Said::Own, true, _) => return add(&self.ids.label, Confidence::High, &[(signal, 60), checked]),
            (Said::Own, false, Some(worth)) => return add(&self.ids.label, worth, &[(signal, 60), checked]),
            (Said::Other, ..) => return,
            _ => {}
        }
        let short = token.digits.len() < digits.len();
        if !token.usual || short && !view.field(at).number || !self.rule.unlabelled.contains(&digits.len()) {
            return;
        }
        if let Some(worth) = self.rule.grouped.filter(|_| token.grouped && passes) {
            add(&self.ids.groups, worth, &[("usual groups", 30), checked]);
        }
        let key = view
            .field(at)
            .cell
            .map_or((u32::MAX, nth), |cell| (cell.table, cell.column));
        if memory.columns.len() < COLUMNS || memory.columns.contains_key(&key) {
            let column = memory.columns.entry(key).or_default();
            column.count(&digits, passes, || view.place(at));
        }
    }

    /// Gives a number cell its lost zeros back.
    fn whole(&self, token: &Token) -> String {
        match self.rule.digits.contains(&token.digits.len()) {
            true => token.digits.clone(),
            false => format!("{:0>width$}", token.digits, width = self.rule.digits[0]),
        }
    }

    /// Tells whether digits look like something else, which only their own label overrules.
    fn is_another(&self, digits: &str, said: Said, signal: &str) -> bool {
        let begins = |start: &String| digits.starts_with(start.as_str());
        let telephone = self.rule.not_starts.iter().any(begins) && signal != label::HEADING;
        let moment = said != Said::Own || !matches!(signal, label::BEFORE | label::HEADING | label::BESIDE);
        telephone || moment && is_moment(digits)
    }

    fn in_range(&self, digits: &str) -> bool {
        let ranges = &self.rule.ranges;
        let within = |range: &super::rule::RangeRule| {
            let start = digits.get(..range.from.len()).unwrap_or_default();
            range.digits.contains(&digits.len()) && (range.from.as_str()..=range.to.as_str()).contains(&start)
        };
        ranges.is_empty() || ranges.iter().any(within)
    }
}

/// Tells whether twelve or fourteen digits are a date and a time of day.
fn is_moment(digits: &str) -> bool {
    let part = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<u32>().ok());
    matches!(digits.len(), 12 | 14)
        && part(0..4).is_some_and(|year| (1980..2040).contains(&year))
        && part(4..6).is_some_and(|month| (1..=12).contains(&month))
        && part(6..8).is_some_and(|day| (1..=31).contains(&day))
        && part(8..10).is_some_and(|hour| hour < 24)
        && part(10..12).is_some_and(|minute| minute < 60)
}
