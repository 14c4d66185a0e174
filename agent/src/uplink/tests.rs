//! Calls to a small collector inside the test.
