package screen

import (
	"strings"

	"sysprep/tui/kit"
)

func renderProse(text string, w int, th *kit.Theme) []string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return kit.Wrap(text, w)
}
