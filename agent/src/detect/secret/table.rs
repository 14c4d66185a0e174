//! Secrets in tables: under a heading cell, beside a label cell, in columns of running text, and in
//! lists of accounts that have one heading for all.

use std::collections::HashMap;

use super::{
    super::{View, tally::Tally},
    After, Around, Look, Mark, Score, Secrets, Sense, after,
};
use crate::extract::text::Cell;

/// Headings remembered in one member.
const COLUMNS: usize = 4_096;
/// A cell longer than this is no label.
const LABEL_CHARS: usize = 28;
/// Lines under a heading that belong to it, when no empty line ends it before.
const LIST: usize = 60;

/// What is remembered from block to block of one member.
#[derive(Default)]
pub(in super::super) struct Memory {
    /// The file's name announces secrets.
    pub(in super::super) named: bool,
    columns: HashMap<(u32, u32), Sense>,
    list: Option<List>,
}

/// A heading line in running text.
struct List {
    /// Fields left that it may rule.
    left: usize,
    /// The column of the secret, from the left and from the right, if the heading names columns.
    column: Option<(usize, usize)>,
    /// The heading names a secret, not only accounts.
    secret: bool,
    rows: usize,
}

impl Memory {
    /// Tells whether a heading from an earlier block still rules, so that no block may be skipped.
    pub(in super::super) fn waits(&self) -> bool {
        self.list.is_some() || self.columns.values().any(|sense| sense.is_secret())
    }
}

impl Secrets {
    /// Judges one cell of a table.
    pub(super) fn tabled(
        &self,
        view: &View<'_>,
        at: usize,
        marks: &[Mark],
        around: &Around,
        memory: &mut Memory,
        tally: &mut Tally,
    ) {
        let Some(cell) = view.field(at).cell else { return };
        if let Some(mark) = self.label_cell(view, at, marks) {
            let sense = mark.sense;
            if memory.columns.len() < COLUMNS {
                memory.columns.insert((cell.table, cell.column), sense);
            }
            if sense.is_secret() {
                self.beside(view, at, cell, mark, around, tally);
            }
            return;
        }
        match memory.columns.get(&(cell.table, cell.column)) {
            Some(sense) if sense.is_secret() => {
                let sense = *sense;
                let score = self.labelled_score(sense);
                self.cell_value(view, at, sense, "column", score, around, tally);
            }
            _ => {}
        }
    }

    /// Returns the label that a cell consists of, if it is a label and nothing else.
    fn label_cell<'m>(&self, view: &View<'_>, at: usize, marks: &'m [Mark]) -> Option<&'m Mark> {
        let normal = view.normal(at);
        let mark = marks.iter().rev().find(|mark| mark.sense != Sense::Heading)?;
        let short = normal.lower.trim().chars().count() <= LABEL_CHARS;
        let rest = after(&normal.text[mark.range.end..], |_| {
            self.refuses(&normal.lower[mark.range.end..])
        });
        (short && matches!(rest, After::Open { .. })).then_some(mark)
    }

