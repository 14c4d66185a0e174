//! Plain text in any coding: looked over as raw bytes, decoded only around what was seen.
//!
//! ```text
//! buffer  [ kept from before | new bytes ]
//!            └ glance sees new bytes, and so much before that no literal is cut
//! window  lines around what the glance saw; it waits in the buffer until its end has been read
//! ```

use std::{io::Read, ops::Range};

use super::{
    Examiner, Stop,
    coding::{Coding, Guess, guess},
    escaped,
    html::Html,
    limits::{BLOCK_BYTES, FIELD_BYTES, PLAIN_BYTES},
    text::{At, Cell, Text},
};

/// Bytes read at once; well inside the second-level cache.
const CHUNK: usize = 256 << 10;
/// The sample that decides the coding.
const SAMPLE: usize = 64 << 10;
/// Bytes of context before and after what the glance saw, before they are stretched to whole lines.
const BEFORE: usize = 1 << 10;
const AFTER: usize = 3 << 10;
/// Longest part of a literal or digit group that may be cut by the end of a chunk.
const OVERLAP: usize = 256;
/// A line longer than this is cut, so that a file without line ends stays bounded.
const LINE: usize = 16 << 10;

/// A text in Japanese that is no longer than this is decoded whole: a short note has few words to be seen by.
const SHORT: usize = 8 << 10;
/// Lines above the heading line of a table: a title, a date, who made it.
const TITLES: usize = 4;

/// Reads plain text and returns its format and how it ended.
pub(super) fn read(source: &mut dyn Read, examiner: &mut dyn Examiner) -> (&'static str, Result<(), Stop>) {
    let mut head = vec![0; SAMPLE];
    let (length, failed) = fill(source, &mut head);
    if let (0, Some(stop)) = (length, failed) {
        return ("unknown", Err(stop));
    }
    head.truncate(length);
    let whole = length < SAMPLE;
    let Guess::Text { mark, codings } = guess(&head, whole) else {
        return (
            "binary",
            Err(Stop::Unsupported("not text, and of no known format")),
        );
    };
    let (&first, others) = match codings.split_first() {
        Some(split) => split,
        None => return ("binary", Err(Stop::Unsupported("not text in any known coding"))),
    };
    let begin = head.get(mark..head.len().min(512)).unwrap_or_default();
    let format = format_of(first.decode(begin).as_bytes());
    let columns = columns_of(&first.decode(&head[..head.len().min(8 << 10)]), whole);
    let written = Written::of(&first.decode(begin));
    let columns = columns.filter(|_| written != Written::Markup);
    let hidden = written == Written::Escaped && whole && memchr::memmem::find(&head, b"\\u").is_some();
    let short = length <= SHORT && !head.is_ascii() || hidden;
    let outcome = Lines::new(first, columns, written, short).run(&head, mark, source, examiner);
    if whole {
        for &coding in others {
            if !examiner.found() {
                // The sample is the whole text here: nothing more is read, so nothing can fail.
                _ = Lines::new(coding, columns, written, false).run(
                    &head,
                    mark,
                    &mut std::io::empty(),
                    examiner,
                );
            }
        }
    }
    (format, failed.map_or(outcome, Err))
}

/// How a text writes what a person sees.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Written {
    /// As it is.
    Plain,
    /// Between tags.
    Markup,
    /// With signs for line ends and characters.
    Escaped,
}

impl Written {
    /// Tells it by the beginning of the text.
    fn of(begin: &str) -> Self {
        // Notes of GNOME and of Tomboy; their tags are few, and like those of HTML.
        let note = |name| begin.contains("<note ") && begin.contains(name);
        match () {
            () if format_of(begin.as_bytes()) == "html" => Self::Markup,
            () if note("beatniksoftware.com/tomboy") || note("projects.gnome.org/bijiben") => Self::Markup,
            () if escaped::is_escaped(begin) => Self::Escaped,
            () => Self::Plain,
        }
    }
}

/// Names what sort of text it is, for reports only.
fn format_of(head: &[u8]) -> &'static str {
    let start = head.trim_ascii_start();
    let begins = |word: &[u8]| {
        start
            .get(..word.len())
            .is_some_and(|s| s.eq_ignore_ascii_case(word))
    };
    if begins(b"<!doctype html") || begins(b"<html") {
        "html"
    } else if begins(b"<?xml") {
        "xml"
    } else {
        "text"
    }
}

/// Reads until the buffer is full or the source ends; an error comes with what was read before it.
fn fill(source: &mut dyn Read, buffer: &mut [u8]) -> (usize, Option<Stop>) {
    let mut length = 0;
    while length < buffer.len() {
        match source.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return (length, Some(Stop::of(&error))),
        }
    }
    (length, None)
}

