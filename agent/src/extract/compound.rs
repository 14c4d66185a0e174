//! OLE compound files: a file system inside a file, read so that damage costs only what it hit.
//!
//! ```text
//! header     512 B; lists the first 109 sectors of the table, a chain of sectors lists the rest
//! sectors    512 or 4,096 B; sector n begins at (n + 1) × sector size
//! table      u32 for every sector: the sector after it
//! directory  128 B an entry; the entries of a storage form a tree of left and right neighbours
//! ```
//!
//! Streams under 4,096 bytes lie in pieces of 64 bytes inside the stream of the root entry.
//! Whatever links say, no chain goes through a sector twice and no entry has two parents.
//! Where the table is missing, as in a file that was cut off, sectors are taken to follow one another.

mod directory;
mod stream;

use std::io::{Read, SeekFrom};

use super::{
    Bytes, Stop,
    limits::{Budget, DIRECTORY_BYTES, PART_BYTES, TABLE_BYTES},
};
use directory::{Entry, Sort, adopt};
pub(super) use stream::Stream;

/// The highest number of a sector; what is above has a meaning of its own.
const LAST_SECTOR: u32 = 0xffff_fffa;
/// Bytes of a piece of a small stream.
const SMALL: u64 = 64;
/// Sectors of the directory that are guessed where the table is missing.
const GUESSED: u64 = 64;
/// Runs of one stream that are held in memory; a file of 256 MB without two neighbouring sectors has as many.
const RUNS: usize = 1 << 19;

/// An opened compound file.
pub(super) struct Compound<'s> {
    source: &'s mut dyn Bytes,
    size: u64,
    sector_bytes: u64,
    small_below: u64,
    table: Vec<u32>,
    small_table: Vec<u32>,
    /// Where the pieces of small streams lie.
    small: Vec<Run>,
    entries: Vec<Entry>,
    damaged: bool,
}

/// A storage, which is a folder. The root is [`Storage::ROOT`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Storage(usize);

impl Storage {
    /// The storage that holds everything else.
    pub(super) const ROOT: Self = Self(0);
}

/// Bytes of a stream that lie together in the file.
#[derive(Clone, Copy)]
struct Run {
    /// Position in the stream.
    from: u64,
    /// Position in the file.
    place: u64,
    length: u64,
}

impl<'s> Compound<'s> {
    /// Reads header, table and directory.
    ///
    /// # Errors
    /// Damaged beyond the header, or a table or directory larger than is ever held in memory.
    pub(super) fn open(source: &'s mut dyn Bytes) -> Result<Self, Stop> {
        let size = source.seek(SeekFrom::End(0)).map_err(|error| Stop::of(&error))?;
        let mut compound = Self {
            source,
            size,
            sector_bytes: 512,
            small_below: 4096,
            table: Vec::new(),
            small_table: Vec::new(),
            small: Vec::new(),
            entries: Vec::new(),
            damaged: false,
        };
        let header = compound.piece(0, 512)?;
        if header.len() < 512 {
            return Err(Stop::Damaged("the header is cut off"));
        }
        if header[30] == 12 {
            compound.sector_bytes = 4096;
        }
        compound.small_below = u64::from(long(&header, 56)).min(4096);
        compound.read_table(&header)?;
        compound.read_directory(long(&header, 48))?;
        compound.read_small(long(&header, 60))?;
        Ok(compound)
    }

    /// Tells whether something that was asked for is missing or linked wrongly.
    pub(super) fn is_damaged(&self) -> bool {
        self.damaged
    }

    /// Lists the storages inside a storage.
    pub(super) fn storages(&self, inside: Storage) -> Vec<(String, Storage)> {
        self.inside(inside, Sort::Storage)
            .map(|(at, entry)| (entry.name.clone(), Storage(at)))
            .collect()
    }

    /// Tells whether a storage holds a stream or storage of this name.
    pub(super) fn has(&self, inside: Storage, name: &str) -> bool {
        self.find(inside, Sort::Stream, name)
            .or_else(|| self.find(inside, Sort::Storage, name))
            .is_some()
    }

    /// Finds a storage inside a storage.
    pub(super) fn storage(&self, inside: Storage, name: &str) -> Option<Storage> {
        self.find(inside, Sort::Storage, name).map(Storage)
    }

    /// Opens a stream.
    pub(super) fn stream(&mut self, inside: Storage, name: &str) -> Option<Stream<'_, 's>> {
        let at = self.find(inside, Sort::Stream, name)?;
        let (start, size) = (self.entries[at].start, self.entries[at].size);
        let runs = if size < self.small_below {
            self.small_runs(start, size)
        } else {
            self.runs(start, size)
        };
        let there = runs.last().map_or(0, |run| run.from + run.length);
        self.damaged |= there < size;
        Some(Stream {
            compound: self,
            runs,
            size: there.min(size),
            at: 0,
            budget: None,
        })
    }

