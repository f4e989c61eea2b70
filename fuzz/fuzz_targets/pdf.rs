//! Any bytes as a PDF: see `ingest`.
#![no_main]

mod ingest;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // The library that reads PDFs panics over many of them; that is caught, and costs the report.
    static QUIET: std::sync::Once = std::sync::Once::new();
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    let _ = ingest::check("a.pdf", bytes);
});
