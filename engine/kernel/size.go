package kernel

import "unsafe"

// BytesOf is what the elements of a slice take, by its length.
func BytesOf[T any](s []T) int64 {
	var zero T
	return int64(len(s)) * int64(unsafe.Sizeof(zero))
}

// Bytes is what the queue takes, by the length of its arrays: a Clone takes as much.
func (q *Queue) Bytes() int64 {
	return BytesOf(q.heap) + BytesOf(q.cells) + BytesOf(q.far.cells) + BytesOf(q.far.buckets) + BytesOf(q.far.run)
}
