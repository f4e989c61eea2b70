-- Readings of many reports: how far each has come, so that one that was stopped goes on there, and what could not be taken in.

CREATE TABLE run (
    number    INTEGER PRIMARY KEY,
    asked     TEXT NOT NULL,           -- sha256 of what is read and how
    began     TEXT NOT NULL,
    ended     TEXT,                    -- null: it was stopped, or is under way
    mark      TEXT,                    -- how far it has come, as whoever reads wrote it; null: nowhere
    new       INTEGER NOT NULL DEFAULT 0,
    again     INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    refused   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX run_asked ON run (asked);

-- What is no report, or none that can be read. The same thing refused twice for the same reason is one row.
CREATE TABLE refused (
    origin     TEXT NOT NULL,
    message    TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    PRIMARY KEY (origin, message)
) STRICT, WITHOUT ROWID;

-- Reports that a version could not read, or has not read yet.
CREATE INDEX reading_version ON reading (version, document);
