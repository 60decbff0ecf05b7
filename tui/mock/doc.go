// Package mock plays mock interviews with the tutor as the interviewer: the list of interviews, the room with its clock,
// the sketch that is drawn while it is typed, and afterwards rating, debrief and replay. What happens is decided in
// package interview; this package shows it and keeps it.
package mock
