//! Examines one document: what is in it, and what could not be read.
//!
//! The only door from the rest of the agent to `extract` and `detect`. What
//! comes back holds counts, places and shapes, never text.

use std::io::{Read, Seek};

use mimawari_proto::{
    finding::{Confidence, Kind, Place, Severity, Shape},
    name::Name,
    round::UnreadReason,
};

/// Something to read from, at any position.
pub trait Source: Read + Seek {}

impl<T: Read + Seek> Source for T {}

/// What was found in one document or one of its members, by kind.
#[derive(Clone, PartialEq, Debug)]
pub struct Hit {
    /// What sort of thing.
    pub kind: Kind,
    /// The strongest rule.
    pub rule: String,
    /// How sure.
    pub confidence: Confidence,
    /// How harmful.
    pub severity: Severity,
    /// The chain of members; empty for the document itself.
    pub member: Vec<Name>,
    /// Number of distinct hits.
    pub count: u64,
    /// Where, at most 20.
    pub places: Vec<Place>,
    /// What the values look like.
    pub shape: Option<Shape>,
    /// Why: signals and their weights, never a value. For `scan --explain`.
    pub signals: Vec<(String, i32)>,
}

/// A part that could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unread {
    /// The chain of members; empty for the document itself.
    pub member: Vec<Name>,
    /// Why.
    pub reason: UnreadReason,
    /// The sniffed format; empty when unknown.
    pub format: String,
    /// For a person: which limit, which part. No content.
    pub detail: String,
}

/// Everything that may leave the examination of one document.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Examined {
    /// The sniffed format, for example `docx`; empty when unknown.
    pub format: String,
    /// At most one for each member and kind.
    pub hits: Vec<Hit>,
    /// What could not be read.
    pub unread: Vec<Unread>,
    /// The document as a whole is protected.
    pub encrypted: bool,
}

/// Compiled rules, ready to examine; cheap to share, made once.
pub struct Eyes {}

impl Eyes {
    /// Compiles the rules that are built in.
    pub fn built_in() -> Self {
        Self {}
    }

    /// Returns the version and digest of the rules, for rounds and for the seen cache.
    pub fn rule_set(&self) -> &str {
        ""
    }

    /// Judges a file on a desktop by its name alone: `None` for shortcuts and what belongs there.
    ///
    /// Grace time (a file being worked on) is the caller's: it knows the clock and the policy.
    pub fn stray(&self, _name: &Name) -> Option<Hit> {
        None
    }

    /// Examines one document. `name` is the file's own name; `size_bytes` its size.
    ///
    /// Never panics, never reads past its limits; a crash inside comes back as
    /// [`UnreadReason::Crashed`].
    pub fn examine(&self, _name: &Name, _size_bytes: u64, _source: &mut dyn Source) -> Examined {
        Examined::default()
    }
}
