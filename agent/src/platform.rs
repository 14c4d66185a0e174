//! The only door to the operating system: facts out, verdicts elsewhere.
