package sqlite

import (
	"path/filepath"
	"testing"
)

func TestDefaultPath(t *testing.T) {
	for _, test := range []struct {
		name, goos string
		env        map[string]string
		want       string
	}{
		{"set", "linux", map[string]string{"SYSPREP_DB": "my.db", "XDG_DATA_HOME": "/data", "HOME": "/home/ann"}, "my.db"},
		{"XDG", "linux", map[string]string{"XDG_DATA_HOME": "/data", "HOME": "/home/ann"}, "/data/sysprep/progress.db"},
		{"XDG is not absolute", "linux", map[string]string{"XDG_DATA_HOME": "data", "HOME": "/home/ann"}, "/home/ann/.local/share/sysprep/progress.db"},
		{"home", "freebsd", map[string]string{"HOME": "/home/ann"}, "/home/ann/.local/share/sysprep/progress.db"},
		{"macOS", "darwin", map[string]string{"HOME": "/Users/ann"}, "/Users/ann/Library/Application Support/sysprep/progress.db"},
		{"macOS with XDG", "darwin", map[string]string{"HOME": "/Users/ann", "XDG_DATA_HOME": "/data"}, "/data/sysprep/progress.db"},
		{"Windows", "windows", map[string]string{"LOCALAPPDATA": "/ann/local", "HOME": "/home/ann"}, "/ann/local/sysprep/progress.db"},
		{"Windows profile", "windows", map[string]string{"USERPROFILE": "/ann"}, "/ann/AppData/Local/sysprep/progress.db"},
		{"nothing", "linux", nil, ""},
		{"nothing on macOS", "darwin", nil, ""},
	} {
		got, err := defaultPath(func(name string) string { return test.env[name] }, test.goos)
		if filepath.ToSlash(got) != test.want || (err == nil) != (test.want != "") {
			t.Errorf("%s: %q, %v; want %q", test.name, got, err, test.want)
		}
	}
}
