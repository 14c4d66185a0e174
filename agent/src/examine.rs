//! Examines one document: what is in it, and what could not be read.
//!
//! The only door from the rest of the agent to `extract` and `detect`. What
//! comes back holds counts, places and shapes, never text. Documents are
//! examined in a [`room`] of their own; in this process only rules are tried.

pub mod room;

use std::{
    io::{Read, Seek},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::OnceLock,
};

use mimawari_proto::{
    finding::{Confidence, Kind, Place, Severity, Shape},
    name::Name,
    round::UnreadReason,
};

use serde::{Deserialize, Serialize};

pub use crate::detect::rule::RuleError;
use crate::{
    detect::{
        Rules,
        rule::{Example, Rule},
    },
    extract,
};

/// Something to read from, at any position.
pub trait Source: Read + Seek {}

impl<T: Read + Seek> Source for T {}

/// What was found in one document or one of its members, by kind.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
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
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Unread {
    /// The chain of members; empty for the document itself.
    pub member: Vec<Name>,
    /// Why.
    pub reason: UnreadReason,
    /// The sniffed format; `unknown` where not one byte could be read, empty where nobody tried.
    pub format: String,
    /// For a person: which limit, which part. No content.
    pub detail: String,
}

/// Everything that may leave the examination of one document.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
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

/// Version of how rules are judged; the digest beside it tells which rules.
const JUDGING_VERSION: u32 = 4;

/// The rules that are built in: file names and texts.
const BUILT_IN: &[(&str, &str)] = &[
    ("password_note.toml", include_str!("../rules/password_note.toml")),
    ("my_number.toml", include_str!("../rules/my_number.toml")),
    ("card_number.toml", include_str!("../rules/card_number.toml")),
    ("resident_code.toml", include_str!("../rules/resident_code.toml")),
    (
        "personal_roster.toml",
        include_str!("../rules/personal_roster.toml"),
    ),
    ("stray_file.toml", include_str!("../rules/stray_file.toml")),
];

/// Rules, ready to examine; cheap to share, made once.
///
/// They are compiled at the first document: an agent that has its documents examined in a
/// [`room`] never pays for that itself.
pub struct Eyes {
    rules: OnceLock<Rules>,
    /// Only what judges names.
    names: Rules,
    books: Vec<Book>,
    rule_set: String,
}

/// A rule file as a person reads it.
#[derive(Clone, Debug)]
pub struct Book {
    /// Its file name.
    pub file: String,
    /// Its text.
    pub text: String,
    /// What it finds.
    pub kind: Kind,
    /// What it is for, in Japanese.
    pub says_ja: String,
    /// What it is for, in English.
    pub says_en: String,
}

/// One of a rule's own examples and how it came out.
#[derive(Clone, Debug)]
pub struct Tried {
    /// The rule's file name.
    pub file: String,
    /// What it finds.
    pub kind: Kind,
    /// What the example shows.
    pub why: String,
    /// It must be found, with at least this confidence; `None` where it must not.
    pub wanted: Option<Confidence>,
    /// How it was found.
    pub found: Option<Confidence>,
}

impl Tried {
    /// Tells whether it came out as wanted. Low is as good as not found.
    pub fn holds(&self) -> bool {
        match self.wanted {
            Some(least) => self.found >= Some(least),
            None => self.found <= Some(Confidence::Low),
        }
    }
}

impl Eyes {
    /// Takes the rules that are built in; they are compiled when they are first needed.
    pub fn built_in() -> Self {
        Self::of(BUILT_IN).expect("the built-in rules are covered by tests")
    }

    /// Compiles rules from their file names and texts.
    ///
    /// # Errors
    /// Names the file, and the line where the parser knows it.
    pub fn from_rules(files: &[(&str, &str)]) -> Result<Self, RuleError> {
        let eyes = Self::of(files)?;
        let compiled = compile(files.iter().copied())?;
        compiled.ready()?;
        Ok(Self {
            rules: OnceLock::from(compiled),
            ..eyes
        })
    }

    /// Takes rules that another process of ours compiled already; they are compiled when they are first needed.
    ///
    /// # Errors
    /// As [`Self::from_rules`], where the texts are no rules at all.
    fn of(files: &[(&str, &str)]) -> Result<Self, RuleError> {
        let mut books = Vec::new();
        let mut names = Vec::new();
        for (file, text) in files {
            let rule = Rule::parse(file, text)?;
            books.push(Book {
                file: (*file).to_owned(),
                text: (*text).to_owned(),
                kind: rule.kind,
                says_ja: rule.says.ja.clone(),
                says_en: rule.says.en.clone(),
            });
            if rule.kind == Kind::StrayFile {
                names.push(((*file).to_owned(), rule));
            }
        }
        Ok(Self {
            rules: OnceLock::new(),
            names: Rules::compile(names)?,
            rule_set: rule_set(files),
            books,
        })
    }

