"""How fast: from the caller's webhook to the request for an agent, and to the agent's voice."""
import math
import os
import statistics

from .calls import ANSWER_WITHIN
from .report import CheckFailed, eventually

CALLS = int(os.environ.get("E2E_CALLS", "20"))


async def twenty_calls(bench, report):
    to_create, to_track, to_answer = [], [], []
    for _ in range(CALLS):
        async with bench.call("figure", "--talk", "0.3") as caller:
            answered = (await caller.saw("answered", ANSWER_WITHIN))["t"]
            joined, track = await eventually(f"{caller.room}: webhooks of caller and agent",
                                             lambda room=caller.room: join_and_track(bench, room), 5)
            creates = bench.api.of(caller.room)
            if len(creates) != 1:
                raise CheckFailed(f"{caller.room}: {len(creates)} CreateDispatch requests")
            to_create.append(creates[0].arrived - joined)
            to_track.append(track - joined)
            to_answer.append(answered - joined)
            await caller.saw("left", 10)
    report.that(f"figures: {CALLS} calls in a row, each answered by one agent", len(to_create) == CALLS)
    print("     milliseconds after the caller's webhook arrived:    median     p95")
    for what, seconds in (("CreateDispatch request", to_create), ("agent's track_published webhook", to_track),
                          ("caller hears the agent", to_answer)):
        print(f"     {what:<48} {statistics.median(seconds) * 1000:9.1f} {p95(seconds) * 1000:7.1f}", flush=True)


async def join_and_track(bench, room):
    """Arrival of the caller's join and of the first track that is not the caller's, once both are there."""
    deliveries = bench.webhooks.of(room)
    joins = [d for d in deliveries if d.is_join_of("SIP")]
    if not joins:
        return None
    caller = joins[0].event["participant"]["identity"]
    tracks = [d for d in deliveries if d.event["event"] == "track_published"
              and d.event["participant"]["identity"] != caller]
    return (joins[0].arrived, tracks[0].arrived) if tracks else None


def p95(values):
    """Nearest rank: a value that was really seen."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]
