//! Digits in a field that are, or may have been, one number.

use super::{
    super::{View, check::is_corporate},
    Numbers,
};

/// So many leading zeros a number cell may have lost.
const LOST_ZEROS: usize = 3;
/// Groups of one number: 19 boxes with a digit each, and one more to see that it goes on.
const GROUPS: usize = 32;
/// Cells in which digits of one number may stand, joints between them included.
const CELLS: usize = 40;

/// Lines over which one number may go.
const LINES: usize = 4;

/// A run of digits of the right length in one field.
pub(super) struct Token {
    pub(super) digits: String,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Written as such numbers are: in one piece, in its usual groups, or a digit a box.
    pub(super) usual: bool,
    /// In its usual groups.
    pub(super) grouped: bool,
    /// Spread over several cells.
    pub(super) boxed: bool,
}

/// How the groups of a run fit the rule.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Whole,
    Short,
    Grouped,
    Boxes,
    Odd,
}

/// Groups of digits with the same joint between them.
struct Run<'t> {
    groups: Vec<&'t str>,
    starts: Vec<usize>,
    joint: &'t str,
    end: usize,
}

impl Numbers {
    /// Finds runs of digits of the right length and grouping, which no other digit touches.
    pub(super) fn tokens(&self, lower: &str, number_cell: bool) -> Vec<Token> {
        let bytes = lower.as_bytes();
        let least = self.rule.digits.iter().copied().min().unwrap_or(usize::MAX);
        let lost = if number_cell { LOST_ZEROS } else { 0 };
        if bytes.iter().filter(|byte| byte.is_ascii_digit()).count() + lost < least {
            return Vec::new();
        }
        let mut tokens = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            if !bytes[at].is_ascii_digit() {
                at += 1;
                continue;
            }
            if let Some(run) = Run::boxes(lower, at).filter(|run| self.fit(run, false) == Some(Fit::Boxes)) {
                at = run.end;
                tokens.push(run.token(Fit::Boxes));
                continue;
            }
            let run = Run::at(lower, at);
            let fit = self.fit(&run, number_cell);
            match fit {
                Some(fit) if !touched(lower, at, run.end) => tokens.push(run.token(fit)),
                _ => self.among(lower, &run, &mut tokens),
            }
            at = run.end;
        }
        tokens
    }

    /// Tells how the groups of a run fit.
    fn fit(&self, run: &Run<'_>, number_cell: bool) -> Option<Fit> {
        let lengths = run.lengths();
        let total: usize = lengths.iter().sum();
        let longest = self.rule.digits.iter().copied().max()?;
        let single = lengths.len() == 1;
        if !self.rule.digits.contains(&total) {
            let short = number_cell && single && total + LOST_ZEROS >= longest && total < longest;
            return (short && self.rule.digits.len() == 1).then_some(Fit::Short);
        }
        if single {
            Some(Fit::Whole)
        } else if self.rule.groups.contains(&lengths) {
            Some(Fit::Grouped)
        } else if lengths.iter().all(|&length| length == 1) {
            Some(Fit::Boxes)
        } else {
            let even = lengths.len() <= 6 && lengths.iter().all(|&length| length >= 2);
            even.then_some(Fit::Odd)
        }
    }

    /// Finds numbers in a row of numbers that only spaces, bars or commas separate.
    fn among(&self, lower: &str, run: &Run<'_>, tokens: &mut Vec<Token>) {
        if run.groups.len() < 2 || !run.joint.contains([' ', '|', '\t', ',', '/']) {
            return;
        }
        let lengths = run.lengths();
        let mut push = |from: usize, count: usize, fit: Fit| {
            let last = from + count - 1;
            let part = Run {
                groups: run.groups[from..=last].to_vec(),
                starts: run.starts[from..=last].to_vec(),
                joint: run.joint,
                end: run.starts[last] + lengths[last],
            };
            if !touched_by_letters(lower, part.starts[0], part.end) {
                tokens.push(part.token(fit));
            }
        };
        let mut from = 0;
        while from < lengths.len() {
            if self.rule.digits.contains(&lengths[from]) {
                push(from, 1, Fit::Whole);
            }
            let pattern = self.rule.groups.iter().find(|pattern| {
                // A group of the same length on either side belongs to a longer number.
                let like = |at: Option<usize>| at.and_then(|at| lengths.get(at)) == pattern.last();
                let part = like(from.checked_sub(1)) || like(Some(from + pattern.len()));
                let corporate = from > 0
                    && lengths[from - 1] == 1
                    && is_corporate(
                        &run.groups[from - 1..(from + pattern.len()).min(lengths.len())].concat(),
                    );
                lengths[from..].starts_with(pattern) && !part && !corporate
            });
            if let Some(pattern) = pattern {
                push(from, pattern.len(), Fit::Grouped);
            }
            from += pattern.map_or(1, |pattern| pattern.len());
        }
    }

    /// Joins digits that fill several lines of running text, beginning with this one.
    pub(super) fn wrapped(&self, view: &View<'_>, at: usize) -> Option<Token> {
        let digits_of = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let only = |at: usize| {
            let running = at < view.len() && view.field(at).cell.is_none();
            let line = running.then(|| view.normal(at).lower.trim())?;
            (line.chars().all(is_filling) && line.contains(|c: char| c.is_ascii_digit())).then_some(line)
        };
        let first = only_end(&view.normal(at).lower).filter(|_| view.field(at).cell.is_none())?;
        let before = at.checked_sub(1).and_then(only);
        if before.is_some() && first == 0 {
            return None;
        }
        let mut digits = digits_of(&view.normal(at).lower[first..]);
        let mut below = at + 1;
        let mut joined = 1;
        while below < at + 2 * LINES && joined < LINES {
            match only(below) {
                Some(line) => digits.push_str(&digits_of(line)),
                // An empty line between paragraphs.
                None if below < view.len() && view.normal(below).lower.trim().is_empty() => {
                    below += 1;
                    continue;
                }
                None => break,
            }
            joined += 1;
            below += 1;
        }
        let whole = joined > 1 && only(below).is_none() && self.rule.digits.contains(&digits.len());
        whole.then(|| Token {
            digits,
            start: first,
            end: view.normal(at).lower.len(),
            usual: false,
            grouped: false,
            boxed: true,
        })
    }

    /// Joins digits that stand in neighbouring cells of a row, beginning with this one: one in each, or in groups.
    pub(super) fn boxes(&self, view: &View<'_>, at: usize) -> Option<Token> {
        let row = |at: usize| view.field(at).cell.map(|cell| (cell.table, cell.row));
        let own = row(at)?;
        let group = |at: usize| {
            let lower = view.normal(at).lower.trim();
            ((1..=6).contains(&lower.len()) && lower.bytes().all(|byte| byte.is_ascii_digit()))
                .then_some((lower, view.field(at).number))
        };
        let (first, _) = group(at)?;
        let same = |other: usize| row(other) == Some(own);
        let before = at.checked_sub(1).filter(|&before| same(before)).and_then(group);
        if before.is_some_and(|(before, _)| before.len() == 1 || before.len() == first.len()) {
            return None;
        }
        let groups: Vec<(&str, bool)> = (at..view.len())
            .take(CELLS)
            .take_while(|&next| same(next))
            .filter(|&next| !is_joint(view.normal(next).lower.trim()))
            .map_while(group)
            .collect();
        let mut groups = groups;
        if groups.iter().all(|(group, _)| group.len() == 1) && !self.rule.digits.contains(&groups.len()) {
            groups.extend(self.next_row(view, at, own).into_iter().map_while(group));
        }
        let ones = groups.iter().take_while(|(group, _)| group.len() == 1).count();
        let digits = match self.rule.digits.contains(&ones) {
            true => groups[..ones].iter().map(|&(group, _)| group).collect(),
            false => self
                .rule
                .groups
                .iter()
                .find_map(|pattern| joined(&groups, pattern))?,
        };
        Some(Token {
            digits,
            start: 0,
            end: view.normal(at).lower.len(),
            usual: true,
            grouped: false,
            boxed: true,
        })
    }
}

