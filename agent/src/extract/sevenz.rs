//! 7z archives: block by block, as they come out of the decoder.
//!
//! ```text
//! start header ─► list of members, mostly packed itself ─► blocks, each a chain of coders ─► members
//! ```

use std::io::{self, Read, SeekFrom};

use mimawari_proto::name::Name;
use sevenz_rust2::{Archive, Block, BlockDecoder, Error, Password};

use super::{
    Bytes, Reading, Sort, Stop,
    compressed::{Window, room},
    limits::{LIST_BYTES, WINDOW_BYTES},
    member::Metered,
};

const AES: &[u8] = &[0x06, 0xf1, 0x07, 0x01];
const LZMA: &[u8] = &[0x03, 0x01, 0x01];
const LZMA2: &[u8] = &[0x21];
const PPMD: &[u8] = &[0x03, 0x04, 0x01];

const LOCKED: Stop = Stop::Encrypted("a member is protected by a password");

impl Reading<'_> {
    /// Reads a 7z archive.
    pub(super) fn seven(&mut self, source: &mut dyn Bytes) -> Sort {
        let archive = match list(source) {
            Ok(archive) => archive,
            Err(stop) => return self.ended("7z", Err(stop)),
        };
        let (mut locked, mut outcome) = (0, Ok(()));
        for (at, block) in archive.blocks.iter().enumerate() {
            let closed = closed(block);
            locked += usize::from(closed == Some(LOCKED));
            outcome = match closed {
                Some(stop) => self.closed_block(&archive, at, 0, stop, source),
                None => self.block(&archive, at, source),
            };
            if outcome.is_err() {
                break;
            }
        }
        let sort = self.ended("7z", outcome);
        Sort {
            encrypted: locked > 0 && locked == archive.blocks.len(),
            ..sort
        }
    }

    /// Names the members of a block that is not read, from one on.
    fn closed_block(
        &mut self,
        archive: &Archive,
        at: usize,
        from: usize,
        stop: Stop,
        source: &mut dyn Bytes,
    ) -> Result<(), Stop> {
        let password = Password::empty();
        let mut source = source;
        let decoder = BlockDecoder::new(1, at, archive, &password, &mut source);
        let files = decoder.entries().iter().filter(|entry| entry.has_stream());
        files
            .skip(from)
            .try_for_each(|entry| self.closed_member(name(entry.name()), "7z", stop))
    }

    /// Reads the members of one block.
    fn block(&mut self, archive: &Archive, at: usize, source: &mut dyn Bytes) -> Result<(), Stop> {
        let block = &archive.blocks[at];
        let window = window(block).min(block.get_unpack_size());
        let held = window.min(WINDOW_BYTES) as usize;
        self.holding(held, |reading| {
            reading.members_of_block(archive, at, window, source)
        })
    }

    fn members_of_block(
        &mut self,
        archive: &Archive,
        at: usize,
        window: u64,
        source: &mut dyn Bytes,
    ) -> Result<(), Stop> {
        let mut room = room(window);
        let mut done = 0;
        let mut ended = Ok(());
        let password = Password::empty();
        let mut lent = &mut *source;
        let read = BlockDecoder::new(1, at, archive, &password, &mut lent).for_each_entries(
            &mut |entry, content: &mut dyn Read| {
                if !entry.has_stream() {
                    return Ok(true);
                }
                done += 1;
                let mut content = Window::new(content, &mut room);
                ended = self.member(name(entry.name()), &mut content);
                if ended.is_err() {
                    return Ok(false);
                }
                // What comes next in the block is packed with what was not read here.
                io::copy(&mut Metered::new(content, &self.budget), &mut io::sink())?;
                Ok(true)
            },
        );
        ended?;
        match read {
            Ok(_) => Ok(()),
            Err(error) => self.closed_block(archive, at, done, stop(&error), source),
        }
    }
}

/// Writes a name with `/` between folders.
fn name(path: &str) -> Name {
    Name::from(path.replace('\\', "/").as_str())
}

/// Tells why a block is not read.
fn closed(block: &Block) -> Option<Stop> {
    block.coders.iter().find_map(|coder| {
        let properties = coder.properties();
        match coder.encoder_method_id() {
            AES => Some(LOCKED),
            PPMD => {
                let memory = properties
                    .get(1..5)
                    .map(|bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]));
                (u64::from(memory.unwrap_or(0)) > WINDOW_BYTES)
                    .then_some(Stop::Limit("compressed with a model of more than 24 MiB"))
            }
            _ => None,
        }
    })
}

/// Returns the largest window that the decoders of a block may fill.
fn window(block: &Block) -> u64 {
    let windows = block.coders.iter().map(|coder| {
        let properties = coder.properties();
        match (coder.encoder_method_id(), properties) {
            (LZMA, &[_, a, b, c, d, ..]) => u64::from(u32::from_le_bytes([a, b, c, d])),
            (LZMA2, &[bits @ 0..=39, ..]) => (2 | u64::from(bits & 1)) << (bits / 2 + 11),
            (LZMA2, _) => u64::from(u32::MAX),
            _ => 0,
        }
    });
    // BCJ2 has up to three decoders side by side.
    windows.sum::<u64>()
}

