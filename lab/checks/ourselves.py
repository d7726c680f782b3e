"""Our own failures: a receiver that LiveKit cannot reach, a process that is killed in mid-call."""
import asyncio
import time

from .calls import ANSWER_WITHIN, JOIN_WITHIN, record_of
from .report import eventually
from .voices import one_voice

RECEIVER_DOWN_FOR = 20.0
# LiveKit's last try is 15 s after the first one.
GIVEN_UP_AFTER = 25.0
SLOW = 6.0
WATCHED_AFTER = 8.0


async def receiver_down(stand, report):
    bench, what = stand.bench, "receiver down for 20 s"
    caller = bench.call("receiver-down", "--talk", "180", "--listen")
    # The room's own events are told before, so that the caller's join is the first that LiveKit cannot deliver.
    await bench.create_room(caller.room)

    async def started():
        return bench.webhooks.of(caller.room)
    await eventually("room_started is delivered", started, 10)
    await bench.webhooks.refuse()
    try:
        async with caller:
            joined = (await caller.saw("joined", JOIN_WITHIN))["t"]
            who = await one_voice(caller, ANSWER_WITHIN)
            heard = caller.voices.first_after(0) - joined
            await asyncio.sleep(max(0.0, joined + RECEIVER_DOWN_FOR - time.time()))
            await bench.webhooks.open()
            await asyncio.sleep(max(0.0, joined + GIVEN_UP_AFTER - time.time()))
            told = [d for d in bench.webhooks.of(caller.room) if d.is_join_of("SIP")]
            report.that(f"{what}: LiveKit gave up telling of the caller", not told, f"joins delivered: {len(told)}")
            listed, together = await bench.agents(caller.room), caller.voices.together()
            creates = bench.api.of(caller.room)
            report.that(f"{what}: the caller hears exactly one agent all the same",
                        caller.voices.now() == [who] == listed and together == 0 and len(creates) == 1,
                        f"{heard:.1f} s after joining, two at once for {together * 1000:.0f} ms, requests: {len(creates)}")
            caller.hang_up()
            await caller.saw("left", 10)
        record = await record_of(bench, caller.room, lambda call: call.get("endedAt"), "ended", 30)
        report.that(f"{what}: the record is ended", True, f"endReason {record['endReason']}")
    finally:
        if not bench.webhooks.is_open():
            await bench.webhooks.open()


async def product_killed(stand, report):
    """Two calls at once: one that talks, and one whose agent was asked for and is slow to come."""
    bench, what = stand.bench, "our process killed in mid-call"
    talking, ringing = (bench.call(name, "--talk", "180", "--listen") for name in ("killed-talking", "killed-ringing"))
    bench.order(ringing.room, join_delay=SLOW)
    async with talking, ringing:
        await talking.saw("joined", JOIN_WITHIN)
        first = await one_voice(talking, ANSWER_WITHIN, steady=2)

        async def asked():
            return bench.jobs(ringing.room)
        await eventually("the slow agent was asked for", asked, 20)
        killed = time.time()
        await bench.product.kill()
        await bench.product.start()
        ready = time.time() - killed
        await asyncio.gather(one_voice(talking, 10), one_voice(ringing, ANSWER_WITHIN + SLOW))
        await asyncio.sleep(WATCHED_AFTER)

        for caller, how in ((talking, "talking"), (ringing, "its agent under way")):
            listed, together = await bench.agents(caller.room), caller.voices.together()
            creates, jobs = bench.api.of(caller.room), bench.jobs(caller.room)
            report.that(f"{what}, {how}: the caller hears exactly one agent",
                        caller.voices.now() == listed and len(listed) == 1 and together == 0,
                        f"ready again after {ready:.1f} s, two at once for {together * 1000:.0f} ms")
            report.that(f"{what}, {how}: no second CreateDispatch", len(creates) == len(jobs) == 1,
                        f"requests: {len(creates)}, jobs: {len(jobs)}")
        silence = talking.voices.longest_silence(killed)
        report.that(f"{what}: the agent that talked goes on", talking.voices.now() == [first] and silence < 1,
                    f"longest silence: {silence * 1000:.0f} ms")
        for caller in (talking, ringing):
            await record_of(bench, caller.room, lambda call: call["status"] == "agent_dispatched", "the call is adopted")
            caller.hang_up()
            await caller.saw("left", 10)
            await record_of(bench, caller.room, lambda call: call.get("endedAt"), "ended", 30)

            async def agents_gone(room=caller.room):
                return not await bench.agents(room)
            await eventually(f"{what}: agents are taken out after the hang-up", agents_gone, 5)
        report.that(f"{what}: both calls are adopted and cleaned up after the hang-up", True)
