//! Facts, policy and now to marks; no IO.
