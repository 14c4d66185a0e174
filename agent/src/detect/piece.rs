//! The pieces of a block that a method reads: what is near its own words, in whole rows.

use std::{cell::OnceCell, ops::Range};

use mimawari_proto::finding::Place;

use super::{
    glance::{Lanes, Sight},
    normal::Normal,
};
use crate::extract::text::{Field, Text};

/// A block no longer than this is read whole by every method that saw something in it.
const WHOLE: usize = 16 << 10;
/// Bytes before and after what was seen that are read with it: a heading above, a value below.
const BEFORE: usize = 1 << 10;
const AFTER: usize = 3 << 10;

/// A block with its fields in normal form, made when first looked at.
pub(super) struct Normals<'a> {
    text: &'a Text,
    normals: Vec<OnceCell<Normal>>,
}

/// Neighbouring fields of a block.
pub(super) struct View<'a> {
    text: &'a Text,
    normals: &'a [OnceCell<Normal>],
    start: usize,
}

impl<'a> Normals<'a> {
    pub(super) fn of(text: &'a Text) -> Self {
        let normals = text.fields().iter().map(|_| OnceCell::new()).collect();
        Self { text, normals }
    }

    /// Returns every field.
    pub(super) fn whole(&self) -> View<'_> {
        self.view(0..self.normals.len())
    }

    /// Returns the fields from here on.
    pub(super) fn from(&self, start: usize) -> View<'_> {
        self.view(start.min(self.normals.len())..self.normals.len())
    }

    fn view(&self, fields: Range<usize>) -> View<'_> {
        View {
            text: self.text,
            start: fields.start,
            normals: &self.normals[fields],
        }
    }

    /// Returns what is near the sights for a lane, in reading order; nothing twice.
    pub(super) fn pieces(&self, sights: &[Sight], lane: Lanes) -> Vec<View<'_>> {
        let mut seen = sights.iter().filter(|sight| sight.lanes.has(lane)).peekable();
        if seen.peek().is_none() {
            return Vec::new();
        }
        if self.text.chars().len() <= WHOLE {
            return vec![self.whole()];
        }
        // The beginning tells what a document is, and what its columns hold.
        let mut pieces = vec![self.rows(0..BEFORE)];
        for sight in seen {
            let near = sight.range.start.saturating_sub(BEFORE)..sight.range.end + AFTER;
            let piece = self.rows(near);
            match pieces.last_mut() {
                Some(last) if piece.start <= last.end => last.end = last.end.max(piece.end),
                _ => pieces.push(piece),
            }
        }
        pieces.into_iter().map(|piece| self.view(piece)).collect()
    }

    /// Returns the fields that some bytes touch, with the rest of their rows.
    fn rows(&self, bytes: Range<usize>) -> Range<usize> {
        let fields = self.text.fields();
        let mut start = fields
            .partition_point(|field| field.start() <= bytes.start)
            .saturating_sub(1);
        let mut end = fields.partition_point(|field| field.start() < bytes.end);
        let row = |at: usize| fields.get(at)?.cell.map(|cell| (cell.table, cell.row));
        while start > 0 && row(start).is_some() && row(start - 1) == row(start) {
            start -= 1;
        }
        while end > start && row(end).is_some() && row(end - 1) == row(end) {
            end += 1;
        }
        start..end
    }
}

impl View<'_> {
    /// Returns how many fields there are.
    pub(super) fn len(&self) -> usize {
        self.normals.len()
    }

    /// Returns where it ends in its block.
    pub(super) fn end(&self) -> usize {
        self.start + self.normals.len()
    }

    /// Returns a field.
    pub(super) fn field(&self, at: usize) -> &Field {
        &self.text.fields()[self.start + at]
    }

    /// Returns what a field says, in normal form.
    pub(super) fn normal(&self, at: usize) -> &Normal {
        self.normals[at].get_or_init(|| Normal::of(self.text.of(self.field(at))))
    }

    /// Returns where a field stands.
    pub(super) fn place(&self, at: usize) -> Place {
        self.text.place(self.field(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::text::{At, Cell};

    fn sight(start: usize, lanes: Lanes) -> Sight {
        Sight {
            range: start..start + 4,
            lanes,
        }
    }

    fn lines(count: u32) -> Text {
        let mut text = Text::default();
        (1..=count).for_each(|line| text.push(&"x".repeat(99), At::Line(line), None, false));
        text
    }

    fn ranges(text: &Text, sights: &[Sight], lane: Lanes) -> Vec<Range<usize>> {
        let normals = Normals::of(text);
        let pieces = normals.pieces(sights, lane);
        pieces.iter().map(|piece| piece.start..piece.end()).collect()
    }

    #[test]
    fn a_method_reads_what_is_near_its_words_and_nothing_twice() {
        let text = lines(400);
        let sights = [
            sight(20_000, Lanes::SECRET),
            sight(20_500, Lanes::ROSTER),
            sight(22_000, Lanes::SECRET),
            sight(39_999, Lanes::SECRET),
        ];
        assert_eq!(ranges(&text, &sights, Lanes::SECRET), [0..11, 189..251, 389..400]);
        assert!(ranges(&text, &sights, Lanes::NUMBER).is_empty());
    }

    #[test]
    fn a_short_block_is_read_whole() {
        let read = ranges(&lines(100), &[sight(50, Lanes::NUMBER)], Lanes::NUMBER);
        assert_eq!(read.first(), Some(&(0..100)));
    }

    #[test]
    fn rows_of_a_table_stay_whole() {
        let mut text = Text::default();
        for row in 1..=400 {
            for column in 1..=3 {
                let cell = Cell {
                    table: 1,
                    row,
                    column,
                };
                text.push(&"x".repeat(99), At::Sheet(0), Some(cell), false);
            }
        }
        for start in 50_000..50_300 {
            for piece in ranges(&text, &[sight(start, Lanes::SECRET)], Lanes::SECRET) {
                assert_eq!((piece.start % 3, piece.end % 3), (0, 0), "{start}");
            }
        }
    }
}
