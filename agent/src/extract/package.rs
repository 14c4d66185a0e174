//! Zip files: the list of members, their names, and reading one of them inside the budget.

use std::io::{self, Read, SeekFrom};

use mimawari_proto::name::Name;
use zip::{ZipArchive, result::ZipError};

use super::{
    Bytes, Stop,
    archive::member_name,
    limits::{Budget, DIRECTORY_BYTES},
    local::{self, Packed, Unpacked},
    member::Metered,
};

/// Bytes from the end in which the end record must begin: its size and the longest comment.
const END_BYTES: u64 = 22 + 65_535;

/// An opened zip file.
pub(super) struct Package<'s> {
    source: &'s mut dyn Bytes,
    /// Every member, in the order of the central directory.
    pub(super) members: Vec<Member>,
    /// Some members share a name, and only one of them can be reached.
    pub(super) doubled: bool,
}

/// One member as the central directory tells.
pub(super) struct Member {
    /// Its path inside, `/` between folders.
    pub(super) path: String,
    /// Its path as it is reported.
    pub(super) name: Name,
    /// Protected by a password.
    pub(super) encrypted: bool,
    /// A folder.
    pub(super) folder: bool,
    /// Where its own header stands.
    header: u64,
    packed: Packed,
}

impl<'s> Package<'s> {
    /// Reads the list of members.
    ///
    /// # Errors
    /// Damaged, or a list larger than is ever held in memory.
    pub(super) fn open(source: &'s mut dyn Bytes) -> Result<Self, Stop> {
        let directory = directory_bytes(source).map_err(|error| Stop::of(&error))?;
        match directory {
            None => return Err(Stop::Damaged("the list of members at the end is missing")),
            Some(bytes) if bytes > DIRECTORY_BYTES => {
                return Err(Stop::Limit("a list of members of more than 16 MiB"));
            }
            Some(_) => {}
        }
        let zip = ZipArchive::new(source).map_err(|error| stop(&error))?;
        let members = (0..zip.len()).map(|at| member(&zip, at)).collect();
        let doubled = zip.has_duplicate_names();
        Ok(Self {
            source: zip.into_inner(),
            members,
            doubled,
        })
    }

    /// Finds a member by its path.
    pub(super) fn find(&self, path: &str) -> Option<usize> {
        self.members.iter().position(|member| member.path == path)
    }

    /// Tells whether a member lies in this folder or has this path.
    pub(super) fn has(&self, start: &str) -> bool {
        self.members.iter().any(|member| member.path.starts_with(start))
    }

    /// Opens one member; what it unpacks to is taken from the budget.
    ///
    /// # Errors
    /// Encrypted, damaged, or packed in a way that no office program packs.
    pub(super) fn read<'p>(
        &'p mut self,
        at: usize,
        budget: &'p Budget,
    ) -> Result<impl Read + use<'p, 's>, Stop> {
        match self.open_member(at)? {
            Unpacked { content, window: 0 } => Ok(Metered::new(content, budget)),
            _ => Err(Stop::Unsupported("packed in a way that is not read")),
        }
    }

    /// Opens one member whose bytes are counted elsewhere.
    ///
    /// # Errors
    /// Encrypted by the list or by its own header, damaged, or packed in a way that is not read.
    pub(super) fn open_member(&mut self, at: usize) -> Result<Unpacked<'_>, Stop> {
        let member = self
            .members
            .get(at)
            .ok_or(Stop::Damaged("a part that the list of members does not have"))?;
        if member.encrypted {
            return Err(Stop::Encrypted("a member is protected by a password"));
        }
        let (header, packed) = (member.header, member.packed);
        local::open(self.source, header, packed)
    }

    /// Reads the beginning of a member.
    pub(super) fn head(&mut self, at: usize, length: u64, budget: &Budget) -> Result<Vec<u8>, Stop> {
        let mut head = Vec::new();
        self.read(at, budget)?
            .take(length)
            .read_to_end(&mut head)
            .map_err(|error| Stop::of(&error))?;
        Ok(head)
    }
}

fn member(zip: &ZipArchive<&mut dyn Bytes>, at: usize) -> Member {
    let Ok(entry) = zip.by_index_data(at) else {
        return Member {
            path: String::new(),
            name: Name::default(),
            encrypted: false,
            folder: true,
            header: 0,
            packed: Packed::default(),
        };
    };
    let name = member_name(entry.name_raw());
    let path = name.shown.clone();
    Member {
        name,
        folder: path.ends_with('/'),
        path,
        encrypted: entry.encrypted(),
        header: entry.header_start(),
        packed: Packed {
            bytes: Some(entry.compressed_size()),
            unpacked: Some(entry.size()),
            sum: Some(entry.crc32()),
        },
    }
}

/// Returns the size of the central directory as the end record tells, or `None` where there is no end record.
///
/// Asked before the list is read, because its entries become many times larger in memory.
fn directory_bytes(source: &mut dyn Bytes) -> io::Result<Option<u64>> {
    let size = source.seek(SeekFrom::End(0))?;
    let start = size.saturating_sub(END_BYTES);
    source.seek(SeekFrom::Start(start))?;
    let mut tail = Vec::new();
    source.take(END_BYTES).read_to_end(&mut tail)?;
    source.seek(SeekFrom::Start(0))?;
    let Some(at) = memchr::memmem::rfind(&tail, b"PK\x05\x06") else {
        return Ok(None);
    };
    let field = |offset: usize| tail.get(at + offset..at + offset + 4);
    let Some(&[a, b, c, d]) = field(12) else {
        return Ok(None);
    };
    let bytes = u64::from(u32::from_le_bytes([a, b, c, d]));
    if bytes < u64::from(u32::MAX) {
        return Ok(Some(bytes));
    }
    // Zip64: the record before holds 64-bit sizes.
    let record = memchr::memmem::rfind(&tail[..at], b"PK\x06\x06");
    let wide = record.and_then(|record| tail.get(record + 40..record + 48));
    Ok(wide
        .and_then(|bytes| bytes.try_into().ok())
        .map(u64::from_le_bytes))
}

fn stop(error: &ZipError) -> Stop {
    match error {
        ZipError::Io(error) => Stop::of(error),
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            Stop::Unsupported("packed in a way that is not read")
        }
        _ => Stop::Damaged("the archive is damaged"),
    }
}
