//! What is said about a number: by a label before or after it, by the heading of its column or line.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, MatchKind};

use super::{
    super::{
        View,
        normal::{first_chars, last_chars, word},
        rule::NumberRule,
    },
    COLUMNS, Memory, Numbers,
    tokens::Token,
};
use crate::extract::text::Cell;

/// A label this many characters away still speaks for a number.
const NEAR: usize = 100;
/// A label of something near to the number (its card, its rules) must stand right before it.
const RIGHT_BEFORE: usize = 12;
/// A cell longer than this is no heading.
const HEADING_CHARS: usize = 30;
/// A heading line rules so many lines without a number, as where a page begins.
const BREAK: u32 = 6;
/// What is counted behind an amount.
const COUNTERS: [char; 6] = ['件', '円', '人', '個', '枚', '回'];
/// Cells to the left that are looked at for a label.
const LEFT: usize = 40;

pub(super) const BEFORE: &str = "label before it";
pub(super) const HEADING: &str = "heading of the column";
pub(super) const BESIDE: &str = "label beside it";
const AFTER: &str = "label after it";
const ABOVE: &str = "label above it";
const BELOW: &str = "label below it";

/// What a label means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Said {
    Own,
    Other,
    Unknown,
}

/// A label in a text.
#[derive(Clone, Copy)]
pub(super) struct Label {
    pub(super) said: Said,
    start: usize,
    end: usize,
    /// Followed by a word that makes it something about the number.
    about: bool,
}

/// The heading of a column.
#[derive(Clone, Copy)]
pub(super) struct Heading {
    pub(super) said: Said,
    /// It says "number" without saying of what.
    number: bool,
}

/// Labels in a line of running text that head columns below.
#[derive(Default)]
pub(super) struct Line {
    labels: Vec<(usize, Said)>,
    since: u32,
}

/// Labels of a rule.
pub(super) struct Labels {
    words: AhoCorasick,
    own: usize,
    about: Vec<String>,
}

impl Labels {
    pub(super) fn new(rule: &NumberRule) -> Self {
        let mut words: Vec<String> = rule
            .labels
            .iter()
            .chain(&rule.context)
            .chain(&rule.other_labels)
            .map(|label| word(label))
            .collect();
        // 個　人　番　号 as forms print it.
        let wide: Vec<String> = rule
            .labels
            .iter()
            .filter_map(|label| spread(&word(label)))
            .collect();
        let others = words.split_off(rule.labels.len() + rule.context.len());
        let own = words.len() + wide.len();
        words.extend(wide);
        words.extend(others);
        Self {
            words: AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .build(words)
                .expect("labels are short literals"),
            own,
            about: rule.about.iter().map(|known| word(known)).collect(),
        }
    }

