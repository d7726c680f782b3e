package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"time"
)

// leeway is how long after its expiry LiveKit still takes a token: exactly so on a real one.
const leeway = 60 * time.Second

const webhookTokenLife = 5 * time.Minute

// keys: the one pair by which requests are judged and webhooks signed.
type keys struct {
	name   string
	secret []byte
}

type claims struct {
	Iss   string         `json:"iss"`
	Exp   int64          `json:"exp"`
	Video map[string]any `json:"video"`
}

var errToken = errors.New("invalid authorization token")

var base64url = base64.RawURLEncoding

func (k keys) sign(text string) string {
	mac := hmac.New(sha256.New, k.secret)
	mac.Write([]byte(text))
	return base64url.EncodeToString(mac.Sum(nil))
}

// judge reads the header of a request as it stands at this moment.
func (k keys) judge(header string, now time.Time) (claims, error) {
	token, bearer := strings.CutPrefix(header, "Bearer ")
	head, signature, signed := cutLast(token)
	_, body, two := strings.Cut(head, ".")
	if !bearer || !signed || !two || !hmac.Equal([]byte(signature), []byte(k.sign(head))) {
		return claims{}, errToken
	}
	var told claims
	text, err := base64url.DecodeString(body)
	if err != nil || json.Unmarshal(text, &told) != nil || told.Iss != k.name || told.Exp == 0 {
		return claims{}, errToken
	}
	if now.After(time.Unix(told.Exp, 0).Add(leeway)) {
		return claims{}, errToken
	}
	return told, nil
}

func cutLast(text string) (string, string, bool) {
	i := strings.LastIndexByte(text, '.')
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+1:], true
}

func (c claims) has(grant string) bool { return c.Video[grant] == true }

func (c claims) administers(room string) bool { return c.has("roomAdmin") && c.Video["room"] == room }

// ofWebhook is the bare token that goes with this body; all tries of an event carry the same.
func (k keys) ofWebhook(body []byte, now time.Time) string {
	sum := sha256.Sum256(body)
	text, err := json.Marshal(map[string]any{
		"iss":    k.name,
		"iat":    now.Unix(),
		"nbf":    now.Unix(),
		"exp":    now.Add(webhookTokenLife).Unix(),
		"sha256": base64.StdEncoding.EncodeToString(sum[:]),
	})
	if err != nil {
		panic(err)
	}
	head := base64url.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + base64url.EncodeToString(text)
	return head + "." + k.sign(head)
}
