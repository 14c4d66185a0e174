//! RTF: text with its tables, headers, notes, comments and text boxes, streamed.
//!
//! ```text
//! bytes ─ scan ─► tokens ─► groups (what text in them is) ─► stories (paragraphs, tables) ─► blocks
//! ```
//!
//! Objects are read after the text, each from where it stands.
//! Mails keep their HTML in RTF; there the HTML is read and what was put beside it for RTF is left out.

mod font;
mod object;
mod scan;
mod story;

use std::io::Read;

use encoding_rs::Encoding;
use mimawari_proto::finding::Part;

use self::{
    font::{Fonts, leads},
    scan::{Scan, Token},
    story::Story,
};
use super::{
    Bytes, Reading, Sort, Stop,
    block::Blocks,
    html::flow::Flow,
    limits::{RTF_GROUPS, RTF_OBJECTS},
    text::At,
};

impl Reading<'_> {
    /// Reads an RTF file, and the objects in it.
    pub(super) fn rtf(&mut self, source: &mut dyn Bytes) -> Sort {
        let mut objects = Vec::new();
        let outcome = self.text(|_, blocks| text(source, At::Part(Part::Body), blocks, &mut objects));
        let inside = objects
            .into_iter()
            .try_for_each(|object| self.rtf_object(source, object));
        self.ended("rtf", outcome.and(inside))
    }
}

/// Reads an RTF text inside another document; `at` is where it stands.
///
/// # Errors
/// Also where it holds objects: here they are not read.
pub(super) fn read(source: &mut dyn Read, at: At, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
    let mut objects = Vec::new();
    text(source, at, blocks, &mut objects)?;
    match objects.is_empty() {
        true => Ok(()),
        false => Err(Stop::Unsupported("objects in its text are not read")),
    }
}

/// Reads the text, and notes where the objects in it begin.
fn text(source: &mut dyn Read, at: At, blocks: &mut Blocks<'_>, objects: &mut Vec<u64>) -> Result<(), Stop> {
    let mut rtf = Rtf {
        at,
        fonts: Fonts::new(),
        group: Group::default(),
        groups: Vec::new(),
        stories: vec![Story::new(at, 0)],
        html: None,
        bytes: Vec::new(),
        encoding: encoding_rs::SHIFT_JIS,
        half: None,
        fallback: 0,
        starred: false,
        label: Vec::new(),
        object: false,
    };
    let outcome = rtf.run(&mut Scan::new(source), blocks, objects);
    let rest = rtf.rest(blocks);
    outcome.and(rest)
}

/// What text in a group is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Holds {
    /// Text of the story.
    #[default]
    Text,
    /// No text, but groups inside may hold some.
    Mute,
    /// No text, and nothing inside.
    Skip,
    /// Descriptions of fonts.
    Fonts,
    /// Markup of HTML.
    Markup,
    /// The name of a property of a shape.
    Property,
    /// The instruction of a field.
    Field,
}

/// What holds until a group ends.
#[derive(Clone, Copy, Debug)]
struct Group {
    holds: Holds,
    font: Option<i32>,
    /// Characters that stand after `\u` for readers that do not know it.
    fallback: u32,
    /// Depth of the table the paragraph is in.
    table: usize,
    /// Written for readers that do not know HTML.
    beside: bool,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            holds: Holds::Text,
            font: None,
            fallback: 1,
            table: 0,
            beside: false,
        }
    }
}

/// A text under way.
struct Rtf {
    at: At,
    fonts: Fonts,
    group: Group,
    groups: Vec<Group>,
    /// The body, and what is written in the middle of it, such as notes.
    stories: Vec<Story>,
    html: Option<Flow>,
    /// Bytes whose characters may not be complete yet.
    bytes: Vec<u8>,
    encoding: &'static Encoding,
    /// The first half of a character of two units.
    half: Option<u16>,
    /// Characters still to be left out after `\u`.
    fallback: u32,
    /// `\*` came just before.
    starred: bool,
    /// The property of a shape, or the instruction of a field.
    label: Vec<u8>,
    /// An object begins here.
    object: bool,
}

/// Bytes of a property's name or a field's instruction that are kept.
const LABEL: usize = 2 << 10;

