//! What a cell holds: a secret and nothing else, one of a pair, the digits of a dial.

use super::super::{Look, Page, Sense, list::tokens};

impl Page<'_> {
    /// Finds the secret in a cell: the whole of it, one of a pair, or what has a remark behind it.
    pub(super) fn in_cell(&self, at: usize, sense: Sense, label: &str) -> Option<(&str, Look)> {
        let text = self.text(at).trim();
        let look = |value: &str| self.look(sense, label, value, false);
        if let Some(found) = look(text) {
            return (!self.is_day_number(at, text)).then_some((text, found));
        }
        // Dials have three digits, or show them one by one; a spreadsheet drops the zeros that a PIN begins with.
        if sense == Sense::Pin && (is_dialled(text) || label.is_empty() && is_three_digits(text)) {
            return Some((text, Look::Pin));
        }
        text.split([' ', '/', '、', '(', ':', '「', '」', '→'])
            .map(str::trim)
            .filter_map(|part| Some((part, look(part)?)))
            .filter(|&(part, look)| look >= Look::Pin && !self.is_amount_in(text, part))
            .max_by_key(|&(_, look)| look)
    }

    fn is_amount_in(&self, text: &str, part: &str) -> bool {
        let end = part.as_ptr() as usize - text.as_ptr() as usize + part.len();
        self.secrets.is_quantity(part, &text[end..])
    }

    /// Tells whether a number cell is a day as spreadsheets count them.
    fn is_day_number(&self, at: usize, text: &str) -> bool {
        self.view.field(at).number && text.len() == 5 && ("36000".."55000").contains(&text)
    }

    /// Tells whether the cell to the left, or the same one, holds an id.
    pub(super) fn id_beside(&self, at: usize) -> bool {
        let own = tokens(self.text(at)).len() >= 2;
        let left = at
            .checked_sub(1)
            .is_some_and(|left| self.is_cell(left) && is_id(self.text(left).trim()));
        own || left
    }
}

/// Tells digits one by one: 5-9-5-3.
pub(super) fn is_dialled(text: &str) -> bool {
    let digit = |part: &str| part.len() == 1 && part.bytes().all(|byte| byte.is_ascii_digit());
    (5..=11).contains(&text.len()) && text.split(['-', ' ']).all(digit)
}

fn is_three_digits(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_id(text: &str) -> bool {
    text.len() >= 2 && text.bytes().all(|byte| byte.is_ascii_graphic())
}
