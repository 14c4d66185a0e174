//! The command-line contract that both programs keep: options, output, exit codes, hostile names.
//!
//! Pure functions from values to text; `terminal` writes to what it is given.

pub mod exit;
pub mod options;
pub mod table;
pub mod terminal;
pub mod visible;

pub use visible::visible;