impl Rtf {
    fn run(
        &mut self,
        scan: &mut Scan<'_>,
        blocks: &mut Blocks<'_>,
        objects: &mut Vec<u64>,
    ) -> Result<(), Stop> {
        loop {
            let token = scan.next()?;
            let starred = std::mem::take(&mut self.starred);
            match token {
                Token::Open => self.open()?,
                Token::Close => self.close(blocks)?,
                Token::Word(word, number) => {
                    if word.letters() == b"bin" {
                        if !scan.skip(number.unwrap_or(0).max(0) as u64)? {
                            return Err(Stop::Damaged("embedded bytes go beyond the end"));
                        }
                    } else {
                        self.word(word.letters(), number, starred, blocks)?;
                    }
                    if std::mem::take(&mut self.object) {
                        noted(objects, scan.position())?;
                    }
                }
                Token::Symbol(symbol) => self.symbol(symbol, blocks)?,
                Token::Escaped(byte) => self.byte(byte, blocks)?,
                Token::Raw(byte) => self.raw(byte, scan, blocks)?,
                Token::End if self.groups.is_empty() => return Ok(()),
                Token::End => return Err(Stop::Damaged("ends inside a group")),
            }
        }
    }

    /// Hands over what was open at the end.
    fn rest(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        self.settle(blocks)?;
        if let Some(mut html) = self.html.take() {
            html.end(blocks)?;
        }
        while let Some(mut story) = self.stories.pop() {
            story.end(blocks)?;
        }
        Ok(())
    }

    fn open(&mut self) -> Result<(), Stop> {
        if self.groups.len() >= RTF_GROUPS {
            return Err(Stop::Limit("more than 4,096 groups inside each other"));
        }
        self.fallback = 0;
        self.groups.push(self.group);
        Ok(())
    }

    fn close(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        self.fallback = 0;
        let outer = self.groups.last().map_or(Holds::Text, |group| group.holds);
        if self.group.holds == Holds::Field && outer != Holds::Field {
            self.instruction(blocks)?;
        }
        let depth = self.groups.len();
        if depth > 0 && self.stories.last().is_some_and(|story| story.depth == depth) {
            self.settle(blocks)?;
            if let Some(mut story) = self.stories.pop() {
                story.end(blocks)?;
            }
        }
        self.group = self.groups.pop().unwrap_or_default();
        Ok(())
    }

    fn symbol(&mut self, symbol: u8, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        match symbol {
            b'*' => self.starred = true,
            b'\\' | b'{' | b'}' => return self.byte(symbol, blocks),
            b'~' => return self.say(" ", blocks),
            b'_' => return self.say("-", blocks),
            b'\r' | b'\n' => return self.paragraph(blocks),
            b'\t' => return self.say("\t", blocks),
            _ => {}
        }
        Ok(())
    }

    /// Takes a byte that is written as it is; of an unescaped pair both.
    fn raw(&mut self, byte: u8, scan: &mut Scan<'_>, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let encoding = self.fonts.encoding(self.group.font);
        let second = self.bytes.last().is_some_and(|_| self.halved(encoding));
        let trail = match byte {
            0x80.. if !second && leads(encoding, byte) => scan.trail()?,
            _ => None,
        };
        self.byte(byte, blocks)?;
        trail.map_or(Ok(()), |trail| self.byte(trail, blocks))
    }

    /// Tells whether the bytes end with the first half of a character.
    fn halved(&self, encoding: &'static Encoding) -> bool {
        let leading = self.bytes.iter().rev().take_while(|&&byte| leads(encoding, byte));
        leading.count() % 2 == 1
    }

    fn byte(&mut self, byte: u8, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        if self.fallback > 0 {
            self.fallback -= 1;
            return Ok(());
        }
        match self.group.holds {
            Holds::Text | Holds::Markup => {
                let encoding = self.fonts.encoding(self.group.font);
                if self.encoding != encoding || self.bytes.len() >= 4 << 10 && !self.halved(encoding) {
                    self.settle(blocks)?;
                    self.encoding = encoding;
                }
                self.half = None;
                self.bytes.push(byte);
            }
            Holds::Property | Holds::Field if self.label.len() < LABEL => self.label.push(byte),
            _ => {}
        }
        Ok(())
    }

