"""Two proxies that see what goes over the wire, on both sides of the product.

livekit-server -> WebhookProxy -> product -> ApiProxy -> livekit-server
"""
import asyncio
import dataclasses
import json
import time

import aiohttp
from aiohttp import web
from google.protobuf.message import DecodeError
from livekit.protocol.agent_dispatch import CreateAgentDispatchRequest

# These describe one connection, not the message; aiohttp writes its own.
HOP_BY_HOP = {"host", "content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "http2-settings",
              "te", "trailer", "proxy-connection", "expect"}
CREATE_DISPATCH = "/twirp/livekit.AgentDispatchService/CreateDispatch"


def end_to_end(headers):
    return [(name, value) for name, value in headers.items() if name.lower() not in HOP_BY_HOP]


class Proxy:
    """Hands each request on byte for byte and remembers when it came."""

    def __init__(self, port, target):
        self.port, self.target = port, target
        self._runner = self._session = self._site = None

    async def __aenter__(self):
        self._session = self.new_session()
        app = web.Application(client_max_size=8 << 20)
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await self.open()
        return self

    async def open(self):
        self._site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await self._site.start()

    def is_open(self):
        return self._site is not None

    async def refuse(self):
        """As if nobody were there: connections are refused, and those that stand are broken."""
        site, self._site = self._site, None
        await site.stop()

    async def __aexit__(self, *_):
        await self._runner.cleanup()
        await self._session.close()

    @staticmethod
    def new_session():
        # Nothing added, unpacked or followed on the way.
        return aiohttp.ClientSession(auto_decompress=False, timeout=aiohttp.ClientTimeout(total=30),
                                     skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"))

    async def forward(self, request, body, session=None):
        async with (session or self._session).request(
                request.method, self.target + request.raw_path, headers=end_to_end(request.headers), data=body,
                allow_redirects=False) as answer:
            return web.Response(status=answer.status, headers=end_to_end(answer.headers), body=await answer.read())

    async def _handle(self, request):
        if not self.is_open():
            return self._break_off(request)
        arrived = time.time()
        body = await request.read()
        try:
            return await self.handle(request, body, arrived)
        except aiohttp.ClientError as unreachable:
            return web.Response(status=503, text=f"proxy: {unreachable}")

    @staticmethod
    def _break_off(request):
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=503)  # Reaches nobody.

    async def handle(self, request, body, arrived):
        raise NotImplementedError


@dataclasses.dataclass
class Delivery:
    """One webhook as LiveKit sent it, and the answers the product gave to each copy."""
    arrived: float
    event: dict
    answers: list

    @property
    def room(self):
        return self.event.get("room", {}).get("name")

    def is_join_of(self, kind):
        return self.event["event"] == "participant_joined" and self.event["participant"].get("kind") == kind


class WebhookProxy(Proxy):
    """Delivers webhooks; those of chosen rooms twice, in a row or on two connections at once, or not at all."""

    def __init__(self, port, target):
        super().__init__(port, target)
        self.deliveries = []
        self.in_sequence, self.at_once, self.lost = set(), set(), set()

    async def handle(self, request, body, arrived):
        delivery = Delivery(arrived, json.loads(body), [])
        self.deliveries.append(delivery)
        if delivery.room in self.lost:
            return web.Response(status=200)
        if delivery.room in self.at_once:
            async with self.new_session() as first, self.new_session() as second:
                responses = await asyncio.gather(*(self.forward(request, body, s) for s in (first, second)))
        elif delivery.room in self.in_sequence:
            responses = [await self.forward(request, body), await self.forward(request, body)]
        else:
            responses = [await self.forward(request, body)]
        delivery.answers += [response.status for response in responses]
        return responses[0]

    def of(self, room):
        return [delivery for delivery in self.deliveries if delivery.room == room]


@dataclasses.dataclass
class Create:
    arrived: float
    room: str
    status: int | None = None


class ApiProxy(Proxy):
    """Counts what the product asks LiveKit to create; for chosen rooms something is done before a create is handed on, or
    before its answer is. Where that ends with False, it is not handed on."""

    def __init__(self, port, target):
        super().__init__(port, target)
        self.creates, self.before_create, self.after_create = [], {}, {}

    async def handle(self, request, body, arrived):
        create = None
        if request.path == CREATE_DISPATCH:
            create = Create(arrived, self._room(request, body))
            # Before it is handed on: a create whose answer never comes is a create.
            self.creates.append(create)
            if await self._done(self.before_create, create.room) is False:
                return self._break_off(request)
        response = await self.forward(request, body)
        if create:
            create.status = response.status
            if await self._done(self.after_create, create.room) is False:
                return self._break_off(request)
        return response

    @staticmethod
    async def _done(hooks, room):
        return await hooks[room]() if room in hooks else True

    @staticmethod
    def _room(request, body):
        try:
            if "json" in request.content_type:
                return json.loads(body).get("room")
            return CreateAgentDispatchRequest.FromString(body).room
        except (DecodeError, ValueError):
            return None

    def of(self, room):
        return [create for create in self.creates if create.room == room]
