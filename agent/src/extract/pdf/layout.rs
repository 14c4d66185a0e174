//! Pieces of text put in order: lines, and tables where the gaps of several lines stand in columns.
//!
//! ```text
//! pieces ─► lines (same height) ─► parts of lines (wide gaps, rules) ─► tables (aligned parts) ─► fields
//! ```
//!
//! Where a table has horizontal lines, all lines of text between two of them are one row.

use super::{
    place::Way,
    sheet::{Level, Piece, Rule, Sheet},
};
use crate::extract::{
    Stop,
    block::Blocks,
    text::{At, Cell},
};

/// A gap of this many sizes parts a line.
const PART: f64 = 1.1;
/// A gap of this many sizes parts a line where a column begins.
const EDGE: f64 = 0.25;
/// A gap of this many sizes is a space.
const SPACE: f64 = 0.17;
/// A gap of this many sizes is a space between characters that are as wide as they are high.
const WIDE_SPACE: f64 = 0.45;

/// A part of a line, between wide gaps.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    start: f64,
    end: f64,
    text: String,
}

/// A line.
#[derive(Debug)]
pub(super) struct Line {
    way: Way,
    across: f64,
    size: f64,
    parts: Vec<Segment>,
}

/// The table that goes on from page to page.
#[derive(Default)]
pub(super) struct Tables {
    last: Option<Open>,
}

struct Open {
    number: u32,
    row: u32,
    columns: Vec<(f64, f64)>,
}

/// Hands over one page.
pub(super) fn hand_over(
    sheet: &mut Sheet,
    at: At,
    tables: &mut Tables,
    blocks: &mut Blocks<'_>,
) -> Result<(), Stop> {
    let lines = lines(sheet);
    let grid = Grid {
        rules: &sheet.rules,
        levels: &sheet.levels,
    };
    let mut rest = &lines[..];
    let mut first = true;
    while !rest.is_empty() {
        let (length, columns) = table(rest, &grid);
        let (here, after) = rest.split_at(length.max(1));
        if length > 0 {
            tables.rows(here, columns, &grid, first, at, blocks)?;
        } else {
            // A page number or a heading above a table does not part it from the page before.
            for line in here {
                let texts: Vec<_> = line.parts.iter().map(|part| part.text.as_str()).collect();
                blocks.push(&texts.join("\t"), at, None, false)?;
            }
        }
        first &= length == 0;
        rest = after;
    }
    Ok(())
}

impl Tables {
    /// Hands over the rows of one table.
    fn rows(
        &mut self,
        lines: &[Line],
        columns: Vec<(f64, f64)>,
        grid: &Grid<'_>,
        first: bool,
        at: At,
        blocks: &mut Blocks<'_>,
    ) -> Result<(), Stop> {
        let goes_on = self
            .last
            .take()
            .filter(|open| first && same_columns(&open.columns, &columns));
        let mut open = goes_on.unwrap_or_else(|| Open {
            number: blocks.table(),
            row: 0,
            columns,
        });
        let mut rest = lines;
        while !rest.is_empty() {
            let pairs = rest
                .windows(2)
                .take_while(|pair| grid.one_row(&pair[0], &pair[1]));
            let (row, after) = rest.split_at(pairs.count() + 1);
            open.row = open.row.saturating_add(1);
            for (column, text) in cells(row, &open.columns, grid) {
                let place = Cell {
                    table: open.number,
                    row: open.row,
                    column,
                };
                blocks.push(&text, at, Some(place), false)?;
            }
            rest = after;
        }
        self.last = Some(open);
        Ok(())
    }
}

