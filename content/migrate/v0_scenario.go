package migrate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
)

// Words of v0 and what v1 calls them.
var (
	distOf  = map[string]string{"exp": "exponential"}
	lateOf  = map[string]string{"finish_and_fill": "fill", "discard": "discard"}
	fieldOf = map[string]string{
		"service_time": "service", "on_caller_timeout": "late", "retry.attempts": "attempts", "retry.backoff": "backoff.kind",
		"retry.base": "backoff.base", "retry.jitter": "backoff.jitter", "queue.capacity": "queue", "queue.order": "order",
	}
)

// scenario writes nodes and edges as lists with ids, the workload as part of its client, and paths of knobs by ids.
func (p *pack0) scenario(name string, doc yaml.MapSlice) yaml.MapSlice {
	s := &scenario0{pack: p, name: name, doc: doc, kinds: map[string]string{}, faults: map[string]yaml.MapSlice{}}
	b := head("Scenario", mapping(get(doc, "metadata")), "id", "title", "summary")
	b.keep(doc, "horizon")
	for _, n := range mapping(get(doc, "nodes")) {
		s.kinds[text(n.Key)] = text(get(mapping(n.Value), "kind"))
	}
	edges := s.edges()
	b.set("nodes", s.nodes())
	b.set("edges", edges)
	b.set("knobs", s.knobs())
	b.set("faults", s.storyFaults())
	b.set("goals", s.goals())
	b.set("expect", s.expects())
	return b.doc
}

// scenario0 is a scenario while it is written anew.
type scenario0 struct {
	pack   *pack0
	name   string
	doc    yaml.MapSlice
	kinds  map[string]string // of nodes
	ids    []string          // of edges, in order
	from   []string          // node that each edge comes from
	to     []string
	faults map[string]yaml.MapSlice
}

