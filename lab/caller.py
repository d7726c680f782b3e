"""A phone call without a phone: joins a room as livekit-sip would, as a participant of kind SIP with its attributes.

Prints a JSON line for each thing that happens, with the time in epoch seconds: joined; answered (somebody else's audio
is there, when a real caller would get the 200 OK); gave-up; hangup (just before it leaves); left; disconnected (by LiveKit).

Environment: LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET (default: the lab's).
"""
import argparse
import asyncio
import json
import os
import time

from livekit import api, rtc


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("room")
    parser.add_argument("caller", help="the caller's number")
    parser.add_argument("called", help="the number that was dialled")
    parser.add_argument("--talk", type=float, default=2, help="seconds between the answer and hanging up")
    parser.add_argument("--ring", type=float, default=60, help="seconds to wait for an answer")
    parser.add_argument("--cancel-after", type=float, help="give up this many seconds after joining, while it rings")
    parser.add_argument("--call-id", default=f"SCL_{time.time_ns() % 10**12:012}")
    parser.add_argument("--trunk", default="ST_lab")
    parser.add_argument("--vanish", action="store_true", help="at the end, die without saying goodbye")
    return parser.parse_args()


def say(event, **facts):
    print(json.dumps({"t": round(time.time(), 4), "event": event, **facts}), flush=True)


def join_token(call):
    attributes = {
        "sip.callID": call.call_id,
        "sip.callIDFull": f"{call.call_id}@127.0.0.1",
        "sip.callTag": "lab",
        "sip.callStatus": "ringing",
        "sip.hostname": "127.0.0.1",
        "sip.phoneNumber": call.caller,
        "sip.trunkPhoneNumber": call.called,
        "sip.trunkID": call.trunk,
        "sip.ruleID": "SDR_lab",
    }
    grants = api.VideoGrants(room_join=True, room=call.room, can_publish=True, can_subscribe=True,
                             can_update_own_metadata=True)
    return (api.AccessToken(os.environ.get("LIVEKIT_API_KEY", "devkey"),
                            os.environ.get("LIVEKIT_API_SECRET", "secretsecretsecretsecretsecretsecret"))
            .with_identity(f"sip_{call.caller}").with_name(f"Phone {call.caller}").with_kind("sip")
            .with_attributes(attributes).with_grants(grants).to_jwt())


async def ring_until_answered(room, answered, call):
    """True once somebody else can be heard; False when the caller's patience ended first."""
    # An agent that was faster than we were has published before our handler could see it.
    if any(other.track_publications for other in room.remote_participants.values()) and not answered.is_set():
        say("answered", by="somebody who was there before")
        answered.set()
    patience = call.ring if call.cancel_after is None else call.cancel_after
    try:
        await asyncio.wait_for(answered.wait(), patience)
        return True
    except asyncio.TimeoutError:
        return False


async def place(call):
    room, answered = rtc.Room(), asyncio.Event()

    @room.on("track_published")
    def on_audio(_publication, participant):
        if not answered.is_set():
            say("answered", by=participant.identity)
            answered.set()

    @room.on("disconnected")
    def on_disconnected(*reason):
        say("disconnected", reason=str(reason[0]) if reason else None)

    await room.connect(os.environ.get("LIVEKIT_URL", "ws://127.0.0.1:7880"), join_token(call))
    say("joined", room=call.room, sid=await room.sid, callId=call.call_id)
    me = room.local_participant
    await me.publish_track(rtc.LocalAudioTrack.create_audio_track("phone", rtc.AudioSource(8000, 1)))

    if await ring_until_answered(room, answered, call):
        await me.set_attributes({"sip.callStatus": "active"})
        await asyncio.sleep(call.talk)
    else:
        say("gave-up")
    if call.vanish:
        os._exit(9)
    await me.set_attributes({"sip.callStatus": "hangup"})
    say("hangup")
    await room.disconnect()
    say("left")


if __name__ == "__main__":
    asyncio.run(place(options()))
