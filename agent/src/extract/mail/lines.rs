//! The lines of a mail, and where its parts end.

use std::io::Read;

use crate::extract::{Stop, ahead::Ahead};

/// A longer line comes in pieces; standards allow 998 characters.
const LINE: usize = 32 << 10;

/// What a line is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Edge {
    /// A line of the part.
    Inside,
    /// A further part of the container at this depth begins.
    Next(usize),
    /// The container at this depth ends.
    Last(usize),
    /// The next mail of a file of mails begins, or everything ends.
    End,
}

/// A source cut into lines.
pub(super) struct Lines<'s> {
    ahead: Ahead<'s>,
    ended: bool,
    /// The line under way began in an earlier piece.
    goes_on: bool,
    /// The line before was empty, as it is before the next mail.
    after_empty: bool,
    /// A file of mails.
    pub(super) many: bool,
    /// What separates the parts of the containers that are open.
    pub(super) boundaries: Vec<Vec<u8>>,
}

impl<'s> Lines<'s> {
    /// Starts at the beginning of a source.
    pub(super) fn new(source: &'s mut dyn Read, many: bool) -> Self {
        Self {
            ahead: Ahead::new(source),
            ended: false,
            goes_on: false,
            after_empty: true,
            many,
            boundaries: Vec::new(),
        }
    }

    /// Takes the next line, with its end, unless the part ends before it.
    ///
    /// At an edge the line that makes it is left; [`Self::pass`] takes it.
    pub(super) fn next(&mut self, line: &mut Vec<u8>) -> Result<Edge, Stop> {
        line.clear();
        let length = self.whole_line()?;
        let here = &self.ahead.here()[..length];
        let edge = if length == 0 { Edge::End } else { self.edge(here) };
        if edge != Edge::Inside {
            return Ok(edge);
        }
        line.extend_from_slice(here);
        self.take(length);
        Ok(Edge::Inside)
    }

    /// Takes the line that was an edge.
    pub(super) fn pass(&mut self) -> Result<(), Stop> {
        loop {
            let length = self.whole_line()?;
            self.take(length);
            if !self.goes_on || length == 0 {
                return Ok(());
            }
        }
    }

    /// Tells whether nothing follows.
    pub(super) fn at_end(&mut self) -> Result<bool, Stop> {
        Ok(self.whole_line()? == 0)
    }

    fn take(&mut self, length: usize) {
        let line = &self.ahead.here()[..length];
        self.after_empty = !self.goes_on && matches!(line, b"\n" | b"\r\n");
        self.goes_on = line.last().is_some_and(|&byte| byte != b'\n');
        self.ahead.take(length);
    }

    fn edge(&self, line: &[u8]) -> Edge {
        if self.goes_on {
            return Edge::Inside;
        }
        if self.many && self.after_empty && separates(line) {
            return Edge::End;
        }
        let Some(rest) = line.strip_prefix(b"--") else {
            return Edge::Inside;
        };
        for (depth, boundary) in self.boundaries.iter().enumerate().rev() {
            if let Some(after) = rest.strip_prefix(&boundary[..]) {
                match after.trim_ascii() {
                    b"" => return Edge::Next(depth),
                    b"--" => return Edge::Last(depth),
                    _ => {}
                }
            }
        }
        Edge::Inside
    }

    /// Returns how long the next line is, or the next piece of a long one; 0 at the end.
    fn whole_line(&mut self) -> Result<usize, Stop> {
        loop {
            let here = self.ahead.here();
            let near = &here[..here.len().min(LINE)];
            if let Some(end) = memchr::memchr(b'\n', near) {
                return Ok(end + 1);
            }
            if near.len() == LINE || self.ended {
                return Ok(near.len());
            }
            self.ended = !self.ahead.more()?;
        }
    }
}

/// Tells whether a line separates mails: `From`, who sent it, and a date with a time.
///
/// A sentence may begin with the same word.
pub(super) fn separates(line: &[u8]) -> bool {
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    line.starts_with(b"From ")
        && (2..line.len()).any(|at| {
            line[at] == b':' && digit(line.get(at - 1)) && digit(line.get(at + 1)) && digit(line.get(at + 2))
        })
}
