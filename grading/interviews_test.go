package grading_test

import (
	"path/filepath"
	"testing"

	"sysprep/grading"
)

// The rubrics of interviews, and two that came late, are judged together: four answers to each question say little
// about one. Nobody wrote an exemplar after these answers; see testdata/README.md.
func TestAgreementOnAnswersKeptAside(t *testing.T) {
	files, err := filepath.Glob("testdata/held-*.json")
	if err != nil || len(files) != 10 {
		t.Fatal(len(files), err)
	}
	var answers []grading.Labelled
	graders := map[string]*grading.Compiled{}
	for _, file := range files {
		l := labelled(t, file)
		answers = append(answers, l)
		graders[l.Question] = compileQuestion(t, l.Question)
	}
	report := grading.Evaluate(answers, func(question, answer string) grading.Verdict { return graders[question].Grade(answer) })
	t.Log(report)
	for _, figure := range []struct {
		name         string
		got, atLeast float64
	}{
		{"kappa", report.All.Kappa, 0.63},
		{"F1 of detected", report.All.Detected.F1, 0.80},
		{"F1 of explained", report.All.Explained.F1, 0.78},
		{"F1 of wrong", report.All.Wrong.F1, 0.68},
		{"evidence overlap", report.All.Overlap, 0.85},
	} {
		if figure.got < figure.atLeast {
			t.Errorf("%s is %.2f, less than %.2f", figure.name, figure.got, figure.atLeast)
		}
	}
}
