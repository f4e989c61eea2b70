//! Any bytes as a saved page: see `ingest`.
#![no_main]

mod ingest;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = ingest::check("a.html", bytes);
});
