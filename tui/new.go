package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"
)

// New is the tutor as a model, for what drives it without a terminal, such as the
// pictures of its screens.
func New(ctx context.Context, o Options) (tea.Model, error) { return newModel(ctx, o) }
