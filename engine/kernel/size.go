package kernel

import "reflect"

// BytesOf is what the elements of a slice take, by its length.
func BytesOf[T any](s []T) int64 {
	return int64(len(s)) * SizeOf[T]()
}

// Bytes is what the queue takes, by the length of its arrays: a Clone takes as much.
func (q *Queue) Bytes() int64 {
	return BytesOf(q.heap) + BytesOf(q.cells) + BytesOf(q.far.cells) + BytesOf(q.far.buckets) + BytesOf(q.far.run)
}

// SizeOf is how many bytes a value of type T takes, without what it points at.
func SizeOf[T any]() int64 { return int64(reflect.TypeFor[T]().Size()) }
