#!/usr/bin/env bash
# The curl lines of the documents that the product was asked for in, word for word. `curl` here sends them to the product under
# test instead of to port 8000 or 3000 of this machine, and writes the status and the answer to $ANSWERS/NAME.json.
# usage: BASE=http://127.0.0.1:PORT ANSWERS=FOLDER documents/curls.sh [NAME…]     without a NAME all of them
set -euo pipefail
: "${BASE:?say where the product is}" "${ANSWERS:?say where answers are written}"

curl() {
  local words=() word
  for word in "$@"; do
    words+=("$(sed -E "s#^http://localhost:[0-9]+/#$BASE/#" <<<"$word")")
  done
  command curl -sS --max-time 10 -D "$ANSWERS/$name.head" -o "$ANSWERS/$name.json" "${words[@]}"
}

# 000, task 9
route_by_phone() {
# Test route-by-phone endpoint (uses optimized query)
curl -X POST http://localhost:8000/api/v1/agents/route-by-phone \
  -H "Content-Type: application/json" \
  -d '{
    "phone_country_code": "+91",
    "phone_number": "9876543210"
  }'
}

# 000, task 10
sip_dispatch() {
curl -X POST http://localhost:8000/api/v1/livekit/sip-dispatch \
  -H "Content-Type: application/json" \
  -d '{
    "call_id": "test-call-123",
    "trunk_id": "trunk-456",
    "sip_call_id": "sip-789",
    "from_user": {
      "name": "Test Caller",
      "number": "+911234567890"
    },
    "to_user": {
      "name": "Agent Phone",
      "number": "+919876543210"
    }
  }'
}

# 000, task 10, no active agent
sip_dispatch_fallback() {
curl -X POST http://localhost:8000/api/v1/livekit/sip-dispatch \
  -H "Content-Type: application/json" \
  -d '{
    "call_id": "test-call-124",
    "from_user": {"number": "+911111111111"},
    "to_user": {"number": "+919999999999"}
  }'
}

# 000, task 12
verify_agent_status() {
   curl http://localhost:8000/api/v1/agents/route-by-phone \
     -H "Content-Type: application/json" \
     -d '{"phone_country_code": "+91", "phone_number": "9876543210"}'
}

# 000, environment
agents() {
   # List all agents
   curl http://localhost:8000/api/v1/agents?tenant_id=your_org_id
}

# 000, environment
organizations() {
   # List organizations
   curl http://localhost:8000/api/v1/organizations
}

# 003, test via API
dispatch_call() {
curl -X POST http://localhost:3000/api/livekit/dispatch-call \
  -H "Content-Type: application/json" \
  -d '{
    "customerName": "Test Customer",
    "customerPhone": "+1234567890",
    "invoiceNumber": "INV-001",
    "amountDue": 100.00,
    "dueDate": "2024-01-15",
    "companyName": "Test Company",
    "supportPhone": "+1800555000"
  }'
}

# 004 has no curl line; its payload, with a number in place of +1XXXXXXXXXX.
sip_inbound() {
curl -X POST http://localhost:8000/api/v1/webhooks/livekit/sip-inbound \
  -H "Content-Type: application/json" \
  -d '{
    "from_number": "+15551234567",
    "to_number": "+15557654321",
    "call_id": "SIP-12345"
  }'
}

all=(route_by_phone sip_dispatch sip_dispatch_fallback verify_agent_status agents organizations dispatch_call sip_inbound)
for name in "${@:-${all[@]}}"; do
  "$name"
done
