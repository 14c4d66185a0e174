//! Tokens of XML, cut from a stream in pieces.
//!
//! ```text
//! source ─► piece of text: | tokens served one by one, borrowed | a tag that is not whole yet |
//!                                                                waits for the next piece
//! ```
//!
//! A piece in memory is cut several times faster than a stream, and nothing of it is copied.

use std::{io::Read, ops::Range};

use simdutf8::compat::from_utf8;

use super::{
    super::{Stop, limits::XML_TOKEN_BYTES, recoded::Recoded},
    markup::{First, Sort, first},
};

/// Bytes read at once.
const PIECE: usize = 64 << 10;
/// Bytes of the widest character: so many that are none are damage.
const WIDEST: usize = 4;

const DAMAGED: Stop = Stop::Damaged("markup is damaged");

/// A token, and where its content lies in the piece.
#[derive(Clone)]
pub(super) struct Token {
    pub(super) sort: Sort,
    content: Range<usize>,
}

/// A stream being cut.
pub(super) struct Tokens<R> {
    source: Recoded<R>,
    /// Bytes that were read and are not a whole character yet.
    raw: Vec<u8>,
    piece: String,
    /// How much of the piece was served.
    used: usize,
    /// What comes behind the piece: nothing more, or why nothing more.
    end: Option<Result<(), Stop>>,
}

impl<R: Read> Tokens<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            source: Recoded::new(source),
            raw: Vec::new(),
            piece: String::new(),
            used: 0,
            end: None,
        }
    }

    /// Returns the next token that says something, or `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Token>, Stop> {
        loop {
            let start = self.used;
            let rest = &self.piece.as_bytes()[start..];
            let whole = match first(rest) {
                First::Whole(length, token) => {
                    self.used += length;
                    token
                }
                First::Broken => return Err(DAMAGED),
                First::Cut => match (self.end, rest.first()) {
                    (None, _) => {
                        self.refill();
                        continue;
                    }
                    // The last text of all.
                    (Some(_), Some(&byte)) if byte != b'<' => {
                        let rest = rest.len();
                        self.used += rest;
                        Some((Sort::Text, 0..rest))
                    }
                    (Some(Ok(())), Some(_)) => return Err(DAMAGED),
                    (Some(end), _) => return end.map(|()| None),
                },
            };
            if let Some((sort, content)) = whole {
                let content = start + content.start..start + content.end;
                return Ok(Some(Token { sort, content }));
            }
        }
    }

    /// Returns what a token says, while no other was asked for.
    pub(super) fn content(&self, token: &Token) -> &str {
        &self.piece[token.content.clone()]
    }

    /// Reads another piece behind what is not whole yet.
    fn refill(&mut self) {
        self.piece.drain(..self.used);
        self.used = 0;
        self.end = match self.read() {
            Ok(false) => None,
            Ok(true) if self.raw.is_empty() => Some(Ok(())),
            Ok(true) => Some(Err(DAMAGED)),
            // What was read before is still good.
            Err(stop) => Some(Err(stop)),
        };
    }

    /// Reads as much as is there already, so that one long token is not looked at again and again;
    /// tells whether that was all.
    fn read(&mut self) -> Result<bool, Stop> {
        let room = (XML_TOKEN_BYTES + PIECE).saturating_sub(self.piece.len());
        if room == 0 {
            return Err(Stop::Limit("one tag or text of more than 4 MiB"));
        }
        let wanted = self.piece.len().max(PIECE).min(room);
        let read = (&mut self.source).take(wanted as u64).read_to_end(&mut self.raw);
        let valid = match from_utf8(&self.raw) {
            Ok(text) => text,
            Err(error) => from_utf8(&self.raw[..error.valid_up_to()]).unwrap_or_default(),
        };
        self.piece.push_str(valid);
        self.raw.drain(..valid.len());
        match read {
            Err(error) => Err(Stop::of(&error)),
            Ok(_) if self.raw.len() >= WIDEST => Err(DAMAGED),
            Ok(read) => Ok(read < wanted),
        }
    }
}