impl Numbers {
    /// Returns the filled cells of the row below, from the column of this cell on.
    fn next_row(&self, view: &View<'_>, at: usize, (table, row): (u32, u32)) -> Vec<usize> {
        let first = view.field(at).cell.map_or(0, |cell| cell.column);
        let below = (at + 1..view.len()).take(2 * CELLS).filter(|&next| {
            let cell = view.field(next).cell;
            cell.is_some_and(|cell| (cell.table, cell.row) == (table, row + 1) && cell.column >= first)
        });
        below
            .filter(|&next| !view.normal(next).lower.trim().is_empty())
            .collect()
    }

    /// Joins groups of digits that stand below each other in a column, beginning with this one.
    pub(super) fn stacked(&self, view: &View<'_>, at: usize) -> Option<Token> {
        let own = view.field(at).cell?;
        let group = |at: usize| {
            let lower = view.normal(at).lower.trim();
            (lower.len() == 4 && lower.bytes().all(|byte| byte.is_ascii_digit())).then_some(lower)
        };
        let first = group(at)?;
        let place = |row: u32| {
            let near = at.saturating_sub(CELLS)..view.len().min(at + CELLS);
            near.into_iter().find(|&other| {
                let cell = view.field(other).cell;
                cell.is_some_and(|cell| (cell.table, cell.column, cell.row) == (own.table, own.column, row))
            })
        };
        let above = own.row.checked_sub(1).and_then(place).and_then(group);
        let (second, third) = (
            place(own.row + 1).and_then(group)?,
            place(own.row + 2).and_then(group)?,
        );
        let on = place(own.row + 3).and_then(group);
        let whole = above.is_none() && on.is_none() && self.rule.groups.contains(&vec![4, 4, 4]);
        whole.then(|| Token {
            digits: [first, second, third].concat(),
            start: 0,
            end: view.normal(at).lower.len(),
            usual: false,
            grouped: false,
            boxed: true,
        })
    }
}

