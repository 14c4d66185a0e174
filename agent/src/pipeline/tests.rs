//! The loop with real threads and a stop.
