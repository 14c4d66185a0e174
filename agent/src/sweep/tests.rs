//! Rounds over a real folder, with made-up eyes where needed.
