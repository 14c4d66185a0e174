//! Shapes that tell by themselves: keys, addresses with credentials, commands, settings of devices.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::{
    super::{
        normal::word,
        rule::{PatternRule, RuleError},
        shape::shape,
        tally::Tally,
    },
    Look, Page, Score, Sighting,
};

/// Patterns, behind the words that they need; each is compiled when a line has one of its words.
///
/// One pass over a line tells which patterns are worth trying; most lines need none.
pub(super) struct Patterns {
    file: String,
    patterns: Vec<Pattern>,
    needs: AhoCorasick,
    /// The pattern that each needed word belongs to.
    owners: Vec<usize>,
}

struct Pattern {
    id: String,
    /// As the rule names it and says it.
    name: String,
    source: String,
    regex: OnceLock<Result<Regex, regex::Error>>,
    weight: i32,
    least: Look,
    /// Words beside which it means something else.
    not_with: Vec<String>,
    /// No word is needed.
    always: bool,
}

impl Patterns {
    pub(super) fn new(file: &str, rules: &[PatternRule]) -> Self {
        let (mut words, mut owners) = (Vec::new(), Vec::new());
        for (nth, rule) in rules.iter().enumerate() {
            words.extend(rule.needs.iter().map(|need| word(need)));
            owners.extend(rule.needs.iter().map(|_| nth));
        }
        Self {
            file: file.to_owned(),
            patterns: rules.iter().map(Pattern::new).collect(),
            needs: AhoCorasick::new(words).expect("needed words are short literals"),
            owners,
        }
    }

    /// Compiles every pattern now, so that a bad one is named.
    pub(super) fn ready(&self) -> Result<(), RuleError> {
        for pattern in &self.patterns {
            pattern.compiled().as_ref().map_err(|cause| RuleError::Pattern {
                file: self.file.clone(),
                pattern: pattern.name.clone(),
                cause: Box::new(cause.clone()),
            })?;
        }
        Ok(())
    }

    /// Returns the patterns that a line may hold, in the order of the rule.
    fn worth(&self, lower: &str) -> impl Iterator<Item = &Pattern> {
        let mut worth = vec![false; self.patterns.len()];
        for found in self.needs.find_overlapping_iter(lower) {
            worth[self.owners[found.pattern().as_usize()]] = true;
        }
        self.patterns
            .iter()
            .zip(worth)
            .filter_map(|(pattern, worth)| (worth || pattern.always).then_some(pattern))
            .filter(|pattern| {
                !pattern
                    .not_with
                    .iter()
                    .any(|other| lower.contains(other.as_str()))
            })
    }
}

impl Pattern {
    fn new(rule: &PatternRule) -> Self {
        Self {
            id: format!("password.{}", rule.name),
            name: rule.name.clone(),
            source: rule.regex.clone(),
            regex: OnceLock::new(),
            weight: rule.weight,
            least: if rule.rich { Look::Mixed } else { Look::Word },
            not_with: rule.not_with.iter().map(|other| word(other)).collect(),
            always: rule.needs.is_empty(),
        }
    }

    fn compiled(&self) -> &Result<Regex, regex::Error> {
        self.regex.get_or_init(|| shape(&self.source))
    }
}

impl Page<'_> {
    /// Tells whether the first line of a key is followed by one, in its line or the next.
    fn key_follows(&self, at: usize) -> bool {
        let base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=\\".contains(&byte);
        let long = |text: &str| {
            let text = text.trim().trim_matches(['"', '\'', ',', '+', ' ']);
            text.len() >= 20 && text.bytes().all(base64) || text.starts_with("Proc-Type:")
        };
        let own = self
            .text(at)
            .rsplit_once("KEY-----")
            .is_some_and(|(_, rest)| long(rest));
        let header = |text: &str| text.contains(": ") || text.trim().is_empty();
        let next = (at + 1..self.view.len().min(at + 8)).find(|&next| !header(self.text(next)));
        own || next.is_some_and(|next| long(self.text(next)))
    }

    /// Judges shapes that tell by themselves.
    pub(super) fn patterns(&self, at: usize, tally: &mut Tally) {
        let text = self.text(at);
        if text.len() < 8 {
            return;
        }
        for pattern in self.secrets.patterns.worth(self.lower(at)) {
            // Those of an operator were compiled when they were read, ours in our tests.
            let Ok(regex) = pattern.compiled() else { continue };
            for found in regex.captures_iter(text) {
                let whole = found.get(0).map_or("", |whole| whole.as_str());
                let value = found.iter().skip(1).flatten().next().map(|value| value.as_str());
                let look = value.map(|value| self.secrets.values.look(value, false, true));
                if look.is_some_and(|look| look < Some(pattern.least)) {
                    continue;
                }
                if value.is_none() && whole.starts_with("-----BEGIN") && !self.key_follows(at) {
                    continue;
                }
                let mut score = Score::default();
                score.add(&pattern.id, pattern.weight);
                let sighting = Sighting {
                    rule: &pattern.id,
                    at,
                    by: at,
                    value: value.unwrap_or(whole),
                };
                self.report(&sighting, score, tally);
            }
        }
    }
}
