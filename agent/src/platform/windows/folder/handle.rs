//! The calls behind a folder: open relative to a handle, ask, list.

use std::{
    ffi::{OsStr, OsString},
    fs::OpenOptions,
    io,
    os::windows::{
        ffi::{OsStrExt as _, OsStringExt as _},
        fs::OpenOptionsExt as _,
        io::{AsRawHandle as _, FromRawHandle as _, OwnedHandle},
    },
    path::Path,
    ptr,
};

use mimawari_proto::time::Timestamp;
use windows_sys::{
    Wdk::{
        Foundation::OBJECT_ATTRIBUTES,
        Storage::FileSystem::{
            FILE_DIRECTORY_FILE, FILE_NON_DIRECTORY_FILE, FILE_OPEN, FILE_OPEN_FOR_BACKUP_INTENT,
            FILE_OPEN_NO_RECALL, FILE_OPEN_REPARSE_POINT, FILE_SYNCHRONOUS_IO_NONALERT, NtCreateFile,
        },
    },
    Win32::{
        Foundation::{
            NTSTATUS, OBJ_DONT_REPARSE, RtlNtStatusToDosError, STATUS_ACCESS_DENIED, STATUS_DELETE_PENDING,
            STATUS_FILE_IS_A_DIRECTORY, STATUS_FILE_LOCK_CONFLICT, STATUS_NO_SUCH_FILE,
            STATUS_NOT_A_DIRECTORY, STATUS_OBJECT_NAME_INVALID, STATUS_OBJECT_NAME_NOT_FOUND,
            STATUS_OBJECT_PATH_NOT_FOUND, STATUS_REPARSE_POINT_ENCOUNTERED, STATUS_SHARING_VIOLATION,
            UNICODE_STRING,
        },
        Storage::FileSystem::{
            BY_HANDLE_FILE_INFORMATION, FILE_ATTRIBUTE_REPARSE_POINT, FILE_ATTRIBUTE_TAG_INFO,
            FILE_FLAG_BACKUP_SEMANTICS, FILE_FLAG_OPEN_REPARSE_POINT, FILE_ID_INFO, FILE_LIST_DIRECTORY,
            FILE_READ_ATTRIBUTES, FILE_READ_DATA, FILE_SHARE_DELETE, FILE_SHARE_READ, FILE_SHARE_WRITE,
            FILE_TRAVERSE, FILE_TYPE_DISK, FileAttributeTagInfo, FileIdBothDirectoryInfo, FileIdInfo,
            GetFileInformationByHandle, GetFileInformationByHandleEx, GetFileType, READ_CONTROL, SYNCHRONIZE,
        },
        System::IO::IO_STATUS_BLOCK,
    },
};

use crate::platform::facts::{Identity, Refused};

/// One question for names fills so much: about 80 to 150 names.
const LISTING_BYTES: usize = 16 << 10;

/// Everything is shared: nobody who saves, renames or deletes a file is held up.
const SHARE_ALL: u32 = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

/// From 1601, as the system counts, to 1970, in units of 100 ns.
const EPOCH_TICKS: i64 = 116_444_736_000_000_000;

/// What a handle is wanted for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Want {
    /// To look at what it is.
    Look,
    /// To look at what it is, and whose.
    LookWithOwner,
    /// To list what is in it.
    Folder,
    /// To read it, when it is no reparse point.
    File,
    /// To read it, however it is stored.
    Content,
}

impl Want {
    const fn access(self) -> u32 {
        let look = SYNCHRONIZE | FILE_READ_ATTRIBUTES;
        match self {
            Self::Look => look,
            Self::LookWithOwner => look | READ_CONTROL,
            Self::Folder => look | FILE_LIST_DIRECTORY | FILE_TRAVERSE,
            Self::File | Self::Content => look | FILE_READ_DATA,
        }
    }

    const fn options(self) -> u32 {
        let calm = FILE_SYNCHRONOUS_IO_NONALERT | FILE_OPEN_FOR_BACKUP_INTENT | FILE_OPEN_NO_RECALL;
        match self {
            Self::Look | Self::LookWithOwner => calm | FILE_OPEN_REPARSE_POINT,
            Self::Folder => calm | FILE_OPEN_REPARSE_POINT | FILE_DIRECTORY_FILE,
            Self::File => calm | FILE_OPEN_REPARSE_POINT | FILE_NON_DIRECTORY_FILE,
            Self::Content => calm | FILE_NON_DIRECTORY_FILE,
        }
    }
}

