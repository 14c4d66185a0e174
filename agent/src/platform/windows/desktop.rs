//! Whose desktops there are: every profile of the machine, loaded or not, and the public desktop.
//!
//! Profiles are those of `ProfileList`. Where the user is logged on, the
//! loaded hive says where the desktop is (it may be redirected to a share);
//! otherwise it is looked for where it usually lies, OneDrive's included.
//! Nothing is loaded or changed to find out.

mod expand;

use std::{
    env,
    ffi::OsString,
    fs,
    os::windows::ffi::OsStringExt as _,
    path::{Path, PathBuf},
    ptr, slice,
};

use mimawari_proto::name::Name;
use windows_registry::{Key, LOCAL_MACHINE, USERS};
use windows_sys::Win32::{
    Foundation::LocalFree,
    Security::{Authorization::ConvertStringSidToSidW, GetLengthSid, PSID},
    System::Com::CoTaskMemFree,
    UI::Shell::{FOLDERID_Desktop, SHGetKnownFolderPath},
};

use super::{
    folder::Folder,
    owner::{Owner, Owners},
};
use crate::platform::facts::{Desktop, Reach, Refused};

const PROFILES: &str = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList";
const SHELL_FOLDERS: &str = r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders";

/// What desktops are called on disk; the shell shows both in the user's language.
const USUAL: [&str; 2] = ["Desktop", "デスクトップ"];

/// A profile of a person on this machine.
pub(super) struct Profile {
    pub(super) sid: String,
    pub(super) user: Name,
    pub(super) folder: PathBuf,
}

/// Lists the desktops of every user of the machine.
pub fn everyone() -> Vec<Desktop> {
    let mut owners = Owners::new();
    let profiles = profiles(&mut owners);
    let theirs = profiles
        .iter()
        .flat_map(|profile| desktops_of(profile, redirected(profile)));
    theirs.chain(public()).collect()
}

/// Lists the desktops of the user who runs the agent.
pub fn mine() -> Vec<Desktop> {
    let known = known_desktop();
    let folder = match env::var_os("USERPROFILE").map(PathBuf::from) {
        Some(folder) => folder,
        None => match known.as_deref().and_then(Path::parent) {
            Some(above) => above.to_owned(),
            None => return Vec::new(),
        },
    };
    let user = env::var_os("USERNAME").or_else(|| folder.file_name().map(OsString::from));
    let profile = Profile {
        sid: String::new(),
        user: Name::from_bytes(user.unwrap_or_default().as_encoded_bytes()),
        folder,
    };
    desktops_of(&profile, known)
}

/// Lists the profiles of people: local and domain accounts (S-1-5-21) and those of Entra (S-1-12-1).
pub(super) fn profiles(owners: &mut Owners) -> Vec<Profile> {
    let Ok(list) = LOCAL_MACHINE.open(PROFILES) else {
        return Vec::new();
    };
    let Ok(sids) = list.keys() else {
        return Vec::new();
    };
    let of_person = |sid: &String| {
        let is_person = sid.starts_with("S-1-5-21-") || sid.starts_with("S-1-12-1-");
        is_person && !sid.ends_with(".bak")
    };
    let mut found: Vec<_> = sids
        .filter(of_person)
        .filter_map(|sid| profile(&list, sid, owners))
        .collect();
    found.sort_by(|a, b| a.folder.cmp(&b.folder));
    found
}

fn profile(list: &Key, sid: String, owners: &mut Owners) -> Option<Profile> {
    let raw = list.open(&sid).ok()?.get_string("ProfileImagePath").ok()?;
    let folder = PathBuf::from(expand::variables(&raw, |name| env::var(name).ok())?);
    let account = owner_of_sid(&sid).map(|owner| owners.name(&owner));
    // An account that was deleted, or lies in a domain out of reach, has only its identifier.
    let named = account.filter(|name| !name.shown.is_empty() && !name.shown.starts_with("S-1-"));
    let user = match named {
        Some(name) => name,
        None => Name::from_bytes(folder.file_name()?.as_encoded_bytes()),
    };
    Some(Profile { sid, user, folder })
}

/// Reads where a user who is logged on has the desktop.
fn redirected(profile: &Profile) -> Option<PathBuf> {
    let hive = USERS.open(&profile.sid).ok()?;
    let raw = hive.open(SHELL_FOLDERS).ok()?.get_string("Desktop").ok()?;
    let known = |name: &str| match name.to_ascii_uppercase().as_str() {
        "USERPROFILE" => profile.folder.to_str().map(str::to_owned),
        "USERNAME" => Some(profile.user.shown.clone()),
        _ => hive_variable(&hive, name).or_else(|| env::var(name).ok()),
    };
    let path = PathBuf::from(expand::variables(&raw, known)?);
    path.is_absolute().then_some(path)
}

