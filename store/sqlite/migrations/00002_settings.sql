-- +goose Up
CREATE TABLE setting (
	key   TEXT    PRIMARY KEY,
	value TEXT    NOT NULL CHECK (value <> ''), -- what is not set is not there
	at    INTEGER NOT NULL                      -- nanoseconds since 1970, UTC
) STRICT, WITHOUT ROWID;
