// Package sketch reads a design that a candidate draws as text, boxes and arrows, and makes a scenario of it that can
// be drawn and run:
//
//	users 3000/s
//	users -> api -> cache -> db      # an arrow by default waits for ever, and tries once
//	api x4 workers 50 work 2ms       # four instances, each 50 at a time
//	cache hit 90% ttl 40s
//	db workers 10 service 20ms queue 200
//	api -> db timeout 500ms attempts 2 backoff 100ms jitter budget 10%
//
// A line is a box with its words, or a chain of arrows with the words of its last arrow; "#" begins a
// remark. What a box is follows from its name (users, redis, db, kafka) or from a word: client, service, cache, store,
// log. A cache that stands between two boxes is looked up first by the box before it, which reads past it on a
// miss and fills it. What a log (a queue that answers once it holds the message) leads to has a load of its own:
// the log's.
//
// The package is pure. What it takes for granted is in Defaults, and told to the candidate.
package sketch

// Defaults are what a box or arrow is taken to be where the sketch doesn't say, in words.
const Defaults = `a service works 5 ms a request, 16 at a time, and queues 1,000; a store 10 ms, 10 at a time, queue 1,000;
a log 1 ms, 64 at a time; a cache answers 90 %, in half a millisecond; an arrow takes half a millisecond, has no timeout, and is tried once`