/// Tells whether a text is a table, and by which character its columns are separated.
///
/// At least two lines with the same number of separators, and no line that disagrees by much;
/// a few lines with less may stand above.
fn columns_of(sample: &str, whole: bool) -> Option<char> {
    let mut lines: Vec<&str> = sample
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(40)
        .collect();
    if !whole && lines.len() > 1 {
        lines.pop();
    }
    let separators = ['\t', ',', ';', '|'];
    let counted = separators.map(|separator| {
        let counts = lines.iter().map(|line| cells(line, separator).len());
        (separator, counts.collect::<Vec<_>>())
    });
    let table = |titles: usize| {
        let found = counted.iter().find(|(_, counts)| is_table(counts, titles));
        found.map(|&(separator, _)| separator)
    };
    (0..=TITLES).find_map(table)
}

/// Tells whether lines with so many cells each are a table under so many lines of titles.
fn is_table(counts: &[usize], titles: usize) -> bool {
    let (above, rows) = counts.split_at(titles.min(counts.len()));
    let columns = rows.first().copied().unwrap_or(0);
    let same = rows.iter().filter(|&&count| count == columns).count();
    let plain = if titles == 0 { 2 } else { 3 };
    rows.len() >= 2
        && columns >= plain
        && same * 10 >= rows.len() * 8
        && above.iter().all(|&count| count < columns)
}

/// Splits a line into cells; quoted cells may hold the separator.
fn cells(line: &str, separator: char) -> Vec<&str> {
    let mut cells = Vec::new();
    let mut start = 0;
    let mut quoted = false;
    for (at, c) in line.char_indices() {
        if c == '"' {
            quoted = !quoted;
        } else if c == separator && !quoted {
            cells.push(&line[start..at]);
            start = at + c.len_utf8();
        }
    }
    cells.push(&line[start..]);
    cells
}

/// A text under way.
struct Lines {
    coding: Coding,
    columns: Option<char>,
    written: Written,
    /// The heading line of a table was worth reading, so every line is.
    all: bool,
    buffer: Vec<u8>,
    /// Bytes of the buffer that the glance has seen.
    seen: usize,
    /// Bytes of the buffer that need no decoding any more.
    done: usize,
    /// Bytes of the buffer whose line ends are in `line`.
    counted: usize,
    /// The line that begins, or goes on, at `counted`.
    line: u32,
    total: u64,
    text: Text,
}

impl Lines {
    fn new(coding: Coding, columns: Option<char>, written: Written, short: bool) -> Self {
        Self {
            coding,
            columns,
            written,
            all: short || coding == Coding::Iso2022Jp,
            buffer: Vec::new(),
            seen: 0,
            done: 0,
            counted: 0,
            line: 1,
            total: 0,
            text: Text::default(),
        }
    }

    /// Goes through the sample and the rest of the source.
    fn run(
        mut self,
        head: &[u8],
        mark: usize,
        rest: &mut dyn Read,
        examiner: &mut dyn Examiner,
    ) -> Result<(), Stop> {
        self.buffer
            .extend_from_slice(head.get(mark..).unwrap_or_default());
        let mut more = head.len() == SAMPLE;
        loop {
            let (ended, failed) = if more { self.refill(rest) } else { (true, None) };
            self.look(ended, examiner);
            if ended {
                return failed.map_or(Ok(()), Err);
            }
            more = true;
            if self.total > PLAIN_BYTES {
                return Err(Stop::Limit("more than 2 GiB of text"));
            }
        }
    }

    /// Drops what is done with and reads on; tells whether the source ended, and why too early.
    fn refill(&mut self, rest: &mut dyn Read) -> (bool, Option<Stop>) {
        let keep = self.done.min(self.seen.saturating_sub(BEFORE + LINE)) / 2 * 2;
        self.count_to(keep);
        self.buffer.drain(..keep);
        self.seen -= keep;
        self.done -= keep;
        self.counted -= keep;
        let start = self.buffer.len();
        self.buffer.resize(start + CHUNK, 0);
        let (got, failed) = fill(rest, &mut self.buffer[start..]);
        self.buffer.truncate(start + got);
        self.total += got as u64;
        (got < CHUNK, failed)
    }

    /// Glances over the new bytes and hands over every window that is complete.
    fn look(&mut self, ended: bool, examiner: &mut dyn Examiner) {
        let mut worth = Vec::new();
        let from = self.seen.saturating_sub(OVERLAP) / 2 * 2;
        if self.all {
            worth.push(self.done..self.buffer.len());
        } else {
            examiner.glance(self.coding, &self.buffer[from..], &mut worth);
            worth
                .iter_mut()
                .for_each(|range| *range = range.start + from..range.end + from);
            self.all = self.columns.is_some() && self.heading_is_worth(&worth);
        }
        if self.columns.is_some() && from == 0 && self.line == 1 {
            worth.insert(0, 0..1);
        }
        // What waits from before is looked at again, because its window may end in the new bytes.
        self.seen = if ended {
            self.buffer.len()
        } else {
            self.buffer.len().saturating_sub(OVERLAP)
        };
        let mut next = worth.into_iter().peekable();
        let mut waits = None;
        while let Some(range) = next.next() {
            let mut window = self.window(range);
            while window.len() < BLOCK_BYTES
                && let Some(more) = next.next_if(|more| self.window(more.clone()).start <= window.end)
            {
                window.end = window.end.max(self.window(more).end);
            }
            if window.end + LINE > self.buffer.len() && !ended {
                waits = Some(window.start);
                break;
            }
            self.hand_over(window, examiner);
        }
        match waits {
            Some(start) => {
                self.seen = self.seen.min(start.max(self.done) + OVERLAP);
                self.done = self.done.max(start.min(self.buffer.len()));
            }
            None => self.done = self.done.max(self.seen),
        }
    }

