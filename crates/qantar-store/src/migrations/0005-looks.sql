-- What a look at each event is worth, so that a queue for review need not read all of them.

ALTER TABLE event ADD COLUMN worth REAL NOT NULL DEFAULT 0;
CREATE INDEX event_worth ON event (worth DESC, number);

-- Events are written anew by the next merge, whatever they were made from.
UPDATE event_body SET inputs = '';
UPDATE merged SET through = 0;
