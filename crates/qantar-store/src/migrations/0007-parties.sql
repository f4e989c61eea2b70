-- A name is once in a role of an event, so that rows can be counted for events. Which of several it was, by country or sector,
-- is the one that the event gives first.
DELETE FROM party WHERE rowid NOT IN (SELECT min(rowid) FROM party GROUP BY event, role, name);
DROP INDEX party_event;
CREATE UNIQUE INDEX party_event ON party (event, role, name);
