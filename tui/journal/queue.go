package journal

import "sysprep/lessons"

// Queue is what there is to review today.
func (j *Journal) Queue() lessons.Queue {
	reviews := j.Reviews()
	return lessons.NewQueue(j.States(), reviews, j.Goals(), j.Now())
}
