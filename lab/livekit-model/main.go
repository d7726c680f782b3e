// A model of LiveKit for the process chaos: it serves the part of the API that a switchboard uses, lets callers join, starts
// agents, sends webhooks, and writes down what happened. It shares no code with the product; how it behaves is what a real
// livekit-server was seen to do. Loopback only.
package main

import (
	"encoding/json"
	"flag"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// longestLife bounds a model that its driver forgot.
const longestLife = 2 * time.Hour

func main() {
	ports := flag.String("ports", "", "where the API and /control listen on 127.0.0.1, separated by commas")
	hooks := flag.String("hooks", "", "webhook addresses, separated by commas; each try goes to one of them by chance")
	key := flag.String("key", "devkey", "API key")
	rate := flag.Float64("rate", 200, "webhooks a second, about, before doubling")
	seed := flag.Uint64("seed", 1, "what chance begins with")
	history := flag.String("history", "history.jsonl", "file for the history")
	flag.Parse()
	secret := os.Getenv("LIVEKIT_API_SECRET")
	if secret == "" || *hooks == "" || *ports == "" {
		log.Fatal("give -ports, -hooks and LIVEKIT_API_SECRET")
	}

	hist, err := openHistory(*history)
	if err != nil {
		log.Fatal(err)
	}
	m := newModel(hist, *seed, keys{name: *key, secret: []byte(secret)}, strings.Split(*hooks, ","))
	server := &http.Server{Handler: m.routes(*rate), ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	for port := range strings.SplitSeq(*ports, ",") {
		listener, err := net.Listen("tcp", "127.0.0.1:"+port)
		if err != nil {
			log.Fatal(err)
		}
		go func() { ended <- server.Serve(listener) }()
	}
	go func() {
		stop := make(chan os.Signal, 1)
		signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
		select {
		case <-stop:
		case <-time.After(longestLife):
		}
		hist.close()
		os.Exit(0)
	}()
	log.Fatal(<-ended)
}

// routes: what LiveKit serves, and what the driver of the chaos asks for.
func (m *model) routes(rate float64) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/twirp/", m.twirp)
	mux.HandleFunc("POST /control/fault", func(w http.ResponseWriter, r *http.Request) {
		var order struct {
			Mode    string
			Seconds float64
		}
		if err := json.NewDecoder(r.Body).Decode(&order); err != nil || !isMode(order.Mode) {
			http.Error(w, "give mode and seconds", http.StatusBadRequest)
			return
		}
		m.faults.begin(order.Mode, time.Duration(order.Seconds*float64(time.Second)), m.hist)
	})
	// What the driver does to others stands in the same history, by the same clock.
	mux.HandleFunc("POST /control/note", func(w http.ResponseWriter, r *http.Request) {
		var note map[string]any
		if err := json.NewDecoder(r.Body).Decode(&note); err != nil {
			http.Error(w, "give a JSON object", http.StatusBadRequest)
			return
		}
		note["e"] = "note"
		m.hist.write(note)
	})
	mux.HandleFunc("POST /control/callers/begin", func(http.ResponseWriter, *http.Request) { m.beginCallers(rate) })
	mux.HandleFunc("POST /control/callers/end", func(http.ResponseWriter, *http.Request) { m.endCallers() })
	mux.HandleFunc("POST /control/callers/hang-up", func(http.ResponseWriter, *http.Request) { m.hangUpAll() })
	mux.HandleFunc("GET /control/state", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(m.state())
	})
	return mux
}
