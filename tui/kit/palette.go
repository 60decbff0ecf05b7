package kit

import (
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// tone is how one ink looks at each depth of colour. The 256- and 16-colour
// values are chosen by hand: the nearest match turns blue-greys into plain greys.
type tone struct {
	hex, hexBg   string
	c256, c256Bg uint8 // 0: the terminal's own colour
	c16, c16Bg   int8  // basic colour + 1; 0: the terminal's own colour
	bold, under  bool  // at every depth
	italic       bool  // where there are colours
	monoBold     bool  // without colour
	monoUnder    bool
	monoReverse  bool
}

func (t tone) style(p colorprofile.Profile) uv.Style {
	var s uv.Style
	if t.bold || (p <= colorprofile.ASCII && t.monoBold) {
		s.Attrs |= uv.AttrBold
	}
	if t.italic && p > colorprofile.ASCII {
		s.Attrs |= uv.AttrItalic
	}
	if t.under || (p <= colorprofile.ASCII && t.monoUnder) {
		s.Underline = uv.UnderlineSingle
	}
	switch {
	case p == colorprofile.NoTTY:
		return uv.Style{}
	case p <= colorprofile.ASCII:
		if t.monoReverse {
			s.Attrs |= uv.AttrReverse
		}
	case p == colorprofile.ANSI:
		if t.c16 > 0 {
			s.Fg = ansi.BasicColor(t.c16 - 1)
		}
		if t.c16Bg > 0 {
			s.Bg = ansi.BasicColor(t.c16Bg - 1)
		}
	case p == colorprofile.ANSI256:
		if t.c256 > 0 {
			s.Fg = ansi.IndexedColor(t.c256)
		}
		if t.c256Bg > 0 {
			s.Bg = ansi.IndexedColor(t.c256Bg)
		}
	default:
		if t.hex != "" {
			s.Fg = lipgloss.Color(t.hex)
		}
		if t.hexBg != "" {
			s.Bg = lipgloss.Color(t.hexBg)
		}
	}
	return s
}

// palettes by Mode. Text inks have a contrast of at least 4.5:1 (WCAG 2.2,
// success criterion 1.4.3) against the grounds in palette_test.go.
var palettes = [...][NumInks]tone{
	Dark: {
		InkText:       {hex: "#d3dce8", c256: 253},
		InkDim:        {hex: "#a9b8ca", c256: 250},
		InkFaint:      {hex: "#93a6bb", c256: 109},
		InkAccent:     {hex: "#7cc4ff", c256: 117, c16: 15, bold: true},
		InkTitle:      {hex: "#e8eef6", c256: 255, bold: true},
		InkGood:       {hex: "#86dfa6", c256: 114, c16: 11},
		InkWait:       {hex: "#ecc46c", c256: 221, c16: 12},
		InkRetry:      {hex: "#f5a66b", c256: 215, c16: 4, monoBold: true},
		InkLost:       {hex: "#ff8f8a", c256: 210, c16: 10, monoBold: true},
		InkGhost:      {hex: "#c6abff", c256: 183, c16: 14},
		InkSelected:   {hex: "#f2f7fc", hexBg: "#2b4666", c256: 255, c256Bg: 24, c16: 16, c16Bg: 5, bold: true, monoReverse: true},
		InkKey:        {hex: "#7cc4ff", c256: 117, c16: 15, monoBold: true},
		InkCode:       {hex: "#b5d0e6", c256: 152, monoUnder: true},
		InkEmph:       {hex: "#e8eef6", c256: 255, c16: 0, italic: true, monoUnder: true},
		InkBorder:     {hex: "#5a6f87", c256: 67, c16: 9},
		InkGoodFill:   {hex: "#4c9f70", c256: 71, c16: 3},
		InkWaitFill:   {hex: "#b08a45", c256: 137, c16: 4},
		InkLostFill:   {hex: "#b85f5f", c256: 131, c16: 2},
		InkGhostFill:  {hex: "#8a72bd", c256: 97, c16: 6},
		InkAccentFill: {hex: "#4a86b8", c256: 67, c16: 5},
	},
	Light: {
		InkText:       {hex: "#25313f", c256: 236},
		InkDim:        {hex: "#48586a", c256: 239},
		InkFaint:      {hex: "#526275", c256: 241},
		InkAccent:     {hex: "#0a5aa8", c256: 25, c16: 5, bold: true},
		InkTitle:      {hex: "#131c26", c256: 234, bold: true},
		InkGood:       {hex: "#146c3a", c256: 22, c16: 3},
		InkWait:       {hex: "#7a5200", c256: 94, c16: 4},
		InkRetry:      {hex: "#98440a", c256: 88, c16: 4, monoBold: true},
		InkLost:       {hex: "#b3201f", c256: 160, c16: 2, monoBold: true},
		InkGhost:      {hex: "#6b3fb5", c256: 55, c16: 6},
		InkSelected:   {hex: "#0c2036", hexBg: "#c6dcf2", c256: 233, c256Bg: 153, c16: 16, c16Bg: 5, bold: true, monoReverse: true},
		InkKey:        {hex: "#0a5aa8", c256: 25, c16: 5, monoBold: true},
		InkCode:       {hex: "#2a5470", c256: 24, monoUnder: true},
		InkEmph:       {hex: "#131c26", c256: 234, c16: 0, italic: true, monoUnder: true},
		InkBorder:     {hex: "#8799ab", c256: 246, c16: 9},
		InkGoodFill:   {hex: "#5aab7c", c256: 72, c16: 3},
		InkWaitFill:   {hex: "#cfa04a", c256: 179, c16: 4},
		InkLostFill:   {hex: "#d67a75", c256: 174, c16: 2},
		InkGhostFill:  {hex: "#a585da", c256: 140, c16: 6},
		InkAccentFill: {hex: "#6aa3d8", c256: 74, c16: 5},
	},
	HighContrast: {
		InkText:       {hex: "#ffffff", c256: 231, c16: 16},
		InkDim:        {hex: "#e2e8f0", c256: 254},
		InkFaint:      {hex: "#cfd8e3", c256: 252},
		InkAccent:     {hex: "#8fd3ff", c256: 159, c16: 15, bold: true},
		InkTitle:      {hex: "#ffffff", c256: 231, c16: 16, bold: true},
		InkGood:       {hex: "#8dffb0", c256: 120, c16: 11, bold: true},
		InkWait:       {hex: "#ffe066", c256: 227, c16: 12, bold: true},
		InkRetry:      {hex: "#ffc078", c256: 222, c16: 12, bold: true},
		InkLost:       {hex: "#ffb3ae", c256: 217, c16: 10, bold: true},
		InkGhost:      {hex: "#dcc6ff", c256: 189, c16: 14, bold: true},
		InkSelected:   {hex: "#000000", hexBg: "#ffffff", c256: 16, c256Bg: 231, c16: 1, c16Bg: 16, bold: true, monoReverse: true},
		InkKey:        {hex: "#8fd3ff", c256: 159, c16: 15, bold: true},
		InkCode:       {hex: "#ffffff", c256: 231, c16: 16, under: true},
		InkEmph:       {hex: "#ffffff", c256: 231, c16: 16, italic: true, monoUnder: true},
		InkBorder:     {hex: "#a9b6c6", c256: 250},
		InkGoodFill:   {hex: "#4fae70", c256: 71, c16: 3},
		InkWaitFill:   {hex: "#b59a30", c256: 178, c16: 4},
		InkLostFill:   {hex: "#c46a66", c256: 167, c16: 2},
		InkGhostFill:  {hex: "#9576cc", c256: 98, c16: 6},
		InkAccentFill: {hex: "#4f93c4", c256: 68, c16: 5},
	},
	HighContrastLight: {
		InkText:       {hex: "#000000", c256: 16, c16: 1},
		InkDim:        {hex: "#1c2630", c256: 234},
		InkFaint:      {hex: "#2c3947", c256: 236},
		InkAccent:     {hex: "#003e80", c256: 18, c16: 5, bold: true},
		InkTitle:      {hex: "#000000", c256: 16, c16: 1, bold: true},
		InkGood:       {hex: "#004d22", c256: 22, c16: 3, bold: true},
		InkWait:       {hex: "#573900", c256: 58, c16: 4, bold: true},
		InkRetry:      {hex: "#6b2d00", c256: 52, c16: 4, bold: true},
		InkLost:       {hex: "#8a0010", c256: 88, c16: 2, bold: true},
		InkGhost:      {hex: "#4a1a91", c256: 54, c16: 6, bold: true},
		InkSelected:   {hex: "#ffffff", hexBg: "#000000", c256: 231, c256Bg: 16, c16: 16, c16Bg: 1, bold: true, monoReverse: true},
		InkKey:        {hex: "#003e80", c256: 18, c16: 5, bold: true},
		InkCode:       {hex: "#000000", c256: 16, c16: 1, under: true},
		InkEmph:       {hex: "#000000", c256: 16, c16: 1, italic: true, monoUnder: true},
		InkBorder:     {hex: "#55636f", c256: 240},
		InkGoodFill:   {hex: "#3f8a5c", c256: 65, c16: 3},
		InkWaitFill:   {hex: "#94701f", c256: 136, c16: 4},
		InkLostFill:   {hex: "#b84a50", c256: 131, c16: 2},
		InkGhostFill:  {hex: "#7d58b5", c256: 97, c16: 6},
		InkAccentFill: {hex: "#3f72a8", c256: 67, c16: 5},
	},
}
