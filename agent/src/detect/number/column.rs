//! The company a number keeps: the share of its column that passes the check.

use std::collections::HashSet;

use mimawari_proto::finding::{Confidence, PLACES_LIMIT, Place};

use super::{
    super::tally::{Evidence, Tally},
    Numbers,
};

/// Values kept for the verdict of their column; memory stays bounded.
const VALUES: usize = 50_000;
/// So many different numbers are enough in a file whose name announces them.
const ANNOUNCED: u64 = 2;

/// So many different numbers, all of them passing, are enough in a text that speaks of them: one in a thousand by chance.
const SPOKEN_OF: u64 = 3;

/// Numbers that stand below each other, or in the same position of their lines.
#[derive(Default)]
pub(super) struct Column {
    tokens: u64,
    passing: u64,
    values: HashSet<String>,
    places: Vec<Place>,
}

impl Column {
    /// Counts a number without a label.
    pub(super) fn count(&mut self, digits: &str, passes: bool, place: impl FnOnce() -> Place) {
        self.tokens += 1;
        if !passes {
            return;
        }
        self.passing += 1;
        if self.values.len() < VALUES
            && self.values.insert(digits.to_owned())
            && self.places.len() < PLACES_LIMIT
        {
            self.places.push(place());
        }
    }

    /// Returns the share that passes, in percent.
    fn share(&self) -> u64 {
        self.passing * 100 / self.tokens.max(1)
    }
}

impl Drop for Column {
    fn drop(&mut self) {
        for mut value in self.values.drain() {
            zeroize::Zeroize::zeroize(&mut value);
        }
    }
}

impl Numbers {
    /// Judges a column once all of it was seen.
    pub(super) fn judge_column(&self, column: Column, named: bool, spoken: bool, tally: &mut Tally) {
        let distinct = column.values.len() as u64;
        let by_company = match distinct {
            _ if column.share() < 80 => None,
            n if n >= self.rule.column_high => Some(Confidence::High),
            n if n >= self.rule.column_medium && self.rule.column_medium > 0 => Some(Confidence::Medium),
            n if n >= ANNOUNCED && named => Some(Confidence::Medium),
            n if n >= SPOKEN_OF && spoken && column.share() == 100 => Some(Confidence::Medium),
            _ => None,
        };
        let (Some(confidence), rule) = (match by_company {
            Some(confidence) => (Some(confidence), &self.ids.column),
            None => (self.rule.alone, &self.ids.alone),
        }) else {
            return;
        };
        let Some(last) = column.places.last() else { return };
        let counted = distinct.min(1_000) as i32;
        for (nth, value) in column.values.iter().enumerate() {
            tally.add(Evidence {
                kind: self.kind,
                severity: self.severity,
                rule,
                confidence,
                place: column.places.get(nth).unwrap_or(last).clone(),
                value,
                weight: counted,
                signals: vec![
                    ("check digit".to_owned(), 10),
                    (
                        "share of the column that passes, in percent".to_owned(),
                        column.share() as i32,
                    ),
                    ("distinct in the column".to_owned(), counted),
                ],
            });
        }
    }
}
