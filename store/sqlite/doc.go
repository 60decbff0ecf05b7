// Package sqlite keeps a learner's progress in one SQLite file, in WAL mode.
//
// What is acknowledged survives kill -9 and, since each commit is synced
// (synchronous=FULL), a power cut as well. That costs one fsync for each answer or
// saved draft: a few milliseconds at most on a laptop's disk, and a learner makes one
// of them every few seconds.
//
// Several processes may share a file: writers take turns (BEGIN IMMEDIATE, and a
// patient wait for the lock), readers never wait.
package sqlite
