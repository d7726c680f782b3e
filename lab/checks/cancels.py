"""Callers who give up while it rings: no agent may be left in a room without a human."""
import asyncio
import time

from .calls import JOIN_WITHIN
from .report import eventually

RACES = 3
# The room itself closes 20 s after the last one left, our second pass comes 22 s after the request.
CLEAN_WITHIN = 60
SETTLED_AFTER = 25
LONGEST_GHOST = 2.0


async def cancel_while_ringing(bench):
    """Watches what becomes of a call that was given up at once: (most agents, seconds until the last was gone)."""
    async with bench.call("cancel", "--cancel-after", "0.05") as caller:
        await caller.saw("left", 30)
    start, most, last_seen = time.monotonic(), 0, 0.0
    # A create that was under way takes effect after the caller has gone and makes the room anew, so an empty room
    # proves nothing at first. The product's last look comes 22 s after its request.
    while (now := time.monotonic() - start) < 40 and (now < 30 or now - last_seen < 5):
        agents = len(await bench.agents(caller.room))
        if agents:
            most, last_seen = max(most, agents), now
        await asyncio.sleep(0.1)
    return most, last_seen, len(await bench.agents(caller.room))


async def report_cancelled(watching, report):
    most, last_seen, left_over = await asyncio.wait_for(watching, 90)
    detail = f"one came and was gone {last_seen:.1f} s after the caller" if most else "none ever came"
    report.that("cancel while ringing: no agent is left behind", left_over == 0, detail)


async def cancel_in_the_create(bench, report):
    """The caller gives up while the request for his agent is on its way: beside it, or before it arrives."""
    what, calls = "caller cancels in the moment of the create", [("beside it", False)] * RACES + [("before it arrives", True)]
    ghosts = await asyncio.gather(*(cancelled_call(bench, caller_first) for _, caller_first in calls))
    for how in ("beside it", "before it arrives"):
        mine = [ghost for (name, _), ghost in zip(calls, ghosts) if name == how]
        report.that(f"{what}, {how}: no agent stays with nobody", max(alone for _, alone in mine) <= LONGEST_GHOST,
                    f"{len(mine)} calls, {sum(came for came, _ in mine)} times one came, the longest stay was "
                    f"{max(alone for _, alone in mine):.2f} s")
    report.that(f"{what}: dispatches and rooms are gone", True, f"{len(calls)} rooms")


async def cancelled_call(bench, caller_first):
    """Agents' sessions, and the longest stay of one without the caller in seconds; returns when the room is gone."""
    caller = bench.call("cancel-create")

    async def give_up():
        caller.hang_up()
        if caller_first:
            await caller.saw("left", 3)
    bench.api.before_create[caller.room] = give_up
    async with caller:
        await caller.saw("left", JOIN_WITHIN)
    start = time.time()
    seen_since, longest = None, 0.0

    async def gone():
        nonlocal seen_since, longest
        if await bench.agents(caller.room):
            seen_since = seen_since or time.time()
            longest = max(longest, time.time() - seen_since)
        else:
            seen_since = None
        # A late create would make the room anew, and an agent that is removed while it connects tries again after 15 s.
        return time.time() - start > SETTLED_AFTER and not await bench.is_listed(caller.room)
    await eventually(f"{caller.room} is gone", gone, CLEAN_WITHIN, every=0.05)
    return len([d for d in bench.webhooks.of(caller.room) if d.is_join_of("AGENT")]), longest
