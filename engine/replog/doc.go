// Package replog simulates a replicated log over a wide-area network: replicas
// in sites, a leader that commits by quorum, elections, leases, replicas that
// lag, restores. Clients append and read, and what they know is kept apart from
// what is true.
//
// A Cluster describes everything; New makes a Sim of it; Sim.RunUntil advances
// it, Sim.Inject crashes, cuts and mends, Sim.Fork copies. A Sim is
// deterministic: the same Cluster, seed and calls give the same bytes on every
// platform. It is made of values in pools, and each part draws from its own
// random stream, derived from the seed and the part's name, as in package engine.
//
// # What is modelled
//
// The protocol is Raft (Ongaro and Ousterhout, "In Search of an Understandable
// Consensus Algorithm", USENIX ATC 2014): terms, randomised election timeouts,
// votes for logs that are up to date, heartbeats, replication with next and match
// indexes, commit of the leader's own term by a majority, a no-op at the start of
// each term. From Ongaro's thesis ("Consensus: Bridging Theory and Practice",
// 2014): leaders that step down when no majority answers (6.2), pre-votes (9.6),
// replicas that don't listen to candidates while they hear from a leader (4.2.3;
// with pre-votes or leases only), reads by a round to a majority (6.4) or under a
// lease with a bound on the drift of clocks (6.4.1), snapshots in pieces (7).
//
// A commit therefore takes what the order statistic of the round trips says
// (CommitTime), plus disks, queues and jitter. A replica's disk makes durable
// what it has in one go, and what comes meanwhile in the next; what was not
// durable is gone in a crash. A vote is on disk before it is sent; a candidate's
// vote for itself goes to disk while it asks the others.
//
// Messages between replicas leave through the machine's uplink, where its
// connections take turns, then at the rate of their connection, which is bounded
// by the link, TCP's window over the round trip (WindowRate) or packet loss
// (LossRate). A message waits until the one before it has left and takes along
// what came meanwhile, so a busy log batches by itself. A replica that lags gets
// entries or, when they are gone from the leader's log, a snapshot, in messages
// that compete with new entries for the uplink; CatchUpRate bounds them. A
// snapshot is loaded at LoadRate, a restart replays its log at ReplayRate. A
// replica that lost its disk is a learner until it has all that was committed
// before and something committed without it: it neither votes nor counts.
//
// Clients don't send a write again once it may have been taken: they wait, and if
// their patience ends they don't know. The Sim does: Count tells acknowledged,
// refused and unknown from committed and lost. A read that misses a write that
// was acknowledged to anyone before the read began is counted as stale. Totals
// counts violations of the safety properties as a judge outside sees them: two
// leaders in a term, two entries committed at one index, logs that agree at an
// entry and differ before it. There are none, whatever is injected.
//
// # What is not
//
// Membership is fixed but for learners. There are no leadership transfers and
// no priorities. Terms and votes are durable when they are decided; only their
// answer waits for the disk. Vote requests that get lost are not sent again before
// the next election timeout. Messages of one connection keep their order, and a
// lost one is lost: TCP's retransmission of a packet is in the rate, not in the
// delay. Messages that are under way when a way is cut arrive. Clients' own
// messages need no bandwidth, and a leader that steps down does not tell the
// clients whose writes it holds. Snapshots are taken at no cost, and all have one
// size. Clocks drift at a constant rate and do not jump.
//
// # Held against
//
// The tests hold commit times against published round trips between AWS regions
// (exactly; one way is half a round trip); elections against section 9.3 of the
// Raft paper (five servers, broadcast time about 15 ms): the median for 150-155 ms,
// the worst of 1000 for 150-200 ms, mean and worst for 12-24 ms, and more than 10 s
// without randomness. The paper does not say what its broadcast time is made of,
// and that matters: with all of it on the network, candidates learn of each other
// late, and with 5 ms of randomness votes split several times over; with half of
// it on the voters' disks the published figures come out, the mean for 12-24 ms
// about a third above.
package replog
