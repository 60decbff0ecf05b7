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
	load, faults, err := readTask(task)
	if err != nil {
		return nil, err
	}
	ran, err := s.Try(load, faults, trialSeeds)
	if err != nil {
		return nil, err
	}
	trials := make([]Trial, len(ran))
	for i, t := range ran {
		trials[i] = Trial{Fault: t.Fault, Survived: t.Survived, LeftOut: t.LeftOut, Say: t.Say}
	}
	return trials, nil
}

// readTask reads the load and the faults of a task.
func readTask(task *content.DesignTask) (load scenarios.Rate, faults []sketch.Fault, err error) {
	if task == nil {
		return 0, nil, errors.New("this phase asks for no design")
	}
	if task.Load != "" {
		if load, err = scenarios.ParseRate(task.Load); err != nil {
			return 0, nil, fmt.Errorf("the load of the design: %w", err)
		}
	}
	for _, text := range task.Faults {
		f, err := sketch.ParseFault(text)
		if err != nil {
			return 0, nil, err
		}
		faults = append(faults, f)
	}
	return load, faults, nil
}
