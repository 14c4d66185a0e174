//! Secrets that people wrote down: a label, something joined to it, and what stands around.
//!
//! ```text
//! title    what the file's name says            sort     code, manual, training text, examples
//! label    which words are labels               after    separator, value, rest; cut ends the value
//! value    could it be a secret                 other    what it could be instead
//! line     behind the label in its line         sentence before it, or a few words on
//! below    in the lines under it                pair     an id and its secret without a label
//! table    under a heading, beside a label      list     rows of running text under a heading
//! pattern  shapes that tell by themselves         near     no label at all: a telling value in company
//! mind     what people think up, what names a thing
//! told     secrets in Japanese: schemes, words, answers
//! ```
//!
//! Every room proposes values with the signals that led there; [`Page::report`] adds what the line and the
//! document say, and the sum decides.

mod after;
mod below;
mod cut;
mod label;
mod line;
mod list;
mod mind;
mod near;
mod other;
mod pair;
mod pattern;
mod sentence;
mod sort;
mod table;
mod title;
mod told;
mod value;

use std::collections::{HashMap, HashSet};

use aho_corasick::{AhoCorasick, MatchKind};
use mimawari_proto::finding::{Confidence, Kind, Part, Place, Severity};

use self::{
    label::{Labels, Mark, Sense},
    list::List,
    near::Nears,
    pattern::Patterns,
    sort::{Sort, Sorts},
    table::Column,
    title::{Announced, Title, Titles},
    value::{Look, Values},
};
use super::{
    View,
    glance::{Lanes, Manner, Wanted},
    normal::word,
    rule::{RuleError, SecretRule},
    tally::{Evidence, Tally},
};

/// A compiled `[secret]` rule.
pub(super) struct Secrets {
    kind: Kind,
    severity: Severity,
    rule: SecretRule,
    labels: Labels,
    values: Values,
    refusals: Vec<String>,
    acts: Vec<String>,
    not_after_value: Vec<String>,
    heading_labels: Vec<String>,
    heading_pins: Vec<String>,
    other_headings: Vec<String>,
    public_headings: Vec<String>,
    table_titles: Vec<String>,
    pair_labels: AhoCorasick,
    sorts: Sorts,
    titles: Titles,
    nears: Nears,
    patterns: Patterns,
}

/// What is remembered from block to block of one member.
#[derive(Default)]
pub(super) struct Memory {
    title: Title,
    /// Words of manuals and of training texts seen so far.
    sort_words: HashSet<usize>,
    columns: HashMap<(u32, u32), Column>,
    /// Columns whose heading says that they hold something else.
    others: HashSet<(u32, u32)>,
    /// Tables that are there for everybody to see.
    public: HashSet<u32>,
    list: Option<List>,
}

impl Memory {
    /// Tells whether something from before still rules, so that no block may be skipped.
    pub(super) fn waits(&self) -> bool {
        self.title.announced != Announced::No
            || self.list.is_some()
            || self.columns.values().any(Column::is_secret)
    }
}

/// One block under judgement, with its labels.
struct Page<'p> {
    secrets: &'p Secrets,
    view: &'p View<'p>,
    marks: Vec<Vec<Mark>>,
    /// Fields that share their row with another cell.
    cells: Vec<bool>,
    sort: Sort,
}

/// A value that was found, and where.
struct Sighting<'s> {
    rule: &'s str,
    /// The field it stands in.
    at: usize,
    /// The field whose words speak for or against it.
    by: usize,
    value: &'s str,
}

/// Points with their reasons.
#[derive(Clone, Default)]
struct Score {
    points: i32,
    signals: Vec<(String, i32)>,
    /// At most medium, whatever else speaks for it: its label was inferred.
    doubted: bool,
}