/// Returns the texts of one row by column; a text that went on in the next line is whole again.
fn cells(row: &[Line], columns: &[(f64, f64)], grid: &Grid<'_>) -> Vec<(u32, String)> {
    let mut cells: Vec<(u32, String, bool)> = Vec::new();
    for line in row {
        for part in &line.parts {
            let column = column_of(columns, part);
            let broken = part.text.ends_with('-');
            let full = row.len() > 1 && (broken || grid.is_full(line, part));
            match cells.iter_mut().rev().find(|(known, ..)| *known == column) {
                Some((_, text, goes_on)) if *goes_on => {
                    text.push_str(&part.text);
                    *goes_on = full;
                }
                _ => cells.push((column, part.text.clone(), full)),
            }
        }
    }
    cells.sort_by_key(|&(column, ..)| column);
    cells
        .into_iter()
        .map(|(column, text, _)| (column, text))
        .collect()
}

/// The lines that are drawn on a page.
struct Grid<'s> {
    rules: &'s [Rule],
    levels: &'s [Level],
}

impl Grid<'_> {
    /// Tells whether two lines of text stand between the same two horizontal lines.
    fn one_row(&self, upper: &Line, lower: &Line) -> bool {
        let (from, to) = (upper.from().min(lower.from()), upper.to().max(lower.to()));
        let mut levels = self
            .levels
            .iter()
            .filter(|level| level.from < to && from < level.to);
        levels.clone().any(|level| level.across <= upper.middle())
            && levels.clone().any(|level| level.across >= lower.middle())
            && !levels.any(|level| upper.middle() < level.across && level.across < lower.middle())
    }

    /// Tells whether a line of text stands between horizontal lines.
    fn holds(&self, line: &Line) -> bool {
        self.one_row(line, line)
    }

    /// Tells whether a text reaches the vertical line behind it, so that it may go on below.
    fn is_full(&self, line: &Line, part: &Segment) -> bool {
        let behind = self
            .rules
            .partition_point(|rule| rule.along < part.end - 0.3 * line.size);
        self.rules[behind..]
            .iter()
            .take_while(|rule| rule.along < part.end + 1.3 * line.size)
            .any(|rule| rule.top < line.middle() && line.middle() < rule.bottom)
    }
}

impl Line {
    fn from(&self) -> f64 {
        self.parts.first().map_or(0.0, |part| part.start)
    }

    fn to(&self) -> f64 {
        self.parts.last().map_or(0.0, |part| part.end)
    }

    /// Returns the height of the middle of its letters.
    fn middle(&self) -> f64 {
        self.across - 0.35 * self.size
    }
}

/// Tells whether two tables have the same columns, so that one goes on with the other.
fn same_columns(before: &[(f64, f64)], now: &[(f64, f64)]) -> bool {
    before.len() == now.len() && before.iter().zip(now).all(|(a, b)| a.0 < b.1 && b.0 < a.1)
}

fn column_of(columns: &[(f64, f64)], part: &Segment) -> u32 {
    let overlap = |&(start, end): &(f64, f64)| part.end.min(end) - part.start.max(start);
    let best = (0..columns.len()).max_by(|&a, &b| overlap(&columns[a]).total_cmp(&overlap(&columns[b])));
    best.map_or(1, |at| at as u32 + 1)
}

/// Returns how many of the first lines are a table, 0 if none, and its columns.
///
/// A table grows line by line as long as no part of a line lies in two of its columns.
fn table(lines: &[Line], grid: &Grid<'_>) -> (usize, Vec<(f64, f64)>) {
    let mut columns: Vec<(f64, f64)> = Vec::new();
    let mut length = 0;
    let mut full = 0;
    for (at, line) in lines.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| &lines[before]);
        let one_row = before.is_some_and(|before| grid.one_row(before, line));
        let Some(grown) = grown(&columns, &line.parts) else {
            break;
        };
        let single = line.parts.len() < 2;
        // Only a line with several parts begins a table; one with a single part goes on with its row.
        let fits = match before {
            _ if line.way != Way::Right => false,
            None => !single || grid.holds(line) && lines.get(1).is_some_and(|next| grid.one_row(line, next)),
            Some(_) if one_row => true,
            Some(before) if grid.holds(before) && !grid.holds(line) => false,
            Some(before) if single && !grid.holds(line) => {
                grown.len() == columns.len()
                    && line.across - before.across < 1.7 * line.size
                    && line.from() > columns.first().map_or(f64::MAX, |first| first.1)
            }
            Some(before) => line.across - before.across < 4.0 * line.size.max(before.size),
        };
        if !fits || at - length > 3 && !one_row {
            break;
        }
        columns = grown;
        let ruled = grid.holds(line) && columns.len() > 1;
        full += u32::from(!single || ruled && one_row);
        if !single || ruled {
            length = at + 1;
        }
    }
    if full < 2 || columns.len() < 2 {
        return (0, Vec::new());
    }
    (length, columns)
}

