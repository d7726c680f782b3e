package main

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/livekit/protocol/livekit"
	"google.golang.org/protobuf/proto"
)

const (
	largestRequest = 1 << 20
	// How long LiveKit takes to say that nobody serves a room.
	nobodyServes = 3 * time.Second
)

// answer is what a method gives back: a message, or an error.
type answer struct {
	message proto.Message
	status  int
	code    string
	text    string
	pause   time.Duration
}

func ok(message proto.Message) answer { return answer{message: message, status: http.StatusOK} }

func notFound(text string) answer {
	return answer{status: http.StatusNotFound, code: "not_found", text: text}
}

func nobody() answer {
	return answer{status: http.StatusServiceUnavailable, code: "unavailable", text: "no response from servers", pause: nobodyServes}
}

func denied() answer {
	return answer{status: http.StatusUnauthorized, code: "unauthenticated", text: "permissions denied"}
}

// isKept: whether each request stands in the history. The frequent lists do not; ListDispatch is part of every look, and so
// tells who works on a room.
func isKept(method string) bool {
	return method == "ListDispatch" || !strings.HasPrefix(method, "List")
}

// door is the port that a request came in by; each replica is given its own.
func door(r *http.Request) int {
	if address, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr); ok {
		return address.Port
	}
	return 0
}

func (m *model) twirp(w http.ResponseWriter, r *http.Request) {
	method := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
	body, err := io.ReadAll(io.LimitReader(r.Body, largestRequest))
	if err != nil {
		return
	}
	began := time.Now()
	p := m.faults.of(method, began)
	line := map[string]any{"e": "api", "m": method, "from": seconds(began), "by": door(r)}
	tell := func(status int, answered bool) {
		if isKept(method) || status != http.StatusOK || !answered {
			line["status"], line["answered"] = status, answered && r.Context().Err() == nil
			m.hist.write(line)
		}
	}
	if p.refused {
		tell(http.StatusServiceUnavailable, true)
		http.Error(w, "upstream is not there", http.StatusServiceUnavailable)
		return
	}
	// What was blocked is worked on when that is over, whether or not the client still waits.
	time.Sleep(time.Until(p.blockedUntil))
	time.Sleep(p.before)
	told, err := m.keys.judge(r.Header.Get("Authorization"), time.Now())
	if err != nil {
		tell(http.StatusUnauthorized, true)
		http.Error(w, err.Error(), http.StatusUnauthorized)
		return
	}
	if p.lateEffect > 0 {
		var asked livekit.CreateAgentDispatchRequest
		if proto.Unmarshal(body, &asked) == nil {
			line["room"], line["about"] = asked.Room, marker(asked.Metadata)
		}
		time.AfterFunc(p.lateEffect, func() { m.serve(method, body, told, map[string]any{}) })
		tell(0, false)
		unanswered(r, p)
	}
	a := m.serve(method, body, told, line)
	time.Sleep(p.after + a.pause)
	tell(a.status, !p.unanswered)
	if p.unanswered {
		unanswered(r, p)
	}
	write(w, a)
}

// unanswered never returns: the connection breaks, at once or when the client has waited long enough.
func unanswered(r *http.Request, p plan) {
	if !p.broken {
		select {
		case <-r.Context().Done():
		case <-time.After(longestHeld):
		}
	}
	panic(http.ErrAbortHandler)
}

func write(w http.ResponseWriter, a answer) {
	if a.status != http.StatusOK {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(a.status)
		_ = json.NewEncoder(w).Encode(map[string]string{"code": a.code, "msg": a.text})
		return
	}
	body, err := proto.Marshal(a.message)
	if err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", "application/protobuf")
	_, _ = w.Write(body)
}

// serve does what is asked; "about" and "room" of the history's line say to whom.
func (m *model) serve(method string, body []byte, told claims, line map[string]any) answer {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch method {
	case "ListRooms":
		var asked livekit.ListRoomsRequest
		if proto.Unmarshal(body, &asked) != nil || !told.has("roomList") {
			return denied()
		}
		answer := &livekit.ListRoomsResponse{}
		for _, r := range m.rooms {
			if len(asked.Names) == 0 || slices.Contains(asked.Names, r.name) {
				answer.Rooms = append(answer.Rooms, r.info())
			}
		}
		return ok(answer)
	case "ListParticipants":
		var asked livekit.ListParticipantsRequest
		if proto.Unmarshal(body, &asked) != nil || !told.administers(asked.Room) {
			return denied()
		}
		answer := &livekit.ListParticipantsResponse{}
		if r := m.rooms[asked.Room]; r != nil {
			answer.Participants = r.list(time.Now())
		}
		return ok(answer)
	case "RemoveParticipant":
		var asked livekit.RoomParticipantIdentity
		if proto.Unmarshal(body, &asked) != nil || !told.administers(asked.Room) {
			return denied()
		}
		line["room"], line["about"] = asked.Room, asked.Identity
		r := m.rooms[asked.Room]
		if r == nil || r.people[asked.Identity] == nil {
			return notFound("participant does not exist")
		}
		r.people[asked.Identity].asked = true
		m.leave(r, r.people[asked.Identity], livekit.DisconnectReason_PARTICIPANT_REMOVED)
		return ok(&livekit.RemoveParticipantResponse{})
	case "DeleteRoom":
		var asked livekit.DeleteRoomRequest
		if proto.Unmarshal(body, &asked) != nil || !told.has("roomCreate") {
			return denied()
		}
		line["room"] = asked.Room
		r := m.rooms[asked.Room]
		if r == nil {
			return notFound("requested room does not exist")
		}
		m.close(r, livekit.DisconnectReason_ROOM_DELETED)
		return ok(&livekit.DeleteRoomResponse{})
	case "CreateDispatch":
		var asked livekit.CreateAgentDispatchRequest
		if proto.Unmarshal(body, &asked) != nil || !told.administers(asked.Room) {
			return denied()
		}
		line["room"], line["about"] = asked.Room, marker(asked.Metadata)
		return ok(m.create(&asked))
	case "ListDispatch":
		var asked livekit.ListAgentDispatchRequest
		if proto.Unmarshal(body, &asked) != nil || !told.administers(asked.Room) {
			return denied()
		}
		line["room"] = asked.Room
		r := m.rooms[asked.Room]
		if r == nil {
			return nobody()
		}
		answer := &livekit.ListAgentDispatchResponse{}
		for _, d := range r.dispatches {
			answer.AgentDispatches = append(answer.AgentDispatches, d.state(time.Now()))
		}
		return ok(answer)
	case "DeleteDispatch":
		var asked livekit.DeleteAgentDispatchRequest
		if proto.Unmarshal(body, &asked) != nil || !told.administers(asked.Room) {
			return denied()
		}
		line["room"], line["about"] = asked.Room, asked.DispatchId
		r := m.rooms[asked.Room]
		if r == nil {
			return nobody()
		}
		for _, d := range r.dispatches {
			if d.told.Id == asked.DispatchId {
				m.undispatch(r, d)
				return ok(d.state(time.Now()))
			}
		}
		return notFound("dispatch ID not found")
	default:
		return answer{status: http.StatusNotFound, code: "bad_route", text: "no such method"}
	}
}
