"""The documents' curl lines against the packaged jar, every field of the answers compared. Run by lab/dropin."""
import argparse
import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from ports import free
from processchaos.parts import Part
from processchaos.stores import Postgres

CURLS = Path(__file__).parent.parent / "documents" / "curls.sh"
CALL_ENDS_WITHIN = 90  # seconds; simulated phones talk for 30
DIRECTORY = {
    "tenants": [{"id": "org123", "name": "Arrow Hospital"},
                {"id": "your_org_id", "name": "Your Organization"},
                {"id": "k18def456uvw", "name": "Reception"}],
    "agents": [{"id": "agent456", "tenantId": "org123", "name": "Arrow Hospital Agent", "status": "active",
                "config": {"name": "phone-agent"}},
               {"id": "yours", "tenantId": "your_org_id", "name": "Yours", "status": "inactive",
                "config": {"name": "yours"}},
               {"id": "telephony", "tenantId": "your_org_id", "name": "Telephony Agent", "status": "active",
                "config": {"name": "telephony-agent", "prompt": "Sell.", "greeting": "Good day."}},
               {"id": "k17abc123xyz", "tenantId": "k18def456uvw", "name": "Receptionist", "status": "active",
                "config": {"name": "phone-agent"}}],
    "numbers": [{"number": "+919876543210", "tenantId": "org123", "agentIds": ["agent456"]},
                {"number": "+15557654321", "tenantId": "your_org_id", "agentIds": []}],
    "campaigns": [{"id": "spring", "tenantId": "your_org_id", "name": "Spring", "agentId": "telephony",
                   "numbers": ["+15557654321"], "metadata": {"offerCode": "S1"}}]}
ANY = object()


def room(organization, agent):
    return re.compile(rf"call-{organization}_{agent}_[0-9]{{13}}")


def differences(place, wanted, found):
    """Every field where the answer is not as it should be, a line each; a field more or less is one too."""
    if wanted is ANY:
        return [] if found not in (None, "") else [f"{place} is empty"]
    if isinstance(wanted, re.Pattern):
        fits = isinstance(found, str) and wanted.fullmatch(found)
        return [] if fits else [f"{place} is {found!r}, not like {wanted.pattern}"]
    if isinstance(wanted, dict) and isinstance(found, dict):
        lines = [f"{place}.{name} is missing" for name in wanted if name not in found]
        lines += [f"{place}.{name} should not be there" for name in found if name not in wanted]
        return lines + [line for name in wanted if name in found
                        for line in differences(f"{place}.{name}", wanted[name], found[name])]
    same = wanted == found and isinstance(wanted, bool) == isinstance(found, bool)
    return [] if same else [f"{place} is {found!r}, not {wanted!r}"]


