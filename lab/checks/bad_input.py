"""Requests that must be refused, and webhooks signed by ourselves."""
import base64
import hashlib
import json
import os
import time

import jwt

WEBHOOK = "application/webhook+json"


def signed(body, secret=None, content_type=WEBHOOK):
    """Headers as LiveKit makes them: a token over the hash of the exact bytes."""
    now = int(time.time())
    claims = {"iss": os.environ["LIVEKIT_API_KEY"], "iat": now, "nbf": now, "exp": now + 300,
              "sha256": base64.b64encode(hashlib.sha256(body).digest()).decode()}
    token = jwt.encode(claims, secret or os.environ["LIVEKIT_API_SECRET"], algorithm="HS256")
    return {"Authorization": token, "Content-Type": content_type}


def join_webhook(room):
    """A caller's participant_joined, in the fields and forms a real LiveKit sends."""
    now = time.time()
    seconds, millis = str(int(now)), str(int(now * 1000))
    unique = f"{time.time_ns() % 10**12:012}"
    return json.dumps({
        "event": "participant_joined",
        "room": {"sid": f"RM_{unique}", "name": room, "emptyTimeout": 300, "departureTimeout": 20,
                 "creationTime": seconds, "creationTimeMs": millis},
        "participant": {
            "sid": f"PA_{unique}", "identity": "sip_+15550009999", "state": "ACTIVE", "joinedAt": seconds,
            "joinedAtMs": millis, "name": "Phone +15550009999", "version": 2, "kind": "SIP",
            "permission": {"canSubscribe": True, "canPublish": True, "canPublishData": True},
            "attributes": {"sip.callID": f"SCL_{unique}", "sip.callIDFull": f"{unique}@127.0.0.1",
                           "sip.callStatus": "ringing", "sip.callTag": "lab", "sip.hostname": "127.0.0.1",
                           "sip.phoneNumber": "+15550009999", "sip.trunkPhoneNumber": "+15559990000",
                           "sip.trunkID": "ST_lab", "sip.ruleID": "SDR_lab"}},
        "id": f"EV_{unique}", "createdAt": seconds}).encode()


async def refused(bench, report):
    body = join_webhook("e2e-refused")

    status, answer = await bench.product.post_webhook(body, signed(body, secret="not" * 12))
    code = answer.get("code") if isinstance(answer, dict) else None
    report.that("bad input: a wrong signature is 401 with a code", status == 401 and bool(code), f"{status}, code {code}")

    large = b'{"event":"' + b"x" * (300 << 10) + b'"}'
    status, _ = await bench.product.post_webhook(large, signed(large))
    report.that("bad input: a body of 300 KiB is 413", status == 413, str(status))

    status, _ = await bench.product.post_webhook(body, signed(body, content_type="text/plain"))
    report.that("bad input: text/plain is 415", status == 415, str(status))

    calls = await bench.product.calls("e2e-refused")
    report.that("bad input: nothing of it was recorded", calls == [], f"{len(calls)} calls")
