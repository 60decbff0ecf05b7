package replog

// entry is one place in a log. Its hash chains over everything before it, so
// that two logs with the same hash at an index are the same up to there.
type entry struct {
	hash uint64
	term int32
	op   int32 // the client's operation; none: a leader's no-op
}

// journal is a replica's log: entries base+1 to last. What is at or before base
// only lives in the snapshot. Index 0 is before the first entry.
type journal struct {
	base     int64
	baseTerm int32
	baseHash uint64
	entries  []entry // of which those before head were dropped
	head     int
}

func (j *journal) last() int64 { return j.base + int64(len(j.entries)-j.head) }

// at returns the entry at index i, base < i <= last.
func (j *journal) at(i int64) *entry { return &j.entries[j.head+int(i-j.base-1)] }

// term returns the term at index i, base <= i <= last.
func (j *journal) term(i int64) int32 {
	if i == j.base {
		return j.baseTerm
	}
	return j.at(i).term
}

// hash returns the hash at index i, base <= i <= last.
func (j *journal) hash(i int64) uint64 {
	if i == j.base {
		return j.baseHash
	}
	return j.at(i).hash
}

// propose appends a new entry, serial being its identity in the whole run.
func (j *journal) propose(term, op int32, serial uint64) {
	h := mix(mix(j.hash(j.last())^serial) + uint64(term))
	j.entries = append(j.entries, entry{hash: h, term: term, op: op})
}

// span returns entries from+1 to to.
func (j *journal) span(from, to int64) []entry {
	return j.entries[j.head+int(from-j.base) : j.head+int(to-j.base)]
}

// truncate drops what is after index i, i >= base.
func (j *journal) truncate(i int64) { j.entries = j.entries[:j.head+int(i-j.base)] }

// compact leaves everything up to index i, base <= i <= last, to the snapshot.
func (j *journal) compact(i int64) {
	term, hash := j.term(i), j.hash(i)
	j.head += int(i - j.base)
	j.base, j.baseTerm, j.baseHash = i, term, hash
	if j.head > len(j.entries)/2 { // each entry is moved once at most, on average
		n := copy(j.entries, j.entries[j.head:])
		j.entries, j.head = j.entries[:n], 0
	}
}

// restart makes the log an empty one after a snapshot.
func (j *journal) restart(index int64, term int32, hash uint64) {
	j.base, j.baseTerm, j.baseHash = index, term, hash
	j.entries, j.head = j.entries[:0], 0
}

// mix is the finaliser of splitmix64: a bijection that spreads every bit.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
