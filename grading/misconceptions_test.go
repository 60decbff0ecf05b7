package grading_test

import "testing"

func TestMisconceptionsOfTheCacheStory(t *testing.T) {
	c := compileCore(t)
	for _, tc := range []struct {
		item, answer string
		wrong        bool
	}{
		{"hidden-capacity", "The database has 40 percent of its capacity free, that's sufficient for a short outage of the cache.", true},
		{"hidden-capacity", "A cache is a performance optimisation, without it we have more latency but it works.", true},
		{"hidden-capacity", "The 40 % headroom was an illusion, since it exists only with a warm cache.", false},
		{"hidden-capacity", "You'd think the database has plenty of room, and it does until the cache is gone.", false},
		{"sustaining-loop", "The cache fills up again with time.", true},
		{"sustaining-loop", "It warms up on its own within five minutes.", true},
		{"sustaining-loop", "The cache doesn't refill by itself since all the reads time out.", false},
		{"sustaining-loop", "Once we admit less than 500 a second the cache fills by itself within minutes.", false},
		{"trigger-gone", "When the cluster has rebooted, the service goes back to normal.", true},
		{"trigger-gone", "As the cluster is back after a minute, the outage lasts about a minute.", true},
		{"trigger-gone", "When the cache is back everything is not normal again, since it is empty.", false},
		{"trigger-gone", "Restarting the database changes nothing.", false},
		{"trigger-gone", "If the traffic is cut to a tenth, the service recovers once the cache is up.", false},
		{"recovery", "I'd add more nodes to the cache cluster.", true},
		{"recovery", "Clients should simply try again after a second.", true},
		{"recovery", "Longer timeouts would make it worse, and adding cache nodes doesn't help.", false},
		{"recovery", "Retries must be turned off, else clients retry until the end of days.", false},
		{"prevention", "With a TTL of 24 hours this would not have happened.", true},
		{"prevention", "A longer TTL doesn't prevent it, the reboot empties the cache anyway.", false},
	} {
		if iv := c.GradeItems(tc.answer, []string{tc.item}).Items[0]; iv.Wrong != tc.wrong {
			t.Errorf("%s: %q: wrong %v, want %v %v", tc.item, tc.answer, iv.Wrong, tc.wrong, iv.Against)
		}
	}
}

func TestMisconceptionsDeniedOrAttributedDoNotFire(t *testing.T) {
	for _, tc := range []struct {
		question, item, answer string
		wrong                  bool
	}{
		{"timeout-chain", "alignment", "All three timeouts should be the same.", true},
		{"timeout-chain", "alignment", "It is not true that all three timeouts should be the same.", false},
		{"timeout-chain", "fail-fast", "Some people say that the requests should be put in a queue until there is time.", false},
		{"retry-storm", "amplification", "Five services with three tries each make 15 requests.", true},
		{"retry-storm", "amplification", "You might think that it is 15 requests.", false},
		{"retry-storm", "what-to-retry", "Retry on any error.", true},
		{"retry-storm", "what-to-retry", "Never retry on any error that is permanent.", false},
		{"payment-timeout", "unknown-state", "No response means the payment failed.", true},
		{"payment-timeout", "unknown-state", "It is a myth that a timeout means that the payment failed.", false},
		{"thundering-herd", "synchronised", "The exponential backoff spreads them out.", true},
		{"thundering-herd", "synchronised", "The exponential backoff does not spread them out.", false},
		{"circuit-breaker", "granularity", "One breaker for the whole database is the simplest.", true},
		{"circuit-breaker", "granularity", "It is wrong that one breaker for the whole database is enough.", false},
	} {
		c := compileQuestion(t, tc.question)
		if iv := c.GradeItems(tc.answer, []string{tc.item}).Items[0]; iv.Wrong != tc.wrong {
			t.Errorf("%s: %q: wrong %v, want %v %v", tc.item, tc.answer, iv.Wrong, tc.wrong, iv.Against)
		}
	}
}