class Served:
    """The jar on a simulated LiveKit, its drop-in routes on a port of their own as the documents have them."""

    def __init__(self, run, jar, settings):
        self.port, self.api, livekit = free(3)
        self.answers = run / "answers"
        self.answers.mkdir(parents=True)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TELEPHONY_", "LIVEKIT_"))}
        environment = {**kept, **settings, "TELEPHONY_HOST": "127.0.0.1", "TELEPHONY_PORT": str(self.port),
                       "API_PORT": str(self.api), "DEFAULT_AGENT_ID": "k17abc123xyz",
                       "DEFAULT_ORGANIZATION_ID": "k18def456uvw"}
        self.part = Part("telephony", str(run), ["java", "-jar", jar, "serve", "--simulate", "--livekit-port", str(livekit)],
                         environment)

    def is_up(self):
        try:
            return self.ask("GET", "/readyz")[0] == 200
        except OSError:
            return False

    def ask(self, method, path, body=None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", method=method, headers={"Content-Type": "application/json"},
            data=None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
            return answer.status, json.loads(text) if text.startswith(b"{") else None

    def curl(self, name):
        """Status, head and answer of a line of the documents."""
        subprocess.run([str(CURLS), name], check=True, timeout=30,
                       env={**os.environ, "BASE": f"http://127.0.0.1:{self.api}", "ANSWERS": str(self.answers)})
        head = (self.answers / f"{name}.head").read_text()
        return int(head.split()[1]), head, json.loads((self.answers / f"{name}.json").read_text())


class Checks:
    def __init__(self, store, served):
        self.store, self.served, self.failed, self.passed = store, served, 0, 0

    def tell(self, what, lines):
        self.failed, self.passed = self.failed + bool(lines), self.passed + (not lines)
        print(f"{'FAIL' if lines else 'ok  '} {self.store}: {what}", *(f"\n       {line}" for line in lines), flush=True)

    def answer(self, what, name, wanted, timed=False):
        status, head, found = self.served.curl(name)
        lines = differences("answer", wanted, found)
        if status != 200:
            lines.append(f"the status is {status}, not 200")
        if timed and not re.search(r"(?im)^server-timing: lookup;dur=[0-9.]+, total;dur=[0-9.]+\r?$", head):
            lines.append("there is no Server-Timing with lookup and total")
        self.tell(what, lines)
        return found

    def all(self):
        self.served.ask("POST", "/telephony/directory", DIRECTORY)
        hospital = {"agent": {"_id": "agent456", "name": "Arrow Hospital Agent", "status": "active",
                              "phoneNumber": "9876543210", "phoneCountryCode": "+91"}}
        dispatched = {"room_name": room("org123", "agent456"), "participant_identity": "sip-caller-test-call-123",
                      "participant_name": "Caller from +911234567890"}
        self.answer("000 route-by-phone names the active agent", "route_by_phone", hospital, timed=True)
        first = self.answer("000 sip-dispatch names the room of the active agent", "sip_dispatch", dispatched, timed=True)
        second = self.answer("000 sip-dispatch again, a room of its own", "sip_dispatch", dispatched, timed=True)
        self.tell("000 room names are unique",
                  [] if first.get("room_name") != second.get("room_name") else ["both are " + str(first)])
        self.answer("000 sip-dispatch falls back to DEFAULT_AGENT_ID", "sip_dispatch_fallback", {
            "room_name": room("k18def456uvw", "k17abc123xyz"), "participant_identity": "sip-caller-test-call-124",
            "participant_name": "Caller from +911111111111"}, timed=True)
        self.answer("000 the status of an agent is verified", "verify_agent_status", hospital, timed=True)
        self.toggled(dispatched)
        self.answer("000 the agents of an organization", "agents", {"nextCursor": None, "agents": [
            {"_id": "telephony", "name": "Telephony Agent", "status": "active", "tenantId": "your_org_id",
             "agentName": "telephony-agent"},
            {"_id": "yours", "name": "Yours", "status": "inactive", "tenantId": "your_org_id", "agentName": "yours"}]})
        self.answer("000 the organizations", "organizations", {"nextCursor": None, "organizations": [
            {"_id": "k18def456uvw", "name": "Reception"}, {"_id": "org123", "name": "Arrow Hospital"},
            {"_id": "your_org_id", "name": "Your Organization"}]})
        self.inbound()
        self.reminded()

    def toggled(self, dispatched):
        self.served.ask("PATCH", "/telephony/agents/agent456", {"status": "inactive"})
        self.answer("000 toggled inactive, the next call goes to the fallback", "sip_dispatch",
                    {**dispatched, "room_name": room("org123", "k17abc123xyz")}, timed=True)
        self.served.ask("PATCH", "/telephony/agents/agent456", {"status": "active"})
        self.answer("000 toggled active, it is that agent's again", "sip_dispatch", dispatched, timed=True)

    def inbound(self):
        self.answer("004 sip-inbound names the agent of the campaign", "sip_inbound", {
            "agent_name": "telephony-agent",
            "metadata": {"offer_code": "S1", "telephony": {
                "version": 1, "direction": "inbound", "from": "+15551234567", "to": "+15557654321",
                "tenant_id": "your_org_id", "campaign_id": "spring", "reason": "campaign",
                "agent": {"name": "telephony-agent", "prompt": "Sell.", "greeting": "Good day.", "voice": None, "model": None, "tools": [],
                          "noise_cancellation_type": "telephony"}}},
            "attributes": {"telephony.call_id": "SIP-12345", "telephony.reason": "campaign",
                           "telephony.tenant_id": "your_org_id", "telephony.campaign_id": "spring"}}, timed=True)

        leads = self.served.ask("GET", "/telephony/leads?number=%2B15551234567")[1]["items"]
        wanted = {"tenantId": "your_org_id", "number": "+15551234567", "campaignId": "spring", "calls": 1}
        self.tell("004 the caller is a lead, counted once",
                  differences("leads", 1, len(leads))
                  + differences("lead", wanted, {name: lead.get(name) for lead in leads for name in wanted}))

    def reminded(self):
        called = self.answer("003 dispatch-call places the call", "dispatch_call", {
            "success": True, "call_id": ANY, "room_name": re.compile("out-.+"),
            "participant_identity": re.compile("phone-.+"), "status": re.compile("created|agent_dispatched")})
        end = time.monotonic() + CALL_ENDS_WITHIN
        record = {}
        while time.monotonic() < end and not record.get("outcome"):
            record = self.served.ask("GET", f"/telephony/calls/{called.get('call_id')}")[1]
            time.sleep(0.5)
        context = {"customerName": "Test Customer", "customerPhone": "+1234567890", "invoiceNumber": "INV-001",
                   "amountDue": 100.0, "dueDate": "2024-01-15", "companyName": "Test Company",
                   "supportPhone": "+1800555000"}
        self.tell("003 the context is the agent's, and the call was answered",
                  differences("metadata", context, (record.get("route") or {}).get("metadata"))
                  + differences("outcome", "answered", (record.get("outcome") or {}).get("result"))
                  + differences("to", "+1234567890", (record.get("dial") or {}).get("to")))


def on(kind, run, jar, postgres):
    run.mkdir(parents=True)
    database = None
    settings = {"TELEPHONY_STORE": "h2", "TELEPHONY_STORE_URL": str(run / "calls")}
    served = None
    try:
        if kind == "postgres":
            database = Postgres(str(run), str(run), postgres, free(1)[0], jar)
            database.prepare()
            settings = database.settings
        served = Served(run, jar, settings)
        served.part.start()
        served.part.await_that(served.is_up)
        checks = Checks(kind, served)
        checks.all()
        return checks
    finally:
        if served is not None:
            served.part.end()
        if database is not None:
            database.part.end()


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--run", type=Path, required=True)
    words.add_argument("--jar", required=True)
    words.add_argument("--postgres", required=True)
    words.add_argument("--store", action="append", choices=["h2", "postgres"])
    given = words.parse_args()
    done = [on(kind, given.run / kind, given.jar, given.postgres) for kind in given.store or ["h2", "postgres"]]
    passed, failed = sum(checks.passed for checks in done), sum(checks.failed for checks in done)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