    /// Says characters that are complete.
    fn say(&mut self, text: &str, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        if matches!(self.group.holds, Holds::Text | Holds::Markup) {
            self.settle(blocks)?;
            self.put(text, blocks)?;
        }
        Ok(())
    }

    /// Decodes the bytes that wait.
    fn settle(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        self.half = None;
        if self.bytes.is_empty() {
            return Ok(());
        }
        let text = self.fonts.decode(&self.bytes, self.encoding);
        self.bytes.clear();
        self.put(&text, blocks)
    }

    fn put(&mut self, text: &str, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        match (&mut self.html, self.stories.last_mut()) {
            (Some(_), _) if self.group.beside => Ok(()),
            (Some(html), _) => html.feed(text, blocks),
            (None, Some(story)) => story.say(text, self.group.table, blocks),
            (None, None) => Ok(()),
        }
    }

    /// Takes a unit of UTF-16, or a whole character as some programs write it.
    fn unit(&mut self, number: i32, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        if !matches!(self.group.holds, Holds::Text | Holds::Markup) {
            return Ok(());
        }
        let code = if number < 0 {
            number.saturating_add(0x1_0000)
        } else {
            number
        };
        let code = u32::try_from(code).unwrap_or(0);
        let half = self.half;
        let said = match (half, code) {
            (_, 0xd800..=0xdbff) => {
                self.settle(blocks)?;
                self.half = Some(code as u16);
                None
            }
            (Some(high), 0xdc00..=0xdfff) => char::decode_utf16([high, code as u16])
                .next()
                .and_then(Result::ok),
            // Symbol fonts put ASCII into the private area.
            (_, 0xf020..=0xf07e) => char::from_u32(code - 0xf000),
            _ => char::from_u32(code).filter(|&c| c != '\0'),
        };
        if let Some(c) = said {
            self.say(c.encode_utf8(&mut [0; 4]), blocks)?;
        }
        self.fallback = self.group.fallback;
        Ok(())
    }

    fn word(
        &mut self,
        word: &[u8],
        number: Option<i32>,
        starred: bool,
        blocks: &mut Blocks<'_>,
    ) -> Result<(), Stop> {
        if self.group.holds == Holds::Skip {
            return Ok(());
        }
        if word != b"u" {
            self.fallback = 0;
        }
        let value = number.unwrap_or(0);
        match word {
            b"u" => return self.unit(value, blocks),
            b"uc" => self.group.fallback = value.clamp(0, 64) as u32,
            b"ansicpg" => self.fonts.page(value),
            b"mac" => self.fonts.page(10_000),
            b"deff" => self.fonts.default(value),
            b"f" if self.group.holds == Holds::Fonts => self.fonts.begin(value),
            b"f" => self.group.font = number,
            b"plain" => self.group.font = None,
            b"fcharset" => self.fonts.charset(value),
            b"cpg" => self.fonts.entry_page(value),
            b"fromhtml" if value == 1 && self.html.is_none() => self.html = Some(Flow::new(self.at)),
            b"htmlrtf" => {
                self.settle(blocks)?;
                self.group.beside = number != Some(0);
            }
            b"pard" => {
                self.settle(blocks)?;
                self.group.table = 0;
            }
            b"intbl" => self.group.table = self.group.table.max(1),
            b"itap" => self.group.table = value.clamp(0, 32) as usize,
            _ => return self.text_word(word, starred, blocks),
        }
        Ok(())
    }

    /// Takes the words that stand for a character or end something.
    fn text_word(&mut self, word: &[u8], starred: bool, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let text = match word {
            b"par" | b"line" | b"page" | b"sect" | b"softline" | b"softpage" | b"column" => {
                return self.paragraph(blocks);
            }
            b"cell" | b"nestcell" | b"row" | b"nestrow" => return self.cell(word, blocks),
            b"tab" => "\t",
            b"emspace" | b"enspace" | b"qmspace" => " ",
            b"emdash" => "—",
            b"endash" => "–",
            b"bullet" => "•",
            b"lquote" => "‘",
            b"rquote" => "’",
            b"ldblquote" => "“",
            b"rdblquote" => "”",
            _ => return self.destination(word, starred, blocks),
        };
        self.say(text, blocks)
    }

