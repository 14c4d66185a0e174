//! What stands beside the cells: comments, text boxes, headers and footers, titles of charts.

use std::io::Read;

use mimawari_proto::finding::Part;

use super::{Book, cells::lines};
use crate::extract::{Stop, block::Blocks, text::At, xlsx};

/// The sort of object that holds a comment.
const COMMENT: u16 = 0x0019;

impl<R: Read> Book<R> {
    /// Takes a record if it holds text.
    pub(super) fn beside(&mut self, kind: u16, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        match kind {
            0x001c if !self.letters.unicode() => self.old_note(blocks),
            0x005d => self.object(),
            0x01b6 => self.text_box(blocks),
            0x0014 | 0x0015 => self.header(blocks),
            0x089c => self.further_headers(blocks),
            0x100d => self.chart_text(blocks),
            _ => Ok(()),
        }
    }

    /// A comment of Excel 2 to 95, whose text stands in it.
    fn old_note(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let mut body = self.records.body();
        body.skip(6)?;
        let length = body.rest().len();
        let text = self.letters.decoded(body.bytes(length)).into_owned();
        lines(&text, |line| {
            blocks.push(line, At::Part(Part::Comment), None, false)
        })
    }

    /// An object begins; its text follows.
    fn object(&mut self) -> Result<(), Stop> {
        let mut body = self.records.body();
        body.skip(4)?;
        self.comment = body.short()? == COMMENT;
        Ok(())
    }

    /// The text of an object: a comment, a text box, a button.
    fn text_box(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let mut body = self.records.body();
        body.skip(10)?;
        let length = usize::from(body.short()?);
        body.skip_rest();
        let text = body.chars(length, false)?;
        let part = if self.comment { Part::Comment } else { Part::Body };
        lines(&text, |line| blocks.push(line, At::Part(part), None, false))
    }

    fn header(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let mut body = self.records.body();
        if body.rest().is_empty() {
            return Ok(());
        }
        let text = match self.letters.unicode() {
            true => self.letters.long_string(&mut body)?,
            false => self.letters.short_string(&mut body)?,
        };
        push_header(&text, blocks)
    }

    /// Headers and footers of even pages and of the first one.
    fn further_headers(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let mut body = self.records.body();
        body.skip(30)?;
        let lengths = [body.short()?, body.short()?, body.short()?, body.short()?];
        for _ in lengths.iter().filter(|&&length| length > 0) {
            push_header(&self.letters.long_string(&mut body)?, blocks)?;
        }
        Ok(())
    }

    fn chart_text(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let mut body = self.records.body();
        body.skip(2)?;
        let text = self.letters.short_string(&mut body)?;
        lines(&text, |line| blocks.push(line, At::Part(Part::Body), None, false))
    }
}

fn push_header(text: &str, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    lines(&xlsx::without_codes(text), |line| {
        blocks.push(line, At::Part(Part::Header), None, false)
    })
}
