package scenarios

import (
	"slices"
	"strings"

	"sysprep/engine"
)

// Words lists what may be written where the format has an enumeration, by "Type.key" of the definition: "Edge.late" is
// discard, fill, cancel or stop. Of those that may be left out the first is the default. Editors complete them.
func Words() map[string][]string {
	var metricIDs []string
	for _, m := range []string{ModelRequests, ModelTransport, ModelLog} {
		for _, metric := range (&Scenario{Model: m}).Metrics() {
			if !slices.Contains(metricIDs, metric.ID) {
				metricIDs = append(metricIDs, metric.ID)
			}
		}
	}
	var faults []string
	for _, w := range faultWords {
		faults = append(faults, w.word)
	}
	for _, id := range slices.Concat(strings.Split(logFaults, ", "), strings.Split(transportFaults, ", ")) {
		if !slices.Contains(faults, id) {
			faults = append(faults, id)
		}
	}
	var steps []string
	for step := range engine.CallStep(engine.NumSteps) {
		steps = append(steps, step.String())
	}
	return map[string][]string{
		"Scenario.model": {ModelRequests, ModelTransport, ModelLog},
		"Node.kind":      {"client", "cache", "store", "service"}, "Node.arrivals": arrivals.words(), "Node.evict": evictions.words(), "Node.order": orders.words(),
		"Node.start": append([]string{"empty", "full"}, starts.words()...),
		"Edge.late":  latePolicies.words(), "Edge.retry_on": retryCauses.words(),
		"Backoff.kind": backoffKinds.words(), "Backoff.jitter": jitterKinds.words(), "Balance.kind": balanceKinds.words(), "Budget.kind": budgetKinds.words(),
		"Breaker.kind": breakerKinds.words(), "Breaker.by": breakerScopes.words(), "Limit.kind": callLimitKinds.words(),
		"Idempotency.key": keyKinds.words(), "Idempotency.in_flight": inFlights.words(), "Idempotency.answer": keyAnswers.words(), "Idempotency.scope": keyScopes.words(),
		"Service.dist": distKinds.words(), "Fan.to": fanPicks.words(), "Shed.of": shedOfs.words(), "Network.transport": transports.words(),
		"Transport.protocol": protocols.words(), "Group.protocol": protocols.words(),
		"Fault.kind": faults, "Fault.direction": directions.words(), "Fault.restart": {"warm", "cold"}, "Fault.step": steps,
		"Chart.metric": metricIDs, "Goal.metric": metricIDs, "Expect.metric": metricIDs,
		"Goal.op": {">=", "<=", ">", "<"}, "Expect.op": {">=", "<=", ">", "<"},
	}
}

func (list names[T]) words() (words []string) {
	for _, n := range list {
		words = append(words, n.word)
	}
	return words
}
