"""The stories of the documents that the product was asked for in, with a directory that is brought in over HTTP: who answers,
calls that are decided before LiveKit sees them, a call's life, and a rule's fallback agent while we are down."""
import asyncio
import dataclasses
import json
import time

from .calls import ANSWER_WITHIN, JOIN_WITHIN, record_of
from .report import CheckFailed, eventually
from .voices import one_voice

# Names of the workers: the lab's own, and a further one. Whom of the directory they speak for, their prompt tells.
DAY, NIGHT = "phone-agent", "night-agent"
SETTINGS = {"DEFAULT_AGENT_ID": "fallback", "DEFAULT_ORGANIZATION_ID": "reception",
            "TELEPHONY_ALLOWED_COUNTRIES": "US", "LIVEKIT_SIP_OUTBOUND_TRUNK_ID": "ST_lab"}  # for the transfer
HOSPITAL, SALES, ASKED, PLAIN = "+15559990001", "+15559990002", "+15559990003", "+15559990004"
STEADY = 2.0
BUSY_FOR = 15  # seconds; the machine may be slow, and what is told here is no matter of time
WATCHED_AFTER = 6.0
STUTTER = 3.0  # seconds; a busy machine that starts a server lets voices stutter, and whoever is replaced is silent for longer
RINGS_FOR = 15  # seconds; the guards allow nothing shorter
# That, the time in which LiveKit may still answer, and two looks after it.
TRANSFER_OVER_WITHIN = 60


def agent(name, tenant, worker, priority=10):
    return {"id": name, "tenantId": tenant, "name": name, "status": "active", "priority": priority,
            "config": {"name": worker, "prompt": f"You are {name}."}}


def number(dialled, tenant, *agents):
    return {"number": dialled, "tenantId": tenant, "agentIds": agents}


DIRECTORY = {
    "tenants": [{"id": "hospital", "name": "Hospital"}, {"id": "reception", "name": "Reception"},
                {"id": "acme", "name": "Acme", "defaultAgentId": "desk"}],
    "agents": [agent("anna", "hospital", DAY, priority=1), agent("bob", "hospital", NIGHT, priority=2),
               agent("seller", "acme", NIGHT), agent("desk", "acme", DAY), agent("fallback", "reception", NIGHT),
               agent("early", "hospital", DAY), agent("late", "hospital", NIGHT), agent("plain", "hospital", NIGHT)],
    "numbers": [number(HOSPITAL, "hospital", "bob", "anna"), number(SALES, "acme"),
                number(ASKED, "hospital", "early", "late"), number(PLAIN, "hospital", "plain")],
    "campaigns": [{"id": "spring", "tenantId": "acme", "name": "Spring", "agentId": "seller", "numbers": [SALES]}]}


async def ask(bench, method, path, body=None, **headers):
    """The answer; asked again where the store is too slow for the moment, as the answer 503 says."""
    async def answered():
        status, answer = await bench.product.send(method, path, body, headers)
        if status not in (200, 201, 202, 503):
            raise CheckFailed(f"{method} {path} answered {status}: {answer!s:.300}")
        return None if status == 503 else answer
    return await eventually(f"{method} {path} is answered", answered, BUSY_FOR, every=0.5)


async def toggle(bench, name, status):
    await ask(bench, "PATCH", f"/telephony/agents/{name}", {"status": status})


async def directory(stand, report):
    brought = await ask(stand.bench, "POST", "/telephony/directory", DIRECTORY)
    report.that("a directory is brought in over HTTP", brought["added"] == sum(map(len, DIRECTORY.values())), json.dumps(brought))


@dataclasses.dataclass
class Heard:
    """A call that goes on: whom its caller hears, as whom that agent was sent, and what we have on record."""
    caller: object
    who: str
    worker: str
    prompt: str
    record: dict

    @classmethod
    async def by(cls, bench, caller):
        await caller.saw("joined", JOIN_WITHIN)
        who = await one_voice(caller, ANSWER_WITHIN, steady=STEADY)
        job = bench.job_of(caller.room, who)
        told = json.loads(job["metadata"] or "{}").get("telephony", {}).get("agent", {})
        record = await record_of(bench, caller.room, lambda call: call.get("answeredAt"), "answered", BUSY_FOR)
        return cls(caller, who, job["agent"], told.get("prompt"), record)

    def is_by(self, name, worker, reason):
        """Whether it is answered by this agent of the directory, for this reason, and by nobody else so far."""
        return (self.prompt == f"You are {name}." and self.worker == worker and self.record["route"]["reason"] == reason
                and voices(self.caller) == [self.who])

    def __str__(self):
        return f"'{self.prompt}' of {self.worker}, reason {self.record['route']['reason']}, voices: {len(voices(self.caller))}"


def voices(caller):
    """Whom the caller has ever heard."""
    return sorted({who for who, _, _ in caller.voices.stretches})


