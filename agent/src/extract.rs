//! Bytes to text with positions, by sniffed format, inside limits.
//!
//! ```text
//! source ─► sniff ─► plain | office | odf | archive ─► blocks of Text ─► Examiner
//! ```
//!
//! Nothing here opens a file, reads a clock or knows what is looked for. Every document ends
//! either read or with a `Stop` that names why not; nothing ends silently.
//!
//! To add a document format: one file in `extract/`, one line in `sniff` or `archive`, two
//! documents in `tests/corpus`.

mod ahead;
mod archive;
mod block;
pub(crate) mod coding;
mod compound;
mod compressed;
mod doc;
mod docx;
mod embed;
mod escaped;
mod flow;
mod html;
mod limits;
mod local;
mod locked;
mod mail;
mod member;
mod msg;
mod odf;
mod ole;
mod package;
mod pdf;
mod plain;
mod ppt;
mod pptx;
mod program;
mod properties;
mod recoded;
mod relations;
mod rtf;
mod sevenz;
mod sheetml;
mod shortcut;
#[cfg(test)]
mod shown;
mod sniff;
mod snt;
mod sqlite;
mod tar;
pub(crate) mod text;
mod unlock;
mod vba;
mod xls;
mod xlsb;
mod xlsx;
mod xml;
mod xps;

use std::{
    io::{self, Read, Seek, SeekFrom},
    ops::Range,
};

use mimawari_proto::{finding::Part, name::Name, round::UnreadReason};

use block::Blocks;
use coding::Coding;
use limits::Budget;
use sniff::{Format, Markup};
use text::{At, Text};

/// Who looks at what is read.
pub(crate) trait Examiner {
    /// A document or member begins.
    fn begin(&mut self, member: &[Name]);

    /// Looks quickly over raw text and adds the byte ranges that are worth decoding.
    ///
    /// Ranges may overlap and come in ascending order of their starts.
    fn glance(&mut self, coding: Coding, bytes: &[u8], worth: &mut Vec<Range<usize>>);

    /// Judges a block of text; further blocks of the same member follow.
    fn text(&mut self, text: &Text);

    /// Tells whether the member begun last holds something so far.
    fn found(&self) -> bool;

    /// The member begun last was read to its end or to a limit.
    fn end(&mut self);

    /// A document or member, or the rest of it, was not read.
    fn unread(&mut self, member: &[Name], reason: UnreadReason, format: &str, detail: &str);
}

