//! Who owns a file: a number, made a name once and remembered.

use std::{collections::HashMap, fs};

use mimawari_proto::name::Name;

/// The owner of a file as the file system keeps it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Owner(pub(super) u32);

impl Owner {
    /// Takes the number of an account.
    pub(super) const fn of(uid: u32) -> Self {
        Self(uid)
    }
}

/// Names of owners, each looked up once.
#[derive(Debug)]
pub struct Owners {
    names: HashMap<u32, Name>,
}

impl Owners {
    /// Reads the accounts of the machine.
    pub fn new() -> Self {
        let passwd = fs::read("/etc/passwd").unwrap_or_default();
        let names = super::desktop::accounts_in(&passwd)
            .into_iter()
            .rev()
            .map(|account| (account.uid, account.name))
            .collect();
        Self { names }
    }

    /// Returns the account's name, or its number where it has none on this machine.
    pub fn name(&mut self, owner: &Owner) -> Name {
        let named = self.names.get(&owner.0).cloned();
        named.unwrap_or_else(|| Name::from(owner.0.to_string().as_str()))
    }
}

impl Default for Owners {
    fn default() -> Self {
        Self::new()
    }
}
