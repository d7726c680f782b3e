"""A real agent worker with nothing to say: it joins the call's room and plays a tone until the room is left.

Environment: AGENT_NAME (of several names, a worker each), AGENT_PORT (health page of the first one), AGENT_LOG (a file of JSON lines), and to misbehave on purpose
AGENT_JOIN_DELAY (seconds before it joins), AGENT_CRASH_AFTER (seconds of audio, then its process dies) and AGENT_MUTE=1
(joins, says nothing). A file of JSON in the folder AGENT_ORDERS, called like the room, sets the same for the first agent
that is sent there: {"join_delay": 6}, {"crash_after": 2}, {"mute": true}; {"asks": URL} lets it ask the switchboard there whether
it may speak.
"""
import array
import asyncio
import json
import math
import os
import subprocess
import sys
import time

from livekit import rtc
from livekit.agents import JobContext, WorkerOptions, cli

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "docs", "agent"))
from switchboard import Switchboard

SAMPLE_RATE = 8000
FRAME = SAMPLE_RATE // 100
TONE_HZ = 400


def note(event, **facts):
    """Jobs run in processes of their own: one short appended line each keeps the file readable."""
    path = os.environ.get("AGENT_LOG")
    if path:
        with open(path, "a", encoding="utf-8") as log:
            log.write(json.dumps({"t": time.time(), "event": event, **facts}) + "\n")


def orders(room):
    """How to misbehave in this room; the order in the folder is for one agent and gone when that one has taken it."""
    by_default = {"join_delay": float(os.environ.get("AGENT_JOIN_DELAY") or 0),
                  "crash_after": float(os.environ.get("AGENT_CRASH_AFTER") or math.inf),
                  "mute": os.environ.get("AGENT_MUTE") == "1"}
    order = os.path.join(os.environ.get("AGENT_ORDERS", os.devnull), os.path.basename(room))
    taken = f"{order}.taken-{os.getpid()}"
    try:
        os.rename(order, taken)  # Of two that start at once, one gets it.
    except OSError:
        return by_default
    with open(taken, encoding="utf-8") as file:
        return {**by_default, **json.load(file)}


def never_busy(*_):
    """The worker's own idea of load counts the whole machine; LiveKit would then pass it over silently."""
    return 0.0


def tone_frames():
    # One second holds a whole number of periods, so the same frames can be played round and round.
    wave = array.array("h", (int(6000 * math.sin(2 * math.pi * TONE_HZ * i / SAMPLE_RATE)) for i in range(SAMPLE_RATE)))
    frames = [rtc.AudioFrame(wave[i:i + FRAME].tobytes(), SAMPLE_RATE, 1, FRAME) for i in range(0, SAMPLE_RATE, FRAME)]
    while True:
        yield from frames


async def answer(ctx: JobContext):
    job = ctx.job
    note("job", room=job.room.name, roomSid=job.room.sid, job=job.id, dispatch=job.dispatch_id,
         agent=job.agent_name, metadata=job.metadata)
    order = orders(job.room.name)
    await asyncio.sleep(order["join_delay"])
    await ctx.connect()
    note("joined", room=job.room.name, job=job.id, pid=os.getpid(), identity=ctx.room.local_participant.identity)
    if "asks" in order:
        asked = time.monotonic()
        speak = await Switchboard(order["asks"], job.metadata, ctx.room.local_participant.identity).may_speak()
        note("asked", room=job.room.name, job=job.id, speak=speak, seconds=time.monotonic() - asked)
        if not speak:
            return ctx.shutdown("another agent is the call's")
    if order["mute"]:
        while ctx.room.isconnected():
            await asyncio.sleep(0.1)
        return
    source = rtc.AudioSource(SAMPLE_RATE, 1)
    await ctx.room.local_participant.publish_track(
        rtc.LocalAudioTrack.create_audio_track("voice", source),
        rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE))
    note("audible", room=job.room.name, job=job.id)

    dies_at = time.monotonic() + order["crash_after"]
    for frame in tone_frames():
        if not ctx.room.isconnected():
            break
        if time.monotonic() > dies_at:
            os._exit(9)
        await source.capture_frame(frame)


def main():
    name, *others = os.environ.get("AGENT_NAME", "phone-agent").split()
    for other in others:
        # In the same process group, and so ended with us.
        subprocess.Popen([sys.executable, *sys.argv], env={**os.environ, "AGENT_NAME": other, "AGENT_PORT": "0"})
    cli.run_app(WorkerOptions(
        entrypoint_fnc=answer,
        agent_name=name,
        ws_url=os.environ["LIVEKIT_URL"],
        api_key=os.environ["LIVEKIT_API_KEY"],
        api_secret=os.environ["LIVEKIT_API_SECRET"],
        host="127.0.0.1",
        port=int(os.environ.get("AGENT_PORT", "8181")),
        num_idle_processes=2,
        load_fnc=never_busy))


if __name__ == "__main__":
    main()
