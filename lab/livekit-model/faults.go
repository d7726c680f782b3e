package main

import (
	"math/rand/v2"
	"sync"
	"time"
)

// What LiveKit's API can be made to do for a while.
const (
	slow    = "slow"    // answers late, some of them later than anybody waits
	swallow = "swallow" // does what it is asked; half of the answers never arrive
	blocked = "blocked" // takes connections and does nothing until it is over; then works on what is still there
	refuse  = "refuse"  // a proxy answers 503 for it
	late    = "late"    // creates take effect up to 15 s later, and their answer never arrives
)

const (
	longestFault  = time.Minute
	longestSlow   = 6 * time.Second
	latestEffect  = 15 * time.Second // LiveKit tries a dispatch for 3 + 5 + 7 s inside.
	longestHeld   = 20 * time.Second
	swallowedPart = 0.5
)

func isMode(word string) bool {
	return word == slow || word == swallow || word == blocked || word == refuse || word == late
}

type faults struct {
	mu     sync.Mutex
	mode   string
	until  time.Time
	chance *rand.Rand
}

// plan: what happens to one request.
type plan struct {
	blockedUntil  time.Time
	before, after time.Duration
	lateEffect    time.Duration
	refused       bool
	unanswered    bool
	broken        bool // unanswered: the connection breaks, else it hangs
}

func newFaults(seed uint64) *faults { return &faults{chance: rand.New(rand.NewPCG(seed, 11))} }

func (f *faults) begin(mode string, lasts time.Duration, hist *history) {
	lasts = min(lasts, longestFault)
	f.mu.Lock()
	f.mode, f.until = mode, time.Now().Add(lasts)
	f.mu.Unlock()
	hist.write(map[string]any{"e": "fault", "what": "livekit-" + mode, "seconds": lasts.Seconds()})
}

func (f *faults) of(method string, now time.Time) plan {
	f.mu.Lock()
	defer f.mu.Unlock()
	if now.After(f.until) {
		return plan{}
	}
	lot := f.chance.Float64()
	switch {
	case f.mode == blocked:
		return plan{blockedUntil: f.until}
	case f.mode == refuse:
		return plan{refused: true}
	case f.mode == slow:
		pause := time.Duration(f.chance.Float64() * float64(longestSlow))
		if lot < 0.5 {
			return plan{before: pause}
		}
		return plan{after: pause}
	case f.mode == late && method == "CreateDispatch":
		return plan{lateEffect: time.Duration(lot * float64(latestEffect)), unanswered: true, broken: lot < 0.3}
	case f.mode == swallow && lot < swallowedPart:
		return plan{unanswered: true, broken: lot < swallowedPart/2}
	default:
		return plan{}
	}
}