    /// Looks for the value to the right of a label cell.
    fn beside(
        &self,
        view: &View<'_>,
        at: usize,
        cell: Cell,
        mark: &Mark,
        around: &Around,
        tally: &mut Tally,
    ) {
        let right = (at + 1..view.len().min(at + 6))
            .take_while(|&right| {
                view.field(right)
                    .cell
                    .is_some_and(|c| c.table == cell.table && c.row == cell.row)
            })
            .find(|&right| !view.normal(right).lower.trim().is_empty());
        let Some(right) = right else { return };
        let score = self.labelled_score(mark.sense);
        self.cell_value(view, right, mark.sense, "beside", score, around, tally);
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one candidate with everything that speaks for or against it"
    )]
    fn cell_value(
        &self,
        view: &View<'_>,
        at: usize,
        sense: Sense,
        joint: &str,
        mut score: Score,
        around: &Around,
        tally: &mut Tally,
    ) {
        let normal = view.normal(at);
        let text = normal.text.trim();
        // A pair of values in one cell, or a value with a remark behind it.
        let candidates = text
            .split([' ', '\n', '/', '、', '('])
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let whole = self
            .values
            .look(text, sense == Sense::Pin, false)
            .map(|look| (text, look));
        let best = whole.or_else(|| {
            candidates
                .filter_map(|part| Some((part, self.values.look(part, sense == Sense::Pin, false)?)))
                .filter(|&(_, look)| look >= Look::Pin)
                .max_by_key(|&(_, look)| look)
        });
        let Some((value, look)) = best else { return };
        self.add(&mut score, joint);
        self.add(&mut score, look.weight_name());
        self.surroundings(&mut score, &normal.lower, around);
        let id = format!("password.table-{joint}");
        self.report(view, at, &id, value, score, tally);
    }

    /// Judges lines under a heading that rules several of them.
    pub(super) fn listed(
        &self,
        view: &View<'_>,
        at: usize,
        marks: &[Mark],
        around: &Around,
        memory: &mut Memory,
        tally: &mut Tally,
    ) {
        let normal = view.normal(at);
        if view.field(at).cell.is_some() {
            return;
        }
        if let Some(list) = self.heading(&normal.text, &normal.lower, marks) {
            memory.list = Some(list);
            return;
        }
        let Some(list) = &mut memory.list else { return };
        list.left = list.left.saturating_sub(1);
        let blank = normal.lower.trim().is_empty();
        if list.left == 0 || blank && list.rows > 0 {
            memory.list = None;
            return;
        }
        let tokens = tokens(&normal.text);
        let Some((value, look)) = self.in_row(&tokens, list) else {
            return;
        };
        list.rows += 1;
        let mut score = Score::default();
        self.add(
            &mut score,
            if list.secret {
                "list_of_secrets"
            } else {
                "list_of_accounts"
            },
        );
        self.add(
            &mut score,
            if list.column.is_some() {
                "list_column"
            } else {
                "list_row"
            },
        );
        self.add(&mut score, look.weight_name());
        if list.rows > 1 {
            self.add(&mut score, "list_repeats");
        }
        self.surroundings(&mut score, &normal.lower, around);
        self.report(view, at, "password.list", value, score, tally);
    }

    /// Recognises a heading: a line of labels without values.
    fn heading(&self, text: &str, lower: &str, marks: &[Mark]) -> Option<List> {
        let secret = marks.iter().position(|mark| mark.sense.is_secret());
        let account = marks
            .iter()
            .any(|mark| mark.sense == Sense::Heading || mark.sense == Sense::Identity);
        let open = |mark: &Mark| {
            matches!(
                after(&text[mark.range.end..], |_| self
                    .refuses(&lower[mark.range.end..])),
                After::Open { .. }
            )
        };
        if text.trim().chars().count() > 60 || text.contains('。') {
            return None;
        }
        let list = |column, secret| List {
            left: LIST,
            column,
            secret,
            rows: 0,
        };
        if let Some(nth) = secret
            && account
        {
            let mark = &marks[nth];
            let words = tokens(text);
            let nth = words.iter().position(|word| {
                let start = word.as_ptr() as usize - text.as_ptr() as usize;
                (start..start + word.len()).contains(&mark.range.start)
            })?;
            let named = words.len() > 1 && words.len() <= 6 && !is_prose(&words);
            let others = named
                && words
                    .iter()
                    .all(|word| !word.bytes().any(|byte| byte.is_ascii_digit()));
            return (others || open(mark))
                .then(|| list((words.len() > 1).then_some((nth, words.len())), true));
        }
        let heading = marks.iter().find(|mark| mark.sense == Sense::Heading)?;
        let ends = text[heading.range.end..]
            .trim_matches([' ', '】', '」', ']', ')', '>', ':', '■', '=', '-', '*', '~', '●']);
        ends.is_empty().then(|| {
            list(
                None,
                secret.is_some()
                    || lower[heading.range.clone()].contains("パス")
                    || lower[heading.range.clone()].contains("pw"),
            )
        })
    }

    /// Finds the secret in a row: in the heading's column, or the last token beside an id.
    fn in_row<'t>(&self, tokens: &[&'t str], list: &List) -> Option<(&'t str, Look)> {
        let look = |token: &&'t str| self.values.look(token, false, false).map(|look| (*token, look));
        if let Some((column, width)) = list.column {
            if tokens.len() == width {
                return look(tokens.get(column)?);
            }
            let from_right = width - 1 - column;
            let token = tokens
                .len()
                .checked_sub(1 + from_right)
                .and_then(|at| tokens.get(at))?;
            let near = tokens.len() > 1 && tokens.len() <= width + 2;
            return look(token).filter(|&(_, look)| look >= Look::Mixed && near && !is_prose(tokens));
        }
        let ascii: Vec<_> = tokens
            .iter()
            .filter(|token| token.is_ascii() && token.len() >= 3)
            .collect();
        let (last, others) = ascii.split_last()?;
        if is_prose(tokens) || tokens.len() > 6 {
            return None;
        }
        let enough = if list.secret {
            !others.is_empty() || tokens.len() > 1
        } else {
            !others.is_empty()
        };
        look(last).filter(|&(_, look)| enough && look >= Look::Mixed)
    }
}

/// Tells an English sentence from a row of headings.
fn is_prose(words: &[&str]) -> bool {
    const SMALL: [&str; 14] = [
        "the", "a", "of", "to", "is", "in", "for", "with", "are", "be", "or", "your", "this", "that",
    ];
    words
        .iter()
        .any(|word| SMALL.contains(&word.to_ascii_lowercase().as_str()) || word.ends_with('.'))
}

/// Splits a line at what people separate columns with.
fn tokens(text: &str) -> Vec<&str> {
    text.split([' ', '\t', '\u{3000}', '|', ',', '/', '、', ':'])
        .map(|token| {
            token.trim_matches([
                '「', '」', '"', '・', '(', ')', '[', ']', '【', '】', '■', '●', '-',
            ])
        })
        .filter(|token| !token.is_empty())
        .collect()
}
