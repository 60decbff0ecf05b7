package validation

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
)

//go:embed golden/*.csv
var golden embed.FS

// table is a published table.
type table struct {
	name     string
	citation string
	rows     []row
}

// row is one line of a table, by column.
type row map[string]string

// read returns an embedded table. A table that can't be read is a fault of the
// program, which a test finds.
func read(name string) table {
	raw, err := golden.ReadFile("golden/" + name + ".csv")
	if err != nil {
		panic(fmt.Sprintf("validation: there is no table %s: embed it", name))
	}
	t := table{name: name}
	var cited []string
	for line := range strings.Lines(string(raw)) {
		if text, ok := strings.CutPrefix(line, "#"); ok {
			cited = append(cited, strings.TrimSpace(text))
		}
	}
	t.citation = strings.Join(cited, "\n")
	r := csv.NewReader(strings.NewReader(string(raw)))
	r.Comment = '#'
	lines, err := r.ReadAll()
	if err != nil || len(lines) < 2 {
		panic(fmt.Sprintf("validation: table %s is broken: %v", name, err))
	}
	for _, line := range lines[1:] {
		one := row{}
		for i, cell := range line {
			one[lines[0][i]] = cell
		}
		t.rows = append(t.rows, one)
	}
	return t
}

// at returns the row whose columns have these texts, given as column, text, column, text...
func (t table) at(columns ...string) row {
	for _, r := range t.rows {
		found := true
		for i := 0; i < len(columns); i += 2 {
			found = found && r[columns[i]] == columns[i+1]
		}
		if found {
			return r
		}
	}
	panic(fmt.Sprintf("validation: table %s has no row %v", t.name, columns))
}

// num returns the number in a column.
func (r row) num(column string) float64 {
	v, err := strconv.ParseFloat(r[column], 64)
	if err != nil {
		panic(fmt.Sprintf("validation: column %q holds %q, which is no number", column, r[column]))
	}
	return v
}
