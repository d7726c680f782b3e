"""Judges a chaos by what LiveKit saw and what the records say. usage: check.py HISTORY CALLS

Each rule gives the lines that break it. The bounds are those that the product states for what stays impossible; time in which
something was done to LiveKit, the store or the replica that worked on the call does not count.
"""
import re
import statistics
import sys
from collections import Counter, defaultdict
from dataclasses import replace

from .history import Disturbances, History, lines_of, overlap

SWEEP, ROOMS_PER_SWEEP, LIST_LAG = 3.0, 50, 5.0
JOIN_DEADLINE, AUDIO_DEADLINE, QUIESCENCE, GIVE_UP, LEASE = 10.0, 5.0, 22.0, 60.0, 20.0
CRASH_SHOWS = 20.0
TICK, SLACK = 3.0, 3.0
MEETING = "meeting-"  # rooms without a phone
MARKER = re.compile(r"v1:(?P<sid>.+)/(?P<episode>\d+)#(?P<attempt>\d+):(?P<rest>.+)")


class Check:
    def __init__(self, history, calls):
        self.history, self.calls = history, calls
        self.disturbed = Disturbances(history)
        self.broken = []  # (rule, what)
        self.figures = {}
        self.rules = [getattr(self, name) for name in dir(self) if name.startswith("rule_")]
        spans = sorted((room.begin, room.end) for room in history.rooms)
        self.most_rooms = most_at_once(spans)

    def run(self):
        for rule in self.rules:
            self.name = rule.__name__[5:].replace("_", "-")
            rule()
        return not self.broken

    def breaks(self, room, what):
        self.broken.append((self.name, f"{room.name if room else ''} {what}".strip()))

    def at(self, when):
        return f"{when - self.history.begin:.1f}s"

    def turn(self):
        """How long it takes until every room was asked once."""
        return SWEEP * (self.most_rooms // ROOMS_PER_SWEEP + 1)

    def news(self, room, event, who, after):
        """Seconds from a moment until the product knew of an event of somebody: by its webhook, or by asking in turn."""
        for hook in self.history.hooks_of[room.name]:
            if hook["event"] == event and hook.get("who") == who and abs(hook["t"] - after) < 0.5:
                taken = self.history.accepted(hook["id"])
                return min(self.turn() + room.lag, max(0.0, taken - after)) if taken else self.turn() + room.lag
        return self.turn() + room.lag

    # The heart: one agent.

    def rule_one_agent_at_a_time(self):
        longest, count = 0.0, 0
        for room in self.history.rooms:
            for begin, end, pair in doubles(room):
                longest, count = max(longest, end - begin), count + 1
                second = max(pair, key=lambda spell: spell.begin)
                allowed = (SLACK + LIST_LAG + self.news(room, "participant_joined", second.who, second.begin)
                           + self.unanswered(room, "RemoveParticipant", begin, end)
                           + self.disturbed.seconds(room, min(begin, second.begin), end))
                if end - begin > allowed:
                    self.breaks(room, f"{pair[0].who} and {pair[1].who} audible together from {self.at(begin)} for "
                                f"{end - begin:.1f}s, at most {allowed:.1f}s are explained")
        self.figures["times with two agents audible"] = count
        self.figures["longest time with two agents audible, s"] = round(longest, 2)

    def unanswered(self, room, method, begin, end):
        return sum(1.0 for request in self.history.of_room[room.name]
                   if request["m"] == method and not request["answered"] and begin <= request["t"] <= end + 1)

    def rule_one_create_per_attempt(self):
        seen = Counter()
        for room in self.history.rooms:
            last = {}
            for create in room.creates:
                told = MARKER.fullmatch(create["marker"])
                if not told:
                    self.breaks(room, f"a create with the marker '{create['marker']}' at {self.at(create['t'])}")
                    continue
                episode, attempt = (told["sid"], told["episode"]), int(told["attempt"])
                seen[episode, attempt] += 1
                if seen[episode, attempt] > 1:
                    self.breaks(room, f"attempt {attempt} took effect again at {self.at(create['t'])}")
                elif attempt < last.get(episode, 0):
                    self.breaks(room, f"attempt {attempt} took effect after attempt {last[episode]} at {self.at(create['t'])}")
                last[episode] = max(attempt, last.get(episode, 0))
        self.figures["creates that took effect"] = sum(seen.values())

    def rule_no_create_beside_a_healthy_agent(self):
        """By the time at which it was asked for: LiveKit may be late."""
        for room in self.history.rooms:
            for create in room.creates:
                asked = min((request["from"] for request in self.history.of_room[room.name]
                             if request["m"] == "CreateDispatch" and request.get("about") == create["marker"]),
                            default=create["t"])
                for spell in room.agents:
                    if spell.audible and spell.audible[0] + LIST_LAG + SLACK < asked < spell.audible[1]:
                        self.breaks(room, f"a create at {self.at(asked)} although {spell.who} had been audible since "
                                    f"{self.at(spell.audible[0])}")

    def rule_no_healthy_agent_removed(self):
        for room in self.history.rooms:
            for spell in room.agents:
                if not spell.removed or not spell.audible or spell.audible[1] < spell.end - 0.01:
                    continue
                others = [other for other in room.agents if other is not spell
                          and other.begin < spell.end <= other.end]
                heard = spell.end - spell.audible[0]
                allowed = LIST_LAG + SLACK + self.disturbed.seconds(room, spell.audible[0] - LEASE, spell.end)
                caller = any(caller.begin < spell.end - LIST_LAG and caller.end > spell.end for caller in room.callers)
                if caller and not others and heard > allowed:
                    self.breaks(room, f"{spell.who}, audible for {heard:.1f}s, removed at {self.at(spell.end)} while its caller "
                                "was there and no other agent was")

    # Never silent.

    def rule_nobody_waits_for_ever(self):
        """However bad the day: an agent, or the hang-up."""
        longest = 0.0
        for room, begin, end, lost, _ in self.silences():
            longest = max(longest, end - begin)
            allowed = (GIVE_UP + LEASE + TICK + SLACK + (CRASH_SHOWS if lost else 0) + self.turn() + room.lag
                       + self.disturbed.seconds(room, begin, end))
            if end - begin > allowed:
                self.breaks(room, f"silence from {self.at(begin)} for {end - begin:.1f}s, at most {allowed:.1f}s are explained")
        self.figures["longest silence of a caller, s"] = round(longest, 1)

    def rule_in_calm_every_deadline_has_its_rung(self):
        """Of silences that begin in a calm: never longer than a deadline without something being done."""
        judged = 0
        for room, begin, end, lost, joined in self.silences():
            calm_end = next((until for since, until in self.calms() if since + SLACK <= begin < until), None)
            if calm_end is None or self.disturbed.seconds(room, begin - LEASE, begin, stalls=False) > 0:
                continue
            judged += 1
            end = min(end, calm_end)
            steps = [begin, *sorted(self.done_for(room, begin, end)), end]
            find = (CRASH_SHOWS + self.turn() + room.lag) if lost else self.news(room, "participant_joined", joined, begin)
            for number, (since, until) in enumerate(zip(steps, steps[1:])):
                allowed = (find if number == 0 else JOIN_DEADLINE) + LIST_LAG + TICK + SLACK
                allowed += self.disturbed.seconds(room, since, until)
                if self.disturbed.refusing(since, until):
                    # It says itself that its store does not keep up; work that meets that waits for its lease to end.
                    allowed += LEASE + TICK
                if until - since > allowed:
                    self.breaks(room, f"nothing was done for a silent caller from {self.at(since)} for {until - since:.1f}s, "
                                f"at most {allowed:.1f}s are explained")
        self.figures["silences judged in calm"] = judged
        if judged == 0 and list(self.calms()):
            self.breaks(None, "no silence began in a calm, so nothing was judged")

    def done_for(self, room, begin, end):
        yield from (create["t"] for create in room.creates if begin <= create["t"] < end)
        for spell in room.agents:
            yield from (at for at in (spell.begin, spell.end) if begin <= at < end)

    def calms(self):
        since = None
        for note in self.history.notes:
            if note["what"] == "calm-begin":
                since = note["t"]
            elif note["what"] == "calm-end":
                yield since, note["t"]

    def silences(self):
        """(room, begin, end, whether an agent was lost, who waits): nobody audible while a caller is there."""
        for room in self.history.rooms:
            for caller in presences(room):
                heard = sorted(spell.audible for spell in room.agents if spell.audible)
                at, lost = caller.begin, False
                for since, until in heard:
                    if since > at and at < caller.end:
                        yield room, at, min(since, caller.end), lost, caller.who
                    if until > at:
                        at, lost = max(at, until), True
                if at < caller.end:
                    yield room, at, caller.end, lost, caller.who

    def rule_nobody_is_hung_up_without_a_reason(self):
        count = 0
        for room in self.history.rooms:
            for caller in presences(room):
                if not caller.removed:
                    continue
                count += 1
                served = [spell for spell in room.agents if spell.audible and spell.audible[0] < caller.end
                          and not self.is_belated(spell) and self.could_be_known(room, spell, caller.end)]
                lost = sum(1 for spell in served if spell.audible[1] < caller.end)
                heard = [spell for spell in served if spell.audible[0] + LIST_LAG + SLACK < caller.end <= spell.audible[1]]
                silent = caller.end - max([caller.begin, *(min(spell.audible[1], caller.end) for spell in served)])
                if heard or (silent < GIVE_UP - SLACK and lost < 3):
                    self.breaks(room, f"{caller.who} was hung up at {self.at(caller.end)} after {silent:.1f}s of silence and "
                                f"{lost} lost agents")
        self.figures["callers hung up"] = count

    def is_belated(self, spell):
        """Whether its dispatch was given up on before it was, or could be known to be, audible: it is not the call's."""
        return self.history.deleted.get(spell.of, float("inf")) < spell.audible[0] + LIST_LAG + SLACK

    def could_be_known(self, room, spell, end):
        """Whether its audio was told, or lasted until every room had been asked."""
        return (spell.audible[1] - spell.audible[0] > self.turn() + room.lag
                or any((self.history.accepted(hook["id"]) or end) < end for hook in self.history.hooks_of[room.name]
                       if hook["event"] == "track_published" and hook.get("who") == spell.who))

    # After the call, and nobody else's business.

    def rule_no_agent_is_left_alone(self):
        for room in self.history.rooms:
            for spell in room.agents:
                alone = max([spell.begin, *(caller.end for caller in room.callers)])
                allowed = (QUIESCENCE + 15 + self.turn() + room.lag + LEASE + TICK
                           + self.disturbed.seconds(room, alone, spell.end))
                if spell.end - alone > allowed:
                    self.breaks(room, f"{spell.who} alone from {self.at(alone)} for {spell.end - alone:.1f}s")
                elif spell.end >= self.history.end and not spell.why:
                    self.breaks(room, f"{spell.who} is still there at the end")

    def rule_nothing_foreign_is_touched(self):
        for line in self.history.foreign:
            self.breaks(None, f"{line}")
        for room in self.history.rooms:
            for request in self.history.of_room[room.name] if room.name.startswith(MEETING) else []:
                if request["m"] in ("CreateDispatch", "RemoveParticipant", "DeleteRoom", "DeleteDispatch"):
                    self.breaks(room, f"is a meeting without a phone: {request}")

    # The record.

    def rule_no_2xx_is_lost(self):
        told = {entry["details"].get("eventId") for call in self.calls for entry in call["timeline"]}
        kept = 0
        for event, tries in self.history.tries.items():
            # "not_ours" promises nothing: the event concerns no call.
            if any(200 <= t["status"] < 300 and t.get("result") != "not_ours" for t in tries):
                kept += 1
                if event not in told:
                    hook = self.history.hooks[event]
                    self.breaks(None, f"{hook['room']} {event} {hook['event']} was answered 2xx and is in no time line: {tries}")
        self.figures["events taken in"] = kept

    def rule_every_call_has_one_record_and_it_is_closed(self):
        records = defaultdict(list)
        for call in self.calls:
            records[call["roomSid"]].append(call)
            if call["endedAt"] is None or call["dispatch"]["state"] != "done":
                self.breaks(None, f"{call['roomName']} {call['callId']} is {call['status']}, {call['dispatch']['state']}")
        for room in self.history.rooms:
            if len(records[room.sid]) > 1:
                self.breaks(room, f"has {len(records[room.sid])} records")
            present = sum(caller.end - caller.begin for caller in room.callers)
            needed = self.turn() + room.lag + SLACK
            if room.callers and not records[room.sid]:
                needed += self.disturbed.seconds(room, room.callers[0].begin, room.callers[-1].end)
                if present > needed:
                    self.breaks(room, f"a caller was there for {present:.1f}s and has no record")
        self.figures["records"] = len(self.calls)

    def rule_an_agent_that_was_heard_makes_an_answered_call(self):
        """When the word of it arrived: of what was lost the record may know nothing."""
        outcomes = {call["roomSid"]: call for call in self.calls}
        for room in self.history.rooms:
            call = outcomes.get(room.sid)
            if not call or not call["outcome"]:
                continue
            heard = [spell for spell in room.agents if spell.audible
                     and any(caller.begin < spell.audible[1] and caller.end > spell.audible[0] for caller in room.callers)]
            answered = call["outcome"]["result"] == "answered"
            told_as_sure = call["outcome"]["certainty"] == "observed"
            if answered and not heard and self.knew_that_nobody_hears(room) and (
                    told_as_sure or not self.spoke_about_then(room)):
                self.breaks(room, f"{call['callId']} says answered, and nobody was heard")
            if not answered and any(self.heard_of(room, spell) for spell in heard):
                self.breaks(room, f"{call['callId']} says {call['outcome']['result']}, and an agent was heard")

    def knew_that_nobody_hears(self, room):
        """Whether the last caller's leaving was told before any agent spoke."""
        leaves = [self.history.accepted(hook["id"]) for hook in self.history.hooks_of[room.name]
                  if hook["event"] == "participant_left" and abs(hook["t"] - room.callers[-1].end) < 0.5]
        spoke = min((spell.audible[0] for spell in room.agents if spell.audible), default=float("inf"))
        return any(told and told < spoke for told in leaves)

    def spoke_about_then(self, room):
        """Whether an agent spoke within a second of the last caller's leaving: LiveKit dates both by whole seconds."""
        left = room.callers[-1].end
        return any(spell.audible and abs(spell.audible[0] - left) < 1 for spell in room.agents)

    def heard_of(self, room, spell):
        """Whether both the joining and the audio of an agent were told in time, while its caller was there."""
        end = max(caller.end for caller in room.callers)
        told = {hook["event"] for hook in self.history.hooks_of[room.name] if hook.get("who") == spell.who
                and (self.history.accepted(hook["id"]) or end) < end - 1}
        return {"participant_joined", "track_published"} <= told

    # Figures that are no rule.

    def count(self):
        history, figures = self.history, self.figures
        waits = sorted(min(s.audible[0] for s in room.agents if s.audible) - room.callers[0].begin
                       for room in history.rooms if room.callers and any(s.audible for s in room.agents)
                       if min(s.audible[0] for s in room.agents if s.audible) < room.callers[-1].end)
        figures["calls"] = sum(1 for room in history.rooms if room.callers)
        figures["rooms at once, at most"] = self.most_rooms
        minutes = (history.end - history.begin) / 60
        figures["webhooks made"] = f"{len(history.hooks)} ({self.rate():.0f}/s while callers came)"
        figures["webhooks by plan"] = dict(Counter(hook["plan"] for hook in history.hooks.values()))
        tries = [t for tries in history.tries.values() for t in tries]
        figures["webhook tries by status (0 = no answer)"] = dict(sorted(Counter(t["status"] for t in tries).items()))
        figures["webhooks given up on"] = dict(Counter(line["why"] for line in history.dropped))
        figures["webhook answered 200 after, ms"] = quantiles([t["ms"] for t in tries if t["status"] == 200])
        figures["faults"] = dict(Counter(note["what"] for note in history.notes
                                         if note["what"] in ("kill", "stop", "store-down") or note["what"].startswith("livekit-")))
        creates = [request for request in history.requests if request["m"] == "CreateDispatch"]
        figures["create requests"] = dict(Counter("answered" if r["answered"] else "unanswered" for r in creates))
        figures["agents that joined"] = sum(len(room.agents) for room in history.rooms)
        figures["caller's wait for audio, s"] = quantiles(waits)
        figures["callers who heard an agent"] = len(waits)
        figures["webhooks refused in calms"] = sum(self.disturbed.refusing(*calm) for calm in self.calms())
        span = overlap(self.disturbed.everybody, history.begin, history.end)
        figures["seconds in which LiveKit, the store or the machine stalled all"] = round(span)
        figures["minutes"] = round(minutes, 1)

    def rate(self):
        end = next((note["t"] for note in self.history.notes if note["what"] == "hang-up"), self.history.end)
        times = [hook["t"] for hook in self.history.hooks.values() if hook["t"] <= end]
        return len(times) / max(1.0, times[-1] - times[0]) if times else 0.0


def most_at_once(spans):
    steps = sorted([(begin, 1) for begin, _ in spans] + [(end, -1) for _, end in spans])
    most = now = 0
    for _, step in steps:
        now += step
        most = max(most, now)
    return most


def doubles(room):
    """(begin, end, the two): each time in which two agents of ours are audible together, and a caller hears it."""
    heard = sorted((spell for spell in room.agents if spell.audible), key=lambda spell: spell.audible[0])
    for number, one in enumerate(heard):
        for other in heard[number + 1:]:
            begin, end = max(one.audible[0], other.audible[0]), min(one.audible[1], other.audible[1])
            if end > begin:
                yield begin, end, (one, other)


def presences(room):
    """The callers of a room, those who come back within a second as one."""
    last = {}
    for spell in sorted(room.callers, key=lambda spell: spell.begin):
        known = last.get(spell.who)
        if known and spell.begin - known.end < 1:
            known.end, known.why, known.removed = spell.end, spell.why, spell.removed
        else:
            last[spell.who] = replace(spell)
    return list(last.values())


def quantiles(values):
    if not values:
        return "none"
    values = sorted(values)
    return {"p50": round(statistics.median(values), 2), "p99": round(values[int(len(values) * 0.99)], 2),
            "most": round(values[-1], 2)}


def main(arguments):
    history, calls = arguments
    checked = Check(History(lines_of(history)), list(lines_of(calls)))
    good = checked.run()
    checked.count()
    for name, figure in checked.figures.items():
        print(f"  {name}: {figure}")
    rules = Counter(rule for rule, _ in checked.broken)
    for rule in checked.rules:
        name = rule.__name__[5:].replace("_", "-")
        print(f"{'FAIL' if rules[name] else 'PASS'} {name}" + (f": {rules[name]}" if rules[name] else ""))
    for rule in rules:
        for name, what in [line for line in checked.broken if line[0] == rule][:10]:
            print(f"  {name}: {what}")
    print("chaos: PASS" if good else "chaos: FAIL")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
