package main

import (
	"encoding/csv"
	"io"
	"strconv"

	"sysprep/scenarios"
)

// writeSeeds writes a row for each seed, with the value of each goal's metric.
func writeSeeds(w io.Writer, r scenarios.Report) error {
	out := csv.NewWriter(w)
	head := []string{"seed"}
	for _, g := range r.Goals {
		head = append(head, g.ID)
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for i := range r.Seeds {
		row := []string{strconv.Itoa(i + 1)}
		for _, g := range r.Goals {
			row = append(row, scenarios.NumberText(g.Seen[i]))
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
