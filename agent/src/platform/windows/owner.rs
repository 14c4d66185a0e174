//! Who owns a file: a security identifier, made a name once and remembered.

use std::{
    collections::HashMap,
    ffi::OsString,
    os::windows::{
        ffi::OsStringExt as _,
        io::{AsRawHandle as _, OwnedHandle},
    },
    ptr, slice,
};

use mimawari_proto::name::Name;
use windows_sys::Win32::{
    Foundation::LocalFree,
    Security::{
        Authorization::{ConvertSidToStringSidW, GetSecurityInfo, SE_FILE_OBJECT},
        GetLengthSid, LookupAccountSidW, OWNER_SECURITY_INFORMATION, PSID,
    },
};

/// The longest account or domain name that is taken, in UTF-16 units (the system's own limit is 256).
const NAME_UNITS: usize = 512;

/// The owner of a file as the file system keeps it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Owner(Box<[u8]>);

impl Owner {
    /// Asks for the owner of what is open; `None` where the system does not tell.
    pub(super) fn of(handle: &OwnedHandle) -> Option<Self> {
        let mut sid: PSID = ptr::null_mut();
        let mut descriptor = ptr::null_mut();
        // SAFETY: the handle is open; only the owner is asked for, and both results are locals.
        let status = unsafe {
            GetSecurityInfo(
                handle.as_raw_handle(),
                SE_FILE_OBJECT,
                OWNER_SECURITY_INFORMATION,
                &raw mut sid,
                ptr::null_mut(),
                ptr::null_mut(),
                ptr::null_mut(),
                &raw mut descriptor,
            )
        };
        if status != 0 || descriptor.is_null() {
            return None;
        }
        let owner = (!sid.is_null()).then(|| Self(bytes_of(sid)));
        // SAFETY: the call succeeded and gave us the descriptor; the identifier in it was copied.
        unsafe { LocalFree(descriptor) };
        owner
    }

    /// Takes the bytes of an identifier.
    pub(super) fn from_bytes(bytes: Box<[u8]>) -> Self {
        Self(bytes)
    }
}

/// Names of owners, each looked up once.
#[derive(Debug, Default)]
pub struct Owners {
    names: HashMap<Owner, Name>,
}

impl Owners {
    /// Starts without knowing anybody.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the account's name, or its identifier where it has none on this machine.
    pub fn name(&mut self, owner: &Owner) -> Name {
        if let Some(known) = self.names.get(owner) {
            return known.clone();
        }
        let name = account_name(owner)
            .or_else(|| identifier(owner))
            .unwrap_or_default();
        self.names.insert(owner.clone(), name.clone());
        name
    }
}

fn bytes_of(sid: PSID) -> Box<[u8]> {
    // SAFETY: the caller passes an identifier that the system just gave; it is as long as it says.
    unsafe { slice::from_raw_parts(sid.cast::<u8>(), GetLengthSid(sid) as usize).into() }
}

fn account_name(owner: &Owner) -> Option<Name> {
    let mut name = vec![0_u16; NAME_UNITS];
    let mut domain = vec![0_u16; NAME_UNITS];
    let mut name_units = u32::try_from(NAME_UNITS).ok()?;
    let mut domain_units = name_units;
    let mut sort = 0;
    // SAFETY: the identifier is whole, and both buffers are as long as their lengths say.
    let found = unsafe {
        LookupAccountSidW(
            ptr::null(),
            owner.0.as_ptr().cast_mut().cast(),
            name.as_mut_ptr(),
            &raw mut name_units,
            domain.as_mut_ptr(),
            &raw mut domain_units,
            &raw mut sort,
        )
    };
    let units = name.get(..name_units as usize)?;
    (found != 0).then(|| named(units))
}

fn identifier(owner: &Owner) -> Option<Name> {
    let mut text = ptr::null_mut();
    // SAFETY: the identifier is whole and the result is a local.
    let written = unsafe { ConvertSidToStringSidW(owner.0.as_ptr().cast_mut().cast(), &raw mut text) };
    if written == 0 || text.is_null() {
        return None;
    }
    // SAFETY: the call succeeded, so `text` ends with a zero; it is copied before it is freed.
    let name = unsafe {
        let length = (0..).take_while(|at| *text.add(*at) != 0).count();
        let name = named(slice::from_raw_parts(text, length));
        LocalFree(text.cast());
        name
    };
    Some(name)
}

fn named(units: &[u16]) -> Name {
    Name::from_bytes(OsString::from_wide(units).as_encoded_bytes())
}
