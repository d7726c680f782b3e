package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/livekit/protocol/livekit"
)

// How callers are, in parts of 1 and in time.
const (
	impatientShare = 0.06 // hangs up while it rings, or before
	vanishShare    = 0.05 // leaves without a goodbye
	rejoinShare    = 0.5  // loses the connection and comes back, twice
	foreignShare   = 0.05 // has somebody else's agent in the room
	eventsPerCall  = 13.0 // about
	shortestTalk   = 4 * time.Second
	longestTalk    = 14 * time.Second
	patience       = 4 * time.Minute
	step           = 100 * time.Millisecond
	meetings       = 3
	// A chaos is no measurement of load: while so many callers wait for an agent, no new ones come. Seconds' worth.
	mostWaiting  = 8.0
	foreignAgent = "transcriber"
)

// beginCallers lets callers come until endCallers; meetings that are nobody's business are there all the time.
func (m *model) beginCallers(rate float64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.calling {
		return
	}
	m.calling = true
	for i := range meetings {
		r := m.open(fmt.Sprintf("meeting-%d", i))
		m.join(r, &person{info: &livekit.ParticipantInfo{Identity: "person", Kind: livekit.ParticipantInfo_STANDARD}})
		m.foreign(r)
	}
	go func() {
		chance := rand.New(rand.NewPCG(m.seed, 5))
		next := time.Now()
		for n := 0; ; n++ {
			next = next.Add(time.Duration(chance.ExpFloat64() * eventsPerCall / rate * float64(time.Second)))
			time.Sleep(time.Until(next))
			for m.waiting() > int(mostWaiting*rate/eventsPerCall) {
				time.Sleep(step)
				next = time.Now()
			}
			m.mu.Lock()
			calling := m.calling
			m.mu.Unlock()
			if !calling {
				return
			}
			go m.call(n)
		}
	}()
}

// waiting: callers whom nobody has spoken to yet.
func (m *model) waiting() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.calling {
		return 0
	}
	return m.unheard
}

func (m *model) endCallers() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.calling = false
}

func (m *model) hangUpAll() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.calling, m.ending = false, true
}

func (m *model) foreign(r *room) {
	r.dispatches = append(r.dispatches, &dispatch{told: &livekit.AgentDispatch{Id: m.id("AD"), AgentName: foreignAgent,
		Room: r.name, State: &livekit.AgentDispatchState{CreatedAt: time.Now().UnixNano()}}})
	m.join(r, agent("agent-"+m.id("AJ"), foreignAgent, false))
}

// caller is one call from its beginning to its end.
type caller struct {
	room      *room
	self      *person
	began     time.Time
	heardAt   time.Time
	talk      time.Duration
	impatient time.Duration // 0 = waits
	vanishes  bool
	rejoins   []time.Duration // after it was answered
}

func (m *model) call(n int) {
	chance := rand.New(rand.NewPCG(m.seed, uint64(n)+1000))
	number := fmt.Sprintf("+1555%07d", n)
	c := &caller{began: time.Now(), talk: shortestTalk + time.Duration(chance.Float64()*float64(longestTalk-shortestTalk))}
	if chance.Float64() < impatientShare {
		c.impatient = 20*time.Millisecond + time.Duration(chance.Float64()*chance.Float64()*float64(4*time.Second))
	}
	c.vanishes = chance.Float64() < vanishShare
	if chance.Float64() < rejoinShare {
		c.rejoins = []time.Duration{c.talk / 4, c.talk / 2}
	}

	m.mu.Lock()
	m.called++
	m.unheard++
	c.room = m.open(fmt.Sprintf("call-%06d-%s", n, m.id("C")))
	c.self = &person{info: &livekit.ParticipantInfo{Identity: "sip_" + number, Name: "Phone " + number,
		Kind: livekit.ParticipantInfo_SIP, Attributes: map[string]string{
			"sip.callID": m.id("SCL"), "sip.callStatus": "ringing", "sip.phoneNumber": number,
			"sip.trunkPhoneNumber": "+15559990000", "sip.ruleID": "SDR_chaos", "sip.trunkID": "ST_chaos"}}}
	m.join(c.room, c.self)
	m.later(30*time.Millisecond, c.room, func() { m.publish(c.room, c.self) })
	if chance.Float64() < foreignShare {
		m.later(100*time.Millisecond, c.room, func() { m.foreign(c.room) })
	}
	m.mu.Unlock()

	for range time.Tick(step) {
		m.mu.Lock()
		over := m.stepOf(c)
		m.mu.Unlock()
		if over {
			return
		}
	}
}

// stepOf tells whether the call is over.
func (m *model) stepOf(c *caller) bool {
	if c.self.gone {
		m.over(c)
		return true
	}
	now := time.Now()
	heard := c.room.audible()
	if heard && c.heardAt.IsZero() {
		c.heardAt = now
		m.unheard--
		c.self.info.Attributes["sip.callStatus"] = "active"
	}
	answered := !c.heardAt.IsZero()
	switch {
	case c.impatient > 0 && !answered && now.Sub(c.began) > c.impatient,
		answered && heard && now.Sub(c.heardAt) > c.talk,
		m.ending:
		m.hangUp(c)
		return true
	case now.Sub(c.began) > patience:
		m.hist.write(map[string]any{"e": "patience", "room": c.room.name})
		m.hangUp(c)
		return true
	case answered && len(c.rejoins) > 0 && now.Sub(c.heardAt) > c.rejoins[0]:
		c.rejoins = c.rejoins[1:]
		again := &person{info: clone(c.self.info)}
		m.leave(c.room, c.self, livekit.DisconnectReason_DUPLICATE_IDENTITY)
		again.info.IsPublisher = false
		m.join(c.room, again)
		m.publish(c.room, again)
		c.self = again
	}
	return false
}

// over: he is there no more, and does not wait either.
func (m *model) over(c *caller) {
	if c.heardAt.IsZero() {
		m.unheard--
	}
}

func (m *model) hangUp(c *caller) {
	m.over(c)
	why := livekit.DisconnectReason_CLIENT_INITIATED
	if c.vanishes {
		why = livekit.DisconnectReason_CONNECTION_TIMEOUT
	} else {
		c.self.info.Attributes["sip.callStatus"] = "hangup"
	}
	m.leave(c.room, c.self, why)
}
