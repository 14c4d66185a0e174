//! What a child may do in the name of its account: nothing, once it has started.
//!
//! A restricted token opens only what is open both to the account and to the
//! accounts it is restricted to; restricted to "nobody" it opens nothing. No
//! program can start like that, so that the first thread borrows a token that
//! opens what the account may, until it gives it back before it reads.

use std::{
    io,
    os::windows::io::{AsRawHandle as _, FromRawHandle as _, OwnedHandle},
    ptr,
};

use windows_sys::Win32::{
    Foundation::HANDLE,
    Security::{
        AdjustTokenPrivileges, CreateRestrictedToken, CreateWellKnownSid, DISABLE_MAX_PRIVILEGE,
        DuplicateTokenEx, GetTokenInformation, PSID, RevertToSelf, SID_AND_ATTRIBUTES, SecurityImpersonation,
        SetTokenInformation, TOKEN_ADJUST_DEFAULT, TOKEN_ADJUST_PRIVILEGES, TOKEN_ALL_ACCESS, TOKEN_GROUPS,
        TOKEN_INFORMATION_CLASS, TOKEN_MANDATORY_LABEL, TOKEN_QUERY, TOKEN_USER, TokenGroups,
        TokenImpersonation, TokenIntegrityLevel, TokenUser, WinNullSid, WinRestrictedCodeSid,
        WinUntrustedLabelSid,
    },
    System::{
        SystemServices::{SE_GROUP_INTEGRITY, SE_GROUP_LOGON_ID},
        Threading::{GetCurrentProcess, OpenProcessToken},
    },
};

/// The largest account number there is.
const SID_BYTES: usize = 68;

/// A token of a child, and what its first thread borrows to start with.
#[derive(Debug)]
pub(super) struct Tokens {
    pub(super) process: OwnedHandle,
    pub(super) start: Option<OwnedHandle>,
}

impl Tokens {
    /// Makes a token that opens nothing, and one that can start.
    pub(super) fn closed() -> io::Result<Self> {
        let own = own(TOKEN_ALL_ACCESS)?;
        let (user, groups) = (Accounts::user(&own)?, Accounts::groups(&own)?);
        let (nobody, code) = (known(WinNullSid)?, known(WinRestrictedCodeSid)?);
        let all: Vec<_> = user
            .list
            .iter()
            .chain(&groups.list)
            .map(|one| plain(one.Sid))
            .collect();
        let given_up: Vec<_> = all
            .iter()
            .zip(user.list.iter().chain(&groups.list))
            .filter(|(_, one)| !is_needed(one.Attributes))
            .map(|(one, _)| *one)
            .collect();
        let same: Vec<_> = all
            .iter()
            .copied()
            .chain([plain(code.as_ptr().cast_mut().cast())])
            .collect();
        let process = restricted(
            &own,
            DISABLE_MAX_PRIVILEGE,
            &given_up,
            &[plain(nobody.as_ptr().cast_mut().cast())],
        )?;
        let start = restricted(&own, 0, &[], &same)?;
        Ok(Self {
            process,
            start: Some(borrowed(&start)?),
        })
    }

    /// Makes a token without any privilege.
    pub(super) fn unprivileged() -> io::Result<Self> {
        Ok(Self {
            process: restricted(&own(TOKEN_ALL_ACCESS)?, DISABLE_MAX_PRIVILEGE, &[], &[])?,
            start: None,
        })
    }
}

