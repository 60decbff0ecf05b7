package lessons

import "sysprep/store"

// HandsIn says whether an event hands in what was typed at its step, so that a draft from before
// is of no use any more.
func HandsIn(e store.Event) bool {
	return e.Kind == prefix+string(Answered) || e.Kind == prefix+string(Predicted)
}
