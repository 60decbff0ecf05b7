package plain

import "context"

// tour tells a newcomer in a minute what there is.
func (s session) tour(context.Context, string) error {
	for _, text := range []string{
		"Sysprep is a flight simulator for interviews about distributed systems. They fail in ways that are hard to believe until you have seen them: here you see them, on your own machine.",
		"A lesson takes 20 to 30 minutes, in steps. You read the story of an outage; you say what will happen, and how sure you are, before you see anything; the run is told in lines; you turn knobs until the system survives; and you explain it in your own words, graded as in an interview.",
		"What did not go well comes back after a day or more: the word review asks it again. If you have a date for your interview, tell it: set interview, and the day, plans the reviews for it.",
		"Everywhere, a question mark says what can be typed, q leaves, and nothing is lost. Search, and some words, finds what you have read and written. Now type go, for the first lesson.",
	} {
		s.talk.gap()
		s.talk.say(text)
	}
	return nil
}
