// Package interview is the room of mock interviews: phases and their clock, what the interviewer says next, hints and
// what they cost, the scorecard, and the debrief. It is pure: an interview is a log of events, its state the fold of
// them, and what the tutor does as the interviewer a function of state and clock. So one log can be played alone, by
// two people, without a screen, and scrubbed through afterwards.
//
// A Script joins an interview of a pack with the rubrics that it listens with. The candidate's acts become events by
// Script.Say, Ask, Hint and so on, which are then folded by State.Apply; Script.Reply gives what the
// interviewer does in answer to them or to the clock.
package interview
