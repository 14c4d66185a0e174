//! Throws at the eyes: the binary parts of a workbook, unpacked.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| mimawari_fuzz::part(mimawari_fuzz::parts::XLSB, bytes));
