//! The built page, which is part of the program.

use crate::answer::Refusal;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use flate2::{Compression, write::GzEncoder};
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::Write;
use std::sync::{LazyLock, OnceLock};

static PAGE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/page");

/// The first word of every path at which the page itself is shown; it looks at the rest.
const PAGES: [&str; 12] =
    ["", "event", "report", "reports", "review", "actors", "actor", "sources", "add", "log", "coders", "sign-in"];

const TYPES: [(&str, &str); 14] = [
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("json", "application/json"),
    ("geojson", "application/geo+json"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("ico", "image/x-icon"),
    ("woff2", "font/woff2"),
    ("wasm", "application/wasm"),
    ("pbf", "application/x-protobuf"),
    ("ftl", "text/plain; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
];

/// Types that are packed already.
const PACKED: [&str; 2] = ["image/png", "font/woff2"];

/// One file, as it is sent.
struct File {
    bytes: &'static [u8],
    mime: &'static str,
    etag: String,
    /// Whether its name holds a hash of what is in it, so that it never changes.
    hashed: bool,
    gzip: OnceLock<Bytes>,
}

static FILES: LazyLock<HashMap<String, File>> = LazyLock::new(|| {
    let mut files = HashMap::new();
    collect(&PAGE, &mut files);
    files
});

fn collect(folder: &'static Dir<'static>, files: &mut HashMap<String, File>) {
    for file in folder.files() {
        // The program may have been built where paths have backslashes.
        let path = file.path().to_string_lossy().replace('\\', "/");
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        let mime = TYPES.iter().find(|(known, _)| *known == ending).map_or("application/octet-stream", |(_, m)| *m);
        let digest = Sha256::digest(file.contents());
        let etag = digest.iter().take(12).fold("\"".to_owned(), |tag, byte| tag + &format!("{byte:02x}")) + "\"";
        let hashed = path.starts_with("assets/");
        files.insert(path, File { bytes: file.contents(), mime, etag, hashed, gzip: OnceLock::new() });
    }
    folder.dirs().for_each(|inner| collect(inner, files));
}

/// Whatever is not the API: a file of the page, the page itself, or nothing.
pub(crate) async fn page(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return unknown_method().await.into_response();
    }
    let path = uri.path().trim_start_matches('/');
    let first = path.split('/').next().unwrap_or_default();
    let file = FILES.get(path).or_else(|| FILES.get("index.html").filter(|_| PAGES.contains(&first)));
    match file {
        Some(file) => file.answer(&headers),
        None => Refusal::missing("no_such_path", "there is nothing at this path").into_response(),
    }
}

/// A path of the API asked in a way that it does not know.
pub(crate) async fn unknown_method() -> Refusal {
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "no_such_method", "this path does not take that method")
}

impl File {
    fn answer(&self, asked: &HeaderMap) -> Response {
        let cache = if self.hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
        let headers = [
            (header::ETAG, HeaderValue::from_str(&self.etag).expect("an etag is hex in quotes")),
            (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
            (header::VARY, HeaderValue::from_static("Accept-Encoding")),
        ];
        if has(asked, header::IF_NONE_MATCH, &self.etag) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        let mime = [(header::CONTENT_TYPE, HeaderValue::from_static(self.mime))];
        if takes_gzip(asked) && !PACKED.contains(&self.mime) {
            let packed = [(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"))];
            let bytes = self.gzip.get_or_init(|| gzip(self.bytes)).clone();
            return (headers, mime, packed, Body::from(bytes)).into_response();
        }
        (headers, mime, Body::from(Bytes::from_static(self.bytes))).into_response()
    }
}

fn gzip(bytes: &[u8]) -> Bytes {
    let mut packer = GzEncoder::new(Vec::new(), Compression::new(7));
    packer.write_all(bytes).expect("memory takes everything");
    packer.finish().expect("memory takes everything").into()
}

/// Whether one of the words of a header is this one.
pub(crate) fn has(headers: &HeaderMap, name: header::HeaderName, word: &str) -> bool {
    let words = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    words.flat_map(|value| value.split(',')).any(|one| one.trim().trim_start_matches("W/") == word)
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        name.trim().eq_ignore_ascii_case("gzip") && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}
