package content

import (
	"fmt"
	"strings"
	"sync"

	"sysprep/grading"
)

// graders holds what a pack's questions compile to. Compiling takes a while, so it is
// done on first use, once.
type graders struct {
	once   sync.Once
	shared *grading.Grader
	err    error

	mu       sync.Mutex
	compiled map[string]*grading.Compiled
}

// Grader returns the grader of a question. It is safe for concurrent use. The error
// names the questions that there are.
func (p *Pack) Grader(question string) (*grading.Compiled, error) {
	r := p.Rubrics.Of(question)
	if r == nil {
		return nil, fmt.Errorf("there is no question %q: choose one of %s", Clean(question), strings.Join(p.Rubrics.IDs(), ", "))
	}
	g := &p.graders
	g.once.Do(func() { g.shared, g.err = grading.NewGrader(p.Rubrics.Lexicon()) })
	if g.err != nil {
		return nil, g.err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if c, ok := g.compiled[question]; ok {
		return c, nil
	}
	c, err := g.shared.Compile(r)
	if err != nil {
		return nil, err
	}
	if g.compiled == nil {
		g.compiled = map[string]*grading.Compiled{}
	}
	g.compiled[question] = c
	return c, nil
}
