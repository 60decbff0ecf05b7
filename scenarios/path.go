package scenarios

import (
	"encoding"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// field finds the settable value at a dotted path of yaml names; items of lists are
// named by their ID field.
func field(root reflect.Value, path string) (reflect.Value, error) {
	v := root
	for part := range strings.SplitSeq(path, ".") {
		var next reflect.Value
		if v.Kind() == reflect.Pointer && !v.IsNil() {
			v = v.Elem()
		}
		switch v.Kind() {
		case reflect.Struct:
			next = fieldByYAML(v, part)
		case reflect.Slice:
			next = itemByID(v, part)
		}
		if !next.IsValid() {
			return reflect.Value{}, fmt.Errorf("path %q: there is no %q", path, part)
		}
		v = next
	}
	if !isScalar(v) {
		return reflect.Value{}, fmt.Errorf("path %q does not end at a single value", path)
	}
	return v, nil
}

func fieldByYAML(v reflect.Value, name string) reflect.Value {
	t := v.Type()
	for i := range t.NumField() {
		tag, options, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		if tag == name && name != "" {
			return v.Field(i)
		}
		if options == "inline" {
			if in := fieldByYAML(v.Field(i), name); in.IsValid() {
				return in
			}
		}
	}
	return reflect.Value{}
}

func itemByID(v reflect.Value, id string) reflect.Value {
	for i := range v.Len() {
		item := v.Index(i)
		if item.Kind() == reflect.Struct {
			if f := item.FieldByName("ID"); f.IsValid() && f.String() == id {
				return item
			}
		}
	}
	return reflect.Value{}
}

func isScalar(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Int, reflect.Int64, reflect.Float64, reflect.Bool, reflect.String:
		return true
	}
	return false
}

// setText puts text into v, in the notation of v's type.
func setText(v reflect.Value, text string) error {
	if u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return u.UnmarshalText([]byte(text))
	}
	switch v.Kind() {
	case reflect.Int:
		n, err := strconv.Atoi(strings.ReplaceAll(strings.TrimSpace(text), ",", ""))
		if err != nil {
			return fmt.Errorf("%q is not a whole number", text)
		}
		v.SetInt(int64(n))
	case reflect.Float64:
		f, err := parseNumber(text)
		if err != nil {
			return fmt.Errorf("%q is not a number", text)
		}
		v.SetFloat(f)
	case reflect.Bool:
		switch text {
		case "on", "true", "yes":
			v.SetBool(true)
		case "off", "false", "no":
			v.SetBool(false)
		default:
			return fmt.Errorf("%q is neither on nor off", text)
		}
	case reflect.String:
		v.SetString(text)
	}
	return nil
}

// text writes v in the notation of its type.
func text(v reflect.Value) string {
	if m, ok := v.Interface().(fmt.Stringer); ok {
		return m.String()
	}
	switch v.Kind() {
	case reflect.Float64:
		return trim(v.Float())
	case reflect.Bool:
		if v.Bool() {
			return "on"
		}
		return "off"
	case reflect.String:
		return v.String()
	default:
		return strconv.FormatInt(v.Int(), 10)
	}
}

// magnitude is v as a number, for comparison with bounds.
func magnitude(v reflect.Value) (float64, bool) {
	switch v.Kind() {
	case reflect.Int, reflect.Int64:
		return float64(v.Int()), true
	case reflect.Float64:
		return v.Float(), true
	}
	return 0, false
}
