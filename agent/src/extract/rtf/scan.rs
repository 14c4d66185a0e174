//! RTF as a stream of tokens.

use std::io::Read;

use crate::extract::{Stop, ahead::Ahead};

/// Longest control word of the specification, in letters.
const WORD: usize = 32;

/// What comes next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Token {
    /// `{`
    Open,
    /// `}`
    Close,
    /// A control word with its number.
    Word(Word, Option<i32>),
    /// `\` and something that is no letter, such as `\*` or `\~`.
    Symbol(u8),
    /// `\'hh`
    Escaped(u8),
    /// A byte of text as it stands.
    Raw(u8),
    /// The end of the source.
    End,
}

/// The letters of a control word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Word {
    letters: [u8; WORD],
    length: usize,
}

impl Word {
    /// Returns the letters.
    pub(super) fn letters(&self) -> &[u8] {
        &self.letters[..self.length]
    }
}

/// Cuts a source into tokens.
pub(super) struct Scan<'s> {
    ahead: Ahead<'s>,
}

impl<'s> Scan<'s> {
    /// Starts at the beginning of a source.
    pub(super) fn new(source: &'s mut dyn Read) -> Self {
        Self {
            ahead: Ahead::new(source),
        }
    }

    /// Returns how many bytes were taken.
    pub(super) const fn position(&self) -> u64 {
        self.ahead.position()
    }

    /// Returns the next token. Line ends mean nothing and are left out.
    pub(super) fn next(&mut self) -> Result<Token, Stop> {
        loop {
            let Some(byte) = self.take()? else {
                return Ok(Token::End);
            };
            return Ok(match byte {
                b'\r' | b'\n' => continue,
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\\' => self.control()?,
                other => Token::Raw(other),
            });
        }
    }

    /// Takes the second byte of a character whose first was not escaped.
    ///
    /// It may be a brace or a backslash; an escaped one is left to [`Self::next`].
    pub(super) fn trail(&mut self) -> Result<Option<u8>, Stop> {
        let trail = match self.peek(0)? {
            Some(b'\\') if self.peek(1)? == Some(b'\'') => None,
            Some(byte @ (0x40..=0x7e | 0x80..=0xfc)) => Some(byte),
            _ => None,
        };
        if trail.is_some() {
            self.ahead.take(1);
        }
        Ok(trail)
    }

    /// Leaves out bytes that are no text; tells whether there were so many.
    pub(super) fn skip(&mut self, mut bytes: u64) -> Result<bool, Stop> {
        while bytes > 0 {
            if self.peek(0)?.is_none() {
                return Ok(false);
            }
            let here = bytes.min(self.ahead.here().len() as u64);
            self.ahead.take(here as usize);
            bytes -= here;
        }
        Ok(true)
    }

    fn control(&mut self) -> Result<Token, Stop> {
        let Some(byte) = self.take()? else {
            return Ok(Token::End);
        };
        match byte {
            b'\'' => self.escaped(),
            b'a'..=b'z' | b'A'..=b'Z' => self.word(byte),
            other => Ok(Token::Symbol(other)),
        }
    }

    fn escaped(&mut self) -> Result<Token, Stop> {
        let mut value = 0;
        for _ in 0..2 {
            let digit = self.peek(0)?.and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else { break };
            value = value << 4 | digit as u8;
            self.ahead.take(1);
        }
        Ok(Token::Escaped(value))
    }

    fn word(&mut self, first: u8) -> Result<Token, Stop> {
        let mut word = Word {
            letters: [first; WORD],
            length: 1,
        };
        while let Some(letter @ (b'a'..=b'z' | b'A'..=b'Z')) = self.peek(0)? {
            self.ahead.take(1);
            if word.length < WORD {
                word.letters[word.length] = letter;
                word.length += 1;
            }
        }
        let number = self.number()?;
        if self.peek(0)? == Some(b' ') {
            self.ahead.take(1);
        }
        Ok(Token::Word(word, number))
    }

    fn number(&mut self) -> Result<Option<i32>, Stop> {
        let negative = self.peek(0)? == Some(b'-') && self.peek(1)?.is_some_and(|byte| byte.is_ascii_digit());
        if negative {
            self.ahead.take(1);
        }
        let mut number: Option<i32> = None;
        while let Some(digit @ b'0'..=b'9') = self.peek(0)? {
            self.ahead.take(1);
            let so_far = number.unwrap_or(0);
            number = Some(so_far.saturating_mul(10).saturating_add(i32::from(digit - b'0')));
        }
        Ok(number.map(|number| if negative { -number } else { number }))
    }

    /// Takes the next byte, whatever it is.
    pub(super) fn take(&mut self) -> Result<Option<u8>, Stop> {
        let byte = self.peek(0)?;
        self.ahead.take(usize::from(byte.is_some()));
        Ok(byte)
    }

    fn peek(&mut self, ahead: usize) -> Result<Option<u8>, Stop> {
        loop {
            if let Some(&byte) = self.ahead.here().get(ahead) {
                return Ok(Some(byte));
            }
            if !self.ahead.more()? {
                return Ok(None);
            }
        }
    }
}
