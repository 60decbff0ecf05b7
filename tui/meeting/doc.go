// Package meeting is an interview of two people: a hub that holds the session and merges what both do, the console of
// the one who interviews, and the candidate's room. How the candidate comes in is in package meeting/door; what a move
// means is decided in package interview.
package meeting
