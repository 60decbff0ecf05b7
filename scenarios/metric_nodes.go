package scenarios

// NodesFor lists the nodes that a metric may be about where none is named, in the order of the definition: a metric of
// stores is about a service only where there is no store. The first of them is the one that is taken, so a claim that
// names none says something else once the lines of the file change places. It is empty for metrics of the whole
// system, and in the other models, where a metric without a name is about all groups or replicas together.
func (s *Scenario) NodesFor(m Metric) (ids []string) {
	if m.Kind == "" || s.model() != (requestModel{}) {
		return nil
	}
	var services []string
	for _, n := range s.Nodes {
		switch {
		case m.Kind == "client" && !n.sessions():
		case n.Kind == m.Kind:
			ids = append(ids, n.ID)
		case m.about(n.Kind):
			services = append(services, n.ID)
		}
	}
	if len(ids) == 0 {
		return services
	}
	return ids
}
