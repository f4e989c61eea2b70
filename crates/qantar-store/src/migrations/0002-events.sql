-- Events and judgements. What people decide lies in the log alone: `judgement` and `judged` find it there. All else here
-- a machine wrote, and can make again. Tellings and abouts of readings kept before are filled in by `schema.rs`.

-- Accounts in force, as those who merge and export want them: `Telling` as JSON. Apart from the rows of `account`, so that
-- all of them are read in one walk. Terms are numbers of four bytes, little end first.
CREATE TABLE telling (
    account  INTEGER PRIMARY KEY REFERENCES account (number),
    document INTEGER NOT NULL REFERENCES document (number),
    terms    BLOB NOT NULL,
    body     TEXT NOT NULL
) STRICT;

-- What is known of a report beside its text. Terms and shingles are numbers as above; terms are pairs of a
-- term and how often it occurs.
CREATE TABLE about (
    document INTEGER PRIMARY KEY REFERENCES document (number),
    kept     TEXT NOT NULL,        -- the day it first came into the case
    terms    BLOB NOT NULL,
    shingles BLOB NOT NULL,
    agency   TEXT
) STRICT;

ALTER TABLE figure ADD COLUMN part TEXT;
ALTER TABLE figure ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1));
ALTER TABLE figure ADD COLUMN as_of TEXT;

-- The number of the event that the account belongs to. Its own, until it is merged and when it is retired.
ALTER TABLE account ADD COLUMN event INTEGER;
UPDATE account SET event = number;
CREATE INDEX account_event ON account (event);

-- What events are chosen and sorted by, and nothing else, so that a walk through all of them is short.
CREATE TABLE event (
    number          INTEGER PRIMARY KEY REFERENCES account (number),
    type            TEXT NOT NULL,
    mode            TEXT NOT NULL,
    status          TEXT NOT NULL,
    country         TEXT,
    admin1          TEXT,
    place_name      TEXT,
    lat             REAL CHECK (lat BETWEEN -90 AND 90),
    lon             REAL CHECK (lon BETWEEN -180 AND 180),
    date_from       TEXT,
    date_to         TEXT,
    begins          TEXT NOT NULL,     -- the first day that is known; '~', after all days, when none is
    ends            TEXT NOT NULL,     -- the last day that is known; '', before all days, when none is
    accounts        INTEGER NOT NULL,
    confidence      REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    reviewed        INTEGER NOT NULL CHECK (reviewed IN (0, 1)),
    part_of         INTEGER,
    first_published TEXT,
    last_published  TEXT
) STRICT;
CREATE INDEX event_begins ON event (begins, number);
CREATE INDEX event_ends ON event (ends, number);
CREATE INDEX event_type ON event (type, mode);
CREATE INDEX event_country ON event (country);
CREATE INDEX event_part ON event (part_of) WHERE part_of IS NOT NULL;

-- `Event` as JSON, and the digest of what it was made from, as whoever merged tells it.
CREATE TABLE event_body (
    number INTEGER PRIMARY KEY REFERENCES event (number) ON DELETE CASCADE,
    inputs TEXT NOT NULL,
    body   TEXT NOT NULL
) STRICT;

-- Where words are looked for, in lower case, a line each: names and words of the place, who is said to say something of
-- it, the sentences that tell it.
CREATE TABLE event_words (
    number    INTEGER PRIMARY KEY REFERENCES event (number) ON DELETE CASCADE,
    places    TEXT NOT NULL,
    voices    TEXT NOT NULL,
    sentences TEXT NOT NULL
) STRICT;

-- The number of the last entry of the log that events take account of, and how figures are picked.
CREATE TABLE merged (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    through INTEGER NOT NULL,
    ledger  TEXT                   -- the name of the rule that picks figures; null: the first of the program's rules
) STRICT;
INSERT INTO merged (one, through) VALUES (1, 0);

-- The entries of the log that are judgements.
CREATE TABLE judgement (
    number INTEGER PRIMARY KEY REFERENCES change (seq),
    kind   TEXT NOT NULL,
    author TEXT NOT NULL,
    undoes INTEGER REFERENCES judgement (number)
) STRICT;

-- The anchors of a judgement in their order, counted from 0.
CREATE TABLE judged (
    judgement INTEGER NOT NULL REFERENCES judgement (number),
    position  INTEGER NOT NULL,
    document  INTEGER NOT NULL REFERENCES document (number),
    account   INTEGER NOT NULL REFERENCES account (number),
    PRIMARY KEY (judgement, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX judged_document ON judged (document);

CREATE INDEX change_subject ON change (subject);