fn hive_variable(hive: &Key, name: &str) -> Option<String> {
    ["Volatile Environment", "Environment"]
        .into_iter()
        .find_map(|key| hive.open(key).ok()?.get_string(name).ok())
}

fn public() -> Option<Desktop> {
    let shared = LOCAL_MACHINE
        .open(SHELL_FOLDERS)
        .and_then(|key| key.get_string("Common Desktop"))
        .ok()
        .and_then(|raw| expand::variables(&raw, |name| env::var(name).ok()))
        .unwrap_or_else(|| r"C:\Users\Public\Desktop".to_owned());
    let path = PathBuf::from(shared);
    let reach = look(&path);
    (reach != Reach::Absent).then(|| Desktop {
        user: Name::default(),
        is_public: true,
        path,
        profile: None,
        reach,
    })
}

/// Returns every desktop of a profile once, or the one it would have.
fn desktops_of(profile: &Profile, named: Option<PathBuf>) -> Vec<Desktop> {
    let mut candidates: Vec<PathBuf> = named.into_iter().collect();
    let homes = std::iter::once(profile.folder.clone()).chain(cloud_folders(&profile.folder));
    candidates.extend(homes.flat_map(|home| USUAL.map(|name| home.join(name))));

    let mut desktops: Vec<Desktop> = Vec::new();
    for path in candidates {
        let reach = look(&path);
        if desktops.iter().any(|other| is_same(other, &path, reach)) {
            continue;
        }
        desktops.push(Desktop {
            user: profile.user.clone(),
            is_public: false,
            path,
            profile: Some(profile.folder.clone()),
            reach,
        });
    }
    let is_there = |one: &Desktop| one.reach != Reach::Absent;
    match desktops.iter().any(is_there) {
        true => desktops.retain(is_there),
        false => desktops.truncate(1),
    }
    if desktops.iter().all(|one| one.reach == Reach::Denied) {
        desktops.truncate(1);
    }
    desktops
}

/// Finds `OneDrive` and `OneDrive - <organisation>` in a profile.
fn cloud_folders(profile: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(profile).into_iter().flatten().flatten();
    let mut found: Vec<_> = entries
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("OneDrive"))
        .map(|entry| entry.path())
        .collect();
    found.sort();
    found
}

fn is_same(other: &Desktop, path: &Path, reach: Reach) -> bool {
    match (other.reach, reach) {
        (Reach::There(one), Reach::There(two)) => one == two,
        _ => other.path == path,
    }
}

fn look(path: &Path) -> Reach {
    match Folder::open(path) {
        Ok(folder) => Reach::There(folder.identity()),
        Err(Refused::Absent | Refused::Replaced) => Reach::Absent,
        Err(Refused::Denied | Refused::Link) => Reach::Denied,
        Err(Refused::Elsewhere | Refused::Locked | Refused::Failed(_)) => Reach::Failed,
    }
}

/// Asks the shell where the desktop of this user is.
fn known_desktop() -> Option<PathBuf> {
    let mut text = ptr::null_mut();
    // SAFETY: the folder's id is a constant, no token is passed, and the result is a local.
    let asked = unsafe { SHGetKnownFolderPath(&FOLDERID_Desktop, 0, ptr::null_mut(), &raw mut text) };
    let path = match asked {
        // SAFETY: the call succeeded, so `text` ends with a zero.
        0.. if !text.is_null() => unsafe {
            let length = (0..).take_while(|at| *text.add(*at) != 0).count();
            Some(PathBuf::from(OsString::from_wide(slice::from_raw_parts(
                text, length,
            ))))
        },
        _ => None,
    };
    // SAFETY: the text is ours to free whether the call succeeded or not.
    unsafe { CoTaskMemFree(text.cast()) };
    path
}

fn owner_of_sid(text: &str) -> Option<Owner> {
    let wide: Vec<u16> = text.encode_utf16().chain([0]).collect();
    let mut sid: PSID = ptr::null_mut();
    // SAFETY: the text ends with a zero and the result is a local.
    if unsafe { ConvertStringSidToSidW(wide.as_ptr(), &raw mut sid) } == 0 {
        return None;
    }
    // SAFETY: the call succeeded: the identifier is as long as it says, and is copied before it is freed.
    unsafe {
        let bytes: Box<[u8]> = slice::from_raw_parts(sid.cast::<u8>(), GetLengthSid(sid) as usize).into();
        LocalFree(sid);
        Some(Owner::from_bytes(bytes))
    }
}
