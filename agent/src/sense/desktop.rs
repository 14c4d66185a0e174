//! Where desktops are, for every user of the machine.

use std::path::PathBuf;

use mimawari_proto::{finding::Root, name::Name, round::RootOutcome};

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
    /// The folder.
    pub path: PathBuf,
    /// The user's profile folder, which is written `%USER%` in reports.
    pub profile: Option<PathBuf>,
    /// What is known before walking: `Covered` when it can be walked, else why not.
    pub outcome: RootOutcome,
}

/// Lists the folders to cover: desktops, and whatever the settings name besides.
pub fn roots(_whose: Whose, _more: &[PathBuf]) -> Vec<RootPlace> {
    Vec::new()
}
