package interview_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"sysprep/interview"
	"sysprep/store"
)

func on(text string) time.Time {
	t, err := time.Parse("2006-01-02", text)
	if err != nil {
		panic(err)
	}
	return t
}

// Monday 2 March 2026 is the day of the last talk.
func TestAdviceOnSilence(t *testing.T) {
	talked := interview.Application{Company: "Acme", Stage: interview.Screen, Since: on("2026-03-02")}
	dated := talked
	dated.ReplyBy = on("2026-03-06") // a Friday
	asked := talked
	asked.Asked = on("2026-03-09")
	applied := interview.Application{Company: "Acme", Stage: interview.Applied, Since: on("2026-03-02")}
	for _, c := range []struct {
		app   interview.Application
		today string
		ask   bool
		want  string
	}{
		{talked, "2026-03-06", false, "until Mon 9 Mar"},
		{talked, "2026-03-09", true, "Ask today"},
		{dated, "2026-03-09", false, "ask on Tue 10 Mar"},
		{dated, "2026-03-10", true, "Fri 6 Mar, has gone by"},
		{asked, "2026-03-13", false, "until Mon 16 Mar"},
		{asked, "2026-03-16", false, "take it for a no"},
		{applied, "2026-03-13", false, "Ask on Mon 16 Mar"},
		{applied, "2026-03-16", true, "Ask today"},
		{interview.Application{Stage: interview.Offer}, "2026-03-16", false, "in writing"},
	} {
		text, ask := c.app.Advice(on(c.today))
		if ask != c.ask || !strings.Contains(text, c.want) {
			t.Errorf("%s %+v: %q, ask %v; want %q, %v", c.today, c.app, text, ask, c.want, c.ask)
		}
	}
}

func TestTrack(t *testing.T) {
	var log []store.Event
	add := func(at string, e interview.Tracked) {
		rec, err := interview.RecordTracked(on(at), e)
		if err != nil {
			t.Fatal(err)
		}
		log = append(log, rec)
	}
	add("2026-03-02", interview.Tracked{Company: "Acme", Role: "SRE", Stage: interview.Applied})
	add("2026-03-03", interview.Tracked{Company: "Initech", Stage: interview.Applied})
	add("2026-03-04", interview.Tracked{Company: " acme ", Stage: interview.Screen, ReplyBy: on("2026-03-20")})
	add("2026-03-05", interview.Tracked{Company: "Initech", Stage: interview.Rejected, Note: "wanted Java"})
	list := interview.Track(log)
	if len(list) != 2 || list[0].Company != "Acme" || list[0].Stage != interview.Screen || list[0].Role != "SRE" || !list[0].ReplyBy.Equal(on("2026-03-20")) {
		t.Errorf("%+v", list)
	}
	if list[1].Stage != interview.Rejected || len(list[1].Notes) != 1 {
		t.Errorf("%+v", list[1])
	}
	if _, err := interview.Find(list, "Hooli"); err == nil || !strings.Contains(err.Error(), "Acme, Initech") {
		t.Error(err)
	}
}

func TestOdds(t *testing.T) {
	if v := interview.Odds(10, 0.2); math.Abs(v-0.8926) > 0.0001 {
		t.Errorf("ten interviews at 20 %%: %.4f", v)
	}
	if interview.Odds(0, 0.5) != 0 || interview.Odds(3, 1) != 1 {
		t.Error("ends")
	}
}
