//! One page as pieces of text, before they are put in order.

use super::place::Way;
use crate::extract::{
    Stop,
    limits::{PDF_PAGE_BYTES, PDF_PIECES},
};

/// Lines of tables that are kept, of each sort; a sheet of a form has a few hundred.
const RULES: usize = 20_000;

/// Characters that were set one after the other.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Which way they run.
    pub(super) way: Way,
    /// Where they begin and end along the line.
    pub(super) start: f64,
    /// See `start`.
    pub(super) end: f64,
    /// How far across the page the line is.
    pub(super) across: f64,
    /// The size of the font.
    pub(super) size: f64,
    /// Which bytes of the text.
    pub(super) text: std::ops::Range<usize>,
}

/// A vertical line of a table: where along, and from where to where across.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    /// Its place along the lines of text.
    pub(super) along: f64,
    /// Its upper end.
    pub(super) top: f64,
    /// Its lower end.
    pub(super) bottom: f64,
}

/// A horizontal line of a table: where across, and from where to where along.
#[derive(Clone, Copy, Debug)]
pub(super) struct Level {
    /// Its place across the lines of text.
    pub(super) across: f64,
    /// Its left end.
    pub(super) from: f64,
    /// Its right end.
    pub(super) to: f64,
}

/// A page under way.
#[derive(Default)]
pub(super) struct Sheet {
    /// All characters in the order they were drawn.
    pub(super) text: String,
    /// In the order they were drawn.
    pub(super) pieces: Vec<Piece>,
    /// Vertical lines.
    pub(super) rules: Vec<Rule>,
    /// Horizontal lines.
    pub(super) levels: Vec<Level>,
    /// Characters shown.
    pub(super) shown: u64,
    /// Characters of which nobody knows what they say.
    pub(super) unknown: u64,
    /// The largest part of the page that a picture covers.
    pub(super) covered: f64,
    /// Pictures shown.
    pub(super) pictures: u64,
    /// Shapes drawn.
    pub(super) shapes: u64,
}

impl Drop for Sheet {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.text);
    }
}

impl Sheet {
    /// Adds a character, or what stands for one.
    pub(super) fn put(&mut self, said: &str, mut piece: Piece) -> Result<(), Stop> {
        if self.text.len() + said.len() > PDF_PAGE_BYTES {
            return Err(Stop::Limit("more than 8 MiB of text on one page"));
        }
        let from = self.text.len();
        self.text.extend(said.chars().filter(|&c| is_seen(c)));
        piece.text = from..self.text.len();
        if self.goes_on(&piece) {
            return Ok(());
        }
        if self.pieces.len() >= PDF_PIECES {
            return Err(Stop::Limit("more than 200,000 pieces of text on one page"));
        }
        self.pieces.push(piece);
        Ok(())
    }

    /// Adds a character to the piece before it, if it stands right behind.
    fn goes_on(&mut self, piece: &Piece) -> bool {
        let Some(last) = self.pieces.last_mut() else {
            return false;
        };
        let size = last.size.max(piece.size);
        let gap = piece.start - last.end;
        let same = last.way == piece.way
            && (last.across - piece.across).abs() < 0.05 * size
            && (last.size - piece.size).abs() < 0.05 * size
            && (-0.25 * size..0.12 * size).contains(&gap)
            && last.text.end == piece.text.start;
        if same {
            last.end = last.end.max(piece.end);
            last.text.end = piece.text.end;
        }
        same
    }

    /// Adds a vertical line.
    pub(super) fn rule(&mut self, rule: Rule) {
        if self.rules.len() < RULES && rule.bottom - rule.top > 4.0 {
            self.rules.push(rule);
        }
    }

    /// Adds a horizontal line.
    pub(super) fn level(&mut self, level: Level) {
        if self.levels.len() < RULES && level.to - level.from > 4.0 {
            self.levels.push(level);
        }
    }
}

/// Leaves out selectors of variants and what has no width.
fn is_seen(c: char) -> bool {
    !matches!(
        c,
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}'
    ) && !c.is_control()
}