/// Adds the parts of a line to the columns; `None` if one lies in two columns.
fn grown(columns: &[(f64, f64)], parts: &[Segment]) -> Option<Vec<(f64, f64)>> {
    let mut grown = columns.to_vec();
    let mut taken = vec![false; grown.len()];
    for part in parts {
        let mut hit = None;
        for (at, column) in grown.iter().enumerate() {
            if part.start < column.1 && column.0 < part.end {
                if hit.is_some() {
                    return None;
                }
                hit = Some(at);
            }
        }
        match hit {
            // Two parts of one line in one column are no columns.
            Some(at) if taken[at] => return None,
            Some(at) => {
                taken[at] = true;
                grown[at] = (grown[at].0.min(part.start), grown[at].1.max(part.end));
            }
            None => {
                let at = grown.partition_point(|column| column.0 < part.start);
                grown.insert(at, (part.start, part.end));
                taken.insert(at, true);
            }
        }
    }
    let apart = grown.windows(2).all(|pair| pair[0].1 <= pair[1].0 + 0.5);
    apart.then_some(grown)
}

/// Puts the pieces of a page into lines.
fn lines(sheet: &mut Sheet) -> Vec<Line> {
    let mut pieces = std::mem::take(&mut sheet.pieces);
    pieces.retain(|piece| !sheet.text[piece.text.clone()].trim().is_empty() || piece.end > piece.start);
    pieces.sort_by(|a, b| {
        let across = a.across.total_cmp(&b.across);
        a.way.cmp(&b.way).then(across).then(a.start.total_cmp(&b.start))
    });
    sheet.rules.sort_by(|a, b| a.along.total_cmp(&b.along));
    let mut groups = Vec::new();
    let mut rest = &mut pieces[..];
    while let Some(first) = rest.first().cloned() {
        let same = |piece: &Piece| {
            piece.way == first.way && piece.across - first.across <= 0.45 * piece.size.max(first.size)
        };
        let length = rest.iter().position(|piece| !same(piece)).unwrap_or(rest.len());
        let (line, after) = rest.split_at_mut(length.max(1));
        line.sort_by(|a, b| a.start.total_cmp(&b.start));
        groups.push(&*line);
        rest = after;
    }
    let wide: Vec<Line> = groups
        .iter()
        .filter_map(|line| line_of(line, sheet, &[]))
        .collect();
    // Where columns begin; full cells leave less than a wide gap before the next column.
    let mut edges: Vec<f64> = wide
        .iter()
        .filter(|line| line.way == Way::Right && line.parts.len() > 1)
        .flat_map(|line| line.parts.iter().skip(1).map(|part| part.start))
        .collect();
    edges.sort_by(f64::total_cmp);
    groups
        .iter()
        .filter_map(|line| line_of(line, sheet, &edges))
        .collect()
}

/// Tells whether two lines or more have a part that begins here.
fn is_edge(edges: &[f64], start: f64) -> bool {
    let from = edges.partition_point(|&edge| edge < start - 1.0);
    edges.get(from + 1).is_some_and(|&edge| edge <= start + 1.0)
}

