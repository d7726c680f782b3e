"""Workers that come late, agents that die and agents that say nothing."""
import asyncio
import time

from .calls import ANSWER_WITHIN, JOIN_WITHIN
from .voices import one_voice

NO_WORKER_FOR = 15.0
# The third attempt, when the second one's join deadline is over: 10 + 10 s, back-off and the agent's own start.
SERVED_WITHIN = 30
# LiveKit shows a dead agent after 20 s.
CRASH_SEEN_WITHIN = 35
MUTE_REPLACED_WITHIN = 20
WATCHED_AFTER = 8.0


async def worker_comes_late(stand, report):
    """Nobody answers a dispatch that was made before the worker came: LiveKit accepts it and forgets it."""
    bench, what = stand.bench, "no worker, then one"
    async with bench.call("worker-late", "--talk", "180", "--listen") as caller:
        await caller.saw("joined", JOIN_WITHIN)
        await asyncio.sleep(NO_WORKER_FOR)
        before = len(bench.api.of(caller.room))
        await stand.start("agent")
        registered = time.time()
        who = await one_voice(caller, SERVED_WITHIN)
        heard = caller.voices.first_after(0)
        await asyncio.sleep(WATCHED_AFTER)
        await one_left(bench, report, caller, who, 0, what,
                       f"{heard - registered:.1f} s after it registered; requests before: {before}, in all: {len(bench.api.of(caller.room))}")
        dispatches = await bench.named_dispatches(caller.room)
        report.that(f"{what}: one dispatch left of all", len(dispatches) == 1, f"named dispatches: {len(dispatches)}")


async def agent_crashes(stand, report):
    bench, what = stand.bench, "agent process killed in mid-call"
    caller = bench.call("crash", "--talk", "180", "--listen")
    bench.order(caller.room, crash_after=3)
    async with caller:
        await caller.saw("joined", JOIN_WITHIN)
        first = await one_voice(caller, ANSWER_WITHIN, steady=1)
        who = await one_voice(caller, CRASH_SEEN_WITHIN, other_than=(first,))
        gap = caller.voices.longest_silence(caller.voices.first_after(0))
        await asyncio.sleep(WATCHED_AFTER)
        await one_left(bench, report, caller, who, 2, what, f"silence: {gap:.1f} s")


async def agent_mute(stand, report):
    bench, what = stand.bench, "agent that joins and says nothing"
    caller = bench.call("mute", "--talk", "180", "--listen")
    bench.order(caller.room, mute=True)
    async with caller:
        joined = (await caller.saw("joined", JOIN_WITHIN))["t"]
        who = await one_voice(caller, MUTE_REPLACED_WITHIN)
        waited = caller.voices.first_after(0) - joined
        await asyncio.sleep(WATCHED_AFTER)
        await one_left(bench, report, caller, who, 2, what, f"heard {waited:.1f} s after joining")


async def one_left(bench, report, caller, who, jobs, what, detail):
    """One agent, for the caller's ear and in LiveKit's list, and never two at once; 0 jobs = any number of requests."""
    listed, together = await bench.agents(caller.room), caller.voices.together()
    requests, taken = len(bench.api.of(caller.room)), len(bench.jobs(caller.room))
    report.that(f"{what}: the caller hears exactly one agent", caller.voices.now() == [who] == listed and together == 0,
                f"{detail}; two at once for {together * 1000:.0f} ms")
    report.that(f"{what}: {jobs or 'one'} job{'s' if jobs > 1 else ''} in all", taken == (jobs or 1) and (not jobs or requests == jobs),
                f"requests: {requests}, jobs: {taken}")
