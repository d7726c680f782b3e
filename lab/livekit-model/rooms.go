package main

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/livekit/protocol/livekit"
)

// As in LiveKit's default configuration.
const (
	emptyTimeout     = 300 * time.Second
	departureTimeout = 20 * time.Second
)

// How old the list of a room's participants is: usually up to date, in some rooms behind.
const (
	laggingRooms = 0.2
	longestLag   = 5 * time.Second
)

type model struct {
	mu     sync.Mutex
	hist   *history
	seed   uint64
	keys   keys
	faults *faults
	sender *sender
	chance *rand.Rand
	rooms  map[string]*room
	// Callers who joined, and those of them who wait for their first agent; whether new ones come, and whether all are to go.
	called, unheard int
	calling, ending bool
}

type room struct {
	sid, name  string
	created    time.Time
	people     map[string]*person
	dispatches []*dispatch
	lag        time.Duration
	shown      []snapshot
	hadCaller  bool
	agents     int // jobs started so far
	gone       bool
	closing    *time.Timer
}

type person struct {
	info  *livekit.ParticipantInfo
	track *livekit.TrackInfo
	alive bool // false: its process died, and LiveKit has not noticed
	ours  bool // an agent that the switchboard asked for
	gone  bool
	asked bool   // it was somebody's request that it goes
	of    string // the dispatch that an agent was started by
}

type snapshot struct {
	at     time.Time
	people []*livekit.ParticipantInfo
}

func newModel(hist *history, seed uint64, k keys, urls []string) *model {
	return &model{
		hist: hist, seed: seed, keys: k, faults: newFaults(seed), sender: newSender(hist, seed, k, urls),
		chance: rand.New(rand.NewPCG(seed, 3)), rooms: map[string]*room{},
	}
}

const letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"

// id is one of LiveKit's: a prefix and twelve letters. Call with the lock held.
func (m *model) id(prefix string) string {
	text := make([]byte, 12)
	for i := range text {
		text[i] = letters[m.chance.IntN(len(letters))]
	}
	return prefix + "_" + string(text)
}

// later does this in the room, if it is still that room.
func (m *model) later(pause time.Duration, r *room, work func()) *time.Timer {
	return time.AfterFunc(pause, func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		if !r.gone {
			work()
		}
	})
}

// open is the room of this name, made if need be.
func (m *model) open(name string) *room {
	if r := m.rooms[name]; r != nil {
		return r
	}
	r := &room{sid: m.id("RM"), name: name, created: time.Now(), people: map[string]*person{}}
	if m.chance.Float64() < laggingRooms {
		r.lag = time.Duration(m.chance.Float64() * float64(longestLag))
	}
	m.rooms[name] = r
	m.hist.write(map[string]any{"e": "room", "room": name, "sid": r.sid, "lag": r.lag.Seconds()})
	m.tell("room_started", r, nil, nil)
	m.closeWhenEmpty(r)
	return r
}

func (m *model) join(r *room, p *person) {
	now := time.Now()
	p.info.Sid, p.info.JoinedAt, p.info.JoinedAtMs = m.id("PA"), now.Unix(), now.UnixMilli()
	p.info.State = livekit.ParticipantInfo_ACTIVE
	p.alive, p.gone, p.track = true, false, nil
	r.people[p.info.Identity] = p
	if p.info.Kind != livekit.ParticipantInfo_AGENT {
		r.hadCaller = true
	}
	m.changed(r)
	m.hist.write(map[string]any{"e": "join", "room": r.name, "sid": r.sid, "who": p.info.Identity,
		"kind": p.info.Kind.String(), "agent": p.info.Attributes["lk.agent_name"], "ours": p.ours, "of": p.of})
	m.tell("participant_joined", r, p.info, nil)
}

func (m *model) publish(r *room, p *person) {
	if p.gone || !p.alive || p.track != nil {
		return
	}
	p.track = &livekit.TrackInfo{Sid: m.id("TR"), Name: p.info.Identity, Type: livekit.TrackType_AUDIO,
		Source: livekit.TrackSource_MICROPHONE, MimeType: "audio/opus"}
	p.info.IsPublisher = true
	m.changed(r)
	m.audio(r, p, true)
	m.tell("track_published", r, p.info, p.track)
}

func (m *model) audio(r *room, p *person, on bool) {
	m.hist.write(map[string]any{"e": "audio", "room": r.name, "who": p.info.Identity, "ours": p.ours, "on": on})
}

// die: the process is gone; LiveKit goes on listing the participant for twenty seconds.
func (m *model) die(r *room, p *person) {
	if p.gone || !p.alive {
		return
	}
	p.alive = false
	if p.track != nil {
		m.audio(r, p, false)
	}
	m.hist.write(map[string]any{"e": "died", "room": r.name, "who": p.info.Identity, "ours": p.ours})
	m.later(20*time.Second, r, func() { m.leave(r, p, livekit.DisconnectReason_CONNECTION_TIMEOUT) })
}

