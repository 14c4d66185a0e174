//! Throws at the eyes: outlook messages.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| -> libfuzzer_sys::Corpus {
    mimawari_fuzz::only(&["msg"], bytes)
});
