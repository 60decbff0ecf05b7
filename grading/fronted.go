package grading

// Verbs of turning down, after what is turned down: "jitter I'd leave out", "a budget is what I'd avoid".
var (
	turnsDown   = wordSet("reject avoid skip drop leave strike cut remove refuse discard ban forbid dismiss scrap omit postpone ignore distrust oppose abandon")
	softeners   = wordSet("would will also rather definitely certainly simply just really gladly always have to")
	speakers    = wordSet("i we")
	pronouns    = wordSet("it that this them those these")
	keepAsking  = wordSet("that which who what where when if because since as and or but so then than")
	emphaticNos = wordSet("no nope never nah")
)

// fronted tells if the speaker turns down, from tokens[i] on, what the clause began with, and gives the token after the verb.
func (d *document) fronted(s *sentence, i int) (after int, ok bool) {
	if i == s.first || !speakers[d.tokens[i].norm] || d.tokens[i-1].sign {
		return 0, false
	}
	if before := d.tokens[i-1].norm; keepAsking[before] && !(before == "what" && i > s.first+1 && auxiliaries[d.tokens[i-2].norm]) {
		return 0, false
	}
	return d.verbOfTurningDown(s, i+1)
}

func (d *document) verbOfTurningDown(s *sentence, k int) (after int, ok bool) {
	for k < s.last && softeners[d.tokens[k].norm] {
		k++
	}
	if k < s.last && turnsDown[d.tokens[k].norm] {
		return k + 1, true
	}
	return 0, false
}

// turnDown marks the clause before tokens[i], back to the beginning of the sentence, and the words after the verb.
func (d *document) turnDown(s *sentence, i, after int) {
	for k := i - 1; k >= s.first; k-- {
		if n := d.tokens[k].norm; n == ";" || n == ":" || n == "." || contrasts[n] {
			break
		}
		d.tokens[k].flags |= rejected
	}
	d.flagUntil(after, s.last, rejected, func(t token) bool {
		return t.sign && breaksClause(t.norm) || contrasts[t.norm] || t.norm == "because" || t.norm == "since" || t.norm == "as"
	})
}

// answered tells if a sentence turns down the question before it: "A third outcome? No.", "A budget? I'd strike it."
func (d *document) answered(s *sentence) bool {
	i := s.first
	if emphaticNos[d.tokens[i].norm] {
		return i+1 >= s.last || d.tokens[i+1].sign
	}
	if !speakers[d.tokens[i].norm] {
		return false
	}
	after, ok := d.verbOfTurningDown(s, i+1)
	return ok && after < s.last && pronouns[d.tokens[after].norm]
}
