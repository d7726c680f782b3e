"""The processes of a run: the product and the callers. Each is ended by the one that started it."""
import asyncio
import json
import os
import shlex
import signal
import sys
from pathlib import Path

import aiohttp

from .report import CheckFailed, eventually
from .voices import Voices

SETTLES = 1.5  # seconds; a room of the first second may be older than what the store remembers

LAB = Path(__file__).resolve().parent.parent


class Product:
    """One running instance of the packaged jar, with a folder and a log of its own."""

    def __init__(self, name, port, livekit_url, run, store):
        self.port, self.url = port, f"http://127.0.0.1:{port}"
        self.log = run / "log" / f"{name}.log"
        self._folder = run / name
        self._record = run / "pid" / name
        self._environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("TELEPHONY_", "LIVEKIT_"))},
            "LIVEKIT_URL": livekit_url,
            "LIVEKIT_API_KEY": os.environ["LIVEKIT_API_KEY"],
            "LIVEKIT_API_SECRET": os.environ["LIVEKIT_API_SECRET"],
            "TELEPHONY_HOST": "127.0.0.1",
            "TELEPHONY_PORT": str(port),
            "TELEPHONY_DEFAULT_AGENT": os.environ["LAB_AGENT"],
            **store,
        }
        java = Path(os.environ["JAVA_HOME"], "bin", "java") if os.environ.get("JAVA_HOME") else "java"
        default = [str(java), "-jar", os.path.abspath(os.environ["TELEPHONY_JAR"]), "serve"]
        self._command = shlex.split(os.environ.get("PRODUCT_CMD", "")) or default
        self._process = self._session = None

    async def launch(self):
        self._folder.mkdir(exist_ok=True)
        with open(self.log, "ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, cwd=self._folder, env=self._environment, stdin=asyncio.subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True)
        # In the form that lab/down reads, should we be killed before we can stop it ourselves.
        start = Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(") ", 1)[1].split()[19]
        self._record.write_text(f"{self._process.pid} {start}\n")
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))

    async def start(self, seconds=60):
        await self.launch()

        async def ready():
            status, body = await self.get_if_listening("/readyz")
            return status == 200 or self._must_run(f"{status} {body!s:.200}")
        await eventually("GET /readyz answers 200", ready, seconds)

    async def start_settled(self):
        """Started so long ago that it does not wait for creates of a life before: a new store remembers from its start."""
        await self.start()
        await asyncio.sleep(SETTLES)

    def _must_run(self, _seen):
        if self._process.returncode is not None:
            raise CheckFailed(f"the product ended by itself with code {self._process.returncode}")
        return False

    async def get_if_listening(self, path):
        self._must_run(None)
        try:
            return await self.get(path)
        except aiohttp.ClientError:
            return None, "not listening"

    async def get(self, path, **query):
        async with self._session.get(self.url + path, params=query) as answer:
            return answer.status, await self._body(answer)

    async def send(self, method, path, body=None, headers=None):
        async with self._session.request(method, self.url + path, json=body, headers=headers) as answer:
            return answer.status, await self._body(answer)

    async def post_webhook(self, body, headers):
        async with self._session.post(self.url + "/telephony/livekit-webhook", data=body, headers=headers) as answer:
            return answer.status, await self._body(answer)

    @staticmethod
    async def _body(answer):
        text = await answer.text()
        try:
            return json.loads(text)
        except ValueError:
            return text

    async def calls(self, room):
        status, page = await self.get("/telephony/calls", roomName=room)
        if status != 200:
            raise CheckFailed(f"GET /telephony/calls?roomName={room} answered {status}: {page!s:.300}")
        return page["items"]

    async def call(self, call_id):
        status, record = await self.get(f"/telephony/calls/{call_id}")
        if status != 200:
            raise CheckFailed(f"GET /telephony/calls/{call_id} answered {status}: {record!s:.300}")
        return record

    async def timeline(self, call_id):
        status, page = await self.get(f"/telephony/calls/{call_id}/timeline")
        if status != 200:
            raise CheckFailed(f"GET /telephony/calls/{call_id}/timeline answered {status}: {page!s:.300}")
        return page if isinstance(page, list) else page["items"]

    async def terminate(self, seconds):
        """The exit code after SIGTERM, in shell terms, or None when it had to be killed."""
        self._process.send_signal(signal.SIGTERM)
        try:
            code = await asyncio.wait_for(self._process.wait(), seconds)
            return code if code >= 0 else 128 - code
        except asyncio.TimeoutError:
            self._process.kill()
            await self._process.wait()
            return None

    async def kill(self):
        """Without a goodbye; it may be started again."""
        self._process.kill()
        await self._process.wait()
        await self._session.close()

    async def stop(self):
        if self._process and self._process.returncode is None:
            await self.terminate(10)
        if self._session:
            await self._session.close()
        self._record.unlink(missing_ok=True)


class Caller:
    """One stand-in phone call; its events are kept as they are printed."""

    def __init__(self, room, number, called, *options, settings):
        self.room, self.number, self.called = room, number, called
        self.voices = Voices()
        self._options, self._settings = options, settings
        self._events, self._process, self._reader = {}, None, None
        self._log = Path(settings["LAB_RUN"]) / "log" / "callers.log"

    async def __aenter__(self):
        with open(self._log, "ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, str(LAB / "caller.py"), self.room, self.number, self.called, *self._options,
                stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=log, env=self._settings)
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_):
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()
        await self._reader

    async def _read(self):
        async for line in self._process.stdout:
            event = json.loads(line)
            self._events.setdefault(event["event"], event)
            self.voices.note(event)

    def signal(self, number):
        self._process.send_signal(number)

    def hang_up(self):
        self.signal(signal.SIGUSR1)

    async def saw(self, event, seconds):
        async def printed():
            if event not in self._events and self._reader.done():
                raise CheckFailed(f"the caller in {self.room} ended before '{event}'; it saw {list(self._events)}")
            return self._events.get(event)
        return await eventually(f"the caller in {self.room} sees '{event}'", printed, seconds, every=0.01)