/// What a handle tells of what it holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Facts {
    pub(super) attributes: u32,
    pub(super) reparse_tag: u32,
    pub(super) identity: Identity,
    pub(super) size_bytes: u64,
    pub(super) modified_at: Timestamp,
}

/// An open entry of a file system.
#[derive(Debug)]
pub(super) struct Handle(pub(super) OwnedHandle);

impl Handle {
    /// Opens the top folder of a drive or share, from which everything else is opened.
    pub(super) fn open_drive(drive: &Path) -> Result<Self, Refused> {
        let opened = OpenOptions::new()
            .access_mode(SYNCHRONIZE | FILE_READ_ATTRIBUTES | FILE_LIST_DIRECTORY | FILE_TRAVERSE)
            .share_mode(SHARE_ALL)
            .custom_flags(FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT)
            .open(drive);
        match opened {
            Ok(file) => Ok(Self(OwnedHandle::from(file))),
            Err(error) => Err(match error.kind() {
                io::ErrorKind::NotFound => Refused::Absent,
                io::ErrorKind::PermissionDenied => Refused::Denied,
                _ => Refused::Failed(error),
            }),
        }
    }

    /// Opens a name relative to this folder; `no_links` refuses links on a way of several names.
    pub(super) fn open_below(&self, name: &OsStr, want: Want, no_links: bool) -> Result<Self, Refused> {
        let mut wide: Vec<u16> = name.encode_wide().collect();
        let length = u16::try_from(wide.len() * 2).map_err(|_| Refused::Absent)?;
        let name = UNICODE_STRING {
            Length: length,
            MaximumLength: length,
            Buffer: wide.as_mut_ptr(),
        };
        let attributes = OBJECT_ATTRIBUTES {
            Length: u32::try_from(size_of::<OBJECT_ATTRIBUTES>()).expect("a few bytes"),
            RootDirectory: self.0.as_raw_handle(),
            ObjectName: &raw const name,
            Attributes: if no_links { OBJ_DONT_REPARSE } else { 0 },
            SecurityDescriptor: ptr::null(),
            SecurityQualityOfService: ptr::null(),
        };
        let mut handle = ptr::null_mut();
        let mut answer = IO_STATUS_BLOCK::default();
        // SAFETY: every pointer is to a local that outlives the call; the name's length is that of its buffer.
        let status = unsafe {
            NtCreateFile(
                &raw mut handle,
                want.access(),
                &raw const attributes,
                &raw mut answer,
                ptr::null(),
                0,
                SHARE_ALL,
                FILE_OPEN,
                want.options(),
                ptr::null(),
                0,
            )
        };
        match status {
            // SAFETY: the call succeeded, so the handle is open and nobody else's.
            0.. => Ok(Self(unsafe { OwnedHandle::from_raw_handle(handle) })),
            refused => Err(refusal(refused)),
        }
    }

    /// Asks what is open.
    pub(super) fn facts(&self) -> Result<Facts, Refused> {
        let is = self.basic()?;
        let halves = |high: u32, low: u32| u64::from(high) << 32 | u64::from(low);
        let ticks = halves(
            is.ftLastWriteTime.dwHighDateTime,
            is.ftLastWriteTime.dwLowDateTime,
        )
        .cast_signed();
        let short_identity = Identity {
            volume: u64::from(is.dwVolumeSerialNumber),
            file: halves(is.nFileIndexHigh, is.nFileIndexLow).into(),
        };
        let reparse_tag = match is.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT {
            0 => 0,
            _ => self.reparse_tag()?,
        };
        Ok(Facts {
            attributes: is.dwFileAttributes,
            reparse_tag,
            identity: self.long_identity().unwrap_or(short_identity),
            size_bytes: halves(is.nFileSizeHigh, is.nFileSizeLow),
            modified_at: Timestamp::from_unix_ms(ticks.saturating_sub(EPOCH_TICKS).div_euclid(10_000)),
        })
    }

    /// Tells disk files from pipes, consoles and devices.
    pub(super) fn is_on_disk(&self) -> bool {
        // SAFETY: the handle is open as long as `self` lives.
        unsafe { GetFileType(self.0.as_raw_handle()) == FILE_TYPE_DISK }
    }

