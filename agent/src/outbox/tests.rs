//! Crash points, damage, epochs, folding.
