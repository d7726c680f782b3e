package main

import (
	"bufio"
	"encoding/json"
	"os"
	"sync"
	"time"
)

// history is a file of JSON lines; "t" of each is seconds since 1970.
type history struct {
	mu   sync.Mutex
	file *os.File
	out  *bufio.Writer
}

func openHistory(path string) (*history, error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	h := &history{file: file, out: bufio.NewWriterSize(file, 1<<16)}
	go func() {
		for range time.Tick(time.Second) {
			h.mu.Lock()
			_ = h.out.Flush()
			h.mu.Unlock()
		}
	}()
	return h, nil
}

func seconds(at time.Time) float64 { return float64(at.UnixMicro()) / 1e6 }

// write adds one line; the time is taken here, under the lock, so that lines are in order.
func (h *history) write(line map[string]any) {
	h.mu.Lock()
	defer h.mu.Unlock()
	line["t"] = seconds(time.Now())
	text, err := json.Marshal(line)
	if err != nil {
		panic(err) // Lines are made of texts and numbers.
	}
	_, _ = h.out.Write(append(text, '\n'))
}

func (h *history) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	_ = h.out.Flush()
	_ = h.file.Close()
}
