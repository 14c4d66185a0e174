//! Throws at the eyes: the parts of an OpenDocument file, unpacked.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| mimawari_fuzz::part(mimawari_fuzz::parts::ODF, bytes));
