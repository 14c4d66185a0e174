//! Bytes to text with positions, by sniffed format, inside limits.
