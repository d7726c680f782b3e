"""Our process killed at the two moments that matter: the intent is stored and nothing was sent; it was sent and no answer is stored."""
import asyncio
import time

from .calls import ANSWER_WITHIN, JOIN_WITHIN, record_of
from .report import eventually
from .voices import one_voice

# Quiescence of 22 s, counted from the intent, then an agent that has to start.
UNCERTAIN_WITHIN = 45
WATCHED_AFTER = 6.0


async def between_intent_and_effect(stand, report):
    """The request never reaches LiveKit. Nobody can know that, so the next one waits until it could have no effect any more."""
    await killed_at_the_create(stand, report, "our process killed between intent and effect", handed_on=False)


async def between_effect_and_record(stand, report):
    """LiveKit did it; the answer finds nobody. The agent that comes is the call's, and no second one is asked for."""
    await killed_at_the_create(stand, report, "our process killed between effect and record", handed_on=True)


async def killed_at_the_create(stand, report, what, handed_on):
    bench = stand.bench
    caller = bench.call("killed-effect" if handed_on else "killed-intent", "--talk", "180", "--listen", "--ring", "120")
    killed = asyncio.Event()

    async def die():
        if killed.is_set():
            return True
        await bench.product.kill()
        killed.set()
        return False
    (bench.api.after_create if handed_on else bench.api.before_create)[caller.room] = die

    async with caller:
        joined = (await caller.saw("joined", JOIN_WITHIN))["t"]
        await asyncio.wait_for(killed.wait(), 20)
        await bench.product.start()
        who = await one_voice(caller, UNCERTAIN_WITHIN)
        heard = caller.voices.first_after(0)
        await asyncio.sleep(WATCHED_AFTER)
        listed, together = await bench.agents(caller.room), caller.voices.together()
        requests, jobs = bench.api.of(caller.room), bench.jobs(caller.room)
        report.that(f"{what}: the caller hears exactly one agent",
                    caller.voices.now() == [who] == listed and together == 0 and len(jobs) == 1,
                    f"{heard - joined:.1f} s after joining, two at once for {together * 1000:.0f} ms, jobs: {len(jobs)}")
        apart = requests[-1].arrived - requests[0].arrived
        report.that(f"{what}: {'no second request' if handed_on else 'the second request waits for quiescence'}",
                    len(requests) == 1 if handed_on else len(requests) == 2 and apart >= 21,
                    f"requests: {len(requests)}" + ("" if handed_on else f", {apart:.1f} s apart"))
        await record_of(bench, caller.room, lambda call: call["status"] == "agent_dispatched", "its agent is known", ANSWER_WITHIN)
        ended = time.time()
        caller.hang_up()
        await caller.saw("left", 10)
        await record_of(bench, caller.room, lambda call: call.get("endedAt"), "ended", 30)

        async def agents_gone():
            return not await bench.agents(caller.room)
        await eventually(f"{what}: the agent is taken out after the hang-up", agents_gone, 10)
        report.that(f"{what}: one record, ended, and the agent is out", True, f"{time.time() - ended:.1f} s after the hang-up")
