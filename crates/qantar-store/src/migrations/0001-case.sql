-- The first case. Spans are bytes into the document's text, half-open; days are ISO 8601; lists are JSON.
-- What a machine wrote (account, figure, claim, place, statement, problem) can be made again from document and
-- reading. Rows of account and claim are retired, never deleted, because people cite their numbers.

CREATE TABLE document (
    number    INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE CHECK (length(id) = 64),
    title     TEXT,
    author    TEXT,
    publisher TEXT,
    published TEXT,
    url       TEXT,
    language  TEXT,
    words     INTEGER NOT NULL,
    digest    TEXT NOT NULL,       -- sha256 of the JSON in `body`
    body      BLOB NOT NULL        -- the document as JSON, zstd
) STRICT;

-- A document as it was kept before its bytes were taken in anew with another outcome (other metadata, better markup).
CREATE TABLE earlier (
    document INTEGER NOT NULL REFERENCES document (number),
    until    TEXT NOT NULL,
    digest   TEXT NOT NULL,
    body     BLOB NOT NULL
) STRICT;
CREATE INDEX earlier_document ON earlier (document);

CREATE TABLE origin (
    document   INTEGER NOT NULL REFERENCES document (number),
    path       TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    PRIMARY KEY (document, path)
) STRICT, WITHOUT ROWID;

-- The one with the highest number is the one in force.
CREATE TABLE reading (
    number   INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES document (number),
    version  TEXT NOT NULL,
    at       TEXT NOT NULL,
    digest   TEXT NOT NULL,        -- sha256 of the JSON in `body`
    body     BLOB NOT NULL         -- the reading as JSON, zstd
) STRICT;
CREATE INDEX reading_document ON reading (document, number);

CREATE TABLE claim (
    number         INTEGER PRIMARY KEY AUTOINCREMENT,
    document       INTEGER NOT NULL REFERENCES document (number),
    local          INTEGER NOT NULL,
    kind           TEXT NOT NULL,
    source         TEXT NOT NULL,
    source_start   INTEGER NOT NULL,
    source_end     INTEGER NOT NULL,
    source_name    TEXT,
    source_type    TEXT NOT NULL,
    via            TEXT NOT NULL,
    cue            TEXT NOT NULL,
    cue_start      INTEGER NOT NULL,
    cue_end        INTEGER NOT NULL,
    content        TEXT NOT NULL,
    content_start  INTEGER NOT NULL,
    content_end    INTEGER NOT NULL,
    sentence       TEXT NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end   INTEGER NOT NULL,
    confidence     REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    producer       TEXT NOT NULL,
    retired        INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1))
) STRICT;
CREATE INDEX claim_document ON claim (document);

CREATE TABLE account (
    number          INTEGER PRIMARY KEY AUTOINCREMENT,
    document        INTEGER NOT NULL REFERENCES document (number),
    local           INTEGER NOT NULL,
    type            TEXT NOT NULL,
    mode            TEXT NOT NULL,
    status          TEXT NOT NULL,
    evoked_by       TEXT NOT NULL,     -- the trigger; that word means something else to SQL
    evoked_start    INTEGER NOT NULL,
    evoked_end      INTEGER NOT NULL,
    retold          TEXT NOT NULL,
    sentence        TEXT NOT NULL,
    sentence_start  INTEGER NOT NULL,
    sentence_end    INTEGER NOT NULL,
    actors          TEXT NOT NULL,
    targets         TEXT NOT NULL,
    place           TEXT,
    place_start     INTEGER,
    place_end       INTEGER,
    place_inherited INTEGER,
    place_key       TEXT,              -- equal for equal places, see table place
    place_name      TEXT,
    country         TEXT,
    admin1          TEXT,
    lat             REAL CHECK (lat BETWEEN -90 AND 90),
    lon             REAL CHECK (lon BETWEEN -180 AND 180),
    precision       TEXT,
    geonames        INTEGER,
    time            TEXT,
    time_start      INTEGER,
    time_end        INTEGER,
    time_inherited  INTEGER,
    date_from       TEXT,
    date_to         TEXT,
    grain           TEXT,
    claim           INTEGER REFERENCES claim (number),
    confidence      REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    producer        TEXT NOT NULL,
    retired         INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    CHECK ((place_name IS NULL) = (lat IS NULL) AND (lat IS NULL) = (lon IS NULL))
) STRICT;
CREATE INDEX account_document ON account (document);
CREATE INDEX account_type ON account (type, number);
CREATE INDEX account_country ON account (country, number);
CREATE INDEX account_place ON account (place_key);

CREATE TABLE figure (
    account   INTEGER NOT NULL REFERENCES account (number),
    what      TEXT NOT NULL,
    low       INTEGER,
    high      INTEGER,
    words     TEXT NOT NULL,
    start     INTEGER NOT NULL,
    end       INTEGER NOT NULL,
    claim     INTEGER REFERENCES claim (number),
    producer  TEXT NOT NULL
) STRICT;
CREATE INDEX figure_account ON figure (account);

CREATE TABLE place (
    document  INTEGER NOT NULL REFERENCES document (number),
    words     TEXT NOT NULL,
    start     INTEGER NOT NULL,
    end       INTEGER NOT NULL,
    key       TEXT NOT NULL,           -- equal for equal places; made of the words where nothing was resolved
    name      TEXT,
    country   TEXT,
    admin1    TEXT,
    lat       REAL CHECK (lat BETWEEN -90 AND 90),
    lon       REAL CHECK (lon BETWEEN -180 AND 180),
    precision TEXT,
    geonames  INTEGER,
    metonymic INTEGER NOT NULL CHECK (metonymic IN (0, 1)),
    producer  TEXT NOT NULL,
    CHECK ((name IS NULL) = (lat IS NULL) AND (lat IS NULL) = (lon IS NULL))
) STRICT;
CREATE INDEX place_document ON place (document);
CREATE INDEX place_key ON place (key);

CREATE TABLE statement (
    account   INTEGER NOT NULL REFERENCES account (number),
    slot      TEXT NOT NULL,
    value     TEXT NOT NULL,
    words     TEXT NOT NULL,
    start     INTEGER NOT NULL,
    end       INTEGER NOT NULL,
    claim     INTEGER REFERENCES claim (number),
    status    TEXT NOT NULL,
    producer  TEXT NOT NULL
) STRICT;
CREATE INDEX statement_account ON statement (account);
CREATE INDEX statement_claim ON statement (claim) WHERE claim IS NOT NULL;

CREATE TABLE problem (
    document INTEGER NOT NULL REFERENCES document (number),
    stage    TEXT NOT NULL,
    message  TEXT NOT NULL,
    start    INTEGER,
    end      INTEGER
) STRICT;
CREATE INDEX problem_document ON problem (document);

CREATE TABLE change (
    seq      INTEGER PRIMARY KEY,
    at       TEXT NOT NULL,
    kind     TEXT NOT NULL,
    subject  TEXT NOT NULL,
    detail   TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash     TEXT NOT NULL
) STRICT;

CREATE TRIGGER change_is_never_altered BEFORE UPDATE ON change
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER change_is_never_deleted BEFORE DELETE ON change
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER change_is_only_appended BEFORE INSERT ON change
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM change)
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