/// Returns where the digits begin with which a line ends.
fn only_end(lower: &str) -> Option<usize> {
    let line = lower.trim_end();
    let filled: usize = line
        .chars()
        .rev()
        .take_while(|&c| is_filling(c))
        .map(char::len_utf8)
        .sum();
    let start = line.len() - filled;
    let first = line[start..].find(|c: char| c.is_ascii_digit())?;
    let joined = line[..start].ends_with(|c: char| c.is_ascii_alphanumeric());
    let alone = line[..start].trim().is_empty();
    (!joined || first > 0).then_some(if alone { 0 } else { start + first })
}

/// Tells whether a character is part of a number that is written over several lines.
fn is_filling(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, ' ' | '\t' | '-' | '|' | '│' | '┃' | '・' | 'ー')
}

/// Joins groups of these lengths; a number cell may have lost zeros.
fn joined(groups: &[(&str, bool)], pattern: &[usize]) -> Option<String> {
    let fits = |((group, number), &length): (&(&str, bool), &usize)| {
        group.len() == length || *number && group.len() < length && group.len() + LOST_ZEROS >= length
    };
    if groups.len() != pattern.len() || !groups.iter().zip(pattern).all(fits) {
        return None;
    }
    let padded = groups.iter().zip(pattern);
    Some(
        padded
            .map(|((group, _), &length)| format!("{group:0>length$}"))
            .collect(),
    )
}

/// Tells whether a cell holds nothing but what stands between groups.
fn is_joint(cell: &str) -> bool {
    matches!(cell, "-" | "ー" | "・" | "|" | "/" | "の")
}

impl<'t> Run<'t> {
    /// Takes single digits in boxes, whatever stands between them: `1|2|3`, `[1][2][3]`, `□1□2 □3`.
    fn boxes(text: &'t str, start: usize) -> Option<Self> {
        let mut run = Self {
            groups: Vec::new(),
            starts: Vec::new(),
            joint: "",
            end: start,
        };
        let digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        let mut next = start;
        while digit(next) && run.groups.len() < GROUPS {
            if digit(next + 1) {
                return None;
            }
            run.groups.push(&text[next..=next]);
            run.starts.push(next);
            run.end = next + 1;
            next = run.end + wall(&text[run.end..]);
        }
        let alone = !touched_by_letters(text, start, run.end);
        (run.groups.len() > 1 && alone).then_some(run)
    }