// edges gives each edge an id, and retries their own keys.
func (s *scenario0) edges() (all []any) {
	for _, e := range mappings(get(s.doc, "edges")) {
		from, to := text(get(e, "from")), text(get(e, "to"))
		id := dashed(from + "-" + to)
		if slices.Contains(s.ids, id) {
			id += "-" + strconv.Itoa(len(s.ids)+1)
		}
		s.ids, s.from, s.to = append(s.ids, id), append(s.from, from), append(s.to, to)
		b := &builder{}
		b.set("id", id)
		b.set("from", dashed(from))
		b.set("to", dashed(to))
		b.keep(e, "latency", "timeout")
		if late := text(get(e, "on_caller_timeout")); late != "" {
			b.set("late", or(lateOf[late], late))
		}
		retry := mapping(get(e, "retry"))
		b.keep(retry, "attempts")
		backoff := &builder{}
		backoff.set("kind", get(retry, "backoff"))
		backoff.keep(retry, "base", "jitter")
		b.set("backoff", backoff.doc)
		all = append(all, b.doc)
	}
	return all
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// nodes writes the workload into the first client, and what each node does as its edges say.
func (s *scenario0) nodes() (all []any) {
	work, warm := mapping(get(s.doc, "workload")), mapping(get(s.doc, "warmup"))
	for _, n := range mapping(get(s.doc, "nodes")) {
		id, def := text(n.Key), mapping(n.Value)
		b := &builder{}
		b.set("id", dashed(id))
		b.keep(def, "kind")
		if s.kinds[id] == "client" && len(work) > 0 {
			b.keep(work, "rate")
			if arrivals := text(get(work, "arrivals")); arrivals != "poisson" {
				b.set("arrivals", arrivals)
			}
			keys, k := mapping(get(work, "keys")), &builder{}
			k.keep(keys, "count")
			k.set("zipf", get(keys, "s"))
			b.set("keys", k.doc)
			work = nil
		}
		b.keep(def, "ttl", "ttl_spread", "workers")
		service := mapping(get(def, "service_time"))
		d := &builder{}
		for _, e := range service {
			if e.Key == "dist" {
				e.Value = or(distOf[text(e.Value)], text(e.Value))
			}
			d.set(text(e.Key), e.Value)
		}
		b.set("service", d.doc)
		if queue, ok := get(def, "queue").(yaml.MapSlice); ok {
			b.keep(yaml.MapSlice{{Key: "queue", Value: get(queue, "capacity")}}, "queue")
			if order := text(get(queue, "order")); order != "fifo" {
				b.set("order", order)
			}
		} else {
			b.keep(def, "queue")
		}
		b.set("start", text(get(warm, id)))
		b.set("does", s.does(id))
		all = append(all, b.doc)
	}
	return all
}

// does is what a node does for each request: it looks into its caches first, reads past them, and fills them.
func (s *scenario0) does(id string) (acts []any) {
	var looks, fills []any
	for i, edge := range s.ids {
		switch {
		case s.from[i] != id:
		case s.kinds[s.to[i]] == "cache":
			looks = append(looks, yaml.MapSlice{{Key: "lookup", Value: edge}})
			fills = append(fills, yaml.MapSlice{{Key: "fill", Value: edge}})
		default:
			acts = append(acts, yaml.MapSlice{{Key: "call", Value: edge}})
		}
	}
	return slices.Concat(looks, acts, fills)
}

// path turns /nodes/db/queue/capacity into nodes.db.queue, and the number of an edge into its id.
func (s *scenario0) path(pointer string) string {
	parts := strings.Split(strings.Trim(pointer, "/"), "/")
	if len(parts) < 3 {
		return strings.Join(parts, ".")
	}
	if n, err := strconv.Atoi(parts[1]); err == nil && parts[0] == "edges" && n >= 0 && n < len(s.ids) {
		parts[1] = s.ids[n]
	}
	field := strings.Join(parts[2:], ".")
	return parts[0] + "." + dashed(parts[1]) + "." + or(fieldOf[field], field)
}

func (s *scenario0) knobs() (all []any) {
	for _, k := range mappings(get(s.doc, "knobs")) {
		id := text(get(k, "id"))
		b := &builder{}
		b.set("id", dashed(id))
		b.set("label", worded(id))
		b.set("path", s.path(text(get(k, "path"))))
		b.set("min", text(get(k, "min")))
		b.set("max", text(get(k, "max")))
		var values []string
		for _, v := range texts(get(k, "values")) {
			values = append(values, or(lateOf[v], v))
		}
		b.set("values", values)
		all = append(all, b.doc)
	}
	return all
}

func (s *scenario0) storyFaults() (all []any) {
	for _, f := range mappings(get(s.doc, "faults")) {
		id, kind := text(get(f, "id")), text(get(f, "kind"))
		s.faults[id] = f
		b := &builder{}
		b.set("id", dashed(id))
		b.set("label", worded(id))
		switch kind {
		case "cache.flush":
			b.set("kind", "flush")
		case "edge.drop": // of a client's edge: who is turned away at the door
			b.set("kind", "shed")
		default:
			b.set("kind", kind[strings.LastIndex(kind, ".")+1:])
		}
		b.set("target", dashed(text(get(f, "target"))))
		b.keep(f, "at", "for", "fraction", "factor")
		if text(get(f, "enabled")) != "false" {
			b.set("on", true)
		}
		all = append(all, b.doc)
	}
	return all
}

// condition copies what is measured.
func condition(b *builder, c yaml.MapSlice) {
	b.keep(c, "metric", "node", "window", "op")
	b.set("value", text(get(c, "value")))
}

// claim is a condition in words.
func claim(c yaml.MapSlice) string {
	return fmt.Sprintf("%s %s %s", text(get(c, "metric")), text(get(c, "op")), text(get(c, "value")))
}

func (s *scenario0) goals() (all []any) {
	for _, key := range []string{"slo", "goals"} {
		for _, g := range mappings(get(s.doc, key)) {
			b := &builder{}
			b.set("id", dashed(text(get(g, "id"))))
			b.set("text", or(text(get(g, "text")), claim(g)))
			condition(b, g)
			all = append(all, b.doc)
		}
	}
	return all
}

func (s *scenario0) expects() (all []any) {
	for _, e := range mappings(get(s.doc, "expect")) {
		id := text(get(e, "id"))
		b := &builder{}
		b.set("id", dashed(id))
		b.set("says", or(text(get(e, "says")), titled(id)+": "+claim(e)+"."))
		var set yaml.MapSlice
		for _, v := range mapping(get(e, "set")) {
			set = append(set, yaml.MapItem{Key: dashed(text(v.Key)), Value: or(lateOf[text(v.Value)], text(v.Value))})
		}
		b.set("set", set)
		var inject []string
		for _, f := range texts(get(e, "faults")) {
			inject = append(inject, dashed(f)+"@"+text(get(s.faults[f], "at")))
		}
		b.set("inject", inject)
		b.keep(e, "seeds", "share")
		condition(b, e)
		all = append(all, b.doc)
	}
	s.pack.note(s.name, "claims and goals say their condition only: write in a sentence what each means")
	return all
}
