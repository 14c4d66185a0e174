//! The one event loop: wires the stages, reads the clock, owns budgets and the order of stopping.