func (m *model) leave(r *room, p *person, why livekit.DisconnectReason) {
	if p.gone {
		return
	}
	p.gone = true
	if r.people[p.info.Identity] == p {
		delete(r.people, p.info.Identity)
	}
	m.changed(r)
	if p.track != nil {
		if p.alive {
			m.audio(r, p, false)
		}
		m.tell("track_unpublished", r, p.info, p.track)
	}
	m.hist.write(map[string]any{"e": "leave", "room": r.name, "who": p.info.Identity, "kind": p.info.Kind.String(),
		"ours": p.ours, "why": why.String(), "asked": p.asked, "alive": p.alive})
	left := clone(p.info)
	left.State, left.DisconnectReason = livekit.ParticipantInfo_DISCONNECTED, why
	m.tell("participant_left", r, left, nil)
	m.closeWhenEmpty(r)
}

// closeWhenEmpty closes the room when nobody but agents is in it for as long as LiveKit waits.
func (m *model) closeWhenEmpty(r *room) {
	if r.gone {
		return
	}
	if r.closing != nil {
		r.closing.Stop()
	}
	wait := departureTimeout
	if !r.hadCaller {
		wait = time.Until(r.created.Add(emptyTimeout))
	}
	r.closing = m.later(wait, r, func() {
		for _, p := range r.people {
			if p.info.Kind != livekit.ParticipantInfo_AGENT {
				return
			}
		}
		m.close(r, livekit.DisconnectReason_ROOM_CLOSED)
	})
}

func (m *model) close(r *room, why livekit.DisconnectReason) {
	if r.gone {
		return
	}
	for _, p := range r.people {
		m.leave(r, p, why)
	}
	r.gone = true
	r.closing.Stop()
	delete(m.rooms, r.name)
	m.hist.write(map[string]any{"e": "room_gone", "room": r.name, "sid": r.sid, "why": why.String()})
	m.tell("room_finished", r, nil, nil)
}

// changed keeps what a list that is behind still shows.
func (m *model) changed(r *room) {
	if r.lag == 0 {
		return
	}
	now := time.Now()
	r.shown = append(r.shown, snapshot{now, r.listed()})
	for len(r.shown) > 1 && r.shown[1].at.Before(now.Add(-r.lag)) {
		r.shown = r.shown[1:]
	}
}

func (r *room) listed() []*livekit.ParticipantInfo {
	people := make([]*livekit.ParticipantInfo, 0, len(r.people))
	for _, p := range r.people {
		info := clone(p.info)
		if p.track != nil {
			info.Tracks = []*livekit.TrackInfo{p.track}
		}
		people = append(people, info)
	}
	return people
}

// list is who LiveKit says is there.
func (r *room) list(now time.Time) []*livekit.ParticipantInfo {
	if r.lag == 0 {
		return r.listed()
	}
	var told []*livekit.ParticipantInfo
	for _, s := range r.shown {
		if s.at.After(now.Add(-r.lag)) {
			break
		}
		told = s.people
	}
	return told
}

func (r *room) info() *livekit.Room {
	return &livekit.Room{Sid: r.sid, Name: r.name, EmptyTimeout: uint32(emptyTimeout.Seconds()),
		DepartureTimeout: uint32(departureTimeout.Seconds()), CreationTime: r.created.Unix(), CreationTimeMs: r.created.UnixMilli()}
}

// tell sends a webhook; of a track event LiveKit reduces room and participant to their ids.
func (m *model) tell(event string, r *room, who *livekit.ParticipantInfo, track *livekit.TrackInfo) {
	told := &livekit.WebhookEvent{Event: event, Id: m.id("EV"), CreatedAt: time.Now().Unix(), Room: r.info()}
	if who != nil {
		told.Participant = clone(who)
	}
	if track != nil {
		told.Room = &livekit.Room{Sid: r.sid, Name: r.name}
		told.Participant = &livekit.ParticipantInfo{Sid: who.Sid, Identity: who.Identity}
		told.Track = track
	}
	m.sender.send(told)
}

// audible: whether an agent is heard in the room.
func (r *room) audible() bool {
	for _, p := range r.people {
		if p.ours && p.alive && p.track != nil {
			return true
		}
	}
	return false
}

func (m *model) state() map[string]any {
	m.mu.Lock()
	defer m.mu.Unlock()
	agents, callers := 0, 0
	var left []string
	for _, r := range m.rooms {
		for _, p := range r.people {
			switch {
			case p.ours:
				agents++
				left = append(left, fmt.Sprintf("%s in %s", p.info.Identity, r.name))
			case p.info.Kind == livekit.ParticipantInfo_SIP:
				callers++
			}
		}
	}
	return map[string]any{"rooms": len(m.rooms), "called": m.called, "callers": callers, "agents": agents,
		"left": left, "hooks": m.sender.waiting()}
}
