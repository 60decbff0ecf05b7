package interview

import (
	"errors"
	"fmt"

	"sysprep/content"
	"sysprep/interview/sketch"
	"sysprep/scenarios"
)

// trialSeeds is how many runs decide each trial of a sketch; the middle one counts.
const trialSeeds = 3

// Try runs a sketch on a good day and under the faults of a phase's task. The error is one sentence that says what the
// sketch lacks. It takes up to some seconds: call it away from the screen.
func Try(text string, task *content.DesignTask) ([]Trial, error) {
	s, problems := sketch.Parse(text)
	if len(problems) > 0 {
		return nil, errors.New(problems[0].String())
	}
	tried, err := readTask(task)
	if err != nil {
		return nil, err
	}
	ran, err := s.Try(tried, trialSeeds)
	if err != nil {
		return nil, err
	}
	trials := make([]Trial, len(ran))
	for i, t := range ran {
		trials[i] = Trial{Fault: t.Fault, Survived: t.Survived, LeftOut: t.LeftOut, Say: t.Say}
	}
	return trials, nil
}

// readTask reads the loads, the faults and what is enough of a task.
func readTask(task *content.DesignTask) (out sketch.Task, err error) {
	if task == nil {
		return out, errors.New("this phase asks for no design")
	}
	if out.Load, err = readLoad(task.Load); err != nil {
		return out, fmt.Errorf("the load of the design: %w", err)
	}
	if out.Usual, err = readLoad(task.Usual); err != nil {
		return out, fmt.Errorf("the usual load of the design: %w", err)
	}
	if out.Share, out.Least, err = task.Enough(); err != nil {
		return out, err
	}
	for _, text := range task.Faults {
		f, err := sketch.ParseFault(text)
		if err != nil {
			return out, err
		}
		out.Faults = append(out.Faults, f)
	}
	return out, nil
}

func readLoad(text string) (scenarios.Rate, error) {
	if text == "" {
		return 0, nil
	}
	return scenarios.ParseRate(text)
}
