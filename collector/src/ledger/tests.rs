//! The promises of the ledger.

mod delivery;
mod evidence;
mod histories;
mod place;
mod states;
