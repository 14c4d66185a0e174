//! Secrets that people wrote down: a label, something joined to it, and what stands around.

mod after;
mod line;
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

/// Tokens that programs give out have at least so many characters.
const LONG: usize = 12;

/// A compiled `[secret]` rule.
pub(super) struct Secrets {
    kind: Kind,
    severity: Severity,
    rule: SecretRule,
    labels: AhoCorasick,
    senses: Vec<Sense>,
    values: Values,
    refusals: Vec<String>,
    pair_labels: AhoCorasick,
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
    /// Source code, in which only a quoted value is one.
    code: bool,
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
            pair_labels: automaton(words(&rule.pair_labels)),
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
            code: is_code(view),
        };
        for at in 0..view.len() {
            let marks = self.marks(&view.normal(at).lower);
            self.patterns(view, at, &around, tally);
            self.labelled(view, at, &marks, &around, tally);
            if around.code {
                continue;
            }
            self.paired(view, at, &marks, &around, tally);
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
                // pass-through and pin-project are words of their own.
                let compound = label.is_ascii()
                    && lower[mark.range.end..].starts_with('-')
                    && lower[mark.range.end + 1..].starts_with(|c: char| c.is_ascii_alphanumeric());
                // 「パスポート」 and the like are longer words of another meaning.
                let goes_on = label.ends_with("パス")
                    && lower[mark.range.end..].starts_with(|c| ('ァ'..='ヺ').contains(&c));
                let inside = label.starts_with("パス")
                    && lower[..mark.range.start].ends_with(|c: char| ('ァ'..='ヺ').contains(&c) || c == 'ー')
                    && mark.sense == Sense::Weak;
                !touched && !compound && !goes_on && !inside
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

    /// Tells whether a value is good enough for what its label may mean besides.
    fn fits(&self, label: &str, value: &str, look: Look) -> bool {
        let long = value.len() >= LONG && look >= Look::Mixed;
        long || !self.rule.long_labels.iter().any(|known| known == label)
    }

    fn refuses(&self, lower: &str) -> bool {
        let lower = lower.trim_start_matches([' ', '(', '「', '」', ')', '】', ']', '_', '-']);
        self.refusals.iter().any(|word| lower.starts_with(word.as_str()))
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

/// Tells source code from notes by how its lines end and begin.
fn is_code(view: &View<'_>) -> bool {
    const STARTS: [&str; 24] = [
        "//", "/*", "* ", "#include", "import ", "from ", "def ", "fn ", "pub ", "use ", "if (", "if ",
        "for ", "return", "public ", "private ", "const ", "let ", "var ", "class ", "function", "end",
        "using ", "@",
    ];
    let (mut lines, mut code) = (0, 0);
    for at in (0..view.len()).filter(|&at| view.field(at).cell.is_none()) {
        let line = view.normal(at).lower.trim();
        if line.is_empty() {
            continue;
        }
        lines += 1;
        let ends = line.ends_with([';', '{', '}', '(', '\\'])
            || line.ends_with("),")
            || line.ends_with(')')
            || line.ends_with("):");
        code += usize::from(ends && line.is_ascii() || STARTS.iter().any(|start| line.starts_with(start)));
    }
    lines >= 3 && code * 10 >= lines * 4
}
