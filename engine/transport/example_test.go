package transport_test

import (
	"fmt"

	"sysprep/engine/transport"
)

// A block of 1 MB is read again and again, striped over more and more servers,
// through a port that holds 64 packets. What part of the link is useful, and how
// often does a sender sit out a timeout?
func Example() {
	fmt.Println("servers  protocol  least timeout  of the link  timeouts  lost  marked")
	for _, servers := range []int{4, 16, 40} {
		for _, c := range []struct {
			protocol transport.Protocol
			timeout  transport.Time
		}{
			{transport.TCP, 200 * transport.Millisecond},
			{transport.TCP, transport.Millisecond},
			{transport.DCTCP, 200 * transport.Millisecond},
		} {
			s, err := transport.New(transport.System{
				Port: transport.Port{Rate: transport.Gigabit, Buffer: 64, Mark: 20},
				Groups: []transport.Group{{
					Name: "servers", Senders: servers, Protocol: c.protocol,
					Response: int64(1_000_000 / servers), MinRTO: c.timeout,
					RTT: 100 * transport.Microsecond, Access: transport.Gigabit, Jitter: 20 * transport.Microsecond, Overhead: transport.Microsecond,
				}},
			}, 1)
			if err != nil {
				fmt.Println(err)
				return
			}
			s.RunUntil(2 * transport.Second)
			total := s.Total()
			useful := float64(total.Bytes*8) / s.Now().Seconds() / float64(transport.Gigabit)
			fmt.Printf("%7d  %-8v  %10d ms  %9.0f %%  %8d  %4d  %6d\n", servers, c.protocol,
				c.timeout/transport.Millisecond, 100*useful, total.Timeouts, total.Drops, total.Marks)
		}
	}
	// Output:
	// servers  protocol  least timeout  of the link  timeouts  lost  marked
	//       4  TCP              200 ms         67 %         3  1227       0
	//       4  TCP                1 ms         96 %         8   134       0
	//       4  DCTCP            200 ms         96 %         0     0   75698
	//      16  TCP              200 ms         12 %         8  1325       0
	//      16  TCP                1 ms         95 %       325  6969       0
	//      16  DCTCP            200 ms         96 %         0     0  159134
	//      40  TCP              200 ms          4 %        62  1102       0
	//      40  TCP                1 ms         82 %      9825  19183       0
	//      40  DCTCP            200 ms          4 %        56   313    6198
}
