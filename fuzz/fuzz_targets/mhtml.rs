//! Any bytes as a page saved with its parts in one file: see `ingest`.
#![no_main]

mod ingest;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = ingest::check("a.mhtml", bytes);
});
