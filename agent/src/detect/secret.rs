//! Secrets that people wrote down: a label, something joined to it, and what stands around.

mod after;
mod table;
mod value;

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use mimawari_proto::finding::{Confidence, Kind, Severity};
use regex::Regex;

use self::{
    after::{After, Joint, after},
    value::{Look, Values},
};
use super::{
    View,
    normal::word,
    rule::{RuleError, SecretRule},
    tally::{Evidence, Tally},
};

pub(super) use table::Memory;

/// Fields after a label in which its value may stand.
const REACH: usize = 3;
/// Longest line that is a value and nothing else, in characters.
const BARE_LINE: usize = 48;

/// A compiled `[secret]` rule.
pub(super) struct Secrets {
    kind: Kind,
    severity: Severity,
    rule: SecretRule,
    labels: AhoCorasick,
    senses: Vec<Sense>,
    values: Values,
    refusals: Vec<String>,
    against_line: AhoCorasick,
    manual: AhoCorasick,
    patterns: Vec<(String, Regex, i32)>,
    names: Vec<String>,
}

/// What a label means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sense {
    Strong,
    Weak,
    Pin,
    Identity,
    Heading,
}

/// A label in a field.
#[derive(Clone, Debug)]
struct Mark {
    range: Range<usize>,
    sense: Sense,
}

/// Points with their reasons.
#[derive(Clone, Default)]
struct Score {
    points: i32,
    signals: Vec<(String, i32)>,
}

/// What holds for the whole block.
struct Around {
    manual: bool,
    named: bool,
}

impl Secrets {
    pub(super) fn new(
        file: &str,
        kind: Kind,
        severity: Severity,
        rule: SecretRule,
    ) -> Result<Self, RuleError> {
        let patterns = rule
            .pattern
            .iter()
            .map(|pattern| {
                let regex = Regex::new(&pattern.regex).map_err(|cause| RuleError::Pattern {
                    file: file.to_owned(),
                    pattern: pattern.name.clone(),
                    cause: Box::new(cause),
                })?;
                Ok((format!("password.{}", pattern.name), regex, pattern.weight))
            })
            .collect::<Result<_, RuleError>>()?;
        let lists = [
            (&rule.labels, Sense::Strong),
            (&rule.weak_labels, Sense::Weak),
            (&rule.pin_labels, Sense::Pin),
            (&rule.identities, Sense::Identity),
            (&rule.headings, Sense::Heading),
        ];
        let known: Vec<(String, Sense)> = lists
            .iter()
            .flat_map(|(words, sense)| words.iter().map(|w| (word(w), *sense)))
            .collect();
        let words = |list: &[String]| list.iter().map(|w| word(w)).collect::<Vec<_>>();
        let mut refused: std::collections::HashSet<String> = words(&rule.not_values).into_iter().collect();
        refused.extend(known.iter().map(|(label, _)| label.clone()));
        Ok(Self {
            kind,
            severity,
            labels: automaton(known.iter().map(|(label, _)| label.clone()).collect()),
            senses: known.iter().map(|&(_, sense)| sense).collect(),
            values: Values {
                words: refused,
                parts: words(&rule.not_in_values),
            },
            refusals: words(&rule.not_after_label),
            against_line: automaton(words(&rule.not_in_line)),
            manual: automaton(words(&rule.manual_words)),
            names: words(&rule.names),
            patterns,
            rule,
        })
    }

    /// Returns the literals that the quick look must know.
    pub(super) fn triggers(&self) -> impl Iterator<Item = String> {
        self.rule.triggers.iter().map(|trigger| word(trigger))
    }

    /// Tells whether a file's name announces secrets.
    pub(super) fn announced_by(&self, name: &str) -> bool {
        let lower = word(name);
        self.names.iter().any(|part| lower.contains(part.as_str()))
    }

