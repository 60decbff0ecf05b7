package content

import "slices"

// frontMatter parses the YAML between the two --- lines that open a Markdown file, and
// returns it with the number of lines up to the end of the second.
func frontMatter(src *source) (front *tree, lines int, ok bool) {
	const do = "begin the file with ---, the keys apiVersion, kind, id and title, and --- again"
	if len(src.lines) == 0 || src.lines[0] != "---" {
		src.fault(1, 1, "the file does not begin with front matter", do)
		return nil, 0, false
	}
	end := slices.Index(src.lines[1:], "---")
	if end < 0 {
		src.fault(1, 1, "the front matter does not end", do)
		return nil, 0, false
	}
	return parseYAML(src, src.between(1, end+1), 1), end + 2, true
}
