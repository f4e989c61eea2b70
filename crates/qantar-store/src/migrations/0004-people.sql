-- What people do: accounts that they add, what each has decided, what a queue for review is ordered by, and who may sign in.

-- The judgement that added the account; null: a reading tells it. Deferred, because the two point at each other.
ALTER TABLE account ADD COLUMN judged INTEGER REFERENCES judgement (number) DEFERRABLE INITIALLY DEFERRED;

-- Judgements that whole accounts are right or wrong; `judge.rs` finds them in the log.
CREATE TABLE decision (
    judgement INTEGER PRIMARY KEY REFERENCES judgement (number),
    author    TEXT NOT NULL,
    account   INTEGER NOT NULL REFERENCES account (number),
    says      TEXT NOT NULL CHECK (says IN ('right', 'wrong'))
) STRICT;
CREATE INDEX decision_author ON decision (author, account);

ALTER TABLE event ADD COLUMN tie REAL CHECK (tie BETWEEN 0 AND 1);  -- of the weakest; null: nothing but people ties it
ALTER TABLE event ADD COLUMN disputed INTEGER NOT NULL DEFAULT 0;   -- things counted of which figures differ

ALTER TABLE event ADD COLUMN days INTEGER;                          -- how many its time spans; null: not told, or open

-- Events are written anew by the next merge, whatever they were made from.
UPDATE event_body SET inputs = '';
UPDATE merged SET through = 0;

-- Who may sign in. No part of the log, and never exported: a case that is handed on tells no secrets but this table.
CREATE TABLE coder (
    name    TEXT PRIMARY KEY,
    hash    TEXT NOT NULL,             -- of the password, as whoever checks it wrote it
    created TEXT NOT NULL
) STRICT, WITHOUT ROWID;
