//! Asks a disk what it is: bus, names, serial, size, and its first bytes.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read as _, Seek as _, SeekFrom},
    os::windows::{fs::OpenOptionsExt as _, io::AsRawHandle as _},
    ptr,
};

use mimawari_proto::name::Name;
use windows_sys::Win32::{
    Storage::FileSystem::{
        FILE_SHARE_DELETE, FILE_SHARE_READ, FILE_SHARE_WRITE, IOCTL_VOLUME_GET_VOLUME_DISK_EXTENTS,
    },
    System::{
        IO::DeviceIoControl,
        Ioctl::{
            IOCTL_DISK_GET_LENGTH_INFO, IOCTL_DISK_IS_WRITABLE, IOCTL_STORAGE_GET_DEVICE_NUMBER,
            IOCTL_STORAGE_QUERY_PROPERTY,
        },
    },
};

use crate::platform::facts::media::{HEAD_BYTES, Head};

/// Sectors of disks are at most so large; reads of a disk begin and end with one.
const SECTOR_BYTES: usize = 4096;

/// `ERROR_WRITE_PROTECT`.
const WRITE_PROTECT: i32 = 19;

/// What a disk says of itself.
#[derive(Default)]
pub(super) struct Descriptor {
    /// `STORAGE_BUS_TYPE`.
    pub(super) bus: u32,
    pub(super) is_removable: bool,
    pub(super) vendor: Name,
    pub(super) product: Name,
    pub(super) serial: Name,
}

/// A disk or volume, opened without any right or for reading.
pub(super) struct Disk(File);

impl Disk {
    /// Opens `\\.\E:` or `\\.\PhysicalDrive1`; without rights it answers questions all the same.
    pub(super) fn open(path: &str, reads: bool) -> io::Result<Self> {
        const GENERIC_READ: u32 = 0x8000_0000;
        OpenOptions::new()
            .access_mode(if reads { GENERIC_READ } else { 0 })
            .share_mode(FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE)
            .open(path)
            .map(Self)
    }

    /// Asks a question; returns what was answered.
    fn ask(&self, code: u32, question: &[u8], room: usize) -> io::Result<Vec<u8>> {
        let mut answer = vec![0_u8; room];
        let mut length = 0;
        // SAFETY: both buffers live through the call and are given with their own lengths.
        let done = unsafe {
            DeviceIoControl(
                self.0.as_raw_handle(),
                code,
                question.as_ptr().cast(),
                u32::try_from(question.len()).unwrap_or(0),
                answer.as_mut_ptr().cast(),
                u32::try_from(answer.len()).unwrap_or(0),
                &mut length,
                ptr::null_mut(),
            )
        };
        if done == 0 {
            return Err(io::Error::last_os_error());
        }
        answer.truncate(usize::try_from(length).unwrap_or(0));
        Ok(answer)
    }

    pub(super) fn descriptor(&self) -> Option<Descriptor> {
        // StorageDeviceProperty, PropertyStandardQuery.
        let answer = self.ask(IOCTL_STORAGE_QUERY_PROPERTY, &[0; 12], 4096).ok()?;
        descriptor(&answer)
    }

    /// Returns the number of the disk that a volume lies on.
    pub(super) fn number(&self) -> Option<u32> {
        let answer = self.ask(IOCTL_STORAGE_GET_DEVICE_NUMBER, &[], 64).ok()?;
        word(&answer, 4)
    }

    pub(super) fn size_bytes(&self) -> u64 {
        let answer = self.ask(IOCTL_DISK_GET_LENGTH_INFO, &[], 8).unwrap_or_default();
        answer.first_chunk().map_or(0, |&bytes| u64::from_le_bytes(bytes))
    }

    pub(super) fn write_protected(&self) -> Option<bool> {
        match self.ask(IOCTL_DISK_IS_WRITABLE, &[], 8) {
            Ok(_) => Some(false),
            Err(error) if error.raw_os_error() == Some(WRITE_PROTECT) => Some(true),
            Err(_) => None,
        }
    }

    /// Returns where on its disk a volume begins.
    pub(super) fn offset(&self) -> Option<u64> {
        let answer = self.ask(IOCTL_VOLUME_GET_VOLUME_DISK_EXTENTS, &[], 256).ok()?;
        // Count, then of the first extent: number of the disk, its beginning, its length.
        let beginning = answer.get(16..24)?;
        beginning.first_chunk().map(|&bytes| u64::from_le_bytes(bytes))
    }

    pub(super) fn head(&self, offset: u64) -> Head {
        let mut bytes = vec![0; HEAD_BYTES.next_multiple_of(SECTOR_BYTES)];
        let mut file = &self.0;
        let read = file
            .seek(SeekFrom::Start(offset))
            .and_then(|_| file.read(&mut bytes));
        match read {
            Ok(length) => {
                bytes.truncate(length);
                Head::Bytes(bytes)
            }
            Err(_) => Head::Unread("the device cannot be read"),
        }
    }
}

/// `STORAGE_DEVICE_DESCRIPTOR`: offsets into itself, zero for what there is not.
fn descriptor(answer: &[u8]) -> Option<Descriptor> {
    let text = |at: usize| {
        let offset = usize::try_from(word(answer, at)?)
            .ok()
            .filter(|&offset| offset != 0)?;
        let rest = answer.get(offset..)?;
        let end = rest.iter().position(|&byte| byte == 0).unwrap_or(rest.len());
        Some(Name::from_bytes(rest[..end].trim_ascii()))
    };
    Some(Descriptor {
        is_removable: *answer.get(10)? != 0,
        vendor: text(12).unwrap_or_default(),
        product: text(16).unwrap_or_default(),
        serial: text(24).unwrap_or_default(),
        bus: word(answer, 28)?,
    })
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..)?
        .first_chunk()
        .map(|&bytes| u32::from_le_bytes(bytes))
}
