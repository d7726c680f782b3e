"""Calls that go wrong without anybody telling: webhooks that are lost, agents that vanish, agents that come twice."""
import time

from .calls import ANSWER_WITHIN, record_of
from .report import eventually


async def webhooks_lost(bench, report):
    caller = bench.call("lost", "--talk", "8")
    bench.webhooks.lost.add(caller.room)
    async with caller:
        joined = await caller.saw("joined", 20)
        answered = await caller.saw("answered", ANSWER_WITHIN)
        report.that("every webhook lost: the caller hears an agent all the same", True,
                    f"{(answered['t'] - joined['t']) * 1000:.0f} ms after joining")
        most = await bench.most_agents(caller.room, 4)
        creates = bench.api.of(caller.room)
        report.that("every webhook lost: one agent, one CreateDispatch", most == 1 and len(creates) == 1,
                    f"most at one moment: {most}, requests: {len(creates)}")
        await record_of(bench, caller.room, lambda call: call.get("answeredAt"), "answeredAt", 10)
    record = await record_of(bench, caller.room, lambda call: call.get("endedAt"), "ended without being told", 30)
    report.that("every webhook lost: the record is ended", True, f"endReason {record['endReason']}")


async def agent_vanishes(bench, report):
    async with bench.call("vanish", "--talk", "12") as caller:
        await caller.saw("answered", ANSWER_WITHIN)
        [first] = await bench.agents(caller.room)
        await bench.remove(caller.room, first)
        start = time.monotonic()

        async def another():
            agents = await bench.agents(caller.room)
            return agents if agents and first not in agents else None
        await eventually("agent taken out: another one comes", another, 15, every=0.05)
        took = time.monotonic() - start
        most, creates = await bench.most_agents(caller.room, 2), bench.api.of(caller.room)
        report.that("agent taken out of a running call: exactly one other one comes", most == 1 and len(creates) == 2,
                    f"{took:.1f} s later; most at one moment: {most}, requests in all: {len(creates)}")


async def agent_comes_twice(bench, report):
    async with bench.call("twin", "--talk", "8") as caller:
        await caller.saw("answered", ANSWER_WITHIN)
        [first] = await bench.agents(caller.room)
        # As a foreign script or a server that starts two jobs would do it.
        await bench.dispatch(caller.room)
        seen, alone_again = time.monotonic(), None
        while (now := time.monotonic()) - seen < 6:
            agents = await bench.agents(caller.room)
            if len(agents) > 1 and alone_again is None:
                seen = now
                alone_again = 0.0
            elif alone_again == 0.0 and agents == [first]:
                alone_again = now - seen
        report.that("a second agent in a running call: removed, the first one stays",
                    bool(alone_again) and await bench.agents(caller.room) == [first],
                    f"together for {(alone_again or 0) * 1000:.0f} ms")


def scenarios():
    return webhooks_lost, agent_vanishes, agent_comes_twice