    /// Reads a part of a stream that is held in memory, and takes it from the budget.
    ///
    /// # Errors
    /// Longer than is ever held in memory. What is missing altogether is empty.
    pub(super) fn part(
        &mut self,
        inside: Storage,
        name: &str,
        at: u64,
        length: u64,
        budget: &Budget,
    ) -> Result<Vec<u8>, Stop> {
        let mut bytes = Vec::new();
        if let Some(stream) = self.stream(inside, name) {
            if length.min(stream.size) > PART_BYTES {
                return Err(Stop::Limit("a list of more than 8 MiB in a compound file"));
            }
            stream.paid_from(budget).part(at, length, &mut bytes)?;
        }
        Ok(bytes)
    }

    /// Reads a whole stream of at most `most` bytes, which are taken from the budget.
    ///
    /// # Errors
    /// Larger than that. What is missing altogether is empty.
    pub(super) fn whole(
        &mut self,
        inside: Storage,
        name: &str,
        most: u64,
        budget: &Budget,
    ) -> Result<Vec<u8>, Stop> {
        let mut bytes = Vec::new();
        if let Some(stream) = self.stream(inside, name) {
            if stream.size > most {
                return Err(Stop::Limit("a stream is too large to be held in memory"));
            }
            stream.paid_from(budget).part(0, most, &mut bytes)?;
        }
        Ok(bytes)
    }

    fn inside(&self, storage: Storage, sort: Sort) -> impl Iterator<Item = (usize, &Entry)> {
        self.entries
            .iter()
            .enumerate()
            .skip(1)
            .filter(move |(_, entry)| entry.parent == storage.0 && entry.sort == sort)
    }

    fn find(&self, storage: Storage, sort: Sort, name: &str) -> Option<usize> {
        self.inside(storage, sort)
            .find(|(_, entry)| entry.name.eq_ignore_ascii_case(name))
            .map(|(at, _)| at)
    }

    /// Reads bytes at a position; fewer where the file ends.
    fn piece(&mut self, place: u64, length: u64) -> Result<Vec<u8>, Stop> {
        let mut bytes = Vec::new();
        self.source
            .seek(SeekFrom::Start(place))
            .and_then(|_| (&mut *self.source).take(length).read_to_end(&mut bytes))
            .map_err(|error| Stop::of(&error))?;
        Ok(bytes)
    }

    fn place(&self, sector: u32) -> u64 {
        (u64::from(sector) + 1) * self.sector_bytes
    }

    fn sectors(&self) -> u64 {
        self.size
            .saturating_sub(self.sector_bytes)
            .div_ceil(self.sector_bytes)
    }

    /// Reads which sector follows which, as far as there are sectors.
    fn read_table(&mut self, header: &[u8]) -> Result<(), Stop> {
        if self.sectors() * 4 > TABLE_BYTES {
            return Err(Stop::Limit("a compound file with a table of more than 16 MiB"));
        }
        let mut list: Vec<u32> = (0..109).map(|at| long(header, 76 + at * 4)).collect();
        let mut next = long(header, 68);
        for _ in 0..=self.sectors() {
            for &sector in &list {
                if self.table.len() as u64 >= self.sectors() {
                    return Ok(());
                }
                if sector > LAST_SECTOR || u64::from(sector) >= self.sectors() {
                    // What this sector would tell is not known.
                    return Ok(());
                }
                let bytes = self.piece(self.place(sector), self.sector_bytes)?;
                self.table.extend(longs(&bytes));
            }
            if u64::from(next) >= self.sectors() {
                return Ok(());
            }
            list = longs(&self.piece(self.place(next), self.sector_bytes)?).collect();
            next = list.pop().unwrap_or(u32::MAX);
        }
        Ok(())
    }

    fn read_directory(&mut self, start: u32) -> Result<(), Stop> {
        let known = self.table.len() > start as usize;
        let most = if known {
            DIRECTORY_BYTES + 1
        } else {
            GUESSED * self.sector_bytes
        };
        let runs = self.chain(start, most);
        if runs.iter().map(|run| run.length).sum::<u64>() > DIRECTORY_BYTES {
            return Err(Stop::Limit("a directory of more than 16 MiB"));
        }
        let wide = self.sector_bytes == 4096;
        self.damaged |= runs.last().is_none_or(|last| self.goes_on(last));
        for run in runs {
            let bytes = self.piece(run.place, run.length)?;
            self.entries
                .extend(bytes.chunks_exact(128).map(|entry| Entry::read(entry, wide)));
        }
        if self.entries.is_empty() {
            return Err(Stop::Damaged("the list of streams is missing"));
        }
        adopt(&mut self.entries);
        Ok(())
    }

