//! Throws at the eyes: shortcuts.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| -> libfuzzer_sys::Corpus {
    mimawari_fuzz::only(&["lnk"], bytes)
});
