"""A lab of its own for checks that kill parts of it: LiveKit, Redis, worker, both proxies, the product and its store."""
import asyncio
import contextlib
import os
from pathlib import Path

from . import stores
from .bench import Bench
from .processes import LAB
from .report import CheckFailed, eventually, tail

PORTS = ("LAB_PORT", "LAB_MEDIA_PORT", "LAB_REDIS_PORT", "LAB_AGENT_PORT",
         "E2E_WEBHOOK_PORT", "E2E_API_PORT", "E2E_PORT", "E2E_SECOND_PORT", "E2E_STORE_PORT")
START_WITHIN = 90
REGISTERED = "registered worker"


class Stand:
    """Use it with `async with`; inside, `bench` is what checks work with."""

    def __init__(self, name, ports, worker=True, store="h2", more_agents="", product=()):
        """With or without the worker from the start; names of further workers; further settings of the product."""
        run = Path(os.environ["LAB_RUN"]) / "stands" / name
        self._settings = {
            **os.environ, **{key: str(port) for key, port in zip(PORTS, ports, strict=True)},
            "LAB_RUN": str(run), "AGENT_LOG": str(run / "log" / "agent-events.jsonl"),
            "LIVEKIT_URL": f"ws://127.0.0.1:{ports[0]}", "LAB_NO_AGENT": "" if worker else "1",
            "LAB_AGENT": f"{os.environ['LAB_AGENT']} {more_agents}".strip()}
        self._run, self._open = run, contextlib.AsyncExitStack()
        self._store = stores.of(store, run, self._settings["E2E_STORE_PORT"])
        self.bench = Bench(self._settings, name, {**self._store.settings, **dict(product)})

    async def __aenter__(self):
        async with contextlib.AsyncExitStack() as opening:
            opening.push_async_callback(self._script, "down", "quiet")
            await self._script("up", f"http://127.0.0.1:{self._settings['E2E_WEBHOOK_PORT']}/telephony/livekit-webhook")
            await opening.enter_async_context(self._store)
            await opening.enter_async_context(self.bench)
            await self.bench.product.start_settled()
            self._open = opening.pop_all()
        return self

    async def __aexit__(self, *_):
        await self._open.aclose()

    async def kill(self, part):
        await self._script("part", part, "kill")

    async def start(self, part):
        await self._script("part", part, "start")

    def registrations(self):
        """How often the worker has registered with LiveKit."""
        return (self._run / "log" / "agent.log").read_text(errors="replace").count(REGISTERED)

    async def worker_back(self, before, seconds=40):
        """Returns when the worker has registered more often than before."""
        async def registered():
            return self.registrations() > before
        await eventually("the worker registers again", registered, seconds)

    async def _script(self, name, *words):
        log = self._run / "scripts.log"
        self._run.mkdir(parents=True, exist_ok=True)
        with open(log, "ab") as out:
            process = await asyncio.create_subprocess_exec(
                str(LAB / name), *words, env=self._settings, stdin=asyncio.subprocess.DEVNULL, stdout=out, stderr=out)
        try:
            code = await asyncio.wait_for(process.wait(), START_WITHIN)
        finally:
            if process.returncode is None:
                process.terminate()
                await process.wait()
        if code:
            raise CheckFailed(f"lab/{name} {' '.join(words)} ended with {code}: {tail(log, 5)}")
