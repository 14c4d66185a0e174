//! Throws at the eyes: text in any coding, judged; the first byte chooses how it is written and what it is called.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| mimawari_fuzz::text(bytes));