    fn paragraph(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        if self.html.is_some() {
            return self.say("\n", blocks);
        }
        if self.group.holds != Holds::Text {
            return Ok(());
        }
        self.settle(blocks)?;
        let table = self.group.table;
        self.stories
            .last_mut()
            .map_or(Ok(()), |story| story.paragraph(table, blocks))
    }

    fn cell(&mut self, word: &[u8], blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        self.settle(blocks)?;
        let table = self.group.table.max(1);
        let Some(story) = self.stories.last_mut().filter(|_| self.html.is_none()) else {
            return Ok(());
        };
        match word {
            b"cell" => story.cell(1, blocks),
            b"row" => story.row(1, blocks),
            b"nestcell" => story.cell(table.max(2), blocks),
            _ => story.row(table.max(2), blocks),
        }
    }

    /// Takes the words that tell what a group holds; unknown ones are formatting, or starred and skipped.
    fn destination(&mut self, word: &[u8], starred: bool, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let holds = match word {
            b"header" | b"headerl" | b"headerr" | b"headerf" | b"footer" | b"footerl" | b"footerr"
            | b"footerf" => return self.story(At::Part(Part::Header), blocks),
            b"annotation" => return self.story(At::Part(Part::Comment), blocks),
            b"footnote" | b"shptxt" | b"dptxbxtext" | b"ffdeftext" | b"ffhelptext" | b"ffstattext" => {
                return self.story(self.at, blocks);
            }
            b"sv" if self.writes() => return self.story(self.at, blocks),
            b"fonttbl" => Holds::Fonts,
            b"shpinst" | b"do" | b"object" | b"shpgrp" | b"background" | b"nesttableprops" | b"shppict"
            | b"formfield" => Holds::Mute,
            b"result" => Holds::Text,
            b"sn" => Holds::Property,
            b"fldinst" => Holds::Field,
            b"htmltag" => Holds::Markup,
            b"objdata" => {
                self.object = true;
                Holds::Skip
            }
            b"sv" | b"colortbl" | b"stylesheet" | b"pict" | b"info" | b"filetbl" | b"listtext"
            | b"pntext" | b"shprslt" | b"nonshppict" | b"nonesttables" | b"mhtmltag" | b"listtable" => {
                Holds::Skip
            }
            _ if starred => Holds::Skip,
            _ => return Ok(()),
        };
        if matches!(holds, Holds::Property | Holds::Field) {
            self.label.clear();
        }
        self.settle(blocks)?;
        self.group.holds = holds;
        Ok(())
    }

    /// Begins a text of its own, which ends with its group.
    fn story(&mut self, at: At, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        self.settle(blocks)?;
        self.group.holds = Holds::Text;
        self.group.table = 0;
        self.stories.push(Story::new(at, self.groups.len()));
        Ok(())
    }

    /// Tells whether the property named last holds what a shape says.
    fn writes(&self) -> bool {
        matches!(self.label.trim_ascii(), b"gtextUNICODE" | b"wzDescription")
    }

    /// Hands over where a field leads, if it is an address.
    fn instruction(&mut self, blocks: &mut Blocks<'_>) -> Result<(), Stop> {
        let label = std::mem::take(&mut self.label);
        let Some(story) = self.stories.last_mut().filter(|_| self.html.is_none()) else {
            return Ok(());
        };
        if memchr::memmem::find(&label, b"://").is_none() {
            return Ok(());
        }
        let text = self.fonts.decode(&label, self.encoding);
        let target = text.split('"').find(|part| part.contains("://"));
        target.map_or(Ok(()), |target| story.aside(target, blocks))
    }
}

fn noted(objects: &mut Vec<u64>, at: u64) -> Result<(), Stop> {
    if objects.len() >= RTF_OBJECTS {
        return Err(Stop::Limit("more than 10,000 objects"));
    }
    objects.push(at);
    Ok(())
}

#[cfg(test)]
mod tests;
