//! Digits in a field that are, or may have been, one number.

use super::{super::View, Numbers};

/// So many leading zeros a number cell may have lost.
const LOST_ZEROS: usize = 3;

/// A run of digits of the right length in one field.
pub(super) struct Token {
    pub(super) digits: String,
    pub(super) start: usize,
    pub(super) end: usize,
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
            let (groups, end) = groups(lower, at);
            match self.fits(lower, at, end, &groups, number_cell) {
                Some(digits) => tokens.push(Token {
                    digits,
                    start: at,
                    end,
                }),
                None if groups.len() > 1 => self.among(lower, at, &groups, &mut tokens),
                None => {}
            }
            at = end;
        }
        tokens
    }

    /// Finds numbers in a row of numbers that only spaces or bars separate.
    fn among(&self, lower: &str, start: usize, groups: &[&str], tokens: &mut Vec<Token>) {
        let separator = lower[start + groups[0].len()..].chars().next().unwrap_or('-');
        if !matches!(separator, ' ' | '|' | '\t') {
            return;
        }
        let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
        let starts = groups.iter().scan(start, |at, group| {
            let own = *at;
            *at += group.len() + 1;
            Some(own)
        });
        let starts: Vec<usize> = starts.collect();
        let mut push = |from: usize, count: usize| {
            let last = from + count - 1;
            tokens.push(Token {
                digits: groups[from..=last].concat(),
                start: starts[from],
                end: starts[last] + lengths[last],
            });
        };
        for (from, length) in lengths.iter().enumerate() {
            if self.rule.digits.contains(length) {
                push(from, 1);
            }
            for pattern in &self.rule.groups {
                // A group of the same length on either side belongs to a longer number.
                let like = |at: Option<usize>| {
                    at.and_then(|at| lengths.get(at))
                        .is_some_and(|l| matches!(l, 1 | 4))
                };
                let part = like(from.checked_sub(1)) || like(Some(from + pattern.len()));
                if lengths[from..].starts_with(pattern) && !part {
                    push(from, pattern.len());
                }
            }
        }
    }

    fn fits(
        &self,
        lower: &str,
        start: usize,
        end: usize,
        groups: &[&str],
        number_cell: bool,
    ) -> Option<String> {
        let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
        let digits: String = groups.concat();
        let longest = self.rule.digits.iter().copied().max()?;
        let single = lengths.len() == longest && lengths.iter().all(|&length| length == 1);
        let whole = lengths.len() == 1 && self.rule.digits.contains(&lengths[0]);
        let short =
            number_cell && lengths.len() == 1 && lengths[0] + LOST_ZEROS >= longest && lengths[0] < longest;
        let grouped = self.rule.groups.contains(&lengths);
        if !(single || whole || short || grouped) {
            return None;
        }
        let before = lower[..start].chars().next_back();
        let mut after = lower[end..].chars();
        let touched = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        let decimal = matches!(before, Some('.'))
            || after.next() == Some('.') && after.next().is_some_and(|c| c.is_ascii_digit());
        let part_of_id =
            before == Some('-') && lower[..start - 1].ends_with(|c: char| c.is_ascii_alphanumeric());
        let goes_on = lower[end..].starts_with('-')
            && lower[end + 1..].starts_with(|c: char| c.is_ascii_alphanumeric());
        let bad = touched(before) || touched(lower[end..].chars().next()) || decimal || part_of_id || goes_on;
        (!bad).then_some(digits)
    }

    /// Joins digits that stand one in each of neighbouring cells, beginning with this one.
    pub(super) fn boxes(&self, view: &View<'_>, at: usize) -> Option<Token> {
        let digit = |at: usize| {
            let lower = view.normal(at).lower.trim();
            (lower.len() == 1 && lower.as_bytes()[0].is_ascii_digit()).then(|| lower.to_owned())
        };
        let row = |at: usize| view.field(at).cell.map(|cell| (cell.table, cell.row));
        let own = row(at)?;
        digit(at)?;
        let same = |other: usize| row(other) == Some(own);
        if at
            .checked_sub(1)
            .is_some_and(|before| same(before) && digit(before).is_some())
        {
            return None;
        }
        let digits: String = (at..view.len())
            .take_while(|&next| same(next))
            .map_while(digit)
            .take(17)
            .collect();
        self.rule.digits.contains(&digits.len()).then_some(Token {
            digits,
            start: 0,
            end: 0,
        })
    }
}

/// Splits what begins at a digit into groups joined by the same separator.
fn groups(text: &str, start: usize) -> (Vec<&str>, usize) {
    let bytes = text.as_bytes();
    let run = |from: usize| {
        from + bytes[from..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let mut end = run(start);
    let mut groups = vec![&text[start..end]];
    let Some(separator) = text[end..]
        .chars()
        .next()
        .filter(|c| matches!(c, ' ' | '-' | '・' | '|' | '/' | '\t' | 'ー'))
    else {
        return (groups, end);
    };
    while text[end..].starts_with(separator) {
        let next = end + separator.len_utf8();
        if !bytes.get(next).is_some_and(u8::is_ascii_digit) || groups.len() > 32 {
            break;
        }
        end = run(next);
        groups.push(&text[next..end]);
    }
    (groups, end)
}
