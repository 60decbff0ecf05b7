package content

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// bind decodes the document into the struct that into points to, by its yaml tags. A
// decoder that stops at the first fault would send an author round the loop for each
// one, so bind reports every unknown, doubled or mistyped key, and fills in the rest.
// Text is filtered on the way in.
func (t *tree) bind(into any) {
	if t.broken {
		return
	}
	t.value(t.root, reflect.ValueOf(into).Elem(), "the document")
}

// custom is a type that reads its own node; what is a name for messages.
type custom interface {
	bindNode(t *tree, n ast.Node, what string)
}

var (
	customType = reflect.TypeFor[custom]()
	textType   = reflect.TypeFor[encoding.TextUnmarshaler]()
	bytesType  = reflect.TypeFor[yaml.BytesUnmarshaler]()
	ifaceType  = reflect.TypeFor[yaml.InterfaceUnmarshaler]()
)

// value decodes n into v.
func (t *tree) value(n ast.Node, v reflect.Value, what string) {
	n = bare(n)
	if _, null := n.(*ast.NullNode); null {
		t.faultAt(start(n), what+" has no value", "write one, or remove the key")
		return
	}
	if _, alias := n.(*ast.AliasNode); alias {
		return // refused already
	}
	pointer := reflect.PointerTo(v.Type())
	switch {
	case pointer.Implements(customType):
		v.Addr().Interface().(custom).bindNode(t, n, what)
	case pointer.Implements(bytesType), pointer.Implements(ifaceType):
		t.foreign(n, v)
	case pointer.Implements(textType):
		if text, ok := t.text(n, what); ok {
			if err := v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(text)); err != nil {
				message, do, _ := strings.Cut(err.Error(), ": ")
				t.faultAt(start(n), what+": "+message, do)
			}
		}
	default:
		t.plain(n, v, what)
	}
}

// plain decodes by the kind of v.
func (t *tree) plain(n ast.Node, v reflect.Value, what string) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		t.value(n, v.Elem(), what)
	case reflect.Struct:
		t.structure(n, v, what)
	case reflect.Map:
		t.mapping(n, v, what)
	case reflect.Slice:
		t.list(n, v, what)
	case reflect.String:
		if text, ok := t.text(n, what); ok {
			v.SetString(text)
		}
	case reflect.Bool:
		b, ok := n.(*ast.BoolNode)
		if !ok {
			t.faultAt(start(n), what+" must be true or false", "write one of them, without quotes")
			return
		}
		v.SetBool(b.Value)
	case reflect.Int, reflect.Int64, reflect.Int32, reflect.Uint, reflect.Uint64, reflect.Uint32, reflect.Uint8, reflect.Float64:
		t.number(n, v, what)
	default:
		t.faultAt(start(n), fmt.Sprintf("%s can't be read: it is a %s", what, v.Kind()), "report this as a bug of sysprep")
	}
}

// text is the filtered text of a scalar, without space around it.
func (t *tree) text(n ast.Node, what string) (string, bool) {
	text, ok := scalar(n)
	if !ok {
		t.faultAt(start(n), what+" must be a text", "write one value here, not a list or keys")
		return "", false
	}
	return strings.TrimSpace(Clean(text)), true
}

// number decodes a number that is written plainly, without quotes.
func (t *tree) number(n ast.Node, v reflect.Value, what string) {
	var written string // stays empty, which is no number, for other nodes
	var err error
	switch n.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		written = n.GetToken().Value
	}
	do := "write a whole number such as 5, without quotes"
	switch {
	case v.CanInt():
		var i int64
		if i, err = strconv.ParseInt(written, 10, v.Type().Bits()); err == nil {
			v.SetInt(i)
		}
	case v.CanUint():
		var u uint64
		do = "write a whole number from 0, such as 5, without quotes"
		if u, err = strconv.ParseUint(written, 10, v.Type().Bits()); err == nil {
			v.SetUint(u)
		}
	default:
		var f float64
		do = "write a number such as 1.5, without quotes"
		if f, err = strconv.ParseFloat(written, 64); err == nil {
			v.SetFloat(f)
		}
	}
	if errors.Is(err, strconv.ErrRange) {
		t.faultAt(start(n), what+" is too large", "write a smaller number")
	} else if err != nil {
		t.faultAt(start(n), what+" is not a number of the right kind", do)
	}
}

func (t *tree) list(n ast.Node, v reflect.Value, what string) {
	items, ok := n.(*ast.SequenceNode)
	if !ok {
		t.faultAt(start(n), what+" must be a list", "write [a, b], or a line with - for each")
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(items.Values), len(items.Values)))
	for i, item := range items.Values {
		t.value(item, v.Index(i), fmt.Sprintf("item %d of %s", i+1, what))
	}
}

