//! Throws at the eyes: zip archives, and whatever else lives in one.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| -> libfuzzer_sys::Corpus {
    mimawari_fuzz::only(&["zip", "docx", "xlsx", "pptx", "odt", "ods", "odp"], bytes)
});