/// Makes one line of its pieces.
fn line_of(pieces: &[Piece], sheet: &Sheet, edges: &[f64]) -> Option<Line> {
    let first = pieces.first()?;
    let size = pieces.iter().map(|piece| piece.size).fold(0.0, f64::max);
    let rules = if first.way == Way::Right {
        &sheet.rules[..]
    } else {
        &[]
    };
    let mut line = Line {
        way: first.way,
        across: first.across,
        size,
        parts: Vec::new(),
    };
    let mut before: Option<&Piece> = None;
    for piece in pieces {
        if before.is_some_and(|before| doubled(before, piece, sheet)) {
            continue;
        }
        let said = &sheet.text[piece.text.clone()];
        let gap = before.map_or(f64::MAX, |before| piece.start - before.end);
        let em = before.map_or(piece.size, |before| before.size.max(piece.size));
        let ruled = before.is_some_and(|before| parted(rules, before, piece));
        let edge = gap > EDGE * em && is_edge(edges, piece.start);
        match line
            .parts
            .last_mut()
            .filter(|_| gap < PART * em && !ruled && !edge)
        {
            Some(part) => {
                if gap > space(&part.text, said) * em {
                    part.text.push(' ');
                }
                part.text.push_str(said);
                part.end = part.end.max(piece.end);
            }
            None => line.parts.push(Segment {
                start: piece.start,
                end: piece.end,
                text: said.to_owned(),
            }),
        }
        before = Some(piece);
    }
    line.parts = line
        .parts
        .into_iter()
        .flat_map(|part| at_wide_spaces(part, size))
        .collect();
    (!line.parts.is_empty()).then_some(line)
}

/// Tells whether a piece is the one before drawn again, as some programs make bold letters.
fn doubled(before: &Piece, piece: &Piece, sheet: &Sheet) -> bool {
    (before.start - piece.start).abs() < 0.3 * piece.size
        && sheet.text[before.text.clone()] == sheet.text[piece.text.clone()]
}

/// Returns the gap that is a space between two texts.
fn space(before: &str, after: &str) -> f64 {
    let wide = |c: Option<char>| c.is_some_and(|c| c >= '\u{2e80}');
    if wide(before.chars().next_back()) && wide(after.chars().next()) {
        WIDE_SPACE
    } else {
        SPACE
    }
}

/// Tells whether a vertical line stands between two pieces.
fn parted(rules: &[Rule], before: &Piece, piece: &Piece) -> bool {
    let from = rules.partition_point(|rule| rule.along < before.end - 0.2 * before.size);
    rules[from..]
        .iter()
        .take_while(|rule| rule.along <= piece.start + 0.2 * piece.size)
        .any(|rule| rule.top <= piece.across && piece.across - 0.7 * piece.size <= rule.bottom)
}

/// Parts a text at spaces that are as wide as a gap between columns.
fn at_wide_spaces(part: Segment, size: f64) -> Vec<Segment> {
    let chars = part.text.chars().count().max(1) as f64;
    let each = (part.end - part.start) / chars;
    let mut parts: Vec<Segment> = Vec::new();
    let mut spaces = String::new();
    let mut open: Option<Segment> = None;
    let mut at = part.start;
    for c in part.text.chars() {
        if c.is_whitespace() {
            spaces.push(c);
        } else {
            let wide = spaces.chars().count() > 3 || spaces.chars().filter(|&c| c == '\u{3000}').count() > 1;
            if wide && each * spaces.chars().count() as f64 > PART * size {
                parts.extend(open.take());
            }
            let open = open.get_or_insert_with(|| {
                spaces.clear();
                Segment {
                    start: at,
                    end: at,
                    text: String::new(),
                }
            });
            open.text.push_str(&spaces);
            open.text.push(c);
            open.end = at + each;
            spaces.clear();
        }
        at += each;
    }
    parts.extend(open);
    parts
}

#[cfg(test)]
mod tests;