/// Reads the list of members, if it is of a modest size.
fn list(source: &mut dyn Bytes) -> Result<Archive, Stop> {
    modest(source)?;
    let mut source = source;
    Archive::read(&mut source, &Password::empty()).map_err(|error| stop(&error))
}

/// Looks at the list before it is unpacked: its size, and how it is packed.
fn modest(source: &mut dyn Bytes) -> Result<(), Stop> {
    let mut start = [0; 32];
    source
        .seek(SeekFrom::Start(0))
        .and_then(|_| source.read_exact(&mut start))
        .map_err(|error| Stop::of(&error))?;
    let long = |at: usize| {
        let bytes: [u8; 8] = std::array::from_fn(|offset| start[at + offset]);
        u64::from_le_bytes(bytes)
    };
    if start[8..12] == [0; 4] {
        return Err(Stop::Damaged("the list of members was never written"));
    }
    let (offset, size) = (long(12), long(20));
    if size > LIST_BYTES {
        return Err(Stop::Limit("a list of members of more than 512 KiB"));
    }
    let mut bytes = Vec::new();
    let at = offset
        .checked_add(32)
        .ok_or(Stop::Damaged("the list of members is missing"))?;
    source
        .seek(SeekFrom::Start(at))
        .and_then(|_| source.take(size).read_to_end(&mut bytes))
        .map_err(|error| Stop::of(&error))?;
    if (bytes.len() as u64) < size {
        return Err(Stop::Damaged("the list of members at the end is missing"));
    }
    match bytes.split_first() {
        Some((0x17, packed)) => Packed(packed)
            .modest()
            .unwrap_or(Err(Stop::Damaged("the list of members is damaged"))),
        _ => Ok(()),
    }
}

/// How the list of members is packed, read just far enough to know what unpacking it costs.
struct Packed<'a>(&'a [u8]);

impl Packed<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    /// Reads a number whose first byte tells by its leading ones how many follow.
    fn number(&mut self) -> Option<u64> {
        let first = self.byte()?;
        let more = first.leading_ones().min(8);
        let mut value = 0;
        for at in 0..more {
            value |= u64::from(self.byte()?) << (8 * at);
        }
        let high = if more < 7 {
            u64::from(first) & ((0x80 >> more) - 1)
        } else {
            0
        };
        Some(value | high.checked_shl(8 * more).unwrap_or(0))
    }

    fn skip(&mut self, bytes: u64) -> Option<()> {
        self.0 = self.0.get(usize::try_from(bytes).ok()?..)?;
        Some(())
    }

    fn expect(&mut self, wanted: u8) -> Option<()> {
        (self.byte()? == wanted).then_some(())
    }

    /// Walks over pack sizes to coders and unpacked sizes; `None` where the structure is broken.
    fn modest(&mut self) -> Option<Result<(), Stop>> {
        self.expect(0x06)?;
        self.number()?;
        let streams = self.number()?.min(64);
        let mut mark = self.byte()?;
        if mark == 0x09 {
            for _ in 0..streams {
                self.number()?;
            }
            mark = self.byte()?;
        }
        if mark == 0x0a {
            self.expect(1)?;
            self.skip(streams * 4)?;
            mark = self.byte()?;
        }
        if mark != 0 {
            return None;
        }
        self.expect(0x07)?;
        self.expect(0x0b)?;
        let folders = self.number()?;
        self.expect(0)?;
        if folders != 1 {
            return None;
        }
        let coders = self.number()?.min(8);
        for _ in 0..coders {
            if let Err(stop) = self.coder()? {
                return Some(Err(stop));
            }
        }
        for _ in 0..coders.saturating_sub(1) * 2 {
            self.number()?;
        }
        self.expect(0x0c)?;
        for _ in 0..coders {
            if self.number()? > LIST_BYTES {
                return Some(Err(Stop::Limit("a list of members of more than 512 KiB")));
            }
        }
        Some(Ok(()))
    }

    fn coder(&mut self) -> Option<Result<(), Stop>> {
        let flags = self.byte()?;
        let id = self.0.get(..usize::from(flags & 0x0f))?;
        self.skip(u64::from(flags & 0x0f))?;
        if id == AES {
            return Some(Err(Stop::Encrypted(
                "the list of members is protected by a password",
            )));
        }
        if ![LZMA, LZMA2, &[0][..]].contains(&id) || flags & 0x10 != 0 {
            return Some(Err(Stop::Unsupported(
                "the list of members is packed in a rare way",
            )));
        }
        if flags & 0x20 != 0 {
            let properties = self.number()?;
            self.skip(properties)?;
        }
        Some(Ok(()))
    }
}

fn stop(error: &Error) -> Stop {
    match error {
        Error::Io(error, _) | Error::FileOpen(error, _) | Error::MaybeBadPassword(error) => Stop::of(error),
        Error::UnsupportedCompressionMethod(_)
        | Error::Unsupported(_)
        | Error::UnsupportedVersion { .. }
        | Error::ExternalUnsupported => Stop::Unsupported("packed in a way that is not read"),
        Error::MaxMemLimited { .. } => Stop::Limit("unpacking it needs too much memory"),
        Error::PasswordRequired => LOCKED,
        _ => Stop::Damaged("the archive is damaged"),
    }
}
