// Package engine simulates request systems in virtual time.
//
// A System describes nodes and edges; New makes a Sim of it; Sim.RunUntil
// advances it. A Sim is deterministic: the same System, seed and calls give
// the same bytes. It is made of values in pools that refer to each other by
// index, so Fork copies it whole, and a fork left alone goes on exactly like
// its original.
//
// Every component draws from its own random stream, derived from the seed and
// the component's name, so that turning one knob leaves the luck of the others
// as it was: two designs are compared on the same arrivals.
//
// The package does no input or output, starts no goroutines and reads no clock.
package engine
