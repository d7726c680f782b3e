"""What telephony is there to replace: a webhook handler that calls CreateDispatch for every caller who joins.

It is the control of lab/e2e: run in place of the product it must fail, or the checks prove nothing.
Environment: as the product's; LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET, TELEPHONY_PORT, TELEPHONY_DEFAULT_AGENT.
"""
import asyncio
import json
import os

from aiohttp import web
from livekit import api

seen = set()


async def on_webhook(request):
    event = json.loads(await request.read())
    # Even with a memory of event ids: after a restart of LiveKit the same call joins under a new one.
    if event["event"] == "participant_joined" and event["participant"].get("kind") == "SIP" and event["id"] not in seen:
        seen.add(event["id"])
        async with api.LiveKitAPI() as livekit:
            await livekit.agent_dispatch.create_dispatch(api.CreateAgentDispatchRequest(
                agent_name=os.environ["TELEPHONY_DEFAULT_AGENT"], room=event["room"]["name"]))
    return web.Response()


async def ready(_request):
    return web.json_response({"ready": True})


async def calls(_request):
    return web.json_response({"items": []})


async def serve():
    app = web.Application()
    app.router.add_post("/telephony/livekit-webhook", on_webhook)
    app.router.add_get("/readyz", ready)
    app.router.add_get("/telephony/calls", calls)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(os.environ["TELEPHONY_PORT"])).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())
