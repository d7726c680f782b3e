"""livekit-server killed in mid-call and started again: the calls come back by themselves, and so does trouble."""
import asyncio
import dataclasses
import os
import signal
import time

from .calls import ANSWER_WITHIN, JOIN_WITHIN
from .report import CheckFailed, eventually
from .voices import one_voice

DOWN_FOR = 2.0
# The worker has registered; only now do the held ones come back, so that a second dispatch would find it.
HELD_LONGER = 1.0
BACK_WITHIN = 45
CALLER_BACK_WITHIN, CALLS_FOR_ONE_THAT_COMES_BACK = 20.0, 3
WATCHED_AFTER = 8.0
# Promise P3: a twin's first moment may be heard.
TWIN_HEARD = 0.5
# Quiescence of 22 s, then one more request.
UNCERTAIN_WITHIN = 45


@dataclasses.dataclass
class Talk:
    """A call in which the caller hears one agent, before LiveKit is killed."""
    bench: object
    caller: object
    agent: str

    @classmethod
    async def begun(cls, report, bench, caller):
        """None, and a failed check, when the caller does not come to hear one agent."""
        try:
            await caller.saw("joined", JOIN_WITHIN)
            return cls(bench, caller, await one_voice(caller, ANSWER_WITHIN, steady=2))
        except CheckFailed as failure:
            report.that(str(failure), False)
            return None

    def signal_caller(self, number):
        self.caller.signal(number)

    def signal_agent(self, number):
        [pid] = [note["pid"] for note in self.bench.notes("joined", self.caller.room) if note["identity"] == self.agent]
        os.kill(pid, number)


async def restarted(stand, hold=()):
    """Kills LiveKit and starts it again; those to hold stand still until the worker is back. When it was killed."""
    registrations, killed = stand.registrations(), time.time()
    try:
        for send in hold:
            send(signal.SIGSTOP)
        await stand.kill("livekit-server")
        await asyncio.sleep(DOWN_FOR)
        await stand.start("livekit-server")
        await stand.worker_back(registrations)
        await asyncio.sleep(HELD_LONGER)
    finally:
        for send in hold:
            send(signal.SIGCONT)
    return killed


async def livekit_killed(stand, report):
    """Three calls at once: a plain one; one whose caller comes back late; one whose agent the room's configuration sent."""
    bench = stand.bench
    callers = [bench.call(what, "--talk", "180", "--listen") for what in ("restart", "restart-held", "restart-configured")]
    await bench.create_room(callers[2].room, bench.agent_name)
    async with callers[0], callers[1], callers[2]:
        plain, held, configured = [await Talk.begun(report, bench, caller) for caller in callers]
        requests, jobs = bench.api.of(callers[2].room), bench.jobs(callers[2].room)
        report.that("agent sent by the room's configuration: adopted, no CreateDispatch of ours",
                    not requests and len(jobs) == 1, f"requests: {len(requests)}, jobs: {len(jobs)}")
        killed = await restarted(stand, [talk.signal_caller for talk in (held, configured) if talk]
                                 + [talk.signal_agent for talk in (configured,) if talk])
        checks = [same_agent_again(report, plain, killed, "LiveKit killed in mid-call"),
                  same_agent_again(report, held, killed, "LiveKit killed, the caller back after the worker"),
                  relaunched_twin(report, configured, killed)]
        await asyncio.gather(*(report.section(bench.product.log, check) for check in checks))


async def same_agent_again(report, talk, killed, what):
    if talk is None:
        raise CheckFailed(f"{what}: there was no call to begin with")
    room, voices = talk.caller.room, talk.caller.voices
    who = await one_voice(talk.caller, BACK_WITHIN)
    again = voices.first_after(killed) or killed
    await asyncio.sleep(WATCHED_AFTER)
    creates, jobs, listed = talk.bench.api.of(room), talk.bench.jobs(room), await talk.bench.agents(room)
    report.that(f"{what}: the caller hears exactly one agent afterwards",
                voices.now() == [who] == listed and voices.together(killed) == 0,
                f"again {again - killed:.1f} s after the kill, two at once for {voices.together(killed) * 1000:.0f} ms")
    report.that(f"{what}: the same agent, no second CreateDispatch", who == talk.agent and len(creates) == len(jobs) == 1,
                f"requests: {len(creates)}, jobs: {len(jobs)}, {'the same' if who == talk.agent else 'another one'}")


async def relaunched_twin(report, talk, killed, what="agent of the room's configuration, LiveKit killed"):
    if talk is None:
        raise CheckFailed(f"{what}: there was no call to begin with")
    room, voices = talk.caller.room, talk.caller.voices

    async def relaunched():
        return len(talk.bench.jobs(room)) > 1
    await eventually(f"{what}: LiveKit launches it again", relaunched, BACK_WITHIN)
    who = await one_voice(talk.caller, BACK_WITHIN)
    again = voices.first_after(killed) or killed
    await asyncio.sleep(WATCHED_AFTER)
    together, listed, creates = voices.together(killed), await talk.bench.agents(room), talk.bench.api.of(room)
    report.that(f"{what}: the twin is removed, the caller hears one",
                voices.now() == [who] == listed and together <= TWIN_HEARD,
                f"{'the first' if who == talk.agent else 'the relaunched'} one, again {again - killed:.1f} s after the kill, "
                f"two at once for {together * 1000:.0f} ms, jobs: {len(talk.bench.jobs(room))}")
    report.that(f"{what}: no CreateDispatch of ours", not creates, f"requests: {len(creates)}")


