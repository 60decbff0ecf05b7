-- +goose Up
CREATE TABLE summary (
	pack  TEXT    PRIMARY KEY,
	basis TEXT    NOT NULL,
	seq   INTEGER NOT NULL, -- of the last event that went into it
	data  BLOB    NOT NULL
) STRICT, WITHOUT ROWID;
