//! Opens the ports, ticks the clock, owns the order of stopping.