    /// Finds every label of a text, in order.
    fn all<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Label> + 't {
        self.words
            .find_iter(text)
            .filter(move |found| stands_alone(text, found.start(), found.end()))
            .map(move |found| {
                let own = found.pattern().as_usize() < self.own;
                let rest = &text[found.end()..];
                Label {
                    said: if own { Said::Own } else { Said::Other },
                    start: found.start(),
                    end: found.end(),
                    about: own && self.about.iter().any(|about| rest.starts_with(about.as_str())),
                }
            })
    }

    /// Returns the last label of a text.
    pub(super) fn last(&self, text: &str) -> Option<Label> {
        self.all(text).last()
    }

    /// Returns what a short cell says that is a label.
    fn heading(&self, lower: &str) -> Said {
        // A label in a narrow cell goes over two lines.
        let squeezed: String;
        let mut last = self.last(lower);
        if last.is_none() && lower.contains(char::is_whitespace) && lower.len() <= 4 * HEADING_CHARS {
            squeezed = lower.split_whitespace().collect();
            last = self.last(&squeezed);
        }
        match last {
            Some(label) if label.about => Said::Unknown,
            Some(label) => label.said,
            None => Said::Unknown,
        }
    }

    /// Remembers a short cell of letters as the heading of what stands below.
    pub(super) fn note_heading(&self, cell: Cell, lower: &str, headings: &mut HashMap<(u32, u32), Heading>) {
        let short = lower.chars().take(HEADING_CHARS + 1).count() <= HEADING_CHARS;
        let digits = lower.bytes().filter(u8::is_ascii_digit).count();
        if !short || digits > 3 || !lower.chars().any(char::is_alphabetic) {
            return;
        }
        let key = (cell.table, cell.column);
        let said = self.heading(lower);
        // A name or an address in the column takes nothing away from the heading above.
        if (said != Said::Unknown || !headings.contains_key(&key)) && headings.len() < COLUMNS {
            let number = ["番号", "ナンバー", "number", "no", "no."].contains(&lower.trim());
            headings.insert(key, Heading { said, number });
        }
    }

    /// Remembers a line of labels without a number as the heading of the lines below.
    pub(super) fn note_line(&self, lower: &str, has_number: bool, line: &mut Line) {
        if has_number {
            line.since = 0;
            return;
        }
        line.since += 1;
        if line.since > BREAK {
            line.labels.clear();
        }
        let short = lower.chars().take(4 * NEAR).count() < 4 * NEAR;
        let several = lower
            .split([' ', '\t', '|', ','])
            .filter(|word| !word.is_empty())
            .count()
            > 1;
        let mut labels = self.all(lower).filter(|label| !label.about).peekable();
        if short && several && labels.peek().is_some() {
            line.labels = labels
                .map(|label| (width(&lower[..label.start]), label.said))
                .collect();
            line.since = 0;
        }
    }
}

impl Numbers {
    /// Finds what is said about a number: before it, by its heading, beside, after, above.
    pub(super) fn said(
        &self,
        view: &View<'_>,
        at: usize,
        token: &Token,
        memory: &Memory,
    ) -> (Said, &'static str) {
        let lower = &view.normal(at).lower;
        if lower[token.end..].trim_start().starts_with(COUNTERS) {
            return (Said::Other, AFTER);
        }
        let before = self.before(last_chars(&lower[..token.start], NEAR), token);
        if before != Said::Unknown {
            return (before, BEFORE);
        }
        if let Some(cell) = view.field(at).cell {
            let heading = memory.headings.get(&(cell.table, cell.column));
            if let Some(heading) = heading.filter(|heading| heading.said != Said::Unknown) {
                return (heading.said, HEADING);
            }
            let left = self.left_of(view, at, cell);
            if left != Said::Unknown {
                return (left, BESIDE);
            }
            if heading.is_some_and(|heading| !heading.number) && !token.boxed {
                return (Said::Unknown, "");
            }
        }
        let after = self.after(first_chars(&lower[token.end..], NEAR));
        if after != Said::Unknown {
            return (after, AFTER);
        }
        if view.field(at).cell.is_none() {
            let ruled = memory.line.over(width(&lower[..token.start]));
            if ruled != Said::Unknown {
                return (ruled, HEADING);
            }
        }
        let above = self.above(view, at, token.start, memory);
        // A label in a narrow box goes over two lines.
        let wrapped = || self.labels.last(&above.replace('\n', ""));
        let above = self.labels.last(&above).or_else(wrapped);
        match above.filter(|label| token.grouped || !label.about) {
            Some(label) => (label.said, ABOVE),
            None => (self.below(view, at), BELOW),
        }
    }

    /// Returns what the last label before a number says.
    fn before(&self, text: &str, token: &Token) -> Said {
        let last = self.labels.last(text);
        let between = last.map_or(text, |label| &text[label.end..]);
        if names_a_number(between) && last.is_none_or(|label| label.said == Said::Own) {
            return Said::Other;
        }
        match last {
            Some(label) if label.about && !token.grouped && between.chars().nth(RIGHT_BEFORE).is_some() => {
                Said::Unknown
            }
            Some(label) => label.said,
            None => Said::Unknown,
        }
    }