func (t *tree) mapping(n ast.Node, v reflect.Value, what string) {
	entries, ok := pairs(n)
	if !ok || v.Type().Key().Kind() != reflect.String {
		t.faultAt(start(n), what+" must be made of keys and values", "write key: value")
		return
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(entries)))
	seen := map[string]bool{}
	for _, e := range entries {
		key, ok := t.key(e, seen)
		if !ok {
			continue
		}
		item := reflect.New(v.Type().Elem()).Elem()
		t.value(e.Value, item, quoted(key))
		v.SetMapIndex(reflect.ValueOf(key).Convert(v.Type().Key()), item)
	}
}

func (t *tree) structure(n ast.Node, v reflect.Value, what string) {
	entries, ok := pairs(n)
	if !ok {
		t.faultAt(start(n), what+" must be made of keys and values", "write key: value, with the keys "+keysOf(v.Type()))
		return
	}
	fields, seen := fieldsOf(v.Type()), map[string]bool{}
	for _, e := range entries {
		key, ok := t.key(e, seen)
		if !ok {
			continue
		}
		at := slices.IndexFunc(fields, func(f field) bool { return f.name == key })
		if at < 0 {
			t.unknownKey(e, key, fields)
			continue
		}
		f := v.FieldByIndex(fields[at].index)
		faults := len(t.src.faults)
		t.value(e.Value, f, quoted(key))
		if len(t.src.faults) > faults {
			t.spoiled[key] = true
		}
		if fields[at].line && f.Kind() == reflect.String {
			f.SetString(oneLine(f.String()))
			if len(f.String()) > mostLine {
				t.faultAt(start(e.Value), fmt.Sprintf("%s is longer than %d bytes", quoted(key), mostLine), "shorten it: it stands in one line")
			}
		}
	}
}

// key reads the key of an entry, and reports it if it was seen before.
func (t *tree) key(e *ast.MappingValueNode, seen map[string]bool) (string, bool) {
	key, ok := scalar(e.Key)
	if !ok {
		return "", false // refused already
	}
	key = oneLine(key)
	if seen[key] {
		t.faultAt(start(e.Key), "the key "+quoted(key)+" is written twice", "keep one of them")
		return "", false
	}
	seen[key] = true
	return key, true
}

func (t *tree) unknownKey(e *ast.MappingValueNode, key string, fields []field) {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	best, hint := nearestOf(key, names)
	t.spoiled[best] = true
	t.faultAt(start(e.Key), "unknown key "+quoted(key), "remove it; "+hint)
}

// foreign decodes into a type that brings its own decoder.
func (t *tree) foreign(n ast.Node, v reflect.Value) {
	err := yaml.NodeToValue(n, v.Addr().Interface(), yaml.Strict())
	cleanStrings(v)
	if err == nil {
		return
	}
	message, pos := err.Error(), start(n)
	if e := yaml.Error(nil); errors.As(err, &e) {
		message = e.GetMessage()
		if tk := e.GetToken(); tk != nil {
			pos = tk.Position
		}
	}
	t.faultAt(pos, message, "")
}

// cleanStrings filters every text that can be reached from v.
func cleanStrings(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() {
			v.SetString(Clean(v.String()))
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			cleanStrings(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			cleanStrings(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			cleanStrings(v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			item := reflect.New(v.Type().Elem()).Elem()
			item.Set(v.MapIndex(key))
			cleanStrings(item)
			v.SetMapIndex(key, item)
		}
	}
}

// field is a field of a struct under its name in YAML.
type field struct {
	name  string
	index []int
	line  bool // holds a single line: ids, titles, labels
}

var fieldCache sync.Map // reflect.Type -> []field

func fieldsOf(t reflect.Type) []field {
	if known, ok := fieldCache.Load(t); ok {
		return known.([]field)
	}
	var fields []field
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case options == "inline":
			for _, in := range fieldsOf(f.Type) {
				fields = append(fields, field{in.name, append([]int{i}, in.index...), in.line})
			}
		case name != "" && name != "-":
			fields = append(fields, field{name, []int{i}, name == "id" || name == "title" || name == "label"})
		}
	}
	fieldCache.Store(t, fields)
	return fields
}

func keysOf(t reflect.Type) string {
	var names []string
	for _, f := range fieldsOf(t) {
		names = append(names, f.name)
	}
	return strings.Join(names, ", ")
}

func sortedByKey(entries []*ast.MappingValueNode) []*ast.MappingValueNode {
	sorted := slices.Clone(entries)
	slices.SortStableFunc(sorted, func(a, b *ast.MappingValueNode) int {
		x, _ := scalar(a.Key)
		y, _ := scalar(b.Key)
		return strings.Compare(x, y)
	})
	return sorted
}

// bindPart decodes one node of the document into the struct that into points to.
func bindPart(t *tree, n ast.Node, into any, what string) {
	t.value(n, reflect.ValueOf(into).Elem(), what)
}
