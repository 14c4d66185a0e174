//! Files and folders that only SYSTEM, administrators and their own account can open.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    os::windows::{ffi::OsStrExt as _, io::FromRawHandle as _},
    path::{Path, PathBuf},
    ptr,
};

use windows_sys::Win32::{
    Foundation::{GENERIC_READ, GENERIC_WRITE, INVALID_HANDLE_VALUE, LocalFree},
    Security::{
        Authorization::{ConvertStringSecurityDescriptorToSecurityDescriptorW, SDDL_REVISION_1},
        PSECURITY_DESCRIPTOR, SECURITY_ATTRIBUTES,
    },
    Storage::FileSystem::{
        CREATE_ALWAYS, CreateDirectoryW, CreateFileW, FILE_ATTRIBUTE_NORMAL, FILE_SHARE_DELETE,
        FILE_SHARE_READ, FILE_SHARE_WRITE, OPEN_ALWAYS,
    },
};

/// Nothing inherited; everything for SYSTEM, administrators and whoever owns it, also for what is made inside.
const CLOSED: &str = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;OW)";

/// Makes a folder, and those above it that are missing, for this account alone.
///
/// A folder that is there already is left as its owner made it.
pub fn make_dir(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(above) = path.parent().filter(|above| !above.as_os_str().is_empty()) {
        make_dir(above)?;
    }
    let closed = Closed::new()?;
    let name = wide(path)?;
    // SAFETY: the name ends with a zero, and the descriptor lives as long as `closed`.
    match unsafe { CreateDirectoryW(name.as_ptr(), &raw const closed.attributes) } {
        0 => Err(io::Error::last_os_error()).or_else(|error| match path.is_dir() {
            true => Ok(()),
            false => Err(error),
        }),
        _ => Ok(()),
    }
}

/// Writes a file whole or not at all: beside it first, to the disk, then in its place.
pub fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = beside(path);
    let mut file = open(&beside, CREATE_ALWAYS)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&beside, path)
}

/// Opens a file for writing without cutting it, making it for this account alone.
pub fn open_to_write(path: &Path) -> io::Result<File> {
    open(path, OPEN_ALWAYS)
}

fn open(path: &Path, disposition: u32) -> io::Result<File> {
    let closed = Closed::new()?;
    let name = wide(path)?;
    // SAFETY: the name ends with a zero, and the descriptor lives as long as `closed`.
    let handle = unsafe {
        CreateFileW(
            name.as_ptr(),
            GENERIC_READ | GENERIC_WRITE,
            FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
            &raw const closed.attributes,
            disposition,
            FILE_ATTRIBUTE_NORMAL,
            ptr::null_mut(),
        )
    };
    match handle {
        INVALID_HANDLE_VALUE => Err(io::Error::last_os_error()),
        // SAFETY: the call succeeded, so the handle is open and nobody else's.
        handle => Ok(unsafe { File::from_raw_handle(handle) }),
    }
}

/// Writes a path as the system takes it without its limit of 260 characters.
fn wide(path: &Path) -> io::Result<Vec<u16>> {
    let path = std::path::absolute(path)?;
    let text = path.as_os_str();
    let is_plain = matches!(text.as_encoded_bytes(), [drive, b':', b'\\', ..] if drive.is_ascii_alphabetic());
    let before = if is_plain { r"\\?\" } else { "" };
    Ok(before
        .encode_utf16()
        .chain(text.encode_wide())
        .chain([0])
        .collect())
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    PathBuf::from(name)
}

/// The access list as the system takes it.
struct Closed {
    attributes: SECURITY_ATTRIBUTES,
    descriptor: PSECURITY_DESCRIPTOR,
}

impl Closed {
    fn new() -> io::Result<Self> {
        let text: Vec<u16> = CLOSED.encode_utf16().chain([0]).collect();
        let mut descriptor = ptr::null_mut();
        // SAFETY: the text ends with a zero, the result is a local, and no length is asked for.
        let made = unsafe {
            ConvertStringSecurityDescriptorToSecurityDescriptorW(
                text.as_ptr(),
                SDDL_REVISION_1,
                &raw mut descriptor,
                ptr::null_mut(),
            )
        };
        if made == 0 {
            return Err(io::Error::last_os_error());
        }
        let attributes = SECURITY_ATTRIBUTES {
            nLength: u32::try_from(size_of::<SECURITY_ATTRIBUTES>()).expect("a few bytes"),
            lpSecurityDescriptor: descriptor,
            bInheritHandle: 0,
        };
        Ok(Self {
            attributes,
            descriptor,
        })
    }
}

impl Drop for Closed {
    fn drop(&mut self) {
        // SAFETY: the system gave it to us to free, and nothing points to it any more.
        unsafe { LocalFree(self.descriptor) };
    }
}
