//! Removable media: what is plugged in, what the system wrote about it, and a bell for changes.

mod bell;
mod disk;
mod events;
mod present;
mod records;
mod registry;

pub use bell::Bell;
pub use present::present;
pub use records::records;
