//! Any bytes as a feed: see `ingest`.
#![no_main]

mod ingest;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    ingest::check("a.xml", bytes);
});