async def one_call(bench, what, to, *options, room=None):
    caller = bench.call(what, "--talk", "60", "--listen", *options, to=to, room=room)
    async with caller:
        heard = await Heard.by(bench, caller)
        caller.hang_up()
        await caller.saw("left", 10)
    return heard


async def calls_that_go_well(stand, report):
    """Stories that share the server, but neither a number nor an agent: some beside each other."""
    async def one_after_the_other(*stories):
        for story in stories:
            await report.section(stand.bench.product.log, story(stand.bench, report))
    await asyncio.gather(one_after_the_other(a_life), one_after_the_other(the_toggle),
                         one_after_the_other(campaign_tenant_default, decided_before))


async def switched_off_in_turn(bench, report, prefix, number, steps, of=None):
    """A call for each step, before which the agent of the step before is switched off; of: the calls' tenant and campaign, if asked."""
    for what, off, name, worker, reason in steps:
        if off:
            await toggle(bench, off, "inactive")
        heard = await one_call(bench, prefix, number)
        about = heard.record.get("tenantId"), heard.record.get("campaignId")
        report.that(what, heard.is_by(name, worker, reason) and of in (None, about), f"{heard}, of {about}")


async def the_toggle(bench, report):
    await switched_off_in_turn(bench, report, "toggle", HOSPITAL, (
        ("two agents on one number: the active one of the lowest priority answers", None, "anna", DAY, "number"),
        ("it is switched off: the next call is the other one's", "anna", "bob", NIGHT, "number"),
        ("both are off: the agent of DEFAULT_AGENT_ID answers", "bob", "fallback", NIGHT, "system-default")))


async def campaign_tenant_default(bench, report):
    await switched_off_in_turn(bench, report, "campaign", SALES, (
        ("a number of a campaign: the campaign's agent answers", None, "seller", NIGHT, "campaign"),
        ("that one is switched off: the tenant's default agent answers", "seller", "desk", DAY, "tenant-default"),
        ("that one as well: the system's default agent answers", "desk", "fallback", NIGHT, "system-default")),
        of=("acme", "spring"))


async def decided_before(bench, report):
    """A front end asks; then the agent that it was told is switched off; then the call comes, and is known by one name or other."""
    dispatched = await ask(bench, "POST", "/api/v1/livekit/sip-dispatch", {
        "call_id": "front-1", "from_user": {"number": "+15551230001"}, "to_user": {"number": ASKED}})
    inbound = [await ask(bench, "POST", "/api/v1/webhooks/livekit/sip-inbound", {
        "call_id": call_id, "from_number": "+15551230001", "to_number": ASKED}) for call_id in ("front-2", "front-3")]
    await toggle(bench, "early", "inactive")
    attribute = f"telephony.call_id={inbound[0]['attributes']['telephony.call_id']}"
    ways = (("by its room", "front-1", {"room": dispatched["room_name"]}, ()),
            ("by telephony.call_id", "front-2", {}, ("--attribute", attribute)),
            ("by sip.callID", "front-3", {}, ("--call-id", "front-3")))
    calls = await asyncio.gather(*(one_call(bench, "decided", ASKED, *options, **room) for _, _, room, options in ways))
    for (how, call_id, _, _), heard in zip(ways, calls):
        timeline = await bench.product.timeline(heard.record["callId"])
        steps = [str(step) for entry in timeline if entry["name"] == "ROUTE" for step in entry["details"].values()]
        told = [step for step in steps if step.startswith("decided before") and step.endswith(call_id)]
        sent = len(bench.api.of(heard.caller.room))
        report.that(f"decided before, known {how}: the agent of then answers, and the history says so",
                    heard.is_by("early", DAY, "number") and len(told) == 1 and sent == 1, f"{heard}, {told}, requests: {sent}")
    anew = await one_call(bench, "anew", ASKED)
    report.that("a call that nobody asked about is decided when it comes", anew.is_by("late", NIGHT, "number"), str(anew))


async def a_life(bench, report):
    caller = bench.call("life", "--talk", "180", "--listen", to=PLAIN)
    async with caller:
        heard = await Heard.by(bench, caller)
        path = f"/telephony/calls/{heard.record['callId']}"
        [leg] = heard.record["legs"]

        async def active():
            now = (await ask(bench, "GET", f"{path}/status"))["legs"]
            return now if [(leg["present"], leg["callStatus"]) for leg in now] == [(True, "active")] else None
        await eventually("the status of a call says active, as LiveKit does", active, BUSY_FOR)
        known = heard.record["roomName"], heard.record["from"], heard.record["to"], leg["identity"]
        report.that("a call by its id: room, numbers, participant, sip.callID, status",
                    known == (caller.room, caller.number, PLAIN, f"sip_{caller.number}") and leg["sipCallId"].startswith("SCL_")
                    and heard.record["status"] == "agent_dispatched", f"{known}, {leg['sipCallId']}, {heard.record['status']}")
        await a_transfer(bench, report, heard, path)
        asked = time.time()
        await ask(bench, "POST", f"{path}/end")
        await caller.saw("disconnected", 10)

        async def agents_gone():
            return not await bench.agents(caller.room)
        await eventually("end by the API: the agent is gone", agents_gone, 10)
        report.that("end by the API: the caller is hung up on and the agent is gone", True, f"{time.time() - asked:.1f} s after")
    over = await record_of(bench, caller.room, lambda call: call.get("endedAt"), "ended", 30)
    report.that("end by the API: the record is closed as it was", over["outcome"]["endedBy"] == "us" and over["answeredAt"],
                f"{over['status']}, {over['endReason']}, {over['outcome']}")
    await ask(bench, "POST", f"{path}/end")
    after, kept = await bench.product.call(over["callId"]), ("status", "answeredAt", "endedAt", "endReason", "outcome", "route")
    report.that("end by the API, once more: what is over stays as it ended", all(after[name] == over[name] for name in kept))


