//! Opens the examining room for a sweep: of a desktop or of a medium.

use std::fs::File;

use mimawari_proto::name::Name;

use crate::examine::{
    Examined, Eyes,
    room::{self, NoRoom, Room},
};

/// Where documents are examined.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Examining {
    /// In a child process without rights.
    Room,
    /// In this process: the tests of the loop are no agent that could be started.
    #[cfg(test)]
    Here,
}

/// Examines a document of a name and size.
pub(super) type Examiner<'a> = dyn FnMut(&Name, u64, &mut File) -> Result<Examined, NoRoom> + 'a;

impl Examining {
    /// Opens the room; a sweep without one is not begun.
    pub(super) fn open(self, eyes: &Eyes) -> Result<Box<Examiner<'_>>, NoRoom> {
        match self {
            Self::Room => open(eyes),
            #[cfg(test)]
            Self::Here => Ok(Box::new(|name, size, file| Ok(eyes.examine(name, size, file)))),
        }
    }
}

fn open(eyes: &Eyes) -> Result<Box<Examiner<'_>>, NoRoom> {
    let mut room = Room::new(eyes, room::own_program()?)?;
    let built = room.open()?;
    if room::is_open(built) {
        let missing: Vec<_> = built.iter().filter(|one| !one.stands).collect();
        tracing::warn!(?missing, "the examining room does not stand on every side");
    }
    Ok(Box::new(move |name, size, file| room.examine(name, size, file)))
}
