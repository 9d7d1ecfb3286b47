#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| chengnuo_fuzz::rtf(bytes));
