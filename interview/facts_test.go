package interview

import (
	"slices"
	"testing"

	"sysprep/content"
)

// What candidates ask for, in the words of people, and what is told: a fact is told to whoever asks for it, and not to
// whoever names a noun of it.
func TestFactsAreToldToThoseWhoAskForThem(t *testing.T) {
	pack, err := content.Core()
	if err != nil {
		t.Fatal(err)
	}
	scripts := map[string]*Script{}
	asked := func(id, question string) []string {
		sc := scripts[id]
		if sc == nil {
			def, err := pack.Interview(id)
			if err != nil {
				t.Fatal(err)
			}
			if sc, err = NewScript(pack, def); err != nil {
				t.Fatal(err)
			}
			scripts[id] = sc
		}
		return sc.facts.Asked(question)
	}
	for _, c := range []struct{ interview, ask, want string }{
		{"cache-outage-45", "how many queries can the db handle", "database"},
		{"cache-outage-45", "What's the database's capacity?", "database"},
		{"cache-outage-45", "How much load can the DB take?", "database"},
		{"cache-outage-45", "what is the cache hit rate usually?", "hit-ratio"},
		{"cache-outage-45", "when do the clients time out?", "timeout"},
		{"cache-outage-45", "how long before the app gives up?", "timeout"},
		{"cache-outage-45", "Any deploys in the last hour?", "change"},
		{"cache-outage-45", "did anything change recently?", "change"},
		{"cache-outage-45", "how many users are hit?", "impact"},
		{"cache-outage-45", "Can we shed load at the edge?", "levers"},
		{"key-value-store", "how big are the values", "size"},
		{"key-value-store", "what's the read/write ratio?", "load"},
		{"key-value-store", "Can a read be stale?", "consistency"},
		{"key-value-store", "is there a hot key?", "hot"},
		{"key-value-store", "do they need range queries?", "ranges"},
		{"key-value-store", "how fast does the data grow?", "growth"},
		{"payments", "does the bank support idempotency keys?", "bank-api"},
		{"payments", "can we ask the bank about a charge's status?", "status-api"},
		{"payments", "How long does the bank take to answer?", "bank-time"},
		{"payments", "how many payments a day do we have?", "rate"},
		{"smart-city", "how many bytes is one reading?", "size"},
		{"smart-city", "can we lose readings?", "loss"},
		{"smart-city", "how long must data be kept?", "history"},
		{"smart-city", "who operates this afterwards?", "team"},
		{"memcache", "what does the database manage per second?", "database"},
		{"memcache", "how much RAM does each server have?", "servers"},
		{"on-call-triage", "when did it start and who is affected?", "impact"},
		{"on-call-triage", "can I roll back?", "levers"},
		{"wan-database", "what's the round trip between regions?", "rtt"},
		{"warm-up", "what's the timeout?", "timeout"},
	} {
		if got := asked(c.interview, c.ask); !slices.Contains(got, c.want) {
			t.Errorf("%s: %q is told %v, want %s", c.interview, c.ask, got, c.want)
		}
	}
	for _, c := range []struct{ interview, ask string }{
		{"cache-outage-45", "what about the database"},
		{"cache-outage-45", "and the database?"},
		{"cache-outage-45", "Is it a database by Oracle?"},
		{"cache-outage-45", "which colour has the database's logo?"},
		{"cache-outage-45", "what about the cache"},
		{"cache-outage-45", "who wrote the cache?"},
		{"cache-outage-45", "Do users like the app?"},
		{"cache-outage-45", "Which language is the app written in?"},
		{"cache-outage-45", "is the queue a nice data structure?"},
		{"key-value-store", "what about the keys"},
		{"key-value-store", "Are keys strings?"},
		{"key-value-store", "what about clients"},
		{"key-value-store", "Which language do clients use?"},
		{"key-value-store", "Do you like machines?"},
		{"key-value-store", "what about zones"},
		{"payments", "what about the bank"},
		{"payments", "Which bank is it?"},
		{"payments", "Is the bank in Switzerland?"},
		{"payments", "what about customers"},
		{"payments", "tell me about cards"},
		{"smart-city", "what about the sensors"},
		{"smart-city", "Who makes the sensors?"},
		{"smart-city", "what about the map"},
		{"smart-city", "Which browser shows the map?"},
		{"smart-city", "and the operators?"},
		{"memcache", "what about the servers"},
		{"memcache", "Is the database relational?"},
		{"memcache", "tell me about users"},
		{"on-call-triage", "what about checkout"},
		{"wan-database", "what about the regions"},
	} {
		if got := asked(c.interview, c.ask); len(got) > 0 {
			t.Errorf("%s: %q is told %v, want nothing", c.interview, c.ask, got)
		}
	}
}
