"""What goes wrong, and when: worked out beforehand from a seed, so that a run can be repeated."""
import random
from dataclasses import dataclass

# A storm, in which something happens every few seconds, and a calm in which all must become well again.
STORM, CALM = 60.0, 45.0
FIRST, SHORTEST_PAUSE, LONGEST_PAUSE = 8.0, 2.0, 5.0

KINDS = {"kill": 4, "stop": 4, "database": 3, "slow": 2, "swallow": 3, "blocked": 2, "refuse": 1, "late": 2}
# Seconds: how long each lasts, at least and at most.
LASTS = {"kill": (0.3, 3), "stop": (1, 20), "database": (0.3, 2), "slow": (3, 8), "swallow": (3, 8), "blocked": (2, 8),
         "refuse": (1, 5), "late": (3, 8)}
AFTER_LAST = max(most for _, most in LASTS.values())


@dataclass(frozen=True)
class Fault:
    at: float  # seconds after the beginning of the callers
    kind: str
    lasts: float


def schedule(minutes, seed):
    """(faults, calms): so many minutes of storms, each followed by a calm, whose beginnings and ends are told."""
    chance = random.Random(seed)
    faults, calms, begin = [], [], FIRST
    for _ in range(max(1, round(minutes * 60 / STORM))):
        at = begin
        while at < begin + STORM:
            kind = chance.choices(list(KINDS), KINDS.values())[0]
            least, most = LASTS[kind]
            # Nothing reaches into the calm.
            faults.append(Fault(at, kind, min(chance.uniform(least, most), max(1.0, begin + STORM - at))))
            at += chance.uniform(SHORTEST_PAUSE, LONGEST_PAUSE)
        calms.append((begin + STORM + 1, begin + STORM + 1 + CALM))
        begin += STORM + 1 + CALM
    return faults, calms
