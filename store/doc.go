// Package store keeps a learner's progress: append-only events, which are the
// truth, and drafts, which are what is being typed. It speaks the domain's words;
// store/sqlite keeps them in one file.
package store
