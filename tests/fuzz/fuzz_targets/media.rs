//! Throws at the readers of media: boot sectors, registry files, logs, marker files.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| mimawari_fuzz::media(bytes));
