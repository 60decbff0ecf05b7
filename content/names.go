package content

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	idPattern      = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)
	packIDPattern  = regexp.MustCompile(`^(core|[a-z0-9][a-z0-9-]{0,63}/[a-z0-9][a-z0-9-]{0,63})$`)
	versionPattern = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})(-[0-9A-Za-z.-]{1,64})?(\+[0-9A-Za-z.-]{1,64})?$`)
)

const idRule = "use small letters, digits and dashes, such as cache-cliff"

// quoted puts a name between quotes for a message, cut if it is very long.
func quoted(name string) string { return strconv.Quote(clip(name, 60)) }

// nearest says which of the names that there are may have been meant.
func nearest(name string, names []string) string {
	_, hint := nearestOf(name, names)
	return hint
}

func nearestOf(name string, names []string) (best, hint string) {
	best, least := "", len(name)/2+1
	for _, n := range names[:min(len(names), mostNearby)] { // a hostile pack can make each name cost much
		if d := distance(name, n); d < least {
			best, least = n, d
		}
	}
	switch {
	case best != "":
		return best, "perhaps " + quoted(best) + " is meant"
	case len(names) == 0:
		return "", "there are none here"
	}
	names = slices.Clone(names)
	slices.Sort(names)
	names = slices.Compact(names)
	more := ""
	if len(names) > 12 {
		names, more = names[:12], ", ..."
	}
	return "", "there are " + strings.Join(names, ", ") + more
}

// listed writes names in a row, as many as a message has room for.
func listed(names []string) string {
	const room = 20
	if len(names) > room {
		return strings.Join(names[:room], ", ") + ", ..."
	}
	return strings.Join(names, ", ")
}

// distance is the number of letters to insert, delete or replace to make b from a,
// for names of up to 64 bytes.
func distance(a, b string) int {
	a, b = a[:min(len(a), 64)], b[:min(len(b), 64)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := corner
			if a[i] != b[j] {
				cost++
			}
			corner = row[j+1]
			row[j+1] = min(cost, row[j]+1, corner+1)
		}
	}
	return row[len(b)]
}

// checkID reports an id that is missing or badly formed; path is where it is written.
func (t *tree) checkID(id string, path ...any) {
	switch {
	case t.broken:
	case id == "":
		t.missing("id", "there is no id", "add id: and a name; "+idRule, path[:len(path)-1]...)
	case !idPattern.MatchString(id):
		t.fault(quoted(id)+" is not an id", idRule, path...)
	}
}

// noID says what is wrong with an id that isn't one: that there is none, or what stands in its place.
func noID(id string) string {
	if id == "" {
		return "no id"
	}
	return "no id: " + quoted(id) + " is not one"
}

// checkFileID reports an id that does not name its file.
func (t *tree) checkFileID(id, name string) {
	t.checkID(id, "id")
	if idPattern.MatchString(id) && id != name {
		t.fault("the id "+quoted(id)+" is not the name of the file", "call it "+quoted(name)+", or rename the file", "id")
	}
}

// checkFormat reports another format version or kind than this file should have.
func (t *tree) checkFormat(version, kind, want string) {
	if t.broken {
		return
	}
	if version != formatVersion {
		t.missing("apiVersion", "the apiVersion is "+quoted(version), "write apiVersion: "+formatVersion)
	}
	if kind != want {
		t.missing("kind", "the kind is "+quoted(kind), "write kind: "+want)
	}
}

// formatVersion is the version of the pack format that this loader reads.
const formatVersion = "sysprep/v1"

// otherFormat is the one fault of a pack in another version of the format than this loader reads; nil if it is in this one,
// or in nothing that looks like a version.
func (t *tree) otherFormat(version string) Faults {
	if version == formatVersion && child(t.root, "metadata") != nil {
		version = "sysprep/v0" // before versions were counted
	}
	number, ok := strings.CutPrefix(version, "sysprep/v")
	if n, err := strconv.Atoi(number); !ok || err != nil || version == formatVersion || n < 0 {
		return nil
	}
	faults := len(t.src.faults)
	message := "the pack is of the format " + version + ", and this sysprep reads " + formatVersion
	if number == "0" {
		t.fault(message, "write it anew with \"sysprep pack migrate FOLDER --write\"", "apiVersion")
	} else {
		t.fault(message, "update sysprep, or take an older version of the pack", "apiVersion")
	}
	return t.src.faults[faults:]
}

// IsPackID says whether a text can be the id of a pack: "core", or owner/name.
func IsPackID(id string) bool { return packIDPattern.MatchString(id) }
