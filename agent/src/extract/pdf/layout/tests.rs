//! Lines and tables.
