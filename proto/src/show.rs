//! The command-line contract that both programs keep: options, output, exit codes, hostile names.
//!
//! Pure functions from values to text, but for `program` and `terminal`, which
//! know stdout and stderr.

pub mod drawer;
pub mod exit;
pub mod json;
pub mod manual;
pub mod media;
pub mod nearest;
pub mod options;
pub mod program;
pub mod progress;
pub mod release;
pub mod settings;
pub mod table;
pub mod terminal;
pub mod visible;

pub use visible::visible;
