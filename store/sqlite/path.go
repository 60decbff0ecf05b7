package sqlite

import (
	"errors"
	"path/filepath"
	"runtime"
)

// DefaultPath is where progress is kept unless the learner says otherwise: SYSPREP_DB if
// it is set, else sysprep/progress.db in the data folder ($XDG_DATA_HOME, else
// ~/.local/share; on macOS ~/Library/Application Support, on Windows %LOCALAPPDATA%).
func DefaultPath(getenv func(string) string) (string, error) {
	return defaultPath(getenv, runtime.GOOS)
}

// DataFolder is sysprep's folder in the data folder, where installed packs are kept: sysprep in $XDG_DATA_HOME, else in
// ~/.local/share; on macOS in ~/Library/Application Support, on Windows in %LOCALAPPDATA%.
func DataFolder(getenv func(string) string) (string, error) {
	data := dataFolder(getenv, runtime.GOOS)
	if data == "" {
		return "", errors.New("there is no home folder to keep packs in: set XDG_DATA_HOME to one")
	}
	return filepath.Join(data, "sysprep"), nil
}

func defaultPath(getenv func(string) string, goos string) (string, error) {
	if path := getenv("SYSPREP_DB"); path != "" {
		return path, nil
	}
	data := dataFolder(getenv, goos)
	if data == "" {
		return "", errors.New("there is no home folder to keep your progress in: name a file with --db or SYSPREP_DB")
	}
	return filepath.Join(data, "sysprep", "progress.db"), nil
}

func dataFolder(getenv func(string) string, goos string) string {
	// The specification says to pass over a path that is not absolute.
	if xdg := getenv("XDG_DATA_HOME"); filepath.IsAbs(xdg) {
		return xdg
	}
	home := getenv("HOME")
	switch goos {
	case "windows":
		if local := getenv("LOCALAPPDATA"); local != "" {
			return local
		}
		if profile := getenv("USERPROFILE"); profile != "" {
			return filepath.Join(profile, "AppData", "Local")
		}
		return ""
	case "darwin":
		if home != "" {
			return filepath.Join(home, "Library", "Application Support")
		}
	default:
		if home != "" {
			return filepath.Join(home, ".local", "share")
		}
	}
	return ""
}
