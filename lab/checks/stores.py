"""Where the product keeps its calls: a file of its own, or a PostgreSQL that a stand starts and ends."""
import asyncio
import os

from processchaos.stores import Postgres

H2_FILE = {"TELEPHONY_STORE": "h2"}


class File:
    """H2, which runs inside the product."""

    settings = H2_FILE

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        pass


class Server:
    """PostgreSQL with our tables in it."""

    def __init__(self, run, port):
        self._logs, self._run = run / "log", run
        self._postgres = Postgres(str(run), str(self._logs), os.environ["LAB_POSTGRES"], int(port), os.environ["TELEPHONY_JAR"])
        self.settings = self._postgres.settings

    async def __aenter__(self):
        self._logs.mkdir(parents=True, exist_ok=True)
        try:
            await asyncio.to_thread(self._postgres.prepare)
        except BaseException:
            self._postgres.part.end()
            raise
        return self

    async def __aexit__(self, *_):
        await asyncio.to_thread(self._postgres.part.end)


def of(kind, run, port):
    return Server(run, port) if kind == "postgres" else File()
