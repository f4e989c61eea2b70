//! Any bytes as a mail: see `ingest`.
#![no_main]

mod ingest;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = ingest::check("a.eml", bytes);
});
