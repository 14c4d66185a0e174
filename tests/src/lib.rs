//! What the end-to-end tests and the benchmarks share: real programs, real
//! connections, real faults.
//!
//! Nothing here links the agent or the collector: they are started as an
//! operator starts them, and observed from outside (exit codes, output, files,
//! the wire). Waiting is always for something that can be seen, with a limit.

pub mod agent;
pub mod browser;
pub mod chance;
pub mod collector;
pub mod desktop;
pub mod history;
pub mod machine;
pub mod plug;
pub mod program;
pub mod proxy;
pub mod wait;
