//! Documents written piece by piece.