    fn rules(&self) -> &Rules {
        self.rules.get_or_init(|| {
            let books = self.books.iter().map(|book| (&*book.file, &*book.text));
            compile(books).expect("they are built in, or were compiled before by whoever took them in")
        })
    }

    /// Returns the version and digest of the rules, for rounds and for the seen cache.
    pub fn rule_set(&self) -> &str {
        &self.rule_set
    }

    /// Returns the rule files.
    pub fn books(&self) -> &[Book] {
        &self.books
    }

    /// Tries every rule's own examples.
    ///
    /// # Errors
    /// A rule file that was compiled once cannot fail here, except when it is changed meanwhile.
    pub fn try_examples(&self) -> Result<Vec<Tried>, RuleError> {
        let mut tried = Vec::new();
        for book in &self.books {
            let rule = Rule::parse(&book.file, &book.text)?;
            let wanted = |example: &Example| Some(example.confidence.unwrap_or(Confidence::Medium));
            let must = rule.must_find.iter().map(|example| (example, wanted(example)));
            let must_not = rule.must_not_find.iter().map(|example| (example, None));
            tried.extend(must.chain(must_not).map(|(example, wanted)| Tried {
                file: book.file.clone(),
                kind: book.kind,
                why: example.why.clone(),
                wanted,
                found: self.found_in(example, book.kind),
            }));
        }
        Ok(tried)
    }

    fn found_in(&self, example: &Example, kind: Kind) -> Option<Confidence> {
        let name = Name::from(example.name.as_deref().unwrap_or("x.txt"));
        if kind == Kind::StrayFile {
            return self.stray(&name).map(|hit| hit.confidence);
        }
        let hits = match (&example.rows, &example.text) {
            (Some(rows), _) => self.rules().judge_rows(&name, rows),
            (None, text) => {
                let text = text.as_deref().unwrap_or_default();
                self.examine(&name, text.len() as u64, &mut std::io::Cursor::new(text))
                    .hits
            }
        };
        hits.iter()
            .filter(|hit| hit.kind == kind)
            .map(|hit| hit.confidence)
            .max()
    }

    /// Judges a file on a desktop by its name alone: `None` for shortcuts and what belongs there.
    ///
    /// Grace time (a file being worked on) is the caller's: it knows the clock and the policy.
    pub fn stray(&self, name: &Name) -> Option<Hit> {
        self.names.stray(name)
    }

    /// Examines one document. `name` is the file's own name; `size_bytes` its size.
    ///
    /// Never panics, never reads past its limits; a crash inside comes back as
    /// [`UnreadReason::Crashed`].
    pub fn examine(&self, name: &Name, size_bytes: u64, source: &mut dyn Source) -> Examined {
        catch_unwind(AssertUnwindSafe(|| self.look(name, size_bytes, source))).unwrap_or_else(|_| Examined {
            unread: vec![Unread {
                member: Vec::new(),
                reason: UnreadReason::Crashed,
                format: String::new(),
                detail: "the examination crashed; nothing of this document is known".to_owned(),
            }],
            ..Examined::default()
        })
    }

    fn look(&self, name: &Name, _size_bytes: u64, source: &mut dyn Source) -> Examined {
        let mut examination = self.rules().examination(name);
        let sort = extract::read(name, &mut &mut *source, &mut examination);
        let (hits, unread) = examination.finish();
        Examined {
            format: sort.format.to_owned(),
            hits,
            unread,
            encrypted: sort.encrypted,
        }
    }
}

fn compile<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Rules, RuleError> {
    let rules = files.map(|(file, text)| Ok((file.to_owned(), Rule::parse(file, text)?)));
    Rules::compile(rules.collect::<Result<_, RuleError>>()?)
}

/// Names a set of rules: version of the judging, and the first 8 bytes of the SHA-256 of all files.
fn rule_set(files: &[(&str, &str)]) -> String {
    let mut digest = ring::digest::Context::new(&ring::digest::SHA256);
    for (file, text) in files {
        for part in [file, text] {
            digest.update(&(part.len() as u64).to_be_bytes());
            digest.update(part.as_bytes());
        }
    }
    let short: String = digest.finish().as_ref()[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{JUDGING_VERSION}-{short}")
}

#[cfg(test)]
mod tests;
