//! What a file's name says: that secrets are inside, that it is source code, that it is an example.

use super::super::{normal::word, rule::SecretRule};

/// Endings of programs in source, where names are no notes.
const SOURCES: [&str; 38] = [
    "py", "js", "mjs", "cjs", "ts", "tsx", "jsx", "java", "kt", "scala", "swift", "c", "h", "cc", "cpp",
    "hpp", "cs", "rs", "go", "rb", "php", "pl", "pm", "lua", "vb", "bas", "cls", "frm", "r", "m", "asm", "s",
    "css", "scss", "vue", "dart", "jl", "hs",
];

/// Parts of names, compiled.
pub(super) struct Titles {
    names: Vec<String>,
    weak_names: Vec<String>,
    not_in_names: Vec<String>,
    examples: Vec<String>,
}

/// What a name says.
#[derive(Default)]
pub(super) struct Title {
    pub(super) announced: Announced,
    /// A program in source, by its ending.
    pub(super) source: bool,
    /// 「記入例」 and the like.
    pub(super) example: bool,
}

/// How sure a name is about secrets inside.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Announced {
    #[default]
    No,
    /// It speaks of accounts.
    Perhaps,
    /// It speaks of passwords.
    Surely,
}

impl Titles {
    pub(super) fn new(rule: &SecretRule) -> Self {
        let words = |list: &[String]| list.iter().map(|w| word(w)).collect::<Vec<_>>();
        Self {
            names: words(&rule.names),
            weak_names: words(&rule.weak_names),
            not_in_names: words(&rule.not_in_names),
            examples: words(&rule.example_names),
        }
    }

    /// Reads the names of a member and of its document; the surer one counts.
    pub(super) fn read(&self, names: [&str; 2]) -> Title {
        let names = names.map(word);
        Title {
            announced: names
                .iter()
                .map(|name| self.announces(name))
                .max()
                .unwrap_or_default(),
            source: names.first().is_some_and(|name| is_source(name)),
            example: names.iter().any(|name| holds(name, &self.examples)),
        }
    }

    fn announces(&self, name: &str) -> Announced {
        match () {
            () if holds(name, &self.not_in_names) || is_source(name) => Announced::No,
            () if holds_word(name, &self.names) => Announced::Surely,
            () if holds_word(name, &self.weak_names) => Announced::Perhaps,
            () => Announced::No,
        }
    }
}

fn is_source(name: &str) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, ending)| SOURCES.contains(&ending))
}

fn holds(name: &str, parts: &[String]) -> bool {
    parts.iter().any(|part| name.contains(part.as_str()))
}

/// Looks for parts that no ASCII letter touches.
fn holds_word(name: &str, parts: &[String]) -> bool {
    parts.iter().any(|part| {
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        name.match_indices(part.as_str()).any(|(at, part)| {
            let (before, after) = (&name[..at], &name[at + part.len()..]);
            let touched = letter(before.chars().next_back()) && letter(part.chars().next())
                || letter(after.chars().next()) && letter(part.chars().next_back());
            !touched
        })
    })
}
