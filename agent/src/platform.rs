//! The only door to the operating system: facts out, verdicts elsewhere.
//!
//! Two rooms with the same furniture, `platform/linux` and `platform/windows`:
//! the same file names, the same signatures. What the rooms hand out is
//! declared once in `facts`; `hive` and `offline` read what a Windows that does
//! not run has left, on either system.

pub mod facts;
pub mod heap;
pub mod hive;
pub mod offline;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
use linux as host;

#[cfg(target_os = "windows")]
mod windows;
#[cfg(target_os = "windows")]
use windows as host;

pub use host::{desktop, folder, lock, machine, media, owner, place, private, process, room, service, stop};
