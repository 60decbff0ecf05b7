package kernel

// fewLanes is up to how many lanes the first is found by looking at each of
// them; with more, a tournament is kept (docs/performance.md has the measurements).
const fewLanes = 16

// The tournament is a tree in an array: node 1 is its root, node p's children are
// 2p and 2p+1, and the lanes are its leaves. A node names the lane that comes
// first among those below it. q.heads has a key for each leaf, Never for those
// without a lane, so every match can be played.

// seat makes the tournament anew when a lane was added.
func (q *Queue) seat() {
	leaves := 1
	for leaves < len(q.lanes) {
		leaves *= 2
	}
	for len(q.heads) < leaves {
		q.heads = append(q.heads, headKey{time: Never, seq: ^uint64(0)})
	}
	q.tree = make([]int32, 2*leaves)
	for i := range leaves {
		q.tree[leaves+i] = int32(i)
	}
	for p := leaves - 1; p > 0; p-- {
		q.play(p)
	}
	q.first, q.known = int(q.tree[1]), true
}

// play sets node p to the earlier of its children.
func (q *Queue) play(p int) int32 {
	a, b := q.tree[2*p], q.tree[2*p+1]
	x, y := &q.heads[a], &q.heads[b]
	if y.time < x.time || y.time == x.time && y.seq < x.seq {
		a = b
	}
	q.tree[p] = a
	return a
}

// advanced tells the tournament that a lane's head comes later than before. Where
// the lane did not win, nothing changes.
func (q *Queue) advanced(id int32) {
	for p := (len(q.tree)/2 + int(id)) / 2; p > 0 && q.tree[p] == id; p /= 2 {
		q.play(p)
	}
	q.first = int(q.tree[1])
}

// entered tells the tournament that a lane that was empty has a head. Where the
// lane does not win, nothing changes above.
func (q *Queue) entered(id int32) {
	for p := (len(q.tree)/2 + int(id)) / 2; p > 0 && q.play(p) == id; p /= 2 {
	}
	q.first = int(q.tree[1])
}
