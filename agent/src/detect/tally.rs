//! Evidence put together: one hit for each kind in a member.
//!
//! Distinct values are told apart by a keyed hash whose key lives as long as the examination;
//! no value is kept.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
};

use mimawari_proto::{
    finding::{Class, Confidence, Kind, Length, PLACES_LIMIT, Place, Severity, Shape},
    name::Name,
};

use crate::examine::Hit;

/// So many distinct values are told apart; beyond, the count is a lower bound.
const DISTINCT_LIMIT: usize = 200_000;
/// So many values of one kind make it serious.
const MANY: u64 = 10;

/// One thing seen in one place. Has no `Debug`: it borrows the value.
pub(super) struct Evidence<'a> {
    pub(super) kind: Kind,
    pub(super) severity: Severity,
    pub(super) rule: &'a str,
    pub(super) confidence: Confidence,
    pub(super) place: Place,
    pub(super) value: &'a str,
    pub(super) weight: i32,
    pub(super) signals: Vec<(String, i32)>,
}

/// Everything seen in one member.
#[derive(Default)]
pub(super) struct Tally {
    key: RandomState,
    kinds: Vec<Seen>,
}

struct Seen {
    kind: Kind,
    severity: Severity,
    rule: String,
    confidence: Confidence,
    weight: i32,
    signals: Vec<(String, i32)>,
    shape: Option<Shape>,
    values: HashMap<u64, Confidence>,
    places: Vec<(Confidence, Place)>,
}

impl Tally {
    /// Adds what was seen.
    pub(super) fn add(&mut self, evidence: Evidence<'_>) {
        let value = self.key.hash_one(evidence.value);
        self.add_unseen(evidence, value);
    }

    /// Adds what was told apart elsewhere, by a key of its own.
    pub(super) fn add_unseen(&mut self, evidence: Evidence<'_>, value: u64) {
        let at = match self.kinds.iter().position(|seen| seen.kind == evidence.kind) {
            Some(at) => at,
            None => {
                self.kinds.push(Seen::of(evidence.kind));
                self.kinds.len() - 1
            }
        };
        self.kinds[at].add(evidence, value);
    }

    /// Tells whether anything worth reporting was seen.
    pub(super) fn found(&self) -> bool {
        self.kinds.iter().any(|seen| seen.confidence > Confidence::Low)
    }

    /// Makes one hit of each kind.
    pub(super) fn hits(self, member: &[Name]) -> impl Iterator<Item = Hit> {
        self.kinds.into_iter().map(move |seen| seen.hit(member))
    }
}

impl Seen {
    fn of(kind: Kind) -> Self {
        Self {
            kind,
            severity: Severity::Notice,
            rule: String::new(),
            confidence: Confidence::Low,
            weight: i32::MIN,
            signals: Vec::new(),
            shape: None,
            values: HashMap::new(),
            places: Vec::new(),
        }
    }

    fn add(&mut self, evidence: Evidence<'_>, value: u64) {
        let confidence = evidence.confidence;
        if self.values.len() < DISTINCT_LIMIT || self.values.contains_key(&value) {
            let known = self.values.entry(value).or_insert(confidence);
            *known = (*known).max(confidence);
        }
        self.note_place(confidence, evidence.place);
        if (confidence, evidence.weight) > (self.confidence, self.weight) {
            self.confidence = confidence;
            self.weight = evidence.weight;
            self.severity = evidence.severity;
            self.rule.clear();
            self.rule.push_str(evidence.rule);
            self.signals = evidence.signals;
            self.shape = shape(evidence.value);
        }
    }

    /// Keeps the first places of each confidence; more than one hit in a place is one place.
    fn note_place(&mut self, confidence: Confidence, place: Place) {
        if let Some(known) = self.places.iter_mut().find(|(_, known)| *known == place) {
            known.0 = known.0.max(confidence);
            return;
        }
        let same = self
            .places
            .iter()
            .filter(|(known, _)| *known == confidence)
            .count();
        if same < PLACES_LIMIT {
            self.places.push((confidence, place));
        }
    }

    fn hit(self, member: &[Name]) -> Hit {
        // What is shown is as sure as the verdict: weak sightings do not blow up a strong one.
        let floor = self.confidence.min(Confidence::Medium);
        let count = self
            .values
            .values()
            .filter(|&&confidence| confidence >= floor)
            .count() as u64;
        let mut places: Vec<_> = self
            .places
            .into_iter()
            .filter(|&(confidence, _)| confidence >= floor)
            .collect();
        places.sort_by_key(|&(confidence, _)| std::cmp::Reverse(confidence));
        places.truncate(PLACES_LIMIT);
        Hit {
            kind: self.kind,
            rule: self.rule,
            confidence: self.confidence,
            severity: if count >= MANY {
                Severity::Serious
            } else {
                self.severity
            },
            member: member.to_vec(),
            count,
            places: places.into_iter().map(|(_, place)| place).collect(),
            shape: self.shape,
            signals: self.signals,
        }
    }
}

/// Describes a value without saying it.
fn shape(value: &str) -> Option<Shape> {
    if value.is_empty() {
        return None;
    }
    let has = |class: Class| {
        value.chars().any(|c| match class {
            Class::Lower => c.is_ascii_lowercase(),
            Class::Upper => c.is_ascii_uppercase(),
            Class::Digit => c.is_ascii_digit(),
            Class::Symbol => c.is_ascii_punctuation(),
            _ => !c.is_ascii_graphic(),
        })
    };
    Some(Shape {
        length: Length::of(value.chars().count()),
        classes: Class::ALL.iter().copied().filter(|&class| has(class)).collect(),
    })
}