impl Secrets {
    pub(super) fn new(file: &str, kind: Kind, severity: Severity, rule: SecretRule) -> Self {
        let words = |list: &[String]| list.iter().map(|w| word(w)).collect::<Vec<_>>();
        let mut refused: HashSet<String> = words(&rule.not_values).into_iter().collect();
        refused.extend(label::lists(&rule).iter().flat_map(|(list, _)| words(list)));
        Self {
            kind,
            severity,
            labels: Labels::new(&rule),
            values: Values {
                words: refused,
                parts: words(&rule.not_in_values),
            },
            refusals: words(&rule.not_after_label),
            acts: words(&rule.acts),
            not_after_value: words(&rule.not_after_value),
            heading_labels: words(&rule.heading_labels),
            heading_pins: words(&rule.heading_pins),
            other_headings: words(&rule.other_headings),
            public_headings: words(&rule.public_headings),
            table_titles: words(&rule.table_titles),
            pair_labels: automaton(words(&rule.pair_labels)),
            sorts: Sorts::new(&rule),
            titles: Titles::new(&rule),
            nears: Nears::new(&rule),
            patterns: Patterns::new(file, &rule.pattern),
            rule,
        }
    }

    /// Compiles what waits to be needed.
    ///
    /// # Errors
    /// Names a pattern that does not compile.
    pub(super) fn ready(&self) -> Result<(), RuleError> {
        self.patterns.ready()
    }

    /// Tells the quick look what to look for.
    pub(super) fn want(&self, wanted: &mut Wanted) {
        let triggers = self.rule.triggers.iter().map(|trigger| word(trigger));
        wanted
            .literals
            .extend(triggers.map(|trigger| (trigger, Lanes::SECRET, Manner::Anywhere)));
    }

    /// Starts a member whose name, or whose document's name, may announce something.
    pub(super) fn memory(&self, names: [&str; 2]) -> Memory {
        Memory {
            title: self.titles.read(names),
            list: None,
            ..Memory::default()
        }
    }

    /// Judges a block.
    pub(super) fn judge(&self, view: &View<'_>, memory: &mut Memory, tally: &mut Tally) {
        let marks: Vec<_> = (0..view.len())
            .map(|at| self.labels.marks(&view.normal(at).lower))
            .collect();
        let page = Page {
            secrets: self,
            view,
            sort: self.sorts.sort(view, &memory.title, &mut memory.sort_words),
            marks,
            cells: (0..view.len()).map(|at| shares_row(view, at)).collect(),
        };
        for at in 0..view.len() {
            page.patterns(at, tally);
            page.labelled(at, tally);
            if !page.sort.code {
                page.paired(at, tally);
                page.stacked(at, tally);
                page.lettered(at, tally);
                page.listed(at, memory, tally);
                if !memory.list.as_ref().is_some_and(List::is_other) {
                    page.near(at, tally);
                }
                page.told(at, tally);
            }
        }
        if !page.sort.code {
            page.tabled(memory, tally);
        }
    }

    /// Ends a member: a name that announces secrets is worth a low hit by itself.
    pub(super) fn end(&self, memory: &Memory, tally: &mut Tally) {
        if memory.title.announced != Announced::Surely {
            return;
        }
        tally.add(Evidence {
            kind: self.kind,
            severity: Severity::Notice,
            rule: "password.file-name",
            confidence: Confidence::Low,
            place: Place::Part { part: Part::Name },
            value: "",
            weight: self.weight("file_name"),
            signals: vec![("file_name".to_owned(), self.weight("file_name"))],
        });
    }

    fn weight(&self, signal: &str) -> i32 {
        self.rule.weights.get(signal).copied().unwrap_or(0)
    }
}

