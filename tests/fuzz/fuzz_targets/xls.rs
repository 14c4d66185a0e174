//! Throws at the eyes: old Excel workbooks.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| -> libfuzzer_sys::Corpus {
    mimawari_fuzz::only(&["xls"], bytes)
});
