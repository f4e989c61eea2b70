//! Any bytes as a zip archive of web archives: see `ingest`.
#![no_main]

mod ingest;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = ingest::check("a.wacz", bytes);
});
