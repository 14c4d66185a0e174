//! Throws at the eyes: anything at all, as it could lie on a desktop.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    mimawari_fuzz::examine("架空.bin", bytes);
});