    /// Judges a block.
    pub(super) fn judge(&self, view: &View<'_>, memory: &mut Memory, tally: &mut Tally) {
        let around = Around {
            manual: self.is_manual(view),
            named: memory.named,
        };
        for at in 0..view.len() {
            let marks = self.marks(&view.normal(at).lower);
            self.patterns(view, at, &around, tally);
            self.labelled(view, at, &marks, &around, tally);
            self.tabled(view, at, &marks, &around, memory, tally);
            self.listed(view, at, &marks, &around, memory, tally);
        }
    }

    fn is_manual(&self, view: &View<'_>) -> bool {
        let mut kinds = std::collections::HashSet::new();
        for at in 0..view.len() {
            kinds.extend(
                self.manual
                    .find_iter(&view.normal(at).lower)
                    .map(|found| found.pattern()),
            );
        }
        kinds.len() >= 3
    }

    /// Finds labels; ASCII ones only where no letter touches them.
    fn marks(&self, lower: &str) -> Vec<Mark> {
        let bytes = lower.as_bytes();
        let letter = |at: Option<usize>| {
            at.and_then(|at| bytes.get(at))
                .is_some_and(u8::is_ascii_alphabetic)
        };
        self.labels
            .find_iter(lower)
            .map(|found| Mark {
                range: found.range(),
                sense: self.senses[found.pattern().as_usize()],
            })
            .filter(|mark| {
                let label = &lower[mark.range.clone()];
                let starts = label.starts_with(|c: char| c.is_ascii_alphabetic());
                let ends = label.ends_with(|c: char| c.is_ascii_alphabetic());
                // dbpassword and loginpassword are labels too; bypass and spin are not.
                let long = label.starts_with("passw");
                let touched = !long && starts && letter(mark.range.start.checked_sub(1))
                    || ends && letter(Some(mark.range.end));
                // 「パスポート」 and the like are longer words of another meaning.
                let goes_on = label.ends_with("パス")
                    && lower[mark.range.end..].starts_with(|c| ('ァ'..='ヺ').contains(&c));
                let inside = label.starts_with("パス")
                    && lower[..mark.range.start].ends_with(|c: char| ('ァ'..='ヺ').contains(&c) || c == 'ー')
                    && mark.sense == Sense::Weak;
                !touched && !goes_on && !inside
            })
            .collect()
    }

    /// Judges shapes that tell by themselves.
    fn patterns(&self, view: &View<'_>, at: usize, around: &Around, tally: &mut Tally) {
        let text = &view.normal(at).text;
        for (id, regex, weight) in &self.patterns {
            for found in regex.captures_iter(text) {
                let whole = found.get(0).map_or("", |whole| whole.as_str());
                let named = found.name("value").map(|value| value.as_str());
                if let Some(value) = named
                    && self.values.look(value, false, true).is_none()
                {
                    continue;
                }
                let mut score = Score::default();
                score.add(id, *weight);
                self.surroundings(&mut score, &view.normal(at).lower, around);
                self.report(view, at, id, named.unwrap_or(whole), score, tally);
            }
        }
    }

