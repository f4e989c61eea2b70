//! The case: one SQLite file with documents, readings, statements and an append-only log