    /// Returns what the first label after a number says, unless it belongs to the next number.
    fn after(&self, text: &str) -> Said {
        let Some(label) = self.labels.all(text).next() else {
            return Said::Unknown;
        };
        let next = text[label.end..].trim_start_matches([' ', ':', '=', '　', ')', '」', '】']);
        let another = text[..label.start].bytes().filter(u8::is_ascii_digit).count() >= 6;
        let belongs_on = next.starts_with(|c: char| c.is_ascii_digit()) || another || label.about;
        if belongs_on { Said::Unknown } else { label.said }
    }

    /// Returns what the first label in the lines below says, unless it belongs to a number there.
    fn below(&self, view: &View<'_>, at: usize) -> Said {
        let lines = (at + 1..view.len().min(at + 3)).take_while(|&below| view.field(below).cell.is_none());
        let text: Vec<&str> = lines.map(|below| view.normal(below).lower.as_str()).collect();
        if view.field(at).cell.is_some() {
            return Said::Unknown;
        }
        self.after(first_chars(&text.join("\n"), NEAR / 2))
    }

    /// Returns the text of the fields above, at most [`NEAR`] characters with what precedes in this field.
    fn above(&self, view: &View<'_>, at: usize, start: usize, memory: &Memory) -> String {
        let mut left = NEAR.saturating_sub(view.normal(at).lower[..start].chars().count());
        let mut pieces = Vec::new();
        for above in (at.saturating_sub(LEFT)..at).rev() {
            let piece = last_chars(&view.normal(above).lower, left);
            left = left.saturating_sub(piece.chars().count() + 1);
            pieces.push(piece);
            if left == 0 {
                break;
            }
        }
        if at < 6 && left > 0 {
            pieces.push(last_chars(&memory.before, left));
        }
        pieces.reverse();
        pieces.join("\n")
    }

    /// Returns what the nearest label cell to the left says.
    fn left_of(&self, view: &View<'_>, at: usize, cell: Cell) -> Said {
        (at.saturating_sub(LEFT)..at)
            .rev()
            .take_while(|&left| {
                view.field(left)
                    .cell
                    .is_some_and(|c| c.table == cell.table && c.row == cell.row)
            })
            .filter(|&left| view.field(left).cell.is_some_and(|c| c.column != cell.column))
            .map(|left| &view.normal(left).lower)
            .filter(|lower| lower.chars().take(HEADING_CHARS + 1).count() <= HEADING_CHARS)
            .map(|lower| self.labels.heading(lower))
            .find(|&said| said != Said::Unknown)
            .unwrap_or(Said::Unknown)
    }
}

impl Line {
    /// Returns what the label over a position says: the one that begins nearest.
    fn over(&self, position: usize) -> Said {
        self.labels
            .iter()
            .min_by_key(|(label, _)| label.abs_diff(position))
            .map_or(Said::Unknown, |&(_, said)| said)
    }
}

/// Tells whether a text ends with the label of some number, whichever: 申込番号.
fn names_a_number(text: &str) -> bool {
    let end = text.trim_end_matches([' ', ':', '=', 'は', '(', '「', '-', '\t', '|']);
    if end.ends_with("受付") {
        return true;
    }
    let rest = ["番号", "id", "no", "no."]
        .iter()
        .find_map(|name| end.strip_suffix(name));
    rest.and_then(|rest| rest.chars().next_back())
        .is_some_and(|c| c.is_alphabetic() && !matches!(c, 'の' | 'る' | 'た'))
}

/// Tells whether a label of Latin letters is a word of its own.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let letter = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(u8::is_ascii_alphabetic)
    };
    let inside =
        letter(Some(start)) && letter(start.checked_sub(1)) || letter(Some(end - 1)) && letter(Some(end));
    !inside
}

/// Writes a label in Japanese with a space between its characters.
fn spread(label: &str) -> Option<String> {
    let spread = label.chars().map(String::from).collect::<Vec<_>>().join(" ");
    label.chars().all(|c| u32::from(c) >= 0x3000).then_some(spread)
}

/// Columns that a text fills on paper: characters beyond Latin are twice as wide.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| if u32::from(c) < 0x1100 { 1 } else { 2 })
        .sum()
}
