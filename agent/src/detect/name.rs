//! Files that should not lie on a desktop, by their names.

use mimawari_proto::{
    finding::{Confidence, Kind, Part, Place, Severity},
    name::Name,
};

use super::{normal, rule::NameRule};
use crate::examine::Hit;

/// A compiled `[name]` rule.
pub(super) struct Names {
    kind: Kind,
    severity: Severity,
    rule: NameRule,
}

impl Names {
    pub(super) fn new(kind: Kind, severity: Severity, rule: NameRule) -> Self {
        Self { kind, severity, rule }
    }

    /// Judges a name: `None` for what belongs on a desktop or is there for a moment only.
    pub(super) fn judge(&self, name: &Name) -> Option<Hit> {
        let lower = normal::word(&name.shown);
        let is = |known: &String| {
            if known.starts_with('.') {
                lower.ends_with(known.as_str())
            } else {
                lower == *known
            }
        };
        if self.rule.belongs.iter().any(is) || self.rule.passing.iter().any(|start| lower.starts_with(start))
        {
            return None;
        }
        let document = self
            .rule
            .documents
            .iter()
            .any(|ending| lower.ends_with(ending.as_str()));
        let (rule, confidence, signal) = if document {
            ("stray.document", Confidence::High, "document")
        } else {
            ("stray.file", Confidence::Medium, "other file")
        };
        Some(Hit {
            kind: self.kind,
            rule: rule.to_owned(),
            confidence,
            severity: self.severity,
            member: Vec::new(),
            count: 1,
            places: vec![Place::Part { part: Part::Name }],
            shape: None,
            signals: vec![(signal.to_owned(), 1)],
        })
    }
}
