package mock

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"sysprep/content"
	"sysprep/scenarios"
	"sysprep/tui/kit"
	"sysprep/tui/kit/chart"
	"sysprep/tui/lab"
)

// dashboard is what a curveball shows of a running system.
type dashboard struct {
	charts []chart.Chart
	axis   chart.Axis
	err    error
}

// boarded brings a dashboard that was simulated.
type boarded struct {
	id string
	dashboard
}

// board simulates the dashboards of a curveball, if it has any.
func (r room) board(id string) tea.Cmd {
	d := dashboardsOf(r.script.Def, id)
	if d == nil {
		return nil
	}
	pack := r.env.Journal.Pack
	return func() tea.Msg {
		s, err := pack.Scenario(d.Scenario)
		if err != nil {
			return boarded{id, dashboard{err: err}}
		}
		charts, axis, err := lab.Dashboards(s, scenarios.Settings(d.Set), d.At)
		return boarded{id, dashboard{charts, axis, err}}
	}
}

func dashboardsOf(iv *content.Interview, curveball string) *content.Dashboards {
	for _, p := range iv.Phases {
		for _, c := range p.Curveballs {
			if c.ID == curveball {
				return c.Dashboards
			}
		}
	}
	return nil
}

// lines draws each chart as a row: its name, its course, and the last value.
func (d dashboard) lines(th *kit.Theme, w int) []string {
	if d.err != nil {
		return []string{th.Paint(kit.InkLost, "The dashboards can't be shown: "+d.err.Error())}
	}
	const indent, name, value = 9, 15, 12
	width := max(10, min(60, w-indent-name-value-2))
	var lines []string
	for _, c := range d.charts {
		last := chart.Short(c.Last()) + c.Unit
		lines = append(lines, strings.Repeat(" ", indent)+th.Paint(kit.InkDim, kit.PadRight(kit.Cut(c.Label, name), name))+
			c.Spark(th, d.axis, width)+" "+th.Paint(kit.InkText, last))
	}
	end := time.Duration(d.axis.Horizon) * d.axis.Window
	foot := "0:00" + strings.Repeat(" ", max(1, width-8)) + chart.Clock(end)
	return append(lines, strings.Repeat(" ", indent+name)+th.Paint(kit.InkFaint, foot))
}
