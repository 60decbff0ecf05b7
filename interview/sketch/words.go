package sketch

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sysprep/scenarios"
)

var copiesPattern = regexp.MustCompile(`^[x×]([0-9]{1,6})$`)

// boxWords reads the words of a box.
func (r *reader) boxWords(b *Box) {
	for len(r.words) > 0 {
		w := strings.ToLower(r.take())
		if w == "service" && r.nextIsDuration() { // "service 20ms" is its time, "service" its kind
			b.Work = r.duration(w)
			continue
		}
		if slices.Contains(kinds, Kind(w)) {
			b.Kind = Kind(w)
			continue
		}
		if m := copiesPattern.FindStringSubmatch(w); m != nil {
			b.Copies = r.within(m[1], w)
			continue
		}
		if rate, err := scenarios.ParseRate(w); err == nil && strings.Contains(w, "/") {
			b.Rate = r.positive(rate, w)
			continue
		}
		if !r.boxWord(b, w) {
			r.problem("%q says nothing about a box: use xN, workers, work, queue, rate, hit, ttl, shards, admit, lifo, codel, failfast, or a kind", clip(w))
			return
		}
	}
}

func (r *reader) nextIsDuration() bool {
	if len(r.words) == 0 {
		return false
	}
	_, err := scenarios.ParseDuration(r.words[0])
	return err == nil
}

// boxWord reads one word of a box with its value; false if it is none.
func (r *reader) boxWord(b *Box, w string) bool {
	switch w {
	case "workers", "threads", "connections":
		b.Workers = r.count(w)
	case "work", "takes":
		b.Work = r.duration(w)
	case "queue":
		if b.Queue = r.countOrNone(w); b.Queue == 0 {
			b.Queue = -1
		}
	case "copies", "instances", "replicas":
		b.Copies = r.count(w)
	case "shards", "partitions":
		b.Copies, b.Sharded = r.count(w), true
	case "rate":
		b.Rate = r.rate(w)
	case "admit":
		b.Admit = r.rate(w)
	case "hit":
		if b.Hit = r.share(w); b.Hit >= 1 {
			r.problem("no cache answers 100 %%: write less")
			b.Hit = 0
		}
	case "ttl":
		b.TTL = r.duration(w)
	case "lifo", "adaptive":
		b.Order = w
	case "codel":
		b.CoDel = true
	case "failfast", "fail-fast":
		b.FailFast = true
	default:
		return false
	}
	return true
}

// arrowWords reads the words of an arrow.
func (r *reader) arrowWords(a *Arrow) {
	for len(r.words) > 0 {
		w := strings.ToLower(r.take())
		if !r.arrowWord(a, w) {
			r.problem("%q says nothing about an arrow: use timeout, attempts, retries, backoff, jitter, budget, breaker, deadline, hedge, limit, latency, late or coalesce", clip(w))
			return
		}
	}
}

// arrowWord reads one word of an arrow with its value; false if it is none.
func (r *reader) arrowWord(a *Arrow, w string) bool {
	switch w {
	case "timeout":
		a.Timeout = r.duration(w)
	case "attempts", "tries":
		a.Attempts = r.count(w)
	case "retries":
		a.Attempts = r.countOrNone(w) + 1
	case "backoff":
		a.Backoff = r.duration(w)
	case "jitter":
		a.Jitter = true
	case "budget":
		a.Budget = r.share(w)
	case "hedge":
		a.Hedge = r.duration(w)
	case "limit":
		a.Limit = r.count(w)
	case "latency":
		a.Latency = r.duration(w)
	case "breaker":
		a.Breaker = true
	case "deadline":
		a.Deadline = true
	case "coalesce", "singleflight":
		a.Coalesce = true
	case "late":
		if a.Late = strings.ToLower(r.take()); a.Late != "fill" && a.Late != "cancel" && a.Late != "discard" {
			r.problem("late rows are kept by \"late fill\", given up by \"late cancel\", thrown away by \"late discard\"")
			a.Late = ""
		}
	default:
		return false
	}
	return true
}

// count reads a number of 1 or more.
func (r *reader) count(what string) int {
	return max(r.within(r.take(), what), 1)
}

// countOrNone reads a number of 0 or more.
func (r *reader) countOrNone(what string) int {
	return r.within(r.take(), what)
}

func (r *reader) within(text, what string) int {
	n, err := strconv.Atoi(strings.ReplaceAll(text, ",", ""))
	if err != nil || n < 0 || n > mostCount {
		r.problem("%s needs a whole number up to %d, such as \"%s 10\"", clip(what), mostCount, clip(what))
		return 0
	}
	return n
}

// longest bounds the durations of a sketch.
const longest = scenarios.Duration(3600e9)

func (r *reader) duration(what string) scenarios.Duration {
	d, err := scenarios.ParseDuration(r.take())
	if err != nil || d < 0 || d > longest {
		r.problem("%s needs a time of up to an hour, such as \"%s 200ms\"", what, what)
		return 0
	}
	return d
}

func (r *reader) rate(what string) scenarios.Rate {
	v, err := scenarios.ParseRate(r.take())
	if err != nil {
		r.problem("%s needs a rate, such as \"%s 3000/s\"", what, what)
		return 0
	}
	return r.positive(v, what)
}

// mostRate bounds a rate; what is more is for a ruler, not for a simulation.
const mostRate = 1e9

func (r *reader) positive(v scenarios.Rate, what string) scenarios.Rate {
	if v <= 0 || v > mostRate {
		r.problem("%s is not a rate from 1/h to a billion a second", clip(what))
		return 0
	}
	return v
}

func (r *reader) share(what string) scenarios.Ratio {
	v, err := scenarios.ParseRatio(r.take())
	if err != nil || v < 0 || v > 1 {
		r.problem("%s needs a share, such as \"%s 90%%\"", what, what)
		return 0
	}
	return v
}
