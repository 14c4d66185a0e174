//! Throws at the eyes: single compressed files.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| -> libfuzzer_sys::Corpus {
    mimawari_fuzz::only(&["gz", "bz2", "xz", "lzma"], bytes)
});
