package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sysprep/content"
	"sysprep/grading"
)

// runEvaluate grades the labelled answers in a folder, and tells how well the verdicts
// agree with the labels.
func (a *app) runEvaluate(folder string, asJSON bool) error {
	pack, err := a.openPack()
	if err != nil {
		return err
	}
	labelled, err := readLabelled(folder)
	if err != nil {
		return err
	}
	known, unknown := split(labelled, pack)
	if len(known) == 0 {
		return fmt.Errorf("no question in %s is in the pack: name a folder of labelled answers to %s", content.Clean(folder), strings.Join(questions(pack), ", "))
	}
	graders := map[string]*grading.Compiled{}
	for _, l := range known {
		if graders[l.Question], err = pack.Grader(l.Question); err != nil {
			return err
		}
	}
	report := grading.Evaluate(known, func(question, answer string) grading.Verdict { return graders[question].Grade(answer) })
	if len(unknown) > 0 {
		fmt.Fprintf(a.err, "sysprep: left out, as the pack has no such question: %s\n", strings.Join(unknown, ", "))
	}
	if asJSON {
		return printJSON(a.out, report)
	}
	_, err = fmt.Fprint(a.out, report.String())
	return err
}

// readLabelled reads every .json file of a folder, in order of name.
func readLabelled(folder string) ([]grading.Labelled, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		return nil, usagef("the folder %s can't be searched: choose one without the characters * ? [ in its name", content.Clean(folder))
	}
	if len(files) == 0 {
		if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("there is no folder %s: name one with labelled answers (*.json)", content.Clean(folder))
		}
		return nil, fmt.Errorf("there are no labelled answers (*.json) in %s: name another folder", content.Clean(folder))
	}
	slices.Sort(files)
	var all []grading.Labelled
	for _, name := range files {
		data, err := os.ReadFile(name) //nolint:gosec // the learner named it
		if err != nil {
			return nil, fmt.Errorf("labelled answers can't be read: make the file readable: %w", err)
		}
		var l grading.Labelled
		if err := json.Unmarshal(data, &l); err != nil {
			return nil, fmt.Errorf("%s is not a file of labelled answers: it must be JSON with question and answers (%w)", content.Clean(name), err)
		}
		all = append(all, l)
	}
	return all, nil
}

// split parts the questions that the pack has from those that it does not have. Files
// of one question are joined.
func split(all []grading.Labelled, pack *content.Pack) (known []grading.Labelled, unknown []string) {
	for _, l := range all {
		if !slices.Contains(pack.Rubrics.IDs(), l.Question) {
			unknown = append(unknown, content.Clean(l.Question))
			continue
		}
		if i := slices.IndexFunc(known, func(k grading.Labelled) bool { return k.Question == l.Question }); i >= 0 {
			known[i].Answers = append(known[i].Answers, l.Answers...)
			continue
		}
		known = append(known, l)
	}
	return known, unknown
}
