//! The examining room: not on this system yet.

use std::{fs::File, io, path::PathBuf, time::Duration};

use crate::platform::facts::{Allowance, Built, Fall, Program};

/// So many ways of starting a child are worth trying, the strictest first.
pub const WAYS: usize = 1;
