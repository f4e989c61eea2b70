//! Makes a WARC archive of any size out of saved pages, each copy made different by a paragraph with its number.
//!
//! `cargo run --release -p qantar-ingest --example warc_make -- PAGES OUT.warc.gz BYTES`: PAGES is a folder of `.html` and
//! `.html.gz` files; records are packed one by one when OUT ends in `.gz`; BYTES is the least size of OUT.

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [pages, out, bytes] = &arguments[..] else { return Err("give PAGES OUT BYTES".into()) };
    let pages = read_pages(Path::new(pages))?;
    let wanted: u64 = bytes.parse()?;
    let packed = out.ends_with(".gz");
    let mut file = BufWriter::new(File::create(out)?);
    let (mut written, mut number) = (0, 0);
    while written < wanted {
        let record = record(&pages[number % pages.len()], number);
        let bytes = if packed { pack(&record)? } else { record };
        file.write_all(&bytes)?;
        written += bytes.len() as u64;
        number += 1;
    }
    file.flush()?;
    println!("{out}: {number} records, {written} bytes");
    Ok(())
}

fn read_pages(folder: &Path) -> Result<Vec<Vec<u8>>, Box<dyn Error>> {
    let mut paths: Vec<_> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let mut pages = Vec::new();
    for path in paths {
        let bytes = fs::read(&path)?;
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("gz") => {
                let mut page = Vec::new();
                MultiGzDecoder::new(&bytes[..]).read_to_end(&mut page)?;
                pages.push(page);
            }
            Some("html") => pages.push(bytes),
            _ => {}
        }
    }
    if pages.is_empty() { Err("no pages in this folder".into()) } else { Ok(pages) }
}

/// The page as an answer of a server, in a record of its own.
fn record(page: &[u8], number: usize) -> Vec<u8> {
    let own = format!("<p>This is copy number {number} of the page, made for a test of speed and of memory.</p>");
    // Behind the first paragraph, so that it is of the article more often than not.
    let at = page.windows(4).position(|four| four == b"</p>").map_or(page.len(), |at| at + 4);
    let body = [&page[..at], own.as_bytes(), &page[at..]].concat();
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n", body.len());
    let header = format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012x}>\r\n\
         WARC-Date: 2026-11-01T00:00:00Z\r\nWARC-Target-URI: https://example.org/{number}\r\n\
         Content-Type: application/http;msgtype=response\r\nContent-Length: {}\r\n\r\n",
        head.len() + body.len()
    );
    [header.as_bytes(), head.as_bytes(), &body, b"\r\n\r\n"].concat()
}

fn pack(record: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::new(6));
    gzip.write_all(record)?;
    gzip.finish()
}
