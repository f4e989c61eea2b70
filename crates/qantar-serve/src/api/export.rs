//! Taking events away.

use crate::answer::{Failures, Named, Refusal};
use crate::served::Shared;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use qantar::exchange::{self, ExchangeError};
use qantar::projecting::{Format, Outputs};
use qantar::store::Case;
use std::fs::File;
use std::io::{BufWriter, Seek, Write};
use tokio::io::AsyncReadExt;
use zip::write::SimpleFileOptions;

/// So much of a file is in memory at a time.
const PIECE: usize = 256 << 10;

/// All events in another project's layout or for another program. Where the words behind the cells are a table of their
/// own, both come in one zip file.
#[utoipa::path(get, path = "/api/export/{format}", tag = "export",
    params(("format" = String, Path, description = "acled, ged, jsonl, geojson or parquet")),
    responses((status = 200, description = "The file", content_type = "application/octet-stream", body = Vec<u8>), Failures)
)]
pub(super) async fn export(State(served): State<Shared>, Named(format): Named<String>) -> Result<Response, Refusal> {
    let known = || Format::ALL.map(Format::as_str).join(", ");
    let format = Format::parse(&format).ok_or_else(|| {
        Refusal::missing("no_such_format", "this is no format that events are written in")
            .help(format!("try {}", known()))
    })?;
    let made = Timestamp::now();
    let stem: String = served.name.trim_end_matches(".qantar").chars().map(plain).collect();
    let inner = stem.clone();
    let (file, ending) = served.shown.ask(move |case| write(case, format, made, &inner)).await?;
    let mime = match ending {
        "zip" => "application/zip",
        "geojson" => "application/geo+json",
        _ => "application/octet-stream",
    };
    let name = format!("attachment; filename=\"{stem}-{}.{ending}\"", format.as_str());
    let name = HeaderValue::from_str(&name).map_err(|_| Refusal::fault())?;
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(mime)), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, stream(tokio::fs::File::from_std(file))).into_response())
}

/// A letter that no file system and no header minds.
fn plain(letter: char) -> char {
    if letter.is_ascii_alphanumeric() || "-_.".contains(letter) { letter } else { '_' }
}

/// Writes the events into a nameless file; gives it and the ending of what it is.
fn write(case: &Case, format: Format, made: Timestamp, stem: &str) -> Result<(File, &'static str), Refusal> {
    let mut table = BufWriter::new(tempfile::tempfile().map_err(unwritten)?);
    let Some(beside) = format.sources_extension() else {
        exchange::export(case, format, made, Outputs { table: &mut table, sources: None }).map_err(refused)?;
        return Ok((rewound(table).map_err(unwritten)?, format.extension()));
    };
    let mut sources = BufWriter::new(tempfile::tempfile().map_err(unwritten)?);
    let outputs = Outputs { table: &mut table, sources: Some(&mut sources) };
    exchange::export(case, format, made, outputs).map_err(refused)?;
    let files = [(format.extension(), table), (beside, sources)];
    let named = files.map(|(ending, file)| (format!("{stem}-{}.{ending}", format.as_str()), file));
    Ok((zipped(named).map_err(unwritten)?, "zip"))
}

fn zipped(files: [(String, BufWriter<File>); 2]) -> std::io::Result<File> {
    let mut zip = zip::ZipWriter::new(BufWriter::new(tempfile::tempfile()?));
    let options = SimpleFileOptions::default().large_file(true);
    for (name, file) in files {
        zip.start_file(name, options)?;
        std::io::copy(&mut rewound(file)?, &mut zip)?;
    }
    rewound(zip.finish()?)
}

fn rewound(file: BufWriter<File>) -> std::io::Result<File> {
    let mut file = file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    file.flush()?;
    file.rewind()?;
    Ok(file)
}

fn unwritten(error: std::io::Error) -> Refusal {
    eprintln!("qantar: cannot write an export into a temporary file: {error}");
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "no_room", "the file cannot be written to a temporary place")
}

fn refused(error: ExchangeError) -> Refusal {
    match error {
        ExchangeError::Case(error) => error.into(),
        error => {
            eprintln!("qantar: {error}");
            Refusal::fault()
        }
    }
}

/// The file, piece by piece.
fn stream(file: tokio::fs::File) -> Body {
    let pieces = futures_util::stream::unfold(file, |mut file| async move {
        let mut piece = vec![0; PIECE];
        match file.read(&mut piece).await {
            Ok(0) => None,
            Ok(read) => {
                piece.truncate(read);
                Some((Ok(Bytes::from(piece)), file))
            }
            Err(error) => Some((Err(error), file)),
        }
    });
    Body::from_stream(pieces)
}
