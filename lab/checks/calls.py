"""Calls that go well, calls announced twice, calls that the caller ends."""
import json
import re
import time

from .bench import CALLED
from .report import CheckFailed, eventually

# The first call of a run waits for the worker's first process; later ones take well under a second.
ANSWER_WITHIN = 20
# A caller is a process that has to start first, on a machine that may be busy.
JOIN_WITHIN = 60


async def record_of(bench, room, wanted, what, seconds=5):
    """The one record of this room's call, once `wanted` holds for it."""
    async def found():
        calls = await bench.product.calls(room)
        if len(calls) > 1:
            raise CheckFailed(f"{room} has {len(calls)} calls")
        return calls[0] if calls and wanted(calls[0]) else None
    try:
        return await eventually(f"record of {room}: {what}", found, seconds)
    except CheckFailed as failure:
        raise CheckFailed(f"{failure}; the list holds {json.dumps(await bench.product.calls(room)):.600}") from None


async def exactly_one_agent(bench, report, room, what):
    """By every witness there is: the wire, LiveKit's lists, and the worker itself."""
    most = await bench.most_agents(room, 2)
    creates, jobs = bench.api.of(room), bench.jobs(room)
    dispatches = await bench.named_dispatches(room)
    report.that(f"{what}: one agent in the room", most == 1, f"most at one moment: {most}")
    report.that(f"{what}: one dispatch in LiveKit's list", [d.agent_name for d in dispatches] == [bench.agent_name],
                f"named dispatches: {len(dispatches)}")
    report.that(f"{what}: one CreateDispatch on the wire, one job", len(creates) == 1 and len(jobs) == 1,
                f"requests: {len(creates)}, jobs: {len(jobs)}")


async def one_call(bench, report):
    async with bench.call("one", "--talk", "6") as caller:
        joined = await caller.saw("joined", 20)
        answered = await caller.saw("answered", ANSWER_WITHIN)
        report.that("one call: the caller hears an agent", True, f"{(answered['t'] - joined['t']) * 1000:.0f} ms after joining")
        await exactly_one_agent(bench, report, caller.room, "one call")

        record = await record_of(bench, caller.room, lambda call: call.get("agentDispatched") and call.get("answeredAt"),
                                 "agentDispatched and answeredAt")
        report.that("one call: one record with agentDispatched and answeredAt", True,
                    f"status {record.get('status')}, answeredAt {record['answeredAt']}")

        metadata = json.loads(bench.jobs(caller.room)[0]["metadata"] or "{}")
        telephony = metadata.get("telephony", {})
        expected = {"call_id": record["callId"], "from": caller.number, "to": CALLED}
        seen = {name: telephony.get(name) for name in expected}
        report.that("one call: the agent's metadata says which call it is", seen == expected, json.dumps(seen))
        marker = str(telephony.get("dispatch"))
        report.that("one call: the dispatch is marked v1:<room sid>/1#1:...",
                    re.match(f"v1:{joined['sid']}/1#1:.+", marker) is not None, marker)


async def repeated_webhooks(bench, report):
    for what, rooms in (("each webhook twice in a row", bench.webhooks.in_sequence),
                        ("each webhook on two connections at once", bench.webhooks.at_once)):
        caller = bench.call("twice", "--talk", "4")
        rooms.add(caller.room)
        async with caller:
            await caller.saw("answered", ANSWER_WITHIN + 20)
            await exactly_one_agent(bench, report, caller.room, what)
            await record_of(bench, caller.room, lambda call: call.get("answeredAt"), "answeredAt")
            answers = [d.answers for d in bench.webhooks.of(caller.room) if d.answers]
            report.that(f"{what}: every copy is answered 200", answers and all(a == [200, 200] for a in answers),
                        f"{len(answers)} webhooks, answers {sorted({s for a in answers for s in a})}")


async def hang_up(bench, report):
    # LiveKit by itself keeps the agent for 20 s after the caller, so a second is ours.
    async with bench.call("hangup", "--talk", "1") as caller:
        await caller.saw("answered", ANSWER_WITHIN)
        report.that("hang-up: an agent is there before", len(await bench.agents(caller.room)) == 1)
        hung_up = (await caller.saw("hangup", 10))["t"]

        async def agent_gone():
            return not await bench.agents(caller.room)
        await eventually("hang-up: the agent is removed", agent_gone, 15, every=0.02)
        took = (time.time() - hung_up) * 1000
        report.that("hang-up: the agent is removed within 1 s", took <= 1000, f"{took:.0f} ms after the caller hung up")
    record = await record_of(bench, caller.room, lambda call: call.get("status") == "ended" and call.get("endedAt"),
                             "ended, with endedAt")
    report.that("hang-up: the record is ended, with endedAt", True, f"endedAt {record['endedAt']}")
