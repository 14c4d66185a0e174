//! Text to hits, by rules that are data.