async def a_transfer(bench, report, heard, path):
    """There is no SIP in the lab: LiveKit takes the request and finds nobody who could hand the call over."""
    asked = {"to": "+12125551234", "mode": "cold", "ringingTimeout": f"{RINGS_FOR}s"}
    await ask(bench, "POST", f"{path}/transfer", asked, **{"Idempotency-Key": "transfer"})

    async def told():
        [transfer] = (await bench.product.call(heard.record["callId"]))["transfers"]
        return transfer if transfer["result"] != "pending" else None
    transfer = await eventually("a transfer that nobody can do comes to an end", told, TRANSFER_OVER_WITHIN)
    now = heard.caller.voices.now()
    report.that("a transfer that nobody can do: it is not called done, and the call goes on with its agent",
                transfer["result"] in ("unknown", "not_sent", "failed") and now == [heard.who] == voices(heard.caller),
                f"{transfer['result']}: {transfer['detail']}")


async def we_are_down(stand, report):
    """Two calls whose rule carries a fallback agent: we are killed in the middle of one; the other one comes while we are down."""
    bench, rule = stand.bench, ("--talk", "180", "--listen", "--rule-agent", DAY)
    before, meanwhile = (bench.call(what, *rule, to=PLAIN) for what in ("down-before", "down-meanwhile"))
    async with before:
        first = await Heard.by(bench, before)
        report.that("a rule carries a fallback agent and we are up: the caller hears one agent", voices(before) == [first.who]
                    and await bench.agents(before.room) == [first.who], f"{first}, jobs: {len(bench.jobs(before.room))}")
        # As if LiveKit had given up telling us of it, which it does after 15 s: the call is found by looking.
        bench.webhooks.lost.add(meanwhile.room)
        killed = time.time()
        await bench.product.kill()
        async with meanwhile:
            joined = (await meanwhile.saw("joined", JOIN_WITHIN))["t"]
            second = await one_voice(meanwhile, ANSWER_WITHIN, steady=STEADY)
            report.that("we are down: the rule's fallback agent answers, alone", voices(meanwhile) == [second]
                        and bench.job_of(meanwhile.room, second)["agent"] == DAY,
                        f"{meanwhile.voices.first_after(0) - joined:.1f} s after joining")
            bench.webhooks.lost.discard(meanwhile.room)
            await bench.product.start()
            calls = ((before, first.who, "killed in mid-call"), (meanwhile, second, "a call that came while we were down"))
            for caller, _, _ in calls:
                await record_of(bench, caller.room, lambda call: call["status"] == "agent_dispatched", "it has its agent", BUSY_FOR)
            await asyncio.sleep(WATCHED_AFTER)
            for caller, who, what in calls:
                await goes_on_with(bench, report, caller, who, max(killed, caller.voices.first_after(0)), what)


async def goes_on_with(bench, report, caller, who, since, what):
    """Adopted, and never doubled; then the caller hangs up."""
    listed, silence, sent = await bench.agents(caller.room), caller.voices.longest_silence(since), len(bench.api.of(caller.room))
    report.that(f"{what}: the caller goes on hearing the same agent, alone",
                voices(caller) == [who] == listed == caller.voices.now() and silence < STUTTER and not sent,
                f"longest silence: {silence * 1000:.0f} ms, jobs: {len(bench.jobs(caller.room))}, requests of ours: {sent}")
    [call] = await bench.product.calls(caller.room)
    agents = [(agent["identity"], agent["agentName"], agent["present"]) for agent in call["dispatch"]["agents"]]
    report.that(f"{what}: the call is on record with that agent", agents == [(who, DAY, True)], f"{call['status']}, {agents}")
    caller.hang_up()
    await caller.saw("left", 10)
    over = await record_of(bench, caller.room, lambda call: call.get("endedAt"), "ended", 30)

    async def agents_gone():
        return not await bench.agents(caller.room)
    await eventually(f"{what}: the agent is taken out after the hang-up", agents_gone, 10)
    report.that(f"{what}: one record, ended, and the agent is out", over["callId"] == call["callId"], over["endReason"])
