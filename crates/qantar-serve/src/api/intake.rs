//! Adding reports.

use crate::answer::{Failures, Named, Refusal};
use crate::guard::Visitor;
use crate::intake::{Progress, Sent, own_name, shown_name};
use crate::served::Shared;
use axum::Json;
use axum::extract::multipart::{Field, MultipartError, MultipartRejection};
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use serde::Serialize;
use std::path::Path;
use tokio::io::AsyncWriteExt;
use utoipa::ToSchema;

/// The most parts of one upload.
const PARTS: usize = 20_000;
/// The longest path that a file is given, in bytes.
const PATH: usize = 4096;

/// A job that was begun.
#[derive(Serialize, ToSchema)]
pub(crate) struct Begun {
    /// Its number.
    job: u64,
}

/// What is sent.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub(crate) struct Upload {
    /// The path of the file that comes next, as people would look for it again; its own name when there is none.
    path: Option<String>,
    /// Reports: plain text, Markdown, saved HTML pages, JSON Lines.
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<String>,
}

/// Adds reports; they are read in the background.
#[utoipa::path(post, path = "/api/reports", tag = "add",
    request_body(content = Upload, content_type = "multipart/form-data"),
    params(("X-Qantar-Token" = String, Header, description = "The csrf of GET /api/session")),
    responses((status = 200, description = "The job that reads them", body = Begun), Failures)
)]
pub(super) async fn add(
    State(served): State<Shared>,
    _: Visitor,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Json<Begun>, Refusal> {
    served.writer()?;
    let mut parts = parts.map_err(|rejection| {
        let status = rejection.status();
        let code = if status == StatusCode::PAYLOAD_TOO_LARGE { "too_long" } else { "not_multipart" };
        let status = if code == "not_multipart" { StatusCode::UNSUPPORTED_MEDIA_TYPE } else { status };
        Refusal::new(status, code, rejection.body_text())
    })?;
    let folder = tempfile::tempdir().map_err(|error| no_room(&error))?;
    let mut sent = Sent { folder, files: Vec::new() };
    let mut path = None;
    let mut count = 0;
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        count += 1;
        if count > PARTS {
            let message = format!("more than {PARTS} parts are not taken at once");
            return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too_many_parts", message));
        }
        if part.name() == Some("path") && part.file_name().is_none() {
            path = Some(short_text(part).await?);
            continue;
        }
        let given = path.take().or_else(|| part.file_name().map(str::to_owned)).unwrap_or_default();
        let file = sent.folder.path().join(own_name(sent.files.len(), &given));
        write(part, &file).await?;
        sent.files.push((file, shown_name(&given)));
    }
    if sent.files.is_empty() {
        return Err(Refusal::unfit("no file was sent"));
    }
    let jobs = served.clone();
    let begun = tokio::task::spawn_blocking(move || jobs.jobs.start(&jobs, sent)).await;
    begun.unwrap_or_else(|_| Err(Refusal::fault())).map(|job| Json(Begun { job }))
}

async fn short_text(mut part: Field<'_>) -> Result<String, Refusal> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(broken)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > PATH {
            return Err(Refusal::unfit(format!("a path has {PATH} bytes or fewer")));
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Writes a part to a file as it comes.
async fn write(mut part: Field<'_>, path: &Path) -> Result<(), Refusal> {
    let mut file = tokio::fs::File::create_new(path).await.map_err(|error| no_room(&error))?;
    while let Some(chunk) = part.chunk().await.map_err(broken)? {
        file.write_all(&chunk).await.map_err(|error| no_room(&error))?;
    }
    file.flush().await.map_err(|error| no_room(&error))
}

fn no_room(error: &std::io::Error) -> Refusal {
    eprintln!("qantar: cannot put what was sent into a temporary folder: {error}");
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "no_room", "the files cannot be put into a temporary folder")
}

fn broken(error: MultipartError) -> Refusal {
    let code = if error.status() == StatusCode::PAYLOAD_TOO_LARGE { "too_long" } else { "bad_multipart" };
    Refusal::new(error.status(), code, error.body_text())
}

/// How far a job is.
#[utoipa::path(get, path = "/api/jobs/{job}", tag = "add", params(("job" = u64, Path)),
    responses((status = 200, description = "How far it is", body = Progress), Failures)
)]
pub(super) async fn progress(State(served): State<Shared>, Named(job): Named<u64>) -> Result<Json<Progress>, Refusal> {
    served.jobs.progress(job).map(Json).ok_or_else(no_job)
}

/// Stops a job; what is kept stays.
#[utoipa::path(delete, path = "/api/jobs/{job}", tag = "add",
    params(("job" = u64, Path), ("X-Qantar-Token" = String, Header, description = "The csrf of GET /api/session")),
    responses((status = 200, description = "How far it came", body = Progress), Failures)
)]
pub(super) async fn stop(State(served): State<Shared>, Named(job): Named<u64>) -> Result<Json<Progress>, Refusal> {
    served.jobs.stop(job).ok_or_else(no_job)?;
    served.jobs.progress(job).map(Json).ok_or_else(no_job)
}

fn no_job() -> Refusal {
    Refusal::missing("no_such_job", "there is no such job in this run of the program")
}
