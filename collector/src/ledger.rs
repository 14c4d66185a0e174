//! The only SQL: append-only events, and what is derived from them; one writer, many readers.