/// Why reading ended before the end. Never holds content.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum Stop {
    /// A limit of [`limits`]; what came before was read.
    #[error("{0}")]
    Limit(&'static str),
    /// Broken.
    #[error("{0}")]
    Damaged(&'static str),
    /// Protected by a password.
    #[error("{0}")]
    Encrypted(&'static str),
    /// A known way of writing that is not read.
    #[error("{0}")]
    Unsupported(&'static str),
    /// The disk or the system would not give the bytes.
    #[error("cannot be read: {0:?}")]
    Source(io::ErrorKind),
}

impl Stop {
    /// Takes an error of reading; one that carries a stop is that stop.
    fn of(error: &io::Error) -> Self {
        let carried = error.get_ref().and_then(|inner| inner.downcast_ref::<Self>());
        match (carried, error.kind()) {
            (Some(stop), _) => *stop,
            (
                None,
                io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof,
            ) => Self::Damaged("ends too early or does not unpack"),
            (None, io::ErrorKind::OutOfMemory) => Self::Limit("unpacking it needs too much memory"),
            (None, io::ErrorKind::Unsupported) => Self::Unsupported("packed in a way that is not read"),
            (None, io::ErrorKind::Other) => Self::Damaged("does not unpack"),
            (None, kind) => Self::Source(kind),
        }
    }

    fn reason(self) -> UnreadReason {
        match self {
            Self::Limit(_) => UnreadReason::Stopped,
            Self::Damaged(_) => UnreadReason::Damaged,
            Self::Encrypted(_) => UnreadReason::Encrypted,
            Self::Unsupported(_) => UnreadReason::Unsupported,
            Self::Source(io::ErrorKind::PermissionDenied) => UnreadReason::Denied,
            Self::Source(io::ErrorKind::NotFound) => UnreadReason::Vanished,
            Self::Source(_) => UnreadReason::Locked,
        }
    }
}

/// What a document turned out to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Sort {
    /// The sniffed format; empty when unknown.
    pub(crate) format: &'static str,
    /// Protected as a whole.
    pub(crate) encrypted: bool,
}

/// Reads one document and shows everything in it to the examiner.
///
/// `name` is the file's own, from which a compressed file names what it holds.
pub(crate) fn read(name: &Name, source: &mut dyn Bytes, examiner: &mut dyn Examiner) -> Sort {
    let mut reading = Reading {
        examiner,
        name: name.clone(),
        budget: Budget::new(),
        member: Vec::new(),
    };
    reading.document(source)
}

/// Bytes at any position: a file, or a member held in memory.
pub(crate) trait Bytes: Read + Seek {}

impl<T: Read + Seek + ?Sized> Bytes for T {}

/// Returns where a seek leads from a position in so many bytes; nothing lies before the first.
fn sought(to: SeekFrom, at: u64, size: u64) -> io::Result<u64> {
    let at = match to {
        SeekFrom::Start(at) => Some(at),
        SeekFrom::End(by) => size.checked_add_signed(by),
        SeekFrom::Current(by) => at.checked_add_signed(by),
    };
    at.ok_or_else(|| io::ErrorKind::InvalidInput.into())
}

/// One document under way, with its members.
pub(crate) struct Reading<'a> {
    examiner: &'a mut dyn Examiner,
    name: Name,
    budget: Budget,
    member: Vec<Name>,
}

impl Reading<'_> {
    /// Reads a document or member of any format.
    fn document(&mut self, source: &mut dyn Bytes) -> Sort {
        let mut head = Vec::new();
        let sniffed = source
            .seek(SeekFrom::Start(0))
            .and_then(|_| source.take(512).read_to_end(&mut head))
            .and_then(|_| source.seek(SeekFrom::Start(0)));
        if let Err(error) = sniffed {
            return self.ended("unknown", Err(Stop::Source(error.kind())));
        }
        match sniff::sniff(&head) {
            Format::Plain => self.plain(source),
            Format::Zip => self.zip(source),
            Format::Rtf => self.rtf(source),
            Format::Pdf => self.pdf(source),
            Format::Mail => self.mail(&mut { source }),
            Format::Mails => self.mails(&mut { source }),
            Format::SevenZip => self.seven(source),
            Format::Tar => self.tar(source),
            Format::Program => self.program(source),
            Format::Packed(packing) => self.compressed(packing, &mut { source }),
            Format::Ole => self.ole(source),
            Format::Markup(markup) => self.markup(markup, source),
            Format::Sqlite => {
                let outcome = self.text(|budget, blocks| sqlite::read(source, budget, blocks));
                self.ended("sqlite", outcome)
            }
            Format::SqliteLog => {
                let outcome = self.text(|budget, blocks| sqlite::read_log(source, budget, blocks));
                self.ended("sqlite", outcome)
            }
            Format::Shortcut => {
                let outcome = self.text(|_, blocks| shortcut::read(source, blocks));
                self.ended("lnk", outcome)
            }
            Format::Workbook => self.bare_workbook(source),
            other => self.named(other),
        }
    }

    /// Notes a format that is told by its first bytes and not read.
    fn named(&mut self, format: Format) -> Sort {
        match format {
            Format::Unsupported(format) => {
                self.ended(format, Err(Stop::Unsupported("not read by this release")))
            }
            Format::Encrypted(format) => self.ended(format, Err(Stop::Encrypted("protected as a whole"))),
            Format::Textless(format) => self.ended(format, Ok(())),
            _ => self.ended("", Ok(())),
        }
    }

    fn plain(&mut self, source: &mut dyn Bytes) -> Sort {
        self.examiner.begin(&self.member);
        let (format, outcome) = plain::read(source, self.examiner);
        self.examiner.end();
        self.ended(format, outcome)
    }

    fn markup(&mut self, markup: Markup, source: &mut dyn Bytes) -> Sort {
        let at = At::Part(Part::Body);
        let outcome = self.text(|_, blocks| match markup {
            Markup::Odf => odf::part(source, odf::Sort::Text, at, blocks),
            Markup::Word => flow::read(source, at, blocks),
            Markup::Sheets => sheetml::read(source, blocks),
        });
        self.ended("xml", outcome)
    }

    /// Shows the text of one document or member, as far as it is read.
    fn text(&mut self, read: impl FnOnce(&Budget, &mut Blocks<'_>) -> Result<(), Stop>) -> Result<(), Stop> {
        self.examiner.begin(&self.member);
        let mut blocks = Blocks::new(&mut *self.examiner, &self.budget);
        let outcome = read(&self.budget, &mut blocks);
        blocks.finish();
        drop(blocks);
        self.examiner.end();
        outcome
    }

    /// Reads something while a decoder holds so many bytes.
    fn holding(
        &mut self,
        bytes: usize,
        read: impl FnOnce(&mut Self) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        self.budget.hold(bytes)?;
        let outcome = read(self);
        self.budget.release(bytes);
        outcome
    }

    /// Notes how a document or member ended.
    fn ended(&mut self, format: &'static str, outcome: Result<(), Stop>) -> Sort {
        if let Err(stop) = outcome {
            self.examiner
                .unread(&self.member, stop.reason(), format, &stop.to_string());
        }
        Sort {
            format,
            encrypted: matches!(outcome, Err(Stop::Encrypted(_))),
        }
    }
}
