// Package store keeps a learner's progress: append-only events, which are the
// truth, drafts, which are what is being typed, and settings. It speaks the domain's words;
// store/sqlite keeps them in one file.
package store
