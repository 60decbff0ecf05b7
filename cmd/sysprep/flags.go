package main

import (
	"fmt"
	"strconv"
	"strings"

	"sysprep/scenarios"
)

// wholeNumber is a flag's value whose error is a sentence.
type wholeNumber uint64

func (n *wholeNumber) String() string { return strconv.FormatUint(uint64(*n), 10) }

// Type is what the help calls it.
func (n *wholeNumber) Type() string { return "N" }

// Set reads it.
func (n *wholeNumber) Set(text string) error {
	v, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return fmt.Errorf("write a whole number, such as 7")
	}
	*n = wholeNumber(v)
	return nil
}

// settings reads a list of KNOB=VALUE; the last word on a knob counts.
func settings(list []string) (scenarios.Settings, error) {
	set := scenarios.Settings{}
	for _, text := range list {
		knob, value, ok := strings.Cut(text, "=")
		if !ok || knob == "" {
			return nil, fmt.Errorf("--set %q: write KNOB=VALUE, such as queue=400", text)
		}
		set[strings.TrimSpace(knob)] = strings.TrimSpace(value)
	}
	return set, nil
}
