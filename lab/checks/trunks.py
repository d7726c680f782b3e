"""Trunks and dispatch rules kept by the packaged jar on a real LiveKit; the witness is LiveKit's own list. Run by lab/sip."""
import asyncio
import json
import os
import sys
from pathlib import Path

from livekit import api

from .processes import Product
from .report import Report

RUN = Path(os.environ["LAB_RUN"])
FILE = RUN / "sip.json"
SECRET = "not-to-be-seen"
NUMBER, OTHER = "+15559990000", "+15559990007"


def document(inbound=None, outbound=None, rules=None):
    FILE.write_text(json.dumps({"set": "lab", "inboundTrunks": inbound or {}, "outboundTrunks": outbound or {},
                                "dispatchRules": rules or {}}))


async def sip(command, *options):
    """Exit code, and what was written: with JSON what is for programs, else all."""
    file = [] if command == "list" else [str(FILE)]
    aside = asyncio.subprocess.DEVNULL if "--json" in options else asyncio.subprocess.STDOUT
    process = await asyncio.create_subprocess_exec(
        "java", "-jar", os.environ["TELEPHONY_JAR"], "sip", command, *file, *options,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=aside,
        env={**{k: v for k, v in os.environ.items() if not k.startswith("TELEPHONY_")}, "SIP_LAB_PASSWORD": SECRET})
    out, _ = await process.communicate()
    return process.returncode, out.decode()


def why(holds, said):
    """What is told beside a check: nothing when it holds."""
    return "" if holds else said


class Witness:
    def __init__(self, livekit):
        self._sip = livekit.sip

    async def inbound(self):
        return {t.name: t for t in (await self._sip.list_inbound_trunk(api.ListSIPInboundTrunkRequest())).items}

    async def outbound(self):
        return {t.name: t for t in (await self._sip.list_outbound_trunk(api.ListSIPOutboundTrunkRequest())).items}

    async def rules(self):
        return {r.name: r for r in (await self._sip.list_dispatch_rule(api.ListSIPDispatchRuleRequest())).items}

    async def stranger(self, name, number):
        trunk = api.SIPInboundTrunkInfo(name=name, numbers=[number], metadata="made by hand")
        return await self._sip.create_inbound_trunk(api.CreateSIPInboundTrunkRequest(trunk=trunk))

    async def allow(self, trunk_id, caller):
        """Somebody else changes what our file does not name."""
        await self._sip.update_inbound_trunk_fields(trunk_id, allowed_numbers=[caller])

    async def without_agents(self, name):
        """Somebody takes the agents out of a rule."""
        rule = (await self.rules())[name]
        rule.room_config.ClearField("agents")
        await self._sip.update_dispatch_rule(rule.sip_dispatch_rule_id, rule)


MAIN = {"numbers": [NUMBER], "authUsername": "carrier", "authPassword": {"env": "SIP_LAB_PASSWORD"},
        "headers": {"X-Customer": "4711"}, "mediaEncryption": "require", "maxCallDuration": "2h"}
OUT = {"address": "sip.carrier.example", "transport": "tls", "numbers": [NUMBER]}
CALLS = {"type": "individual", "roomPrefix": "call", "trunks": ["main"], "attributes": {"desk": "front"}}
FALLBACK = {"agentName": "phone-agent", "metadata": "{\"fallback\": true}"}


async def made(report, witness):
    document({"main": MAIN}, {"out": OUT}, {"calls": CALLS})
    code, said = await sip("plan")
    report.that("a plan for an empty LiveKit has changes", code == 2 and not await witness.inbound(), f"exit {code}")
    code, said = await sip("apply")
    report.that("nobody says yes: nothing is done", code == 1 and not await witness.inbound(), f"exit {code}")
    code, said = await sip("apply", "--yes")
    report.that("apply makes it", code == 0, why(code == 0, said))
    trunk, rule = (await witness.inbound())["main"], (await witness.rules())["calls"]
    report.that("LiveKit has the trunk as the file says", trunk.auth_password == SECRET and list(trunk.numbers) == [NUMBER]
                and trunk.headers["X-Customer"] == "4711" and trunk.max_call_duration.seconds == 7200)
    report.that("and the rule, on that trunk", list(rule.trunk_ids) == [trunk.sip_trunk_id]
                and rule.rule.dispatch_rule_individual.room_prefix == "call")
    report.that("and the outbound trunk", (await witness.outbound())["out"].address == "sip.carrier.example")
    report.that("the password is not shown", SECRET not in said and "(set)" in said)
    before = trunk, rule
    again, said = await sip("apply", "--yes")
    report.that("apply again has nothing to do", again == 0 and "Nothing to do." in said, why(again == 0, said))
    report.that("and changed nothing", before == ((await witness.inbound())["main"], (await witness.rules())["calls"]))
    report.that("a plan has nothing to do", (await sip("plan"))[0] == 0)


