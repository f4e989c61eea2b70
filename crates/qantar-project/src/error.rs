//! What can go wrong between events and files.

/// Why a file could not be written or read. One bad row of a table is no error: see [`qantar_record::Problem`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The output would not take it.
    #[error("cannot write the export: {0}")]
    Write(#[from] std::io::Error),
    /// The CSV file could not be written.
    #[error("cannot write the CSV file: {0}")]
    Csv(#[from] csv::Error),
    /// The Parquet file could not be written.
    #[error("cannot write the Parquet file: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// An event could not be written as JSON.
    #[error("cannot write an event as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A line of an event file is not what it should be.
    #[error("cannot read line {line} of the event file: {reason}")]
    Line {
        /// Counts from 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// A codebook file cannot be used.
    #[error("cannot use {file}: {reason}")]
    Codebook {
        /// The file.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The table to import has no header that is known.
    #[error("cannot import a table in {layout} layout: it lacks {}; wanted are {}", .missing.join(", "), .wanted.join(", "))]
    Header {
        /// The layout asked for.
        layout: &'static str,
        /// Needed columns that are not there.
        missing: Vec<&'static str>,
        /// All columns of the layout.
        wanted: Vec<&'static str>,
    },
}

impl Error {
    pub(crate) fn codebook(file: impl Into<String>, reason: impl ToString) -> Self {
        Error::Codebook { file: file.into(), reason: reason.to_string() }
    }
}