    fn heading_is_worth(&self, worth: &[Range<usize>]) -> bool {
        let mut ends = memchr::memchr_iter(b'\n', &self.buffer);
        let end = ends.nth(TITLES).unwrap_or(self.buffer.len());
        self.line == 1 && self.counted == 0 && worth.first().is_some_and(|range| range.start < end)
    }

    /// Stretches what was seen by its context, to whole lines.
    fn window(&self, seen: Range<usize>) -> Range<usize> {
        let start = seen.start.saturating_sub(BEFORE);
        let start = self.line_start(start);
        let end = self.line_end((seen.end + AFTER).min(self.buffer.len()));
        start..end
    }

    fn line_start(&self, at: usize) -> usize {
        let floor = at.saturating_sub(LINE);
        let found = memchr::memrchr(b'\n', &self.buffer[floor..at]).map(|offset| floor + offset + 1);
        self.whole_unit(found.unwrap_or(floor))
    }

    fn line_end(&self, at: usize) -> usize {
        let ceiling = (at + LINE).min(self.buffer.len());
        let found = memchr::memchr(b'\n', &self.buffer[at..ceiling]).map(|offset| at + offset + 1);
        self.whole_unit(found.unwrap_or(ceiling)).max(at)
    }

    /// Moves a position between two units of UTF-16 to the end of the unit.
    fn whole_unit(&self, at: usize) -> usize {
        at.next_multiple_of(self.coding.unit()).min(self.buffer.len())
    }

    fn hand_over(&mut self, window: Range<usize>, examiner: &mut dyn Examiner) {
        self.count_to(window.start);
        let mut line = self.line;
        self.text.clear();
        let whole = self.line == 1 && window.len() == self.buffer.len();
        self.text.excerpt = !self.all && !whole;
        let decoded = self.coding.decode(&self.buffer[window]);
        let mut apart = Vec::new();
        let mut html = (self.written == Written::Markup).then(Html::default);
        for piece in decoded.split('\n') {
            let piece = piece.strip_suffix('\r').unwrap_or(piece);
            match &mut html {
                Some(html) => self.text.push(&html.strip(piece), At::Line(line), None, false),
                None if self.written == Written::Escaped && escaped::hides(piece) => {
                    let (left, texts) = escaped::texts(piece);
                    push_line(&mut self.text, &left, line, self.columns);
                    apart.extend(texts.into_iter().map(|text| (line, text)));
                }
                None => push_line(&mut self.text, piece, line, self.columns),
            }
            line = line.saturating_add(1);
        }
        examiner.text(&self.text);
        for (line, text) in apart {
            self.text.clear();
            text.iter()
                .for_each(|part| self.text.push(part, At::Line(line), None, false));
            examiner.text(&self.text);
        }
    }

    /// Moves the line counter to a position of the buffer.
    fn count_to(&mut self, at: usize) {
        let back = at < self.counted;
        let bytes = &self.buffer[at.min(self.counted)..at.max(self.counted)];
        let lines = match self.coding {
            Coding::Utf16Le => bytes
                .as_chunks::<2>()
                .0
                .iter()
                .filter(|unit| **unit == [b'\n', 0])
                .count(),
            Coding::Utf16Be => bytes
                .as_chunks::<2>()
                .0
                .iter()
                .filter(|unit| **unit == [0, b'\n'])
                .count(),
            _ => memchr::memchr_iter(b'\n', bytes).count(),
        };
        let lines = u32::try_from(lines).unwrap_or(u32::MAX);
        self.line = if back {
            self.line.saturating_sub(lines)
        } else {
            self.line.saturating_add(lines)
        };
        self.counted = at;
    }
}

fn push_line(text: &mut Text, piece: &str, line: u32, columns: Option<char>) {
    let Some(separator) = columns else {
        return text.push(piece, At::Line(line), None, false);
    };
    for (column, cell) in (1..).zip(cells(piece, separator)) {
        let cell = cell.trim().trim_matches('"');
        let place = Cell {
            table: 0,
            row: line,
            column,
        };
        text.push(cell, At::Line(line), Some(place), false);
    }
}

const _: () = assert!(LINE <= FIELD_BYTES, "a line is one field");
