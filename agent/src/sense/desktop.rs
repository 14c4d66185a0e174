//! Where desktops are, for every user of the machine.

use std::{io, path::PathBuf};

use mimawari_proto::{finding::Root, name::Name, round::RootOutcome};

use super::media::place::OnMedium;
use crate::platform::{
    desktop,
    facts::{Desktop, Reach, Refused},
    folder::{self, Folder},
};

/// Whose desktops are looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whose {
    /// Those of every user of the machine, and the shared one.
    Everyone,
    /// Those of the user who runs the agent.
    Mine,
}

/// One folder that a round is to cover.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RootPlace {
    /// What sort of place.
    pub root: Root,
    /// The account that owns it; empty for shared places.
    pub user: Name,
    /// The folder, without links on the way to it.
    pub path: PathBuf,
    /// The user's profile folder, which is written `%USER%` in reports.
    pub profile: Option<PathBuf>,
    /// What is known before walking: `Covered` when it can be walked, else why not.
    pub outcome: RootOutcome,
    /// The medium it lies on; `None` for what belongs to the PC.
    pub medium: Option<OnMedium>,
}

/// Lists the folders to cover: desktops, and whatever the settings name besides.
///
/// Each folder once: one that is listed twice, or lies inside another of the
/// list, is covered with that other.
pub fn roots(whose: Whose, more: &[PathBuf]) -> Vec<RootPlace> {
    let desktops = match whose {
        Whose::Everyone => desktop::everyone(),
        Whose::Mine => desktop::mine(),
    };
    let named = more.iter().map(|path| named(path.clone()));
    each_once(desktops.into_iter().chain(named))
        .into_iter()
        .map(place)
        .collect()
}

fn named(path: PathBuf) -> Desktop {
    let (path, reach) = match folder::real_path(&path) {
        Ok(real) => {
            let reach = Folder::open(&real).map_or_else(
                |refused| unreached(&refused),
                |open| Reach::There(open.identity()),
            );
            (real, reach)
        }
        Err(error) => (path, unreached(&Refused::of(error))),
    };
    Desktop {
        user: Name::default(),
        is_public: false,
        path,
        profile: None,
        reach,
    }
}

const fn unreached(refused: &Refused) -> Reach {
    match refused {
        Refused::Absent | Refused::Replaced => Reach::Absent,
        Refused::Denied | Refused::Link => Reach::Denied,
        Refused::Elsewhere | Refused::Locked | Refused::Failed(_) => Reach::Failed,
    }
}

fn each_once(found: impl Iterator<Item = Desktop>) -> Vec<Desktop> {
    let mut kept: Vec<Desktop> = Vec::new();
    for one in found {
        if kept.iter().any(|other| covers(other, &one)) {
            continue;
        }
        kept.retain(|other| !covers(&one, other));
        kept.push(one);
    }
    kept
}

fn covers(outer: &Desktop, inner: &Desktop) -> bool {
    match (outer.reach, inner.reach) {
        (Reach::There(one), Reach::There(two)) => one == two || inner.path.starts_with(&outer.path),
        _ => outer.path == inner.path,
    }
}

fn place(desktop: Desktop) -> RootPlace {
    RootPlace {
        root: match desktop.is_public {
            true => Root::PublicDesktop,
            false => Root::Desktop,
        },
        user: desktop.user,
        path: desktop.path,
        profile: desktop.profile,
        outcome: match desktop.reach {
            Reach::There(_) => RootOutcome::Covered,
            Reach::Absent => RootOutcome::Absent,
            Reach::Denied => RootOutcome::Denied,
            Reach::Failed => RootOutcome::Failed,
        },
        medium: None,
    }
}

impl Refused {
    fn of(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Absent,
            io::ErrorKind::PermissionDenied => Self::Denied,
            _ => Self::Failed(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn paths(more: &[PathBuf]) -> Vec<(PathBuf, RootOutcome)> {
        each_once(more.iter().cloned().map(named))
            .into_iter()
            .map(place)
            .map(|root| (root.path, root.outcome))
            .collect()
    }

    #[test]
    fn a_folder_inside_another_is_covered_with_it() {
        let dir = tempfile::tempdir().expect("temp dir");
        let outer = folder::real_path(dir.path()).expect("there");
        let inner = outer.join("inner");
        fs::create_dir(&inner).expect("make");
        let once = [(outer.clone(), RootOutcome::Covered)];
        assert_eq!(paths(&[inner.clone(), outer.clone(), inner, outer]), once);
    }

    #[test]
    fn a_folder_that_is_missing_or_is_a_file_is_named_as_absent() {
        let dir = tempfile::tempdir().expect("temp dir");
        let file = folder::real_path(dir.path()).expect("there").join("file");
        fs::write(&file, b"").expect("write");
        let missing = dir.path().join("missing");
        let absent = |path: PathBuf| (path, RootOutcome::Absent);
        assert_eq!(
            paths(&[file.clone(), missing.clone()]),
            [absent(file), absent(missing)]
        );
    }

    #[test]
    fn every_listing_of_this_machine_ends_and_names_each_folder_once() {
        for whose in [Whose::Everyone, Whose::Mine] {
            let mut there: Vec<_> = roots(whose, &[]).into_iter().map(|root| root.path).collect();
            let before = there.len();
            there.sort();
            there.dedup();
            assert_eq!(there.len(), before);
        }
    }
}