/// Gives back what was borrowed to start with.
pub(super) fn give_back() -> io::Result<()> {
    // SAFETY: changes only what this thread acts as.
    match unsafe { RevertToSelf() } {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

/// Gives up the privileges that are left.
pub(super) fn no_privileges() -> io::Result<()> {
    let own = own(TOKEN_ADJUST_PRIVILEGES | TOKEN_QUERY)?;
    // SAFETY: the handle is open; everything is disabled, so that no list is read.
    let done = unsafe {
        AdjustTokenPrivileges(
            own.as_raw_handle(),
            1,
            ptr::null(),
            0,
            ptr::null_mut(),
            ptr::null_mut(),
        )
    };
    match done {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

/// Takes the lowest integrity there is: nothing that others made can be written to.
pub(super) fn untrusted() -> io::Result<()> {
    let own = own(TOKEN_ADJUST_DEFAULT | TOKEN_QUERY)?;
    let label = known(WinUntrustedLabelSid)?;
    let level = TOKEN_MANDATORY_LABEL {
        Label: SID_AND_ATTRIBUTES {
            Sid: label.as_ptr().cast_mut().cast(),
            Attributes: SE_GROUP_INTEGRITY.cast_unsigned(),
        },
    };
    let bytes = u32::try_from(size_of_val(&level) + SID_BYTES).map_err(io::Error::other)?;
    // SAFETY: the handle is open; the level and the number it points to live until the call is over.
    let done = unsafe {
        SetTokenInformation(
            own.as_raw_handle(),
            TokenIntegrityLevel,
            ptr::from_ref(&level).cast(),
            bytes,
        )
    };
    match done {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

/// Tells whether this process is restricted to other accounts than its own.
pub(super) fn is_restricted() -> bool {
    // SAFETY: the handle is open as long as `own` lives.
    own(TOKEN_QUERY)
        .is_ok_and(|own| unsafe { windows_sys::Win32::Security::IsTokenRestricted(own.as_raw_handle()) != 0 })
}

fn own(access: u32) -> io::Result<OwnedHandle> {
    let mut token = ptr::null_mut();
    // SAFETY: the handle of this process is a constant; the new one goes to a local.
    match unsafe { OpenProcessToken(GetCurrentProcess(), access, &raw mut token) } {
        0 => Err(io::Error::last_os_error()),
        // SAFETY: the call succeeded, so the handle is open and nobody else's.
        _ => Ok(unsafe { OwnedHandle::from_raw_handle(token) }),
    }
}

fn restricted(
    token: &OwnedHandle,
    flags: u32,
    given_up: &[SID_AND_ATTRIBUTES],
    only: &[SID_AND_ATTRIBUTES],
) -> io::Result<OwnedHandle> {
    let count = |list: &[SID_AND_ATTRIBUTES]| u32::try_from(list.len()).map_err(io::Error::other);
    let mut made: HANDLE = ptr::null_mut();
    // SAFETY: both lists are as long as is said, and what they point to outlives the call.
    let done = unsafe {
        CreateRestrictedToken(
            token.as_raw_handle(),
            flags,
            count(given_up)?,
            given_up.as_ptr(),
            0,
            ptr::null(),
            count(only)?,
            only.as_ptr(),
            &raw mut made,
        )
    };
    match done {
        0 => Err(io::Error::last_os_error()),
        // SAFETY: the call succeeded, so the handle is open and nobody else's.
        _ => Ok(unsafe { OwnedHandle::from_raw_handle(made) }),
    }
}

/// Turns a token of a process into one that a thread can borrow.
fn borrowed(token: &OwnedHandle) -> io::Result<OwnedHandle> {
    let mut made = ptr::null_mut();
    // SAFETY: the handle is open, and the new one goes to a local.
    let done = unsafe {
        DuplicateTokenEx(
            token.as_raw_handle(),
            TOKEN_ALL_ACCESS,
            ptr::null(),
            SecurityImpersonation,
            TokenImpersonation,
            &raw mut made,
        )
    };
    match done {
        0 => Err(io::Error::last_os_error()),
        // SAFETY: the call succeeded, so the handle is open and nobody else's.
        _ => Ok(unsafe { OwnedHandle::from_raw_handle(made) }),
    }
}

/// Groups that cannot be given up: the level of integrity, and the session.
const fn is_needed(attributes: u32) -> bool {
    let (integrity, session) = (
        SE_GROUP_INTEGRITY.cast_unsigned(),
        SE_GROUP_LOGON_ID.cast_unsigned(),
    );
    attributes & integrity != 0 || attributes & session == session
}

const fn plain(sid: PSID) -> SID_AND_ATTRIBUTES {
    SID_AND_ATTRIBUTES {
        Sid: sid,
        Attributes: 0,
    }
}

fn known(which: i32) -> io::Result<Vec<u64>> {
    let mut sid = vec![0_u64; SID_BYTES.div_ceil(8)];
    let mut bytes = u32::try_from(sid.len() * 8).map_err(io::Error::other)?;
    // SAFETY: the buffer is as long as is said.
    match unsafe { CreateWellKnownSid(which, ptr::null_mut(), sid.as_mut_ptr().cast(), &raw mut bytes) } {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(sid),
    }
}

/// Accounts as the system lists them; they point into the answer, which is kept beside them.
struct Accounts {
    list: Vec<SID_AND_ATTRIBUTES>,
    _answer: Vec<u64>,
}

impl Accounts {
    fn user(token: &OwnedHandle) -> io::Result<Self> {
        let answer = ask(token, TokenUser)?;
        // SAFETY: the answer to this question begins with this structure, and is aligned for it.
        let user = unsafe { &*answer.as_ptr().cast::<TOKEN_USER>() };
        Ok(Self {
            list: vec![user.User],
            _answer: answer,
        })
    }

    fn groups(token: &OwnedHandle) -> io::Result<Self> {
        let answer = ask(token, TokenGroups)?;
        let groups = answer.as_ptr().cast::<TOKEN_GROUPS>();
        // SAFETY: the answer to this question is a count and so many entries, aligned for them.
        let list = unsafe {
            let count = usize::try_from((*groups).GroupCount).map_err(io::Error::other)?;
            std::slice::from_raw_parts((&raw const (*groups).Groups).cast::<SID_AND_ATTRIBUTES>(), count)
                .to_vec()
        };
        // A label of integrity is no account to be restricted to.
        let list = list
            .into_iter()
            .filter(|one| one.Attributes & SE_GROUP_INTEGRITY.cast_unsigned() == 0)
            .collect();
        Ok(Self {
            list,
            _answer: answer,
        })
    }
}

fn ask(token: &OwnedHandle, what: TOKEN_INFORMATION_CLASS) -> io::Result<Vec<u64>> {
    let mut bytes = 0;
    // SAFETY: asks only how long the answer is.
    unsafe { GetTokenInformation(token.as_raw_handle(), what, ptr::null_mut(), 0, &raw mut bytes) };
    let length = usize::try_from(bytes).map_err(io::Error::other)?;
    let mut answer = vec![0_u64; length.div_ceil(8).max(16)];
    let room = u32::try_from(answer.len() * 8).map_err(io::Error::other)?;
    // SAFETY: the buffer is as long as is said.
    let done = unsafe {
        GetTokenInformation(
            token.as_raw_handle(),
            what,
            answer.as_mut_ptr().cast(),
            room,
            &raw mut bytes,
        )
    };
    match done {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(answer),
    }
}
