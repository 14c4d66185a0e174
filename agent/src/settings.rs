//! The settings of the agent: flags, environment, file, built-in.
