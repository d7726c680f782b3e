"""One line per check, and waits that end."""
import asyncio
import time


class CheckFailed(Exception):
    """Something that had to happen did not; the rest of its section makes no sense."""


async def eventually(what, probe, seconds, every=0.1):
    """The first true answer of `probe`; CheckFailed with the last answer when none came in time."""
    deadline = time.monotonic() + seconds
    while True:
        seen = await probe()
        if seen:
            return seen
        if time.monotonic() > deadline:
            raise CheckFailed(f"{what}: not within {seconds} s; last seen: {seen!r:.300}")
        await asyncio.sleep(every)


def tail(path, lines=25):
    try:
        with open(path, encoding="utf-8", errors="replace") as log:
            return "".join(log.readlines()[-lines:]).rstrip()
    except FileNotFoundError:
        return "(no log)"


class Report:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    def that(self, name, holds, detail=""):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
        self.line(("ok   " if holds else "FAIL ") + name + (f" ({detail})" if detail else ""))

    def line(self, text):
        print(text, flush=True)

    async def section(self, log, steps):
        """Runs one coroutine of checks; when any of them failed, shows the end of the product's log."""
        failed_before = self.failed
        try:
            await steps
        except CheckFailed as failure:
            self.that(str(failure), False)
        except Exception as surprise:  # a check that breaks is a failed check, and the others still run
            self.that(f"{steps.__name__} broke", False, f"{type(surprise).__name__}: {surprise}")
        if self.failed > failed_before:
            self.line(f"     end of {log}:")
            self.line("\n".join("     | " + line for line in tail(log).splitlines()))

    def summary(self):
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 0 if self.passed and not self.failed else 1


class Aside(Report):
    """Of checks that run beside others: told in one piece when they are through."""

    def __init__(self, whole, where=""):
        super().__init__()
        self._whole, self._where, self._lines = whole, where, []

    def that(self, name, holds, detail=""):
        super().that(self._where + name, holds, detail)

    def line(self, text):
        self._lines.append(text)

    def close(self):
        self._whole.passed += self.passed
        self._whole.failed += self.failed
        print("\n".join(self._lines), flush=True)
