"""Everything a check works with: both proxies, the product behind them, and LiveKit's own view."""
import contextlib
import json
import os
import time
from pathlib import Path

from livekit import api

from .processes import Caller, Product
from .proxies import ApiProxy, WebhookProxy
from .stores import H2_FILE

AGENT_KIND = api.ParticipantInfo.Kind.AGENT
CALLED = "+15559990000"
LONGEST_LINE = 300


class Bench:
    def __init__(self, settings=os.environ, name="", store=H2_FILE):
        """Settings are those of lab/settings.sh and lab/e2e; a name is needed where there are several benches."""
        def port(key):
            return int(settings[key])
        self.name, self.settings = name, dict(settings)
        self.agent_name = settings["LAB_AGENT"].split()[0]
        self.run = Path(settings["LAB_RUN"])
        self.product = Product("product", port("E2E_PORT"), f"ws://127.0.0.1:{port('E2E_API_PORT')}", self.run, store)
        # Port 9 (discard) is served by nobody: a refused connection, at once.
        self.second = Product("product-without-livekit", port("E2E_SECOND_PORT"), "ws://127.0.0.1:9", self.run, H2_FILE)
        self.webhooks = WebhookProxy(port("E2E_WEBHOOK_PORT"), self.product.url)
        self.api = ApiProxy(port("E2E_API_PORT"), f"http://127.0.0.1:{port('LAB_PORT')}")
        self._livekit = None
        self._rooms, self._told = 0, 0
        self.callers = []
        self._open = contextlib.AsyncExitStack()

    async def __aenter__(self):
        # Left in reverse: products first, so that nothing they still say meets a closed proxy.
        await self._open.enter_async_context(self.webhooks)
        await self._open.enter_async_context(self.api)
        self._livekit = await self._open.enter_async_context(api.LiveKitAPI(
            self.settings["LIVEKIT_URL"], self.settings["LIVEKIT_API_KEY"], self.settings["LIVEKIT_API_SECRET"]))
        self._open.push_async_callback(self.product.stop)
        self._open.push_async_callback(self.second.stop)
        return self

    async def __aexit__(self, *_):
        await self._open.aclose()

    def call(self, what, *options, to=CALLED, room=None):
        """A new caller in a new room; unless it has to be a certain one, its name says which check it belongs to."""
        self._rooms += 1
        self.callers.append(Caller(room or f"e2e-{what}-{self._rooms}", f"+1555000{self._rooms:04}", to, *options,
                                   settings=self.settings))
        return self.callers[-1]

    async def stories(self):
        """The product's time lines of the calls that were placed since it was asked last, as lines of text."""
        callers, self._told = self.callers[self._told:], len(self.callers)
        lines = []
        for caller in callers:
            lines.append(f"{caller.room}: the caller heard {caller.voices.stretches}")
            for call in await self.product.calls(caller.room):
                for entry in await self.product.timeline(call["callId"]):
                    details = " ".join(f"{name}={value}" for name, value in entry["details"].items())
                    lines.append(f"{entry['at']} {entry['kind']} {entry['name']} {details}"[:LONGEST_LINE])
        return lines

    async def create_room(self, room, agent_name=None):
        """Before its caller comes; an agent named here is launched by LiveKit itself."""
        agents = [api.RoomAgentDispatch(agent_name=agent_name)] if agent_name else []
        await self._livekit.room.create_room(api.CreateRoomRequest(name=room, agents=agents))

    async def is_listed(self, room):
        answer = await self._livekit.room.list_rooms(api.ListRoomsRequest(names=[room]))
        return bool(answer.rooms)

    async def agents(self, room):
        """Identities of the agents that LiveKit has in the room; none when there is no such room."""
        answer = await self._livekit.room.list_participants(api.ListParticipantsRequest(room=room))
        return [p.identity for p in answer.participants if p.kind == AGENT_KIND]

    async def named_dispatches(self, room):
        """LiveKit lists an automatic dispatch without a name for every room; it sends nobody here."""
        return [d for d in await self._livekit.agent_dispatch.list_dispatch(room_name=room) if d.agent_name]

    async def remove(self, room, identity):
        await self._livekit.room.remove_participant(api.RoomParticipantIdentity(room=room, identity=identity))

    async def dispatch(self, room, metadata=""):
        """Somebody else's dispatch of an agent of ours."""
        await self._livekit.agent_dispatch.create_dispatch(
            api.CreateAgentDispatchRequest(agent_name=self.agent_name, room=room, metadata=metadata))

    def notes(self, event, room):
        """What the agents of this room wrote down."""
        with open(self.settings["AGENT_LOG"], encoding="utf-8") as log:
            notes = [json.loads(line) for line in log]
        return [note for note in notes if note["event"] == event and note["room"] == room]

    def jobs(self, room):
        """What the agent workers were handed for this room."""
        return self.notes("job", room)

    def job_of(self, room, identity):
        """What the worker of this agent was handed."""
        [joined] = [note["job"] for note in self.notes("joined", room) if note["identity"] == identity]
        return next(job for job in self.jobs(room) if job["job"] == joined)

    def order(self, room, **misbehaviour):
        """The first agent that is sent to this room misbehaves; agent.py says how."""
        (self.run / "orders" / room).write_text(json.dumps(misbehaviour))

    async def most_agents(self, room, seconds):
        """The largest number of agents that were in the room at one moment, watched for some seconds."""
        most, deadline = 0, time.monotonic() + seconds
        while time.monotonic() < deadline:
            most = max(most, len(await self.agents(room)))
        return most
