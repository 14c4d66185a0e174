//! End to end, with the real programs: what a user, an operator and an enemy would see.
//!
//! The names of the tests are promises; README.md beside this file says which
//! paragraph or case each one shows. Loops are seeded and short; `MIMAWARI_SEED`,
//! `MIMAWARI_KILLS` and `MIMAWARI_CUTS` choose another run or a longer one.

mod bad_input;
mod canaries;
mod contract;
mod first_round;
mod media;
mod room;
mod scan;
mod stick;
mod strange;
mod survives;
mod wire;
