//! The rules of the house, read from the source tree.
//!
//! ```text
//! platform      1  the operating system is known behind one door only
//! twins         2  both platform rooms hold the same furniture
//! pure          3  what decides knows no clock, file, task or table
//! sql, wire     4  tables and wire types stay where they belong
//! examples      5  every rule and control carries examples both ways, and they hold
//! screens       6  every template has a view, every view a template …
//! samples          … and every sample configuration parses
//! naming        7  no file is a drawer for everything; every module says what it is for
//! migrations    8  what was released is frozen
//! neighbours       a room uses only the rooms that it may
//! ```
//!
//! Every rule is a function from (path, text) to breaches, so that each can be
//! shown a bad text and be seen to fail. To add a rule: one file here.

mod examples;
mod house;
mod migrations;
mod naming;
mod neighbours;
mod platform;
mod pure;
mod samples;
mod screens;
mod source;
mod sql;
mod twins;
mod wire;