impl Page<'_> {
    fn text(&self, at: usize) -> &str {
        &self.view.normal(at).text
    }

    fn lower(&self, at: usize) -> &str {
        &self.view.normal(at).lower
    }

    /// Tells whether a heading, a caption or the subject of a line names something that is no secret.
    fn is_other(&self, at: usize) -> bool {
        self.names_other(self.lower(at))
    }

    fn names_other(&self, text: &str) -> bool {
        const POINTS: [&str; 6] = ["は次", "は以下", "は下記", "を次", "を以下", "を下記"];
        let text = text.trim();
        let subject = POINTS.iter().find_map(|word| text.split_once(word));
        let subject = subject.map_or(text, |(subject, _)| subject);
        let subject = subject.trim_end_matches([' ', ':', '】', '」', ']', '。']);
        let remark = subject.strip_suffix(')').and_then(|text| text.rsplit_once('('));
        let subject = remark.map_or(subject, |(subject, _)| subject);
        let ends = |end: &String| {
            let before = subject.strip_suffix(end.as_str());
            before.is_some_and(|before| {
                !(end.is_ascii() && before.ends_with(|c: char| c.is_ascii_alphanumeric()))
            })
        };
        self.secrets.other_headings.iter().any(ends)
    }

    fn is_blank(&self, at: usize) -> bool {
        self.text(at).trim().is_empty()
    }

    /// Tells whether a field is one cell of several; alone in its row it is as good as a line.
    fn is_cell(&self, at: usize) -> bool {
        self.cells[at]
    }

    /// Looks at a candidate as its label would have it.
    fn look(&self, sense: Sense, label: &str, value: &str, quoted: bool) -> Option<Look> {
        // Passcodes of meetings have letters, or nothing else.
        let passcode = label.starts_with("passc") || label.starts_with("pass c") || label == "パスコード";
        let values = &self.secrets.values;
        let free = || {
            values
                .look(value, false, quoted)
                .filter(|&look| passcode && look >= Look::Odd)
        };
        let look = values.look(value, sense == Sense::Pin, quoted).or_else(free)?;
        // Pins of plugs and of chips have letters; those of cards have not.
        let thing = || sense == Sense::Pin && !passcode && mind::names_a_thing(value);
        let pin = look == Look::Pin || !matches!(label, "pin" | "puk") && !thing();
        // Tokens that programs give out are long.
        let long = value.len() >= 12 && look >= Look::Mixed;
        let needs_long = self.secrets.rule.long_labels.iter().any(|known| known == label);
        // A network's mode stands before types of machines: PSK WLX212.
        let mode = label == "psk" && mind::names_a_thing(value);
        (pin && !mode && (long || !needs_long)).then_some(look)
    }

    /// Looks at a candidate without a label.
    fn plain_look(&self, value: &str) -> Option<Look> {
        self.secrets.values.look(value, false, false)
    }

    /// Sums up signals by their weights in the rule.
    fn score(&self, signals: &[&str]) -> Score {
        let mut score = Score::default();
        for signal in signals {
            self.add(&mut score, signal);
        }
        score
    }

    fn add(&self, score: &mut Score, signal: &str) {
        score.add(signal, self.secrets.weight(signal));
    }

    /// Adds what the line and the document say, and keeps the sighting if anything is left.
    fn report(&self, sighting: &Sighting<'_>, mut score: Score, tally: &mut Tally) {
        for signal in self.speaks(sighting.by) {
            self.add(&mut score, signal);
        }
        let confidence = match score.points {
            points if points >= self.secrets.rule.high => Confidence::High,
            points if points >= self.secrets.rule.medium => Confidence::Medium,
            points if points > 0 => Confidence::Low,
            _ => return,
        };
        let confidence = match confidence {
            Confidence::High if score.doubted => Confidence::Medium,
            confidence => confidence,
        };
        tally.add(Evidence {
            kind: self.secrets.kind,
            severity: self.secrets.severity,
            rule: sighting.rule,
            confidence,
            place: self.view.place(sighting.at),
            value: sighting.value,
            weight: score.points,
            signals: score.signals,
        });
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

/// Tells whether another cell of the same row has text.
fn shares_row(view: &View<'_>, at: usize) -> bool {
    let Some(cell) = view.field(at).cell else {
        return false;
    };
    let other = |at: Option<usize>| {
        at.filter(|&at| at < view.len())
            .and_then(|at| view.field(at).cell)
            .is_some_and(|other| (other.table, other.row) == (cell.table, cell.row))
    };
    other(at.checked_sub(1)) || other(Some(at + 1))
}

fn automaton(words: Vec<String>) -> AhoCorasick {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(words)
        .expect("words of a rule are short literals")
}