    /// Judges labels with a value in the same or the next field.
    fn labelled(&self, view: &View<'_>, at: usize, marks: &[Mark], around: &Around, tally: &mut Tally) {
        let normal = view.normal(at);
        for (nth, mark) in marks
            .iter()
            .enumerate()
            .filter(|(_, mark)| mark.sense.is_secret())
        {
            let text = &normal.text[mark.range.end..];
            let lower = &normal.lower[mark.range.end..];
            let pair = nth > 0
                && marks[nth - 1].sense == Sense::Identity
                && joins(&normal.lower[marks[nth - 1].range.end..mark.range.start]);
            let pair = pair
                || marks.get(nth + 1).is_some_and(|next| {
                    next.sense == Sense::Identity && joins(&normal.lower[mark.range.end..next.range.start])
                });
            match after(text, |_| self.refuses(lower)) {
                After::Value {
                    value,
                    joint,
                    quoted,
                    rest,
                } if pair => {
                    let (value, rest) = second(value, rest).unwrap_or((value, rest));
                    self.inline(
                        view,
                        at,
                        mark,
                        (value, joint, quoted, rest),
                        true,
                        marks,
                        around,
                        tally,
                    );
                }
                After::Value {
                    value,
                    joint,
                    quoted,
                    rest,
                } => {
                    self.inline(
                        view,
                        at,
                        mark,
                        (value, joint, quoted, rest),
                        false,
                        marks,
                        around,
                        tally,
                    );
                }
                After::Open { announced } if view.field(at).cell.is_none() => {
                    self.below(view, at, mark, announced, around, tally);
                }
                After::Open { .. } | After::Else => {}
            }
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one candidate with everything that speaks for or against it"
    )]
    fn inline(
        &self,
        view: &View<'_>,
        at: usize,
        mark: &Mark,
        (value, joint, quoted, rest): (&str, Joint, bool, &str),
        pair: bool,
        marks: &[Mark],
        around: &Around,
        tally: &mut Tally,
    ) {
        let Some(look) = self.values.look(value, mark.sense == Sense::Pin, quoted) else {
            return;
        };
        if self.is_quantity(value, rest) || joint == Joint::Space && value.contains('=') {
            return;
        }
        let ends = rest.trim_start_matches(['」', '"', '\'', ' ']);
        let sentence_end =
            ends.is_empty() || ends.starts_with("です") || ends.starts_with(['。', ',', '、', '/', '(', ';']);
        if look < Look::Odd
            && joint != Joint::Sign
            && look != Look::Pin
            && !(joint == Joint::Particle && sentence_end)
        {
            return;
        }
        if look == Look::Letters && prose(rest) {
            return;
        }
        let mut score = self.labelled_score(mark.sense);
        self.add(&mut score, joint.weight_name());
        self.add(&mut score, look.weight_name());
        if pair || marks.iter().any(|other| other.sense == Sense::Identity) || self.identity_near(view, at) {
            self.add(&mut score, "identity_near");
        }
        self.surroundings(&mut score, &view.normal(at).lower, around);
        let id = if mark.sense == Sense::Pin {
            "password.pin"
        } else {
            "password.label-value"
        };
        self.report(view, at, id, value, score, tally);
    }

    /// Looks for the value of a label in the lines below it.
    fn below(
        &self,
        view: &View<'_>,
        at: usize,
        mark: &Mark,
        announced: bool,
        around: &Around,
        tally: &mut Tally,
    ) {
        let lead = view.normal(at).lower[..mark.range.start].chars().count();
        if lead > 20 && !announced {
            return;
        }
        let below = (at + 1..view.len().min(at + 1 + REACH + 2))
            .filter(|&below| !view.normal(below).lower.trim().is_empty())
            .take(if announced { 2 } else { 1 });
        for below in below {
            let line = view.normal(below);
            let bare = line
                .text
                .trim()
                .trim_matches(['「', '」', '"', '・', '>', '*'])
                .trim();
            let short = bare.chars().count() <= BARE_LINE;
            let Some(look) = self
                .values
                .look(bare, mark.sense == Sense::Pin, false)
                .filter(|_| short)
            else {
                continue;
            };
            if look == Look::Letters && !announced && mark.sense != Sense::Strong {
                continue;
            }
            let mut score = self.labelled_score(mark.sense);
            self.add(
                &mut score,
                if announced {
                    "next_line_announced"
                } else {
                    "next_line"
                },
            );
            self.add(&mut score, look.weight_name());
            if self.identity_near(view, at) {
                self.add(&mut score, "identity_near");
            }
            self.surroundings(&mut score, &view.normal(at).lower, around);
            self.report(view, below, "password.next-line", bare, score, tally);
            return;
        }
    }

