package content_test

import (
	"strings"
	"testing"

	"sysprep/content"
)

func forms(t *testing.T) *content.Pack {
	t.Helper()
	pack, err := content.OpenDir("testdata/forms")
	if err != nil {
		t.Fatal(err)
	}
	return pack
}

func TestLandscapeIsRead(t *testing.T) {
	pack := forms(t)
	def := pack.Lessons[0].Steps[1].Simulate
	f := def.Landscape
	if f == nil || f.Knob != "load" || f.Places != 9 || f.Seeds != 1 || len(f.Marks) != 1 || len(f.Designs) != 2 {
		t.Fatalf("read as %+v", f)
	}
	w, err := f.Sweep(pack.Scenarios.Of(def.Scenario), f.Designs[1])
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Check(); err != nil || w.Set["queue"] != "30" || !w.Strike || len(w.Values) < 9 {
		t.Errorf("sweep %+v: %v", w, err)
	}
}

func TestBrokenLandscapes(t *testing.T) {
	form := "landscape: {knob: queue, from: \"100\", to: \"1000\"}\n"
	for _, c := range []struct{ old, new, want string }{
		{"{knob: queue, ", "{", "the landscape has no knob"},
		{"knob: queue", "knob: queues", `has no knob "queues"`},
		{`to: "1000"`, `to: "10"`, "write the lower one first"},
		{`to: "1000"`, `to: "many"`, "can't be computed"},
		{`to: "1000"`, `to: "1000", places: 3`, "that many places"},
		{`to: "1000"`, `to: "1000", seeds: 50`, "that many seeds"},
		{`to: "1000"`, `to: "1000", marks: [{at: "300", label: "a name that is far too long"}]`, "too long for the screen"},
		{`to: "1000"`, `to: "1000", marks: [{at: "300"}]`, "there is no label"},
		{`to: "1000"`, `to: "1000", marks: [{at: "x", label: x}]`, "x"},
		{`to: "1000"`, `to: "1000", designs: [{label: a, set: {queues: "3"}}]`, `has no knob "queues"`},
		{"landscape", "notes: [{at: 5s, say: \"Now.\"}]\nlandscape", "no time at which"},
	} {
		files := goodPack(t)
		text := string(files[lesson].Data)
		from, to := strings.Index(text, "notes:"), strings.Index(text, "compare:")
		files[lesson].Data = []byte(text[:from] + strings.Replace(form, c.old, c.new, 1) + text[to:])
		_, err := content.Open(files)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.want, err)
		}
	}
}

func TestBrokenRasters(t *testing.T) {
	const form = "raster: {from: 4s, to: 40s}\n"
	for _, c := range []struct{ old, new, want string }{
		{"to: 40s", "to: 3s", "ends before it begins"},
		{"to: 40s", "to: 90s", "ends after the run"},
		{"to: 40s", "to: 40s, clients: 5000", "that many clients"},
		{"to: 40s", "to: 40s, designs: [{label: a, set: {queues: \"3\"}}]", `has no knob "queues"`},
		{"raster", "notes: [{at: 5s, say: \"Now.\"}]\nraster", "has no notes"},
		{"raster", "raster", "has no users who connect"},
	} {
		files := goodPack(t)
		text := string(files[lesson].Data)
		from, to := strings.Index(text, "notes:"), strings.Index(text, "compare:")
		files[lesson].Data = []byte(text[:from] + strings.Replace(form, c.old, c.new, 1) + text[to:])
		_, err := content.Open(files)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.want, err)
		}
	}
	if f := forms(t).Lessons[0].Steps[4].Simulate.Raster; f == nil || f.Clients != 50 || len(f.Designs) != 3 {
		t.Errorf("read as %+v", f)
	}
}
