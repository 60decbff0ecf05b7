package screen

import (
	"strings"

	"sysprep/tui/kit"
	"sysprep/tui/kit/markdown"
)

// renderProse sets Markdown in lines; nothing to say is no lines.
func renderProse(text string, w int, th *kit.Theme) []string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return strings.Split(strings.Trim(markdown.Render(text, w, th), "\n"), "\n")
}
