"""For an agent of your own: asks the switchboard whether it may speak, and tells it that the agent is alive.

    await ctx.connect()
    line = Switchboard("http://switchboard:8080", ctx.job.metadata, ctx.room.local_participant.identity)
    if not await line.may_speak():
        return ctx.shutdown("another agent is the call's")
    alive = asyncio.create_task(line.stay_alive(leave=lambda: ctx.shutdown("replaced")))  # optional
"""
import asyncio
import json
import time

import aiohttp

ASK_AGAIN_AFTER = 0.2  # seconds
HEARTBEAT_EVERY = 2.0


class Switchboard:
    def __init__(self, url, metadata, identity):
        call = json.loads(metadata or "{}").get("telephony", {})
        self._known = {"call_id", "token"} <= call.keys()  # An agent that a LiveKit rule sent has nothing to show.
        self._url = f"{url.rstrip('/')}/telephony/calls/{call.get('call_id')}/"
        self._body = {"identity": identity, "token": call.get("token")}

    async def may_speak(self, within=2.0):
        """False: another agent is this call's, so keep silent and leave. Without an answer within so many seconds it is
        True, for a caller who hears nobody is worse off than one who hears two."""
        end = time.monotonic() + within
        while self._known and (left := end - time.monotonic()) > 0:
            answer = await self._ask("admission", left)
            if answer is not None:
                return answer
            await asyncio.sleep(ASK_AGAIN_AFTER)
        return True

    async def stay_alive(self, leave):
        """Sends heartbeats until the agent is not the call's any more; then it calls leave."""
        while self._known:
            if await self._ask("agent-heartbeat", HEARTBEAT_EVERY) is False:
                return leave()
            await asyncio.sleep(HEARTBEAT_EVERY)

    async def _ask(self, what, within):
        """What it answers; None: it is away or busy, ask again."""
        try:
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=within)) as session:
                async with session.post(self._url + what, json=self._body) as answer:
                    if answer.status == 200:
                        return (await answer.json())["speak"]
                    return None if answer.status >= 500 else True  # It does not know us: as if we had not asked.
        except (aiohttp.ClientError, asyncio.TimeoutError):
            return None
