"""A phone call without a phone: joins a room as livekit-sip would, as a participant of kind SIP with its attributes.

Prints a JSON line for each thing that happens, with the time in epoch seconds: joined; answered (somebody else's audio
is there, when a real caller would get the 200 OK); gave-up; hangup (just before it leaves); left; disconnected (by LiveKit).
With --listen also voice and quiet: whom the caller hears, by the sound that arrives, and until when.
SIGUSR1 makes it hang up at once.

Environment: LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET (default: the lab's).
"""
import argparse
import asyncio
import json
import os
import signal
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
    parser.add_argument("--attribute", action="append", default=[], metavar="NAME=VALUE",
                        help="one more attribute, as a dispatch rule or a SIP header sets it; may be repeated")
    parser.add_argument("--rule-agent", action="append", default=[], metavar="NAME",
                        help="an agent that the dispatch rule carries: LiveKit sends it when this caller opens the room")
    parser.add_argument("--vanish", action="store_true", help="at the end, die without saying goodbye")
    parser.add_argument("--listen", action="store_true", help="tell whom the caller hears")
    return parser.parse_args()


def say(event, **facts):
    print(json.dumps({"t": round(time.time(), 4), "event": event, **facts}), flush=True)


class Ear:
    """Listens to every audio track and tells when somebody begins to be heard and when he was heard last."""

    LOUD = 500  # of 32767; the lab's agents play a tone of 6000
    PAUSE = 0.5  # seconds without sound that end a voice
    FRAME_MS = 50

    def __init__(self, room):
        self._heard = {}  # who -> when he was heard last
        self._listening = {}  # track -> (who, task)
        room.on("track_subscribed", self._on_track)
        room.on("track_unsubscribed", lambda track, _publication, _who: self._end(track.sid))
        room.on("participant_disconnected", self._on_gone)
        self._clock = asyncio.create_task(self._note_pauses())

    def _on_track(self, track, _publication, participant):
        if track.kind == rtc.TrackKind.KIND_AUDIO:
            self._end(track.sid)
            self._listening[track.sid] = participant.identity, asyncio.create_task(
                self._listen(track, participant.identity))

    def _on_gone(self, participant):
        for track in [track for track, (who, _) in self._listening.items() if who == participant.identity]:
            self._end(track)

    def _end(self, track):
        who, task = self._listening.pop(track, (None, None))
        if task:
            task.cancel()
            if who not in [other for other, _ in self._listening.values()]:
                self._quiet(who)

    def _quiet(self, who):
        if who in self._heard:
            say("quiet", by=who, until=round(self._heard.pop(who), 4))

    async def _listen(self, track, who):
        stream = rtc.AudioStream(track, sample_rate=8000, num_channels=1, frame_size_ms=self.FRAME_MS)
        async for event in stream:
            if max(event.frame.data) > self.LOUD:
                if who not in self._heard:
                    say("voice", by=who)
                self._heard[who] = time.time()

    async def _note_pauses(self):
        while True:
            await asyncio.sleep(0.1)
            for who in [who for who, last in self._heard.items() if time.time() - last > self.PAUSE]:
                self._quiet(who)


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
        **dict(attribute.split("=", 1) for attribute in call.attribute),
    }
    grants = api.VideoGrants(room_join=True, room=call.room, can_publish=True, can_subscribe=True,
                             can_update_own_metadata=True)
    token = (api.AccessToken(os.environ.get("LIVEKIT_API_KEY", "devkey"),
                             os.environ.get("LIVEKIT_API_SECRET", "secretsecretsecretsecretsecretsecret"))
             .with_identity(f"sip_{call.caller}").with_name(f"Phone {call.caller}").with_kind("sip")
             .with_attributes(attributes).with_grants(grants))
    if call.rule_agent:
        # LiveKit puts a rule's room_config into the token that livekit-sip joins with.
        token.with_room_config(api.RoomConfiguration(
            agents=[api.RoomAgentDispatch(agent_name=name) for name in call.rule_agent]))
    return token.to_jwt()


async def within(seconds, *events):
    """True when one of these was set in time."""
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    done, open_ = await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for wait in open_:
        wait.cancel()
    return bool(done)


async def place(call):
    room, answered, enough = rtc.Room(), asyncio.Event(), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, enough.set)
    if call.listen:
        Ear(room)  # The room's handlers keep it alive.

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
    # An agent that was faster than we were has published before our handler could see it.
    if any(other.track_publications for other in room.remote_participants.values()) and not answered.is_set():
        say("answered", by="somebody who was there before")
        answered.set()

    await within(call.ring if call.cancel_after is None else call.cancel_after, answered, enough)
    if answered.is_set():
        await me.set_attributes({"sip.callStatus": "active"})
        await within(call.talk, enough)
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
