//! The privacy border: what leaves the PC is decided here and nowhere else.
