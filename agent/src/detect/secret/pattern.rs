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
        for pattern in &self.secrets.patterns {
            for found in pattern.regex.captures_iter(text) {
                let whole = found.get(0).map_or("", |whole| whole.as_str());
                let value = found.name("value").map(|value| value.as_str());
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
