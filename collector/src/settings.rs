//! The settings of the collector: flags, environment, file, built-in.
