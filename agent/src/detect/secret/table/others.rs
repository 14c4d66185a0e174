//! Columns and rows that are named otherwise: what stands there is no secret, whatever it looks like.

use super::{
    super::{Look, Mark, Memory, Page},
    COLUMNS, LABEL_CHARS,
};

impl Page<'_> {
    /// Tells a row of captions, one of which names something that is no secret.
    pub(super) fn is_caption_row(&self, filled: &[usize]) -> bool {
        let caption = |&at: &usize| {
            let text = self.text(at).trim();
            text.chars().count() <= LABEL_CHARS
                && self.plain_look(text).is_none_or(|look| look < Look::Romaji)
        };
        filled.len() >= 2
            && filled.iter().all(caption)
            && filled.iter().any(|&at| self.is_other(at) || self.is_public(at))
    }

    /// Tells whether a heading says that the table is there for everybody to see.
    fn is_public(&self, at: usize) -> bool {
        let heading = self.lower(at).trim();
        let is_said = |word: &String| heading == word || !word.is_ascii() && heading.contains(word.as_str());
        heading.chars().count() <= LABEL_CHARS && self.secrets.public_headings.iter().any(is_said)
    }

    /// Notes the columns whose heading names something that is no secret.
    pub(super) fn note_others(&self, filled: &[usize], labels: &[(usize, Mark)], memory: &mut Memory) {
        let public = filled.iter().any(|&at| self.is_public(at));
        let says_more = public || labels.len() >= 2 || filled.iter().any(|&at| self.is_other(at));
        let table = filled.iter().find_map(|&at| self.view.field(at).cell);
        if let Some(cell) = table.filter(|_| says_more) {
            match public && memory.public.len() < COLUMNS {
                true => memory.public.insert(cell.table),
                false => memory.public.remove(&cell.table),
            };
        }
        for &at in filled {
            let Some(cell) = self.view.field(at).cell else {
                continue;
            };
            let key = (cell.table, cell.column);
            let labelled = labels
                .iter()
                .any(|(label, mark)| *label == at && mark.sense.is_secret());
            // `PIN` before the name of a product is no new heading of its column.
            if !says_more && !labelled {
                continue;
            }
            let other = public || self.is_other(at) && !labelled;
            if other && memory.others.len() < COLUMNS {
                memory.others.insert(key);
            } else {
                memory.others.remove(&key);
            }
        }
    }

    /// Tells whether a cell stands in a table that is there for everybody to see.
    pub(super) fn is_in_public(&self, at: usize, memory: &Memory) -> bool {
        let cell = self.view.field(at).cell;
        cell.is_some_and(|cell| memory.public.contains(&cell.table))
    }

    /// Tells whether a cell's heading, or the cell before it, names something that is no secret.
    pub(super) fn is_named_otherwise(&self, at: usize, filled: &[usize], memory: &Memory) -> bool {
        let key = self.view.field(at).cell.map(|cell| (cell.table, cell.column));
        let before = filled.iter().rev().find(|&&before| before < at);
        key.is_some_and(|key| memory.others.contains(&key))
            || before.is_some_and(|&before| self.is_other(before))
    }
}
