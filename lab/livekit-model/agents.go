package main

import (
	"encoding/json"
	"hash/fnv"
	"math/rand/v2"
	"time"

	"github.com/livekit/protocol/livekit"
	"google.golang.org/protobuf/proto"
)

// How agents are: seen start and track times, and a small share of each kind of bad one, in parts of 1.
const (
	agentStart  = 250 * time.Millisecond
	agentTrack  = 50 * time.Millisecond
	neverShare  = 0.04
	muteShare   = 0.02
	shyShare    = 0.02 // speaks, but later than anybody waits
	crashShare  = 0.03
	belated     = 0.03 // joins later than anybody waits
	longestJobs = 5 * time.Second
)

const ourAgent = "phone-agent"

type dispatch struct {
	told    *livekit.AgentDispatch
	job     *livekit.Job
	jobSeen time.Time
	agent   *person
	deleted bool
	comes   bool // although it was deleted
}

func clone(info *livekit.ParticipantInfo) *livekit.ParticipantInfo {
	return proto.Clone(info).(*livekit.ParticipantInfo)
}

func chanceOf(seed uint64, text string, n int) *rand.Rand {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(text))
	return rand.New(rand.NewPCG(seed, sum.Sum64()+uint64(n)))
}

// marker is what the switchboard writes into the metadata of a dispatch.
func marker(metadata string) string {
	var told struct{ Telephony struct{ Dispatch string } }
	_ = json.Unmarshal([]byte(metadata), &told)
	return told.Telephony.Dispatch
}

// create takes effect: it is not idempotent, and makes the room if there is none.
func (m *model) create(asked *livekit.CreateAgentDispatchRequest) *livekit.AgentDispatch {
	_, existed := m.rooms[asked.Room]
	r := m.open(asked.Room)
	d := &dispatch{told: &livekit.AgentDispatch{Id: m.id("AD"), AgentName: asked.AgentName, Room: asked.Room,
		Metadata: asked.Metadata, State: &livekit.AgentDispatchState{CreatedAt: time.Now().UnixNano()}}}
	r.dispatches = append(r.dispatches, d)
	m.hist.write(map[string]any{"e": "create", "room": r.name, "sid": r.sid, "id": d.told.Id, "agent": asked.AgentName,
		"marker": marker(asked.Metadata), "existed": existed})
	if asked.AgentName == ourAgent {
		m.startJob(r, d)
	}
	return d.state(time.Now())
}

func (m *model) startJob(r *room, d *dispatch) {
	r.agents++
	chance := chanceOf(m.seed, r.name, r.agents)
	lot, part := chance.Float64(), chance.Float64()
	start := agentStart + time.Duration(part*float64(100*time.Millisecond))
	d.comes = chance.Float64() < 0.3
	jobs := time.Duration(chance.Float64() * float64(longestJobs))
	mute, shy, crash := false, false, false
	switch {
	case lot < neverShare:
		m.hist.write(map[string]any{"e": "never", "room": r.name, "id": d.told.Id})
		return
	case lot < neverShare+muteShare:
		mute = true
	case lot < neverShare+muteShare+shyShare:
		shy = true
	case lot < neverShare+muteShare+shyShare+crashShare:
		crash = true
	case lot < neverShare+muteShare+shyShare+crashShare+belated:
		start = 10*time.Second + time.Duration(part*float64(8*time.Second))
	}
	id := m.id("AJ")
	m.later(start, r, func() {
		if d.deleted && !d.comes {
			return
		}
		p := agent("agent-"+id, ourAgent, true)
		p.of = d.told.Id
		m.join(r, p)
		d.agent = p
		d.jobSeen = time.Now().Add(jobs)
		d.job = &livekit.Job{Id: id, DispatchId: d.told.Id, AgentName: ourAgent,
			State: &livekit.JobState{Status: livekit.JobStatus_JS_RUNNING, ParticipantIdentity: p.info.Identity}}
		if mute {
			return
		}
		track := agentTrack
		if shy {
			track = 7 * time.Second
		}
		m.later(track, r, func() { m.publish(r, p) })
		if crash {
			m.later(track+time.Second+time.Duration(part*float64(4*time.Second)), r, func() { m.die(r, p) })
		}
	})
}

func agent(identity, name string, ours bool) *person {
	return &person{ours: ours, info: &livekit.ParticipantInfo{Identity: identity, Kind: livekit.ParticipantInfo_AGENT,
		Attributes: map[string]string{"lk.agent.name": name, "lk.agent_name": name}}}
}

// state is the dispatch as lists show it: the job appears late, and stays whatever becomes of the agent.
func (d *dispatch) state(now time.Time) *livekit.AgentDispatch {
	told := proto.Clone(d.told).(*livekit.AgentDispatch)
	if d.job != nil && now.After(d.jobSeen) {
		told.State.Jobs = []*livekit.Job{d.job}
	}
	return told
}

// undispatch is answered at once; an agent that is there goes on for some seconds, one that is on its way may still come.
func (m *model) undispatch(r *room, d *dispatch) {
	d.deleted = true
	for i, other := range r.dispatches {
		if other == d {
			r.dispatches = append(r.dispatches[:i:i], r.dispatches[i+1:]...)
			break
		}
	}
	m.hist.write(map[string]any{"e": "undispatch", "room": r.name, "id": d.told.Id, "agent": d.told.AgentName,
		"marker": marker(d.told.Metadata)})
	pause := 3*time.Second + time.Duration(m.chance.Float64()*float64(1300*time.Millisecond))
	if d.agent == nil {
		pause = 15 * time.Second
	}
	m.later(pause, r, func() {
		if d.agent != nil && d.agent.alive {
			m.leave(r, d.agent, livekit.DisconnectReason_PARTICIPANT_REMOVED)
		}
	})
}