    fn labelled_score(&self, sense: Sense) -> Score {
        let mut score = Score::default();
        self.add(
            &mut score,
            match sense {
                Sense::Weak => "weak_label",
                Sense::Pin => "pin_label",
                _ => "label",
            },
        );
        score
    }

    fn refuses(&self, lower: &str) -> bool {
        let lower = lower.trim_start_matches([' ', '(', '「', '」', ')', '】', ']', '_', '-']);
        self.refusals.iter().any(|word| lower.starts_with(word.as_str()))
    }

    fn is_quantity(&self, value: &str, rest: &str) -> bool {
        let rest = rest.trim_start();
        value
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b".,~-".contains(&byte))
            && self.rule.units.iter().any(|unit| rest.starts_with(unit.as_str()))
    }

    fn identity_near(&self, view: &View<'_>, at: usize) -> bool {
        let from = at.saturating_sub(2);
        (from..view.len().min(at + 3))
            .filter(|&near| near != at)
            .any(|near| {
                self.marks(&view.normal(near).lower)
                    .iter()
                    .any(|mark| mark.sense == Sense::Identity)
            })
    }

    /// Adds what the line and the document say about every candidate in it.
    fn surroundings(&self, score: &mut Score, lower: &str, around: &Around) {
        if self.against_line.is_match(lower) {
            self.add(score, "instruction");
        }
        if around.manual {
            self.add(score, "manual");
        }
        if around.named {
            self.add(score, "file_name");
        }
    }

    fn add(&self, score: &mut Score, signal: &str) {
        score.add(signal, self.rule.weights.get(signal).copied().unwrap_or(0));
    }

    fn report(&self, view: &View<'_>, at: usize, rule: &str, value: &str, score: Score, tally: &mut Tally) {
        let confidence = match score.points {
            points if points >= self.rule.high => Confidence::High,
            points if points >= self.rule.medium => Confidence::Medium,
            points if points > 0 => Confidence::Low,
            _ => return,
        };
        tally.add(Evidence {
            kind: self.kind,
            severity: self.severity,
            rule,
            confidence,
            place: view.place(at),
            value,
            weight: score.points,
            signals: score.signals,
        });
    }
}

impl Sense {
    fn is_secret(self) -> bool {
        matches!(self, Self::Strong | Self::Weak | Self::Pin)
    }
}

impl Score {
    fn add(&mut self, signal: &str, points: i32) {
        if points != 0 {
            self.points += points;
            self.signals.push((signal.to_owned(), points));
        }
    }
}

fn automaton(words: Vec<String>) -> AhoCorasick {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(words)
        .expect("words of a rule are short literals")
}

/// Tells whether only a joiner stands between the two labels of a pair.
fn joins(between: &str) -> bool {
    let between = between.trim();
    between.len() <= 6
        && matches!(
            between,
            "/" | "・" | "," | "&" | "+" | "、" | "と" | "|" | "-" | "及び" | "/ " | "\"/\""
        )
}

/// Takes the second of two values: `a / b`, `a  b`, `a・b`.
fn second<'a>(first: &'a str, rest: &'a str) -> Option<(&'a str, &'a str)> {
    if let Some((_, value)) = first
        .split_once(['/', ','])
        .filter(|(_, value)| !value.is_empty())
    {
        return Some((value, rest));
    }
    let rest = rest.trim_start_matches([' ', '/', ',', '、', '・', '|', '\t', '\u{3000}', '-', '&']);
    let end = rest.find(|c: char| !c.is_ascii_graphic()).unwrap_or(rest.len());
    (end > 0).then(|| rest.split_at(end))
}

/// Tells whether English prose goes on after a word.
fn prose(rest: &str) -> bool {
    rest.split_ascii_whitespace()
        .take(3)
        .filter(|word| {
            word.bytes()
                .all(|byte| byte.is_ascii_alphabetic() || b".,'".contains(&byte))
        })
        .count()
        >= 2
}
