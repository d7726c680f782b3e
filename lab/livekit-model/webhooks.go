package main

import (
	"bytes"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/livekit/protocol/livekit"
	"google.golang.org/protobuf/encoding/protojson"
)

// As LiveKit's sender: five tries, one event of a room after the other, old ones dropped. It waits for an answer for
// ever; here that is bounded.
const (
	queueDepth  = 200
	oldestSent  = 30 * time.Second
	longestPost = 60 * time.Second
)

var pauses = []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second}

// What is done to webhooks, in parts of 1.
const (
	lostShare    = 0.05
	lateShare    = 0.05
	doubledShare = 0.10
	longestLate  = 20 * time.Second
	latestDouble = 3 * time.Second
)

type sender struct {
	mu      sync.Mutex
	keys    keys
	hist    *history
	urls    []string
	client  *http.Client
	queues  map[string]chan hook
	chance  *rand.Rand
	pending int
}

type hook struct {
	id, event, room, token string
	body                   []byte
	since                  time.Time
}

func newSender(hist *history, seed uint64, k keys, urls []string) *sender {
	return &sender{
		keys: k, hist: hist, urls: urls,
		client: &http.Client{Timeout: longestPost, Transport: &http.Transport{MaxIdleConnsPerHost: 100, IdleConnTimeout: 20 * time.Second}},
		queues: map[string]chan hook{},
		chance: rand.New(rand.NewPCG(seed, 7)),
	}
}

// send puts an event on its way: in the queue of its room, or late, or nowhere.
func (s *sender) send(event *livekit.WebhookEvent) {
	body, err := protojson.Marshal(event)
	if err != nil {
		panic(err)
	}
	now := time.Now()
	h := hook{event.Id, event.Event, event.Room.Name, s.keys.ofWebhook(body, now), body, now}
	line := map[string]any{"e": "hook", "id": h.id, "event": h.event, "room": h.room}
	if event.Participant != nil {
		line["who"] = event.Participant.Identity
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	lot := s.chance.Float64()
	switch {
	case lot < lostShare:
		line["plan"] = "lost"
	case lot < lostShare+lateShare:
		line["plan"] = "late"
		s.after(time.Duration(s.chance.Float64()*float64(longestLate)), h)
	default:
		line["plan"] = "plain"
		if lot > 1-doubledShare {
			line["plan"] = "doubled"
			s.after(time.Duration(s.chance.Float64()*float64(latestDouble)), h)
		}
		s.queue(h)
	}
	s.hist.write(line)
}

// after delivers it beside its room's queue.
func (s *sender) after(pause time.Duration, h hook) {
	s.pending++
	time.AfterFunc(pause, func() {
		h.since = time.Now()
		s.deliver(h)
		s.done()
	})
}

func (s *sender) queue(h hook) {
	queue := s.queues[h.room]
	if queue == nil {
		queue = make(chan hook, queueDepth)
		s.queues[h.room] = queue
		go s.work(h.room, queue)
	}
	select {
	case queue <- h:
		s.pending++
	default:
		s.hist.write(map[string]any{"e": "dropped", "id": h.id, "why": "queue is full"})
	}
}

func (s *sender) work(room string, queue chan hook) {
	for {
		select {
		case h := <-queue:
			s.deliver(h)
			s.done()
		case <-time.After(time.Minute):
			s.mu.Lock()
			if len(queue) == 0 {
				delete(s.queues, room)
				s.mu.Unlock()
				return
			}
			s.mu.Unlock()
		}
	}
}

func (s *sender) done() {
	s.mu.Lock()
	s.pending--
	s.mu.Unlock()
}

// deliver tries until it is answered for good, each time at another receiver by chance.
func (s *sender) deliver(h hook) {
	if time.Since(h.since) > oldestSent {
		s.hist.write(map[string]any{"e": "dropped", "id": h.id, "why": "age"})
		return
	}
	for try := 0; ; try++ {
		s.mu.Lock()
		to := s.chance.IntN(len(s.urls))
		s.mu.Unlock()
		began := time.Now()
		status, result := s.post(s.urls[to], h)
		line := map[string]any{"e": "try", "id": h.id, "n": try, "to": to, "status": status,
			"ms": float64(time.Since(began).Microseconds()) / 1000}
		if result != "" {
			line["result"] = result
		}
		s.hist.write(line)
		if status != 0 && status != 429 && (status < 500 || status == 501) {
			return
		}
		if try == len(pauses) {
			s.hist.write(map[string]any{"e": "dropped", "id": h.id, "why": "tries"})
			return
		}
		time.Sleep(pauses[try])
	}
}

// post tells the status, 0 = no answer, and what the receiver says it did.
func (s *sender) post(url string, h hook) (int, string) {
	request, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(h.body))
	if err != nil {
		panic(err)
	}
	request.Header.Set("Content-Type", "application/webhook+json")
	request.Header.Set("Authorization", h.token)
	// Go would send it again by itself on a connection that broke; the tries are counted here.
	request.GetBody = nil
	answer, err := s.client.Do(request)
	if err != nil {
		return 0, ""
	}
	defer answer.Body.Close()
	var told struct{ Result string }
	text, err := io.ReadAll(io.LimitReader(answer.Body, 1<<16))
	if err == nil {
		_ = json.Unmarshal(text, &told)
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode, told.Result
}

func (s *sender) waiting() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pending
}
