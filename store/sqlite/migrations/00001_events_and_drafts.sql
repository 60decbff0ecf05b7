-- +goose Up
PRAGMA application_id = 1937338482; -- 0x73797072, "sypr": so that another program's file is not taken for ours

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

-- Events are the truth and are never changed. REPLACE deletes without a delete
-- trigger, hence the one on inserts.
-- +goose StatementBegin
CREATE TRIGGER event_is_not_updated BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER event_is_not_replaced BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id OR seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'event exists already'); END;
-- +goose StatementEnd

CREATE TABLE draft (
	key  TEXT    PRIMARY KEY,
	text TEXT    NOT NULL,
	at   INTEGER NOT NULL -- nanoseconds since 1970, UTC
) STRICT, WITHOUT ROWID;
