//! The promises of the ledger.

mod delivery;
mod evidence;
mod histories;
mod media;
mod place;
mod states;