    /// Returns some of the names that were not returned yet; none at the end.
    pub(super) fn next_names(&self) -> io::Result<Vec<OsString>> {
        const NO_MORE_FILES: i32 = 18;
        let mut buffer = vec![0_u64; LISTING_BYTES / 8];
        match self.ask(FileIdBothDirectoryInfo, buffer.as_mut_ptr().cast(), LISTING_BYTES) {
            Ok(()) => {
                let bytes: Vec<u8> = buffer.iter().flat_map(|word| word.to_le_bytes()).collect();
                Ok(names_in(&bytes))
            }
            Err(error) if error.raw_os_error() == Some(NO_MORE_FILES) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    fn basic(&self) -> Result<BY_HANDLE_FILE_INFORMATION, Refused> {
        let mut is = BY_HANDLE_FILE_INFORMATION::default();
        // SAFETY: the handle is open and the answer fits the local that is written to.
        match unsafe { GetFileInformationByHandle(self.0.as_raw_handle(), &raw mut is) } {
            0 => Err(Refused::Failed(io::Error::last_os_error())),
            _ => Ok(is),
        }
    }

    fn reparse_tag(&self) -> Result<u32, Refused> {
        let mut tag = FILE_ATTRIBUTE_TAG_INFO::default();
        self.ask(FileAttributeTagInfo, (&raw mut tag).cast(), size_of_val(&tag))
            .map_err(Refused::Failed)?;
        Ok(tag.ReparseTag)
    }

    /// Asks for the 128-bit id, which ReFS needs; FAT and some shares have none.
    fn long_identity(&self) -> Option<Identity> {
        let mut id = FILE_ID_INFO::default();
        self.ask(FileIdInfo, (&raw mut id).cast(), size_of_val(&id))
            .ok()?;
        Some(Identity {
            volume: id.VolumeSerialNumber,
            file: u128::from_le_bytes(id.FileId.Identifier),
        })
    }

    fn ask(&self, what: i32, into: *mut core::ffi::c_void, bytes: usize) -> io::Result<()> {
        let bytes = u32::try_from(bytes).map_err(io::Error::other)?;
        // SAFETY: every caller passes a local of its own that is `bytes` long and aligned for the answer.
        match unsafe { GetFileInformationByHandleEx(self.0.as_raw_handle(), what, into, bytes) } {
            0 => Err(io::Error::last_os_error()),
            _ => Ok(()),
        }
    }
}

/// Reads a chain of `FILE_ID_BOTH_DIR_INFO`: next u32 at 0, length of the name u32 at 60, name at 104.
fn names_in(bytes: &[u8]) -> Vec<OsString> {
    const LENGTH_AT: usize = 60;
    const NAME_AT: usize = 104;
    let number = |at: usize| -> Option<usize> {
        let four = bytes.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(four)).ok()
    };
    let mut names = Vec::new();
    let mut at = 0;
    while let (Some(next), Some(length)) = (number(at), number(at + LENGTH_AT)) {
        let Some(name) = bytes.get(at + NAME_AT..at + NAME_AT + length) else {
            break;
        };
        let (units, _) = name.as_chunks::<2>();
        let wide: Vec<u16> = units.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
        names.push(OsString::from_wide(&wide));
        if next == 0 {
            break;
        }
        at += next;
    }
    names
}

fn refusal(status: NTSTATUS) -> Refused {
    match status {
        STATUS_OBJECT_NAME_NOT_FOUND
        | STATUS_OBJECT_PATH_NOT_FOUND
        | STATUS_OBJECT_NAME_INVALID
        | STATUS_NO_SUCH_FILE
        | STATUS_DELETE_PENDING => Refused::Absent,
        STATUS_ACCESS_DENIED => Refused::Denied,
        STATUS_SHARING_VIOLATION | STATUS_FILE_LOCK_CONFLICT => Refused::Locked,
        STATUS_REPARSE_POINT_ENCOUNTERED => Refused::Link,
        STATUS_NOT_A_DIRECTORY | STATUS_FILE_IS_A_DIRECTORY => Refused::Replaced,
        other => {
            // SAFETY: takes and returns a number.
            let code = unsafe { RtlNtStatusToDosError(other) };
            Refused::Failed(io::Error::from_raw_os_error(code.cast_signed()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_far_as_the_bytes_go() {
        let mut bytes = vec![0_u8; 104];
        bytes[0] = 112;
        bytes[60] = 4;
        bytes.extend([b'a', 0, 0x00, 0xD8]);
        bytes.resize(112, 0);
        bytes.extend(vec![0_u8; 104]);
        bytes[112 + 60] = 2;
        bytes.extend([b'b', 0]);
        let names = names_in(&bytes);
        assert_eq!(
            names,
            [
                OsString::from_wide(&[u16::from(b'a'), 0xD800]),
                OsString::from("b")
            ]
        );
        assert_eq!(names_in(&bytes[..200]).len(), 1);
        assert_eq!(names_in(&[]).len(), 0);
    }
}
