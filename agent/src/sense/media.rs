//! Removable media: what is there, what was there before, and how well each can be told.
//!
//! ```text
//! platform::media ─► Medium ─► describe (superblock, vault, grade, marker) ─► stay ─► MediaSeen, MediaLeft
//! registry, setupapi, kernel log ─► history ─────────────────────────────────────────► MediaSeen, past
//! ```
//!
//! Everything here but `marker::find` and `content::count`, which look at a mounted medium, is a
//! function of what it is given. What lies on one is read by the sweep, at the places of `place`.

pub mod content;
pub mod describe;
pub mod grade;
pub mod history;
pub mod marker;
pub mod place;
pub mod stay;
pub mod superblock;
pub mod vault;
