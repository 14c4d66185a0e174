//! Throws at the eyes: rule files, and the rules that come of them.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| mimawari_fuzz::rules(bytes));
