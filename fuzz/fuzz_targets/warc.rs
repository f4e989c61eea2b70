//! Any bytes as a web archive, packed or not: see `ingest`.
#![no_main]

mod ingest;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = ingest::check("a.warc", bytes);
});