async def changed(report, witness):
    trunk = (await witness.inbound())["main"]
    await witness.allow(trunk.sip_trunk_id, "+15551230001")
    document({"main": {**MAIN, "ringingTimeout": "45s"}}, {"out": OUT}, {"calls": {**CALLS, "roomPrefix": "phone"}})
    code, said = await sip("plan")
    report.that("a change is shown, and no more", code == 2 and "ringingTimeout" in said and "0 to create, 2 to update" in said
                and "allowedNumbers" not in said, why(code == 2, said))
    code, said = await sip("apply", "--yes")
    after = (await witness.inbound())["main"]
    report.that("it is made", code == 0 and after.ringing_timeout.seconds == 45
                and (await witness.rules())["calls"].rule.dispatch_rule_individual.room_prefix == "phone")
    report.that("what the file does not name stays", list(after.allowed_numbers) == ["+15551230001"]
                and after.auth_password == SECRET and after.headers["X-Customer"] == "4711"
                and after.sip_trunk_id == trunk.sip_trunk_id)
    report.that("then there is nothing to do", (await sip("plan"))[0] == 0)


async def fallback(report, witness):
    """A rule that carries the agent which answers while we are down."""
    async def carried():
        rule = (await witness.rules())["calls"]
        return [(agent.agent_name, agent.metadata) for agent in rule.room_config.agents], dict(rule.attributes)
    wanted = [(FALLBACK["agentName"], FALLBACK["metadata"])], CALLS["attributes"]

    document({"main": MAIN}, {"out": OUT}, {"calls": {**CALLS, "agents": [FALLBACK]}})
    code, said = await sip("apply", "--yes")
    report.that("a rule carries a fallback agent after apply", code == 0 and await carried() == wanted, why(code == 0, said))
    report.that("then there is nothing to do", (await sip("plan"))[0] == 0)
    await witness.without_agents("calls")
    code, said = await sip("plan")
    report.that("somebody takes it out: the plan says so", code == 2 and "agents: [] -> " in said
                and "0 to create, 1 to update" in said, why(code == 2, said))
    code, said = await sip("apply", "--yes")
    report.that("and apply puts it back", code == 0 and await carried() == wanted, why(code == 0, said))
    document({"main": MAIN}, {"out": OUT}, {"calls": {**CALLS, "agents": []}})
    code, said = await sip("apply", "--yes")
    report.that("a file that clears it is heeded", code == 0 and (await carried())[0] == [], why(code == 0, said))


async def strangers(report, witness):
    await witness.stranger("theirs", OTHER)
    document({"main": MAIN, "theirs": {"numbers": [OTHER], "metadata": {}}}, {"out": OUT}, {"calls": CALLS})
    code, said = await sip("apply", "--yes")
    report.that("what others made is refused", code == 1 and "not-ours" in said
                and (await witness.inbound())["theirs"].metadata == "made by hand", f"exit {code}")
    document({"main": MAIN, "twin": {"numbers": [OTHER]}}, {"out": OUT}, {"calls": CALLS})
    code, said = await sip("plan")
    report.that("a number that others still serve is warned of", code == 2 and "is still served here" in said, f"exit {code}")
    code, said = await sip("apply", "--yes")
    told = code == 1 and "failed: create inbound trunk 'twin'" in said and "Conflicting" in said
    report.that("LiveKit's own refusal of the twin is told", told, why(told, said))
    document({"main": {**MAIN, "numbers": [NUMBER, OTHER], "allowedNumbers": []}}, {"out": OUT}, {"calls": CALLS})
    code, said = await sip("apply", "--yes")
    told = code == 1 and "failed: update inbound trunk 'main'" in said
    told = told and list((await witness.inbound())["main"].numbers) == [NUMBER]
    report.that("and that of an update", told, why(told, said))
    document({"main": {**MAIN, "numbers": [NUMBER]}}, {"out": OUT}, {"calls": CALLS})
    report.that("the file of before is put back", (await sip("apply", "--yes"))[0] == 0)


async def over_http(report, witness):
    product = Product("product", int(os.environ["E2E_PORT"]), os.environ["LIVEKIT_URL"], RUN, {"SIP_LAB_PASSWORD": SECRET})
    await product.start()
    try:
        _, trunks = await product.get("/telephony/sip/trunks")
        names = sorted(item["name"] for item in trunks["items"])
        report.that("over HTTP the same trunks", names == ["main", "out", "theirs"] and SECRET not in json.dumps(trunks))
        _, rules = await product.get("/telephony/sip/dispatch-rules")
        report.that("and the rule", [item["name"] for item in rules["items"]] == ["calls"])
    finally:
        await product.stop()


async def deleted(report, witness):
    document()
    code, said = await sip("apply", "--yes")
    report.that("what the file does not have any more is deleted", code == 0 and not await witness.rules()
                and not await witness.outbound(), why(code == 0, said))
    report.that("and what others made stays", list(await witness.inbound()) == ["theirs"])
    code, said = await sip("list", "--json")
    report.that("list shows it as not ours", code == 0 and [i["keptBy"] for i in json.loads(said)["items"]] == [None])


async def main():
    report = Report()
    log = RUN / "log" / "livekit-server.log"
    async with api.LiveKitAPI() as livekit:
        witness = Witness(livekit)
        for section in (made, changed, fallback, strangers, over_http, deleted):
            await report.section(log, section(report, witness))
    return report.summary()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
