"""Reads what the model of LiveKit wrote down, and the product's records; knows nothing of the product's code."""
import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Spell:
    """Somebody in a room, from joining to leaving; open ends are the end of the history."""
    who: str
    begin: float
    end: float = float("inf")
    why: str = ""
    ours: bool = False
    of: str = ""  # the dispatch that started it
    removed: bool = False  # because it was asked for; an agent whose dispatch was deleted goes by itself
    audible: tuple = ()  # (from, until)


@dataclass
class Room:
    name: str
    sid: str
    begin: float
    lag: float
    end: float = float("inf")
    callers: list = field(default_factory=list)
    agents: list = field(default_factory=list)  # ours
    creates: list = field(default_factory=list)  # effects


class History:
    def __init__(self, lines):
        self.rooms = []  # every incarnation
        self.hooks, self.tries = {}, defaultdict(list)
        self.deleted = {}  # dispatch: when
        self.requests, self.notes, self.foreign, self.dropped = [], [], [], []
        self.begin = self.end = 0.0
        self._named, self._people = {}, {}
        for line in lines:
            self.begin = self.begin or line["t"]
            self.end = line["t"]
            getattr(self, "_" + line["e"], self._other)(line)
        for room in self.rooms:
            for spell in room.callers + room.agents:
                spell.end = min(spell.end, self.end)
                spell.audible = spell.audible and (spell.audible[0], min(spell.audible[1], spell.end))
            room.end = min(room.end, self.end)
        self.of_room = defaultdict(list)
        for request in self.requests:
            self.of_room[request.get("room", "")].append(request)
        self.hooks_of = defaultdict(list)
        for hook in self.hooks.values():
            self.hooks_of[hook["room"]].append(hook)
        self.doors = {note["port"]: note["replica"] for note in self.notes if note["what"] == "door"}

    def _other(self, line):
        pass

    def _room(self, line):
        room = Room(line["room"], line["sid"], line["t"], line["lag"])
        self.rooms.append(room)
        self._named[room.name] = room

    def _room_gone(self, line):
        self._named[line["room"]].end = line["t"]

    def _join(self, line):
        spell = Spell(line["who"], line["t"], ours=line["ours"], of=line["of"])
        room = self._named[line["room"]]
        self._people[room.name, spell.who] = spell
        if line["kind"] == "SIP":
            room.callers.append(spell)
        elif spell.ours:
            room.agents.append(spell)

    def _audio(self, line):
        spell = self._people[line["room"], line["who"]]
        spell.audible = (line["t"], float("inf")) if line["on"] else (spell.audible[0], line["t"])

    def _leave(self, line):
        spell = self._people[line["room"], line["who"]]
        spell.end, spell.why, spell.removed = line["t"], line["why"], line["asked"]
        if not line["ours"] and line["kind"] != "SIP" and line["why"] in ("PARTICIPANT_REMOVED", "ROOM_DELETED"):
            self.foreign.append(line)

    def _create(self, line):
        self._named[line["room"]].creates.append(line)
        if not line["marker"]:
            self.foreign.append(line)

    def _undispatch(self, line):
        self.deleted[line["id"]] = line["t"]
        if not line["marker"]:
            self.foreign.append(line)

    def _api(self, line):
        self.requests.append(line)

    def _hook(self, line):
        self.hooks[line["id"]] = line

    def _try(self, line):
        self.tries[line["id"]].append(line)

    def _dropped(self, line):
        self.dropped.append(line)

    def _note(self, line):
        self.notes.append(line)

    def _fault(self, line):
        self.notes.append(line)

    def accepted(self, event):
        """When this webhook was first answered 2xx; None = never."""
        return min((t["t"] for t in self.tries[event] if 200 <= t["status"] < 300), default=None)


def lines_of(path):
    with open(path) as file:
        for line in file:
            if line.endswith("\n"):  # The last one may have been cut short.
                yield json.loads(line)


def union(windows):
    """Sorted windows that do not overlap."""
    merged = []
    for begin, end in sorted(windows):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((begin, end))
    return merged


def overlap(windows, begin, end):
    """Seconds of these windows, which do not overlap, between begin and end."""
    return sum(max(0.0, min(end, till) - max(begin, since)) for since, till in windows)


class Disturbances:
    """What was done to the replicas, the store and LiveKit, as windows of time."""

    LEASE, TICK, BEFORE = 20.0, 3.0, 20.0

    def __init__(self, history):
        self.history = history
        everybody, stalls, self.replica = [], [], defaultdict(list)
        down, held = None, {}
        for note in history.notes:
            what, at = note["what"], note["t"]
            if what.startswith("livekit-"):
                everybody.append((at, at + note["seconds"]))
            elif what == "store-down":
                down = at
            elif what == "store-up":
                everybody.append((down, at))
            elif what == "stall":
                # Whose machine is busy is slow with everything.
                stalls.append((at - note["seconds"], at))
            elif what == "kill":
                # What it worked on waits for its lease to run out.
                self.replica[note["replica"]].append((at, at + self.LEASE + self.TICK))
            elif what == "stop":
                held[note["replica"]] = at
            elif what == "go-on":
                self.replica[note["replica"]].append((held[note["replica"]], at + self.TICK))
        self.refused = sorted(t["t"] for tries in history.tries.values() for t in tries if t["status"] == 503)
        self.faults, self.everybody = union(everybody), union(everybody + stalls)

    def seconds(self, room, begin, end, stalls=True):
        """How long between begin and end this room's call could not be worked on, at most."""
        windows = list(self.everybody if stalls else self.faults)
        for number, spells in self.replica.items():
            windows += [spell for spell in spells if self.worked(number, room, spell[0])]
        return overlap(union(windows), begin, end)

    def refusing(self, begin, end):
        """How many webhooks were answered 503 in this time."""
        return bisect_right(self.refused, end) - bisect_left(self.refused, begin)

    def worked(self, number, room, at):
        """Whether this replica worked on the room shortly before it was hit, or was just given something to do there."""
        for request in self.history.of_room[room.name]:
            if self.history.doors.get(request["by"]) == number and at - self.BEFORE <= request["t"] <= at + self.BEFORE:
                return True
        for hook in self.history.hooks_of[room.name]:
            for attempt in self.history.tries[hook["id"]]:
                if attempt["to"] == number and at - 2 <= attempt["t"] <= at + self.BEFORE:
                    return True
        return False
