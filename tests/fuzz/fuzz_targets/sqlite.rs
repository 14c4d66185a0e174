//! Throws at the eyes: sQLite files and their write-ahead logs.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| -> libfuzzer_sys::Corpus {
    mimawari_fuzz::only(&["sqlite", "sqlite-wal"], bytes)
});
