package mock

import (
	"strings"
	"time"
)

func oneLine(t string) string { return strings.Join(strings.Fields(t), " ") }

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }
