//! Removable media: what is plugged in, what the system wrote about it, and a bell for changes.

mod bell;
mod kernel_log;
mod mounts;
mod sysfs;

pub use bell::Bell;
pub use kernel_log::records;
pub use sysfs::present;
