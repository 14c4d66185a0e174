//! What sort of text a block is: source code, a manual, training material, an example.

use std::collections::HashSet;

use aho_corasick::AhoCorasick;

use super::{
    super::{View, normal::word, rule::SecretRule},
    Page, automaton,
    title::{Announced, Title},
};

/// Words that tell the sort of a text, compiled.
pub(super) struct Sorts {
    pub(super) against_line: AhoCorasick,
    words: AhoCorasick,
    /// So many of `words` are words of manuals; the others are words of training texts.
    manual: usize,
}

/// What holds for a whole block.
pub(super) struct Sort {
    /// Source code, in which only a quoted value is one.
    pub(super) code: bool,
    /// A report of tests, in which "pass" is no label.
    pub(super) tests: bool,
    signals: Vec<&'static str>,
}

impl Sorts {
    pub(super) fn new(rule: &SecretRule) -> Self {
        let words = |list: &[String]| list.iter().map(|w| word(w)).collect::<Vec<_>>();
        Self {
            against_line: automaton(words(&rule.not_in_line)),
            manual: rule.manual_words.len(),
            words: automaton(words(
                &[rule.manual_words.clone(), rule.training_words.clone()].concat(),
            )),
        }
    }

    /// Sorts a block; `seen` holds the words of the whole member so far.
    pub(super) fn sort(&self, view: &View<'_>, title: &Title, seen: &mut HashSet<usize>) -> Sort {
        for at in 0..view.len() {
            let found = self.words.find_iter(&view.normal(at).lower);
            seen.extend(found.map(|found| found.pattern().as_usize()));
        }
        let tests = is_test_report(view);
        let training = seen.iter().filter(|&&word| word >= self.manual).count();
        let manual = seen.len() - training;
        let mut signals = Vec::new();
        signals.extend((manual >= 3).then_some("manual"));
        signals.extend((manual >= 7).then_some("manual"));
        signals.extend((training >= 2).then_some("training"));
        signals.extend((training >= 4).then_some("training"));
        signals.extend(title.example.then_some("example_file"));
        signals.extend((title.announced != Announced::No).then_some("file_name"));
        Sort {
            code: title.source || is_code(view),
            tests,
            signals,
        }
    }
}

/// A heading that says what follows is an example is so short, and so near.
const HEADING_CHARS: usize = 24;
const HEADING_REACH: usize = 4;

impl Page<'_> {
    /// Tells 「次のように変更しました」, which says what was done, from 「次のような」 and 「次のように変更してください」.
    fn announces(&self, before: &str, word: &str, after: &str) -> bool {
        let points = ["次", "以下", "下記"].iter().any(|word| before.ends_with(word));
        let mut acts = self.secrets.acts.iter();
        let acted = acts.any(|act| after.trim_start_matches('、').starts_with(act.as_str()));
        let asked = ["ください", "下さい", "ましょう", "こと", "願い"]
            .iter()
            .any(|word| after.contains(word));
        points && word == "のように" && acted && !asked
    }

    /// Returns the signals of a line and its document.
    pub(super) fn speaks(&self, by: usize) -> impl Iterator<Item = &'static str> {
        let against = &self.secrets.sorts.against_line;
        let line = self.lower(by);
        let instruction = against
            .find_iter(line)
            .any(|found| !self.announces(&line[..found.start()], &line[found.range()], &line[found.end()..]))
            || line.trim_start().starts_with(['×', '✕', '✗', '✖']);
        let heading = |&at: &usize| {
            let line = self.lower(at).trim();
            let short = !line.is_empty() && line.chars().count() <= HEADING_CHARS;
            short && against.is_match(line) && self.marks[at].iter().all(|mark| !mark.sense.is_secret())
        };
        let example = || {
            (by.saturating_sub(HEADING_REACH)..by)
                .rev()
                .take_while(|&at| !self.is_cell(at))
                .find(heading)
                .is_some()
        };
        let line = match () {
            () if instruction => Some("instruction"),
            () if self.sort.code && is_comment(self.lower(by)) => Some("comment"),
            () if example() => Some("example"),
            () => None,
        };
        line.into_iter().chain(self.sort.signals.iter().copied())
    }
}

/// Tells a remark in source code, where examples stand.
fn is_comment(line: &str) -> bool {
    ["//", "#", "*", "--", "'"]
        .iter()
        .any(|start| line.trim_start().starts_with(start))
}

/// Tells the report of a test run by its lines: PASS: …, FAIL: …
fn is_test_report(view: &View<'_>) -> bool {
    let passes = |at: &usize| {
        let line = view.normal(*at).lower.trim_start_matches(['[', ' ', '#']);
        [
            "pass:", "pass ", "fail:", "fail ", "pass]", "fail]", "xfail", "ok ",
        ]
        .iter()
        .any(|start| line.starts_with(start))
    };
    (0..view.len()).filter(passes).take(3).count() >= 3
}

/// Tells source code from notes by how its lines end and begin.
fn is_code(view: &View<'_>) -> bool {
    const STARTS: [&str; 26] = [
        "//", "/*", "* ", "#include", "import ", "from ", "def ", "fn ", "pub ", "use ", "if (", "if ",
        "for ", "return", "public ", "private ", "const ", "let ", "var ", "class ", "function", "end",
        "using ", "@", "dim ", "sub ",
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
