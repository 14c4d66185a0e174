//! The embedded store: one SQLite file, opened in two ways.
//!
//! | way | who | how |
//! |---|---|---|
//! | to write | the writer thread | WAL, `synchronous=FULL`: a committed entry survives a pulled plug |
//! | to read | everybody else | `query_only`, one snapshot per question |

pub(super) mod migrate;
pub(super) mod place;
pub(super) mod read_delivery;
pub(super) mod read_department;
pub(super) mod read_finding;
pub(super) mod read_kept;
pub(super) mod read_machine;
pub(super) mod read_medium;
pub(super) mod read_round;
pub(super) mod row;
pub(super) mod writer;
