package grading

import (
	"strings"

	"github.com/kljensen/snowball/english"
)

// normalise gives the comparable form of one word: lower case, plain apostrophes, no
// clitic ("what's" is "what", "doesn't" is "doesnt"), and American spelling.
func normalise(word string) string {
	w := strings.ToLower(word)
	if strings.IndexByte(w, 0xe2) >= 0 {
		w = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'").Replace(w)
	}
	if i := strings.IndexByte(w, '\''); i >= 0 {
		for _, clitic := range [...]string{"'s", "'d", "'ll", "'ve", "'re", "'m"} {
			if base, ok := strings.CutSuffix(w, clitic); ok {
				w = base
				break
			}
		}
		w = strings.ReplaceAll(w, "'", "")
	}
	return american(w)
}

// american maps British spelling to American. It is applied to rubrics and answers alike, so
// that words which only look British do no harm.
func american(w string) string {
	if len(w) < 6 {
		return w
	}
	for _, s := range [...][2]string{
		{"isation", "ization"},
		{"isations", "izations"},
		{"ise", "ize"},
		{"ised", "ized"},
		{"ises", "izes"},
		{"ising", "izing"},
		{"iser", "izer"},
		{"isers", "izers"},
		{"yse", "yze"},
		{"ysed", "yzed"},
		{"ysing", "yzing"},
		{"our", "or"},
		{"ours", "ors"},
		{"oured", "ored"},
		{"ouring", "oring"},
		{"centre", "center"},
		{"ogue", "og"},
		{"elled", "eled"},
		{"elling", "eling"},
		{"ence", "ense"},
		{"queueing", "queuing"},
	} {
		if base, ok := strings.CutSuffix(w, s[0]); ok {
			return base + s[1]
		}
	}
	return w
}

// lemmas maps irregular forms to the form that stemming leaves alone. "gone" and "done" are
// states rather than forms of "go" and "do", so they are not here.
var lemmas = func() map[string]string {
	m := make(map[string]string)
	for line := range strings.SplitSeq(`be am is are was were been being
have has had having
do does did doing
go goes went
come came comming
fall fell fallen
leave left
keep kept
hold held
take took taken
give gave given
get got gotten
write wrote written writen
throw threw thrown
run ran
begin began begun
break broke broken
bring brought
build built
buy bought
catch caught
choose chose chosen
draw drew drawn
drive drove driven
feed fed
find found
grow grew grown
hear heard
hide hid hidden
know knew known
lose lost
make made
mean meant
meet met
pay paid
rise rose risen
say said
see saw seen
sell sold
send sent
shrink shrank shrunk
sink sank sunk
sleep slept
spend spent
stand stood
stick stuck
sweep swept
tear tore torn
tell told
think thought
understand understood
wake woke woken
win won
freeze froze frozen
forget forgot forgotten
withdraw withdrew withdrawn
rebuild rebuilt
overrun overran
die dies died dying
lie lay lain lying
tie ties tied tying
try tries tried trying
query queries querys queried querying
copy copies copied
index indices indexes
bad worse worst
good best
few fewer fewest`, "\n") {
		forms := strings.Fields(line)
		for _, f := range forms[1:] {
			m[f] = forms[0]
		}
	}
	return m
}()

// stem reduces a normalised word to the form that its inflections share.
func stem(norm string) string {
	if base, ok := lemmas[norm]; ok {
		norm = base
	}
	if len(norm) > maxWord {
		return norm
	}
	return english.Stem(norm, true)
}

// maxWord bounds the length in bytes of what is treated as a word of a language.
const maxWord = 40

// functionWords carry no topic. They are what is left out of comparisons of content, and what
// tells a sentence from a list of terms.
var functionWords = wordSet(`a an the this that these those my our your its their his her every each all any some no not
and or but so because since if when while as than then until unless although though whereas
of to in on at for from with by into onto under over about against between through during before after above below up down out off
is are was were be been being am has have had having do does did done will would can could should must may might shall
i we you it they he she me us them him who whom whose which what where how why there here
just only also too very even still again already more most much many less few such same other another own both either neither nor
dont doesnt didnt isnt arent wasnt werent wont wouldnt cant cannot couldnt shouldnt hasnt havent hadnt
id im ive ill were youre theyre thats get gets got let lets`)

func wordSet(text string) map[string]bool {
	set := make(map[string]bool)
	for w := range strings.FieldsSeq(text) {
		set[w] = true
	}
	return set
}
