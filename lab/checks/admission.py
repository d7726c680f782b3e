"""Agents that ask whether they may speak, by docs/agent/switchboard.py."""
import asyncio

from .calls import ANSWER_WITHIN
from .report import eventually

NOBODY_LISTENS = "http://127.0.0.1:9"
SPEAKS_ANYWAY_AFTER = 2.0
TWIN_WATCHED_FOR = 6.0


async def asked(bench, room, which):
    """What the agents of this room were told, once so many have asked."""
    async def notes():
        found = bench.notes("asked", room)
        return found if len(found) >= which else None
    return (await eventually(f"{room}: {which} have asked", notes, ANSWER_WITHIN))[which - 1]


async def twin_that_asks(bench, report):
    caller = bench.call("asks", "--talk", "25", "--listen")
    bench.order(caller.room, asks=bench.product.url)
    async with caller:
        await caller.saw("answered", ANSWER_WITHIN)
        first = await asked(bench, caller.room, 1)
        report.that("an agent that asks may speak and is heard", first["speak"], f"answered after {first['seconds'] * 1000:.0f} ms")
        bench.order(caller.room, asks=bench.product.url)
        # With the same job's metadata, token included: nobody can look more like the call's agent.
        await bench.dispatch(caller.room, bench.jobs(caller.room)[0]["metadata"])
        second = await asked(bench, caller.room, 2)
        await asyncio.sleep(TWIN_WATCHED_FOR)
        report.that("a second agent that asks is told to keep silent", not second["speak"])
        voices = {who for who, _, _ in caller.voices.stretches}
        report.that("a second agent that asks is never heard", len(voices) == 1 and caller.voices.together() == 0,
                    f"heard: {len(voices)}, together for {caller.voices.together():.1f} s")


async def nobody_answers(bench, report):
    caller = bench.call("alone", "--talk", "4")
    bench.order(caller.room, asks=NOBODY_LISTENS)
    async with caller:
        await caller.saw("answered", ANSWER_WITHIN)
        told = await asked(bench, caller.room, 1)
        report.that("an agent that gets no answer speaks all the same", told["speak"] and told["seconds"] < 2 * SPEAKS_ANYWAY_AFTER,
                    f"after {told['seconds']:.1f} s")
