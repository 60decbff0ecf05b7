package scenarios

import (
	"fmt"

	"sysprep/engine"
)

// retryCauses are the failures of an attempt that an edge can retry.
var retryCauses = names[engine.Cause]{
	{"timeout", engine.CauseTimeout},
	{"rejected", engine.CauseRejected},
	{"failed", engine.CauseFailed},
	{"down", engine.CauseDown},
	{"dropped", engine.CauseDropped},
	{"reset", engine.CauseReset},
	{"limited", engine.CauseLimited},
	{"unsent", engine.CauseUnsent},
	{"invalid", engine.CauseInvalid},
	{"forgotten", engine.CauseForgotten},
	{"conflict", engine.CauseConflict},
}

func buildRetryOn(words []string) (set engine.Causes, err error) {
	for _, w := range words {
		if w == "" {
			return 0, fmt.Errorf("retry_on has an empty word: leave it out, or name a failure")
		}
		why, err := oneOf("retry_on", w, retryCauses)
		if err != nil {
			return 0, err
		}
		set |= engine.CausesOf(why)
	}
	return set, nil
}

// buildPushBack reads a span of time or "never".
func buildPushBack(text string) (engine.Time, error) {
	switch text {
	case "":
		return 0, nil
	case "never":
		return engine.Never, nil
	}
	d, err := ParseDuration(text)
	if err != nil {
		return 0, fmt.Errorf("push_back %q: write a time such as 2s, or never", text)
	}
	return engine.Time(d), nil
}
