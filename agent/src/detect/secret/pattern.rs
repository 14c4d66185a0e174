//! Shapes that tell by themselves: keys, addresses with credentials, commands, settings of devices.

use regex::Regex;

use super::{
    super::{
        rule::{PatternRule, RuleError},
        tally::Tally,
    },
    Look, Page, Score, Sighting,
};

/// A compiled pattern.
pub(super) struct Pattern {
    id: String,
    regex: Regex,
    weight: i32,
    least: Look,
}

impl Pattern {
    pub(super) fn new(file: &str, rule: &PatternRule) -> Result<Self, RuleError> {
        let regex = Regex::new(&rule.regex).map_err(|cause| RuleError::Pattern {
            file: file.to_owned(),
            pattern: rule.name.clone(),
            cause: Box::new(cause),
        })?;
        Ok(Self {
            id: format!("password.{}", rule.name),
            regex,
            weight: rule.weight,
            least: if rule.rich { Look::Mixed } else { Look::Word },
        })
    }
}

impl Page<'_> {
    /// Judges shapes that tell by themselves.
    pub(super) fn patterns(&self, at: usize, tally: &mut Tally) {
        let text = self.text(at);
        if text.len() < 8 {
            return;
        }
        for pattern in &self.secrets.patterns {
            for found in pattern.regex.captures_iter(text) {
                let whole = found.get(0).map_or("", |whole| whole.as_str());
                let value = found.name("value").map(|value| value.as_str());
                let look = value.map(|value| self.secrets.values.look(value, false, true));
                if look.is_some_and(|look| look < Some(pattern.least)) {
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