    /// Splits what begins at a digit into groups joined by the same characters.
    fn at(text: &'t str, start: usize) -> Self {
        let digits = |from: usize| {
            from + text.as_bytes()[from..]
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count()
        };
        let mut end = digits(start);
        let mut run = Self {
            groups: vec![&text[start..end]],
            starts: vec![start],
            joint: joint(&text[end..]),
            end,
        };
        while run.groups.len() < GROUPS && !run.joint.is_empty() && joint(&text[end..]) == run.joint {
            let next = end + run.joint.len();
            end = digits(next);
            run.groups.push(&text[next..end]);
            run.starts.push(next);
        }
        run.end = end;
        run.give_back(joint(&text[end..]));
        run
    }

    /// Leaves the last group to the number that it begins: `1 1234-5678-9018`.
    fn give_back(&mut self, next: &str) {
        let loose = |joint: &str| joint.chars().all(|c| matches!(c, ' ' | '\t' | ',' | '|' | '/'));
        if self.groups.len() > 1 && loose(self.joint) && !loose(next) {
            self.groups.pop();
            self.starts.pop();
            self.end = self.starts[self.starts.len() - 1] + self.groups[self.groups.len() - 1].len();
        }
    }

    fn lengths(&self) -> Vec<usize> {
        self.groups.iter().map(|group| group.len()).collect()
    }

    fn token(&self, fit: Fit) -> Token {
        Token {
            digits: self.groups.concat(),
            start: self.starts[0],
            end: self.end,
            usual: fit != Fit::Odd,
            grouped: fit == Fit::Grouped,
            boxed: fit == Fit::Boxes,
        }
    }
}

/// Returns what joins the digits before it to digits after it: at most three characters.
fn joint(text: &str) -> &str {
    let is_joint = |c: char| {
        matches!(
            c,
            ' ' | '-'
                | '・'
                | '|'
                | '/'
                | '\t'
                | 'ー'
                | '.'
                | ','
                | '_'
                | '~'
                | '│'
                | '┃'
                | '('
                | ')'
                | '['
                | ']'
        )
    };
    let end = text
        .char_indices()
        .take(4)
        .find(|&(_, c)| !is_joint(c))
        .filter(|&(_, c)| c.is_ascii_digit())
        .map_or(0, |(end, _)| end);
    &text[..end]
}

/// Returns how long what stands between two boxes is: at most four characters.
fn wall(text: &str) -> usize {
    let is_wall = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '|' | '│'
                    | '┃'
                    | '┊'
                    | '['
                    | ']'
                    | '('
                    | ')'
                    | '〔'
                    | '〕'
                    | '【'
                    | '】'
                    | '□'
                    | '-'
                    | 'ー'
                    | '_'
                    | ','
                    | '/'
            )
    };
    let walls = text.char_indices().take(5).find(|&(_, c)| !is_wall(c));
    walls
        .filter(|&(_, c)| c.is_ascii_digit())
        .map_or(0, |(end, _)| end)
}

/// Tells whether a run is a part of something longer: an id, a decimal number, a longer number.
fn touched(text: &str, start: usize, end: usize) -> bool {
    let (before, after) = (&text[..start], &text[end..]);
    let id = |c: char| c.is_ascii_alphanumeric();
    let digit = |c: char| c.is_ascii_digit();
    let joined = |c: char| matches!(c, '-' | '_');
    let before_joint = before.strip_suffix(joined).is_some_and(|rest| rest.ends_with(id))
        || before
            .strip_suffix(['.', 'ー'])
            .is_some_and(|rest| rest.ends_with(digit));
    let after_joint = after
        .strip_prefix(joined)
        .is_some_and(|rest| rest.starts_with(id))
        || after
            .strip_prefix(['.', 'ー'])
            .is_some_and(|rest| rest.starts_with(digit));
    touched_by_letters(text, start, end) || before_joint || after_joint
}

/// Tells whether a letter or digit of an id stands right before or after.
fn touched_by_letters(text: &str, start: usize, end: usize) -> bool {
    let id = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text[..start].ends_with(id) || text[end..].starts_with(id)
}
