-- What a page of a case lists, counts and looks for. All of it follows from documents and events: `derive.rs`, `search.rs` and
-- `party.rs` make it again. What older cases hold is filled in by `schema.rs`.

ALTER TABLE event ADD COLUMN precision TEXT;
ALTER TABLE event ADD COLUMN reports INTEGER NOT NULL DEFAULT 0;
ALTER TABLE event ADD COLUMN killed INTEGER;       -- the figure to go by; null: none

-- Who did and suffered what, a row for each name in each event.
CREATE TABLE party (
    event   INTEGER NOT NULL REFERENCES event (number) ON DELETE CASCADE,
    role    TEXT NOT NULL CHECK (role IN ('actor', 'target')),
    name    TEXT NOT NULL,
    country TEXT,
    sector  TEXT
) STRICT;
CREATE INDEX party_event ON party (event, role, name);
CREATE INDEX party_name ON party (name, role, event, country, sector);

-- Words of events and of reports, under the numbers of both. Only the index is kept: the texts lie elsewhere.
CREATE VIRTUAL TABLE event_text USING fts5 (
    sentences, parties, places, titles,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
CREATE VIRTUAL TABLE report_text USING fts5 (
    title, body,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

-- Narrow copies of wide tables, for counting.
CREATE INDEX document_publisher ON document (publisher, published);
CREATE INDEX document_published ON document (published, number);
CREATE INDEX account_told ON account (document, event) WHERE retired = 0;
CREATE INDEX account_retired ON account (number) WHERE retired = 1;
CREATE INDEX claim_retired ON claim (number) WHERE retired = 1;
