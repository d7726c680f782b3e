"""What goes wrong, and when: worked out beforehand from a seed, so that a run can be repeated."""
import random
from dataclasses import dataclass

# A storm, in which something happens every few seconds, of about so long, and a calm in which all must become well again.
STORM, CALM = 120.0, 45.0
FIRST, SHORTEST_PAUSE, LONGEST_PAUSE = 8.0, 2.0, 5.0

KINDS = {"kill": 4, "stop": 4, "database": 3, "slow": 2, "swallow": 3, "blocked": 2, "refuse": 1, "late": 2}
# Seconds: how long each lasts, at least and at most.
LASTS = {"kill": (0.3, 3), "stop": (1, 20), "database": (0.3, 2), "slow": (3, 8), "swallow": (3, 8), "blocked": (2, 8),
         "refuse": (1, 5), "late": (3, 8)}


@dataclass(frozen=True)
class Fault:
    at: float  # seconds after the beginning of the callers
    kind: str
    lasts: float


def schedule(minutes, seed):
    """(faults, calms): so many minutes of storms, each followed by a calm, whose beginnings and ends are told."""
    chance = random.Random(seed)
    faults, calms, begin = [], [], FIRST
    storms = max(1, round(minutes * 60 / STORM))
    storm = minutes * 60 / storms
    for _ in range(storms):
        at = begin
        while at < begin + storm:
            kind = chance.choices(list(KINDS), KINDS.values())[0]
            least, most = LASTS[kind]
            # Nothing reaches into the calm.
            faults.append(Fault(at, kind, min(chance.uniform(least, most), max(1.0, begin + storm - at))))
            at += chance.uniform(SHORTEST_PAUSE, LONGEST_PAUSE)
        # What began last may last a second longer.
        calms.append((begin + storm + 1, begin + storm + 1 + CALM))
        begin += storm + 1 + CALM
    return faults, calms