    /// Tells whether a chain goes on after what should be its last sector, or may do so.
    fn goes_on(&self, last: &Run) -> bool {
        let sector = ((last.place + last.length) / self.sector_bytes).saturating_sub(2);
        let next = self.table.get(sector as usize);
        next.is_none_or(|&next| next <= LAST_SECTOR)
    }

    fn read_small(&mut self, start: u32) -> Result<(), Stop> {
        let (root_start, root_bytes) = self
            .entries
            .first()
            .map_or((u32::MAX, 0), |root| (root.start, root.size));
        if root_bytes == 0 {
            return Ok(());
        }
        self.small = self.runs(root_start, root_bytes);
        for run in self.runs(start, root_bytes / SMALL * 4 + 4) {
            let bytes = self.piece(run.place, run.length)?;
            self.small_table.extend(longs(&bytes));
        }
        Ok(())
    }

    /// Follows a chain until `size` bytes are together; what is missing is damage.
    fn runs(&mut self, start: u32, size: u64) -> Vec<Run> {
        let mut runs = self.chain(start, size);
        let known = (self.table.len() as u64 + 1) * self.sector_bytes;
        self.damaged |= runs.iter().any(|run| run.place + run.length > known);
        // The last sector of a file may be shorter than the others.
        while let Some(last) = runs.last_mut()
            && last.place + last.length > self.size
        {
            last.length = self.size.saturating_sub(last.place);
            if last.length > 0 {
                break;
            }
            runs.pop();
        }
        runs
    }

    /// Follows a chain for at most `most` bytes.
    fn chain(&self, start: u32, most: u64) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let mut seen = Seen::new(self.sectors(), most / self.sector_bytes);
        let mut sector = start;
        let mut from = 0;
        for _ in 0..self.sectors() {
            if from >= most
                || runs.len() > RUNS
                || sector > LAST_SECTOR
                || u64::from(sector) >= self.sectors()
            {
                break;
            }
            let place = self.place(sector);
            if seen.again(sector) {
                break;
            }
            match runs.last_mut() {
                Some(last) if last.place + last.length == place => last.length += self.sector_bytes,
                _ => runs.push(Run {
                    from,
                    place,
                    length: self.sector_bytes,
                }),
            }
            from += self.sector_bytes;
            sector = match self.table.get(sector as usize) {
                Some(&next) => next,
                None => sector.saturating_add(1),
            };
        }
        runs
    }

    /// Follows a chain of pieces inside the root's stream.
    fn small_runs(&self, start: u32, size: u64) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut piece = start;
        let mut from = 0;
        while from < size && piece <= LAST_SECTOR {
            let at = u64::from(piece) * SMALL;
            let holds = self.small.partition_point(|run| run.from <= at).checked_sub(1);
            let Some(run) = holds.and_then(|at| self.small.get(at)) else {
                break;
            };
            let inside = at - run.from;
            let again = runs.iter().any(|one: &Run| one.place == run.place + inside);
            if inside >= run.length || again {
                break;
            }
            runs.push(Run {
                from,
                place: run.place + inside,
                length: SMALL.min(run.length - inside),
            });
            from += SMALL;
            piece = match self.small_table.get(piece as usize) {
                Some(&next) => next,
                None => piece.saturating_add(1),
            };
        }
        runs
    }
}

/// Sectors that a chain has been through.
enum Seen {
    /// All of a short chain.
    Few(Vec<u32>),
    /// One bit for every sector of the file.
    Many(Vec<u64>),
}

impl Seen {
    fn new(sectors: u64, wanted: u64) -> Self {
        match wanted {
            0..=64 => Self::Few(Vec::new()),
            _ => Self::Many(vec![0; sectors as usize / 64 + 1]),
        }
    }

    /// Notes a sector and tells whether it was noted before.
    fn again(&mut self, sector: u32) -> bool {
        match self {
            Self::Few(seen) => {
                let again = seen.contains(&sector);
                seen.push(sector);
                again
            }
            Self::Many(seen) => {
                let bit = 1 << (sector % 64);
                let word = &mut seen[sector as usize / 64];
                let again = *word & bit != 0;
                *word |= bit;
                again
            }
        }
    }
}

fn long(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at..at + 4) {
        Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
        _ => u32::MAX,
    }
}

fn longs(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|long| u32::from_le_bytes(*long))
}
