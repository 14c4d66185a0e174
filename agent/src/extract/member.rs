//! One member of a container, whatever holds it: named, told by its first bytes, and read.

use std::io::{self, Cursor, Read};

use mimawari_proto::name::{NAME_LIMIT_BYTES, Name};

use super::{
    Reading, Stop,
    limits::{Budget, DEPTH, NESTED_BYTES},
    plain,
    sniff::{self, Format},
    tar::Tape,
};

/// Bytes that tell what a member is.
pub(super) const HEAD_BYTES: usize = 512;
/// Bytes by which the memory for a member grows.
const PIECE_BYTES: usize = 64 << 10;

impl Reading<'_> {
    /// Reads one member of a container: a file of an archive, an attachment, an embedded document.
    ///
    /// Plain text is streamed, every other document is held in memory. How it ended, errors of the
    /// source too, is noted under the member's name.
    ///
    /// # Errors
    /// No further member may be read; the container ends there.
    pub(super) fn member(&mut self, name: Name, source: &mut dyn Read) -> Result<(), Stop> {
        self.budget.member()?;
        self.member.push(name.fitted(NAME_LIMIT_BYTES));
        let (head, failed) = start(&mut Metered::new(&mut *source, &self.budget));
        let format = sniff::sniff(&head);
        let outcome = match self.member.len() > DEPTH {
            true => Err(Stop::Limit("archives inside each other more than 4 deep")),
            false => self.member_read(format, head, failed, source),
        };
        if let Err(stop) = outcome {
            self.ended(format.name(), Err(stop));
        }
        self.member.pop();
        Ok(())
    }

    /// Notes a member that cannot be opened, by the format that closes it.
    ///
    /// # Errors
    /// No further member may be read; the container ends there.
    pub(super) fn closed_member(&mut self, name: Name, format: &'static str, stop: Stop) -> Result<(), Stop> {
        self.budget.member()?;
        self.member.push(name.fitted(NAME_LIMIT_BYTES));
        self.ended(format, Err(stop));
        self.member.pop();
        Ok(())
    }

    fn member_read(
        &mut self,
        format: Format,
        head: Vec<u8>,
        failed: Option<io::Error>,
        source: &mut dyn Read,
    ) -> Result<(), Stop> {
        match format {
            Format::Plain => {
                let mut whole = Whole::new(head, failed, Metered::new(source, &self.budget));
                self.examiner.begin(&self.member);
                let (format, outcome) = plain::read(&mut whole, self.examiner);
                self.examiner.end();
                self.ended(format, outcome);
                Ok(())
            }
            Format::Packed(packing) => {
                let mut whole = Whole::new(head, failed, source);
                self.compressed(packing, &mut whole);
                Ok(())
            }
            Format::Tar => {
                let mut whole = Whole::new(head, failed, source);
                let outcome = self.members_of_tar(Tape::Stream(&mut whole));
                self.ended("tar", outcome);
                Ok(())
            }
            Format::Mail => {
                self.mail(&mut Whole::new(head, failed, source));
                Ok(())
            }
            Format::Mails => {
                self.mails(&mut Whole::new(head, failed, source));
                Ok(())
            }
            format if format.is_read() => {
                let mut whole = Whole::new(head, failed, source);
                self.held(&mut whole)
            }
            other => {
                self.named(other);
                Ok(())
            }
        }
    }

    /// Reads a document that is read at random, from memory.
    fn held(&mut self, source: &mut dyn Read) -> Result<(), Stop> {
        let mut bytes = Vec::new();
        let outcome = gather(source, &mut bytes, &self.budget);
        let length = bytes.len();
        if !matches!(outcome, Err(Stop::Limit(_))) && length > 0 {
            self.document(&mut Cursor::new(bytes));
        }
        self.budget.release(length);
        outcome
    }
}

/// Reads the first bytes; an error comes with what was read before it.
pub(super) fn start(source: &mut dyn Read) -> (Vec<u8>, Option<io::Error>) {
    let mut head = Vec::with_capacity(HEAD_BYTES);
    let failed = source.take(HEAD_BYTES as u64).read_to_end(&mut head).err();
    (head, failed)
}

/// Reads to the end, as long as memory may be held. All that was gathered is held, error or not.
fn gather(source: &mut dyn Read, bytes: &mut Vec<u8>, budget: &Budget) -> Result<(), Stop> {
    loop {
        let before = bytes.len();
        let read = source.take(PIECE_BYTES as u64).read_to_end(bytes);
        let more = bytes.len() - before;
        if bytes.len() as u64 > NESTED_BYTES {
            bytes.truncate(before);
            return Err(Stop::Limit("a nested document of more than 24 MiB"));
        }
        if let Err(stop) = budget.unpack(more).and_then(|()| budget.hold(more)) {
            bytes.truncate(before);
            return Err(stop);
        }
        match read {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(Stop::of(&error)),
        }
    }
}

/// Takes what is read from the budget.
pub(super) struct Metered<'b, R> {
    inner: R,
    budget: &'b Budget,
}

impl<'b, R> Metered<'b, R> {
    /// Counts what comes out of a source.
    pub(super) const fn new(inner: R, budget: &'b Budget) -> Self {
        Self { inner, budget }
    }
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.budget.unpack(length).map_err(io::Error::other)?;
        Ok(length)
    }
}

/// A source whose beginning was read before.
pub(super) struct Whole<R> {
    head: Cursor<Vec<u8>>,
    failed: Option<io::Error>,
    rest: R,
}

impl<R> Whole<R> {
    /// Puts a beginning, and an error after it, before the rest.
    pub(super) const fn new(head: Vec<u8>, failed: Option<io::Error>, rest: R) -> Self {
        Self {
            head: Cursor::new(head),
            failed,
            rest,
        }
    }
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.head.read(buffer)? {
            0 => self.failed.take().map_or_else(|| self.rest.read(buffer), Err),
            length => Ok(length),
        }
    }
}
