//! Throws at the eyes: mails and mailboxes.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| -> libfuzzer_sys::Corpus {
    mimawari_fuzz::only(&["eml", "mbox"], bytes)
});
