//! End to end, with the real programs.
