-- A database as schema version 3 left it, which added summaries. Never edit this file:
-- it stands for what learners have on their disks.
PRAGMA application_id = 1937338482;
CREATE TABLE goose_db_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
INSERT INTO goose_db_version VALUES (1, 0, 1, '2026-11-21 12:00:00');
INSERT INTO goose_db_version VALUES (2, 1, 1, '2026-11-21 12:00:00');
INSERT INTO goose_db_version VALUES (3, 2, 1, '2026-11-21 12:00:00');
INSERT INTO goose_db_version VALUES (4, 3, 1, '2026-11-21 12:00:00');
CREATE TABLE event (
	seq    INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice, so "after seq" misses nothing
	id     TEXT    NOT NULL UNIQUE,
	at     INTEGER NOT NULL,                  -- nanoseconds since 1970, UTC
	kind   TEXT    NOT NULL,
	pack   TEXT    NOT NULL,
	lesson TEXT    NOT NULL,
	step   TEXT    NOT NULL,
	hash   TEXT    NOT NULL,
	data   TEXT    CHECK (data IS NULL OR json_valid(data))
) STRICT;
CREATE INDEX event_of_lesson ON event (pack, lesson);
CREATE INDEX event_of_kind ON event (kind);
CREATE TRIGGER event_is_not_updated BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
CREATE TRIGGER event_is_not_replaced BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id OR seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'event exists already'); END;
CREATE TABLE draft (
	key  TEXT    PRIMARY KEY,
	text TEXT    NOT NULL,
	at   INTEGER NOT NULL -- nanoseconds since 1970, UTC
) STRICT, WITHOUT ROWID;
CREATE TABLE setting (
	key   TEXT    PRIMARY KEY,
	value TEXT    NOT NULL CHECK (value <> ''), -- what is not set is not there
	at    INTEGER NOT NULL                      -- nanoseconds since 1970, UTC
) STRICT, WITHOUT ROWID;
CREATE TABLE summary (
	pack  TEXT    PRIMARY KEY,
	basis TEXT    NOT NULL,
	seq   INTEGER NOT NULL, -- of the last event that went into it
	data  BLOB    NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO event VALUES (1, '01a1fd3b-1f40-7000-8000-000000000001', 1795262400000000000, 'lesson.opened', 'core', 'cache-cliff', 'story', 'h1', NULL);
INSERT INTO event VALUES (4, '01a1fd3b-1f41-7000-8000-000000000002', 1795262401123456789, 'lesson.predicted', 'core', 'cache-cliff', 'p-load', 'h2', '{"value":"3000/s","number":3000,"confidence":70}');
INSERT INTO draft VALUES ('core/cache-cliff/e-loop', 'the rows come too la', 1795262402000000000);
INSERT INTO setting VALUES ('retention', '0.85', 1795262403000000000);
INSERT INTO summary VALUES ('core', 'b', 4, x'7b7d');