async def agents_lost_too(stand, report):
    """LiveKit and two agents die together: one that we sent, one of the room's configuration."""
    bench = stand.bench
    callers = [bench.call(what, "--talk", "180", "--listen") for what in ("lost-agent", "lost-configured")]
    await bench.create_room(callers[1].room, bench.agent_name)
    async with callers[0], callers[1]:
        sent, configured = [await Talk.begun(report, bench, caller) for caller in callers]
        for talk in (sent, configured):
            if talk:
                talk.signal_agent(signal.SIGKILL)
        killed = await restarted(stand)
        await asyncio.gather(*(report.section(bench.product.log, check) for check in (
            another_agent(report, sent, killed, "LiveKit and the agent killed together", 1),
            another_agent(report, configured, killed, "LiveKit and the room's configured agent killed together", 0))))


async def another_agent(report, talk, killed, what, requests_before):
    if talk is None:
        raise CheckFailed(f"{what}: there was no call to begin with")
    room, voices = talk.caller.room, talk.caller.voices
    who = await one_voice(talk.caller, BACK_WITHIN, other_than=(talk.agent,))
    again = voices.first_after(killed, other_than=(talk.agent,))
    await asyncio.sleep(WATCHED_AFTER)
    # LiveKit's list is no witness here: it goes on showing the dead one, which only the ear can tell from a living one.
    listed, requests = await talk.bench.agents(room), len(talk.bench.api.of(room))
    after = {voice for voice, begin, _ in voices.stretches if begin > killed}
    report.that(f"{what}: the caller hears exactly one other agent",
                voices.now() == [who] and after == {who} and voices.together(killed) == 0,
                f"{again - killed:.1f} s after the kill, two at once for {voices.together(killed) * 1000:.0f} ms, "
                f"LiveKit lists {len(listed)}")
    report.that(f"{what}: no more than one CreateDispatch for it", requests <= requests_before + 1,
                f"requests: {requests}, jobs: {len(talk.bench.jobs(room))}")


async def caller_lost_too(stand, report):
    """LiveKit and the caller die together; the agent comes back into an empty call, and LiveKit still lists the caller."""
    bench, what = stand.bench, "LiveKit and the caller killed together"
    async with bench.call("lost-caller", "--talk", "180", "--listen") as caller:
        talk = await Talk.begun(report, bench, caller)
        if talk is None:
            return
        talk.signal_caller(signal.SIGKILL)
        killed = await restarted(stand)

        async def ended():
            calls = await bench.product.calls(caller.room)
            return calls and calls[0].get("endedAt")
        await eventually(f"{what}: the record is ended", ended, BACK_WITHIN)
        took = time.time() - killed

        async def agent_out():
            return any(d.event["event"] == "participant_left" and d.event["participant"]["identity"] == talk.agent
                       for d in bench.webhooks.of(caller.room)) or not await bench.agents(caller.room)
        await eventually(f"{what}: the agent is out", agent_out, BACK_WITHIN)
        creates = bench.api.of(caller.room)
        report.that(f"{what}: the record is ended, the agent is taken out, nobody else is sent", len(creates) == 1,
                    f"ended {took:.1f} s after the kill, requests: {len(creates)}")


async def killed_in_the_create(stand, report):
    """LiveKit dies when our request reaches it: the answer is lost, and what became of it nobody knows."""
    for _ in range(CALLS_FOR_ONE_THAT_COMES_BACK):
        if await one_killed_in_the_create(stand, report):
            return
        # Cut off in the middle of joining, the caller's client now and then does not come back: then there is nobody to serve.
        report.line("     LiveKit killed in the moment of the create: the caller's client did not come back, once more")
    raise CheckFailed(f"no caller came back in {CALLS_FOR_ONE_THAT_COMES_BACK} calls")


async def one_killed_in_the_create(stand, report):
    """False when the caller did not come back after the restart, as LiveKit's own webhooks tell."""
    bench, what = stand.bench, "LiveKit killed in the moment of the create"
    caller = bench.call("killed-create", "--talk", "180", "--listen", "--ring", "120")
    arrived = asyncio.Event()

    async def die():
        if not arrived.is_set():
            arrived.set()
            await stand.kill("livekit-server")
    bench.api.before_create[caller.room] = die
    async with caller:
        joined = (await caller.saw("joined", JOIN_WITHIN))["t"]
        await asyncio.wait_for(arrived.wait(), 20)
        registrations = stand.registrations()
        await asyncio.sleep(DOWN_FOR)
        restarted_at = time.time()
        await stand.start("livekit-server")
        await stand.worker_back(registrations)

        async def back():
            return any(d.is_join_of("SIP") and d.arrived > restarted_at for d in bench.webhooks.of(caller.room))
        try:
            await eventually("the caller is back", back, CALLER_BACK_WITHIN)
        except CheckFailed:
            return False
        who = await one_voice(caller, UNCERTAIN_WITHIN)
        heard = caller.voices.first_after(0)
        await asyncio.sleep(WATCHED_AFTER)
        listed, together = await bench.agents(caller.room), caller.voices.together()
        requests, jobs = len(bench.api.of(caller.room)), len(bench.jobs(caller.room))
        report.that(f"{what}: the caller hears exactly one agent",
                    caller.voices.now() == [who] == listed and together == 0 and jobs == 1,
                    f"{heard - joined:.1f} s after joining, two at once for {together * 1000:.0f} ms, "
                    f"requests: {requests}, jobs: {jobs}")
        return True
