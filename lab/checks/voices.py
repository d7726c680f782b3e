"""Whom a caller heard, and when, by the sound that reached him."""
import time

from .report import CheckFailed, eventually


class Voices:
    """Stretches of sound of one call: [who, from, until]; until is None while it goes on."""

    def __init__(self):
        self.stretches = []

    def note(self, event):
        if event["event"] == "voice":
            self.stretches.append([event["by"], event["t"], None])
        elif event["event"] == "quiet":
            for stretch in self.stretches:
                if stretch[0] == event["by"] and stretch[2] is None:
                    stretch[2] = event["until"]

    def now(self):
        return sorted({who for who, _, until in self.stretches if until is None})

    def together(self, since=0.0):
        """How many seconds since then two or more were heard at once."""
        return sum(until - begin for begin, until, heard in self._pieces(since) if len(heard) > 1)

    def longest_silence(self, since):
        return max((until - begin for begin, until, heard in self._pieces(since) if not heard), default=0.0)

    def first_after(self, moment, other_than=()):
        """When somebody was heard again after a silence that lasted at this moment or came after it."""
        return next((begin for who, begin, _ in sorted(self.stretches, key=lambda s: s[1])
                     if begin > moment and who not in other_than), None)

    def _pieces(self, since):
        """The time since then, cut wherever a voice begins or ends: (begin, end, who is heard)."""
        now = time.time()
        cuts = {since, now} | {t for _, begin, until in self.stretches for t in (begin, until or now)}
        edges = sorted(t for t in cuts if since <= t <= now)
        for begin, until in zip(edges, edges[1:]):
            yield begin, until, {who for who, b, u in self.stretches if b <= begin and (u or now) >= until}


async def one_voice(caller, seconds, steady=4.0, other_than=()):
    """The one whom the caller hears, as soon as it has been the same one alone for some seconds."""
    held = [None, 0.0]

    async def alone():
        now = caller.voices.now()
        if len(now) != 1 or now[0] in other_than or now != held[0]:
            held[:] = now, time.monotonic()
        one = len(now) == 1 and now[0] not in other_than
        return now[0] if one and time.monotonic() - held[1] >= steady else None
    try:
        return await eventually(f"the caller in {caller.room} hears one agent for {steady:.0f} s", alone, seconds + steady)
    except CheckFailed as failure:
        raise CheckFailed(f"{failure}; it heard {caller.voices.stretches}") from None
