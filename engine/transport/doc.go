// Package transport simulates incast: many senders that answer one aggregator at
// once, through one port of a switch with a finite buffer, under TCP, DCTCP or D2TCP.
//
// A System is a Port and Groups of senders. Each query of a group (partition and
// aggregate) asks all of its senders at once; each sends its response over a
// connection that stays open between queries. New makes a Sim, Sim.RunUntil
// advances it, Sim.Fork copies it. A Sim is deterministic: the same System, seed
// and calls give the same bytes.
//
// # What is modelled
//
// Packets, one by one. A sender's own link (Group.Access) sends them one after
// another; the port holds them first in, first out, marks those that find it
// filled beyond a threshold (ECN) and drops those that find no room; the receiver
// acknowledges every packet at once, with its mark. The senders follow
//
//   - slow start, congestion avoidance, fast retransmit after three duplicates: RFC 5681
//   - recovery from several losses in a window (NewReno, the "impatient" variant): RFC 6582
//   - one new segment for each of the first two duplicates (limited transmit): RFC 3042
//   - the retransmission timer, with a floor (Group.MinRTO) and doubling: RFC 6298; round trips by time stamp, RFC 7323
//   - no growth of a window that the application does not fill: RFC 7661
//   - a start from the initial window after an idle timeout: RFC 5681, section 4.1
//   - DCTCP: Alizadeh et al., "Data Center TCP", SIGCOMM 2010; RFC 8257
//   - D2TCP: Vamanan, Hasan and Vijaykumar, "Deadline-aware datacenter TCP", SIGCOMM 2012
//
// A sender of DCTCP or D2TCP answers the first mark of a window of data at once
// and the others of that window not at all, and updates alpha at the end of each
// window from the share of acknowledgements with a mark. Everything else is left
// as in TCP (Alizadeh et al., section 3.1): the window goes on growing, and losses
// halve it. (Implementations that stop growing for the round trip after a mark, as
// Linux does, have a somewhat lower alpha than the published sawtooth.) D2TCP takes
// what is not yet acknowledged of the response as what is left to send; a deadline
// that has passed counts as none, as in the kernel port ycaoae/D2TCP_Kernel.
//
// # What is not modelled
//
// Requests and acknowledgements take their time and are never lost. There are no
// handshakes (connections are open, and know the round trip of an empty network),
// no selective acknowledgements (so several losses in one window cost a round
// trip each, or a timeout), no delayed acknowledgements, no pacing, no segment
// offload, and one bottleneck only. TCP's own packets are not marked, nor dropped
// early, when the port marks those of the others: real switches drop them at the
// threshold (Judd, NSDI 2015). Aggregators wait for late responses; they do not
// cancel them. Time is in whole nanoseconds.
//
// The package does no input or output, starts no goroutines and reads no clock.
package transport
