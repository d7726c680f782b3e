"""Runs the chaos: three replicas, a store, a LiveKit, callers, faults; then gathers what the checker reads."""
import argparse
import json
import os
import random
import signal
import sys
import threading
import time

from . import check
from .parts import Model, Replica, answers, ask
from .schedule import schedule
from .stores import Memory, Postgres, Redis

REPLICAS = 3
# After the last call: what a product needs for late creates, lost webhooks and leases, with room to spare.
LONGEST_CLEAN_UP, LONGEST_CLOSING = 120, 180
PROBE, SLOW_PROBE = 0.5, 1.0
LONGEST_START, START_AGAIN = 60, 1
PAGE = 200


class Chaos:
    def __init__(self, wanted):
        self.chance = random.Random(wanted.seed)
        self.faults, self.calms = schedule(wanted.minutes, wanted.seed)
        logs = os.path.join(wanted.run, "log")
        doors, ports, store_port = wanted.ports[:REPLICAS], wanted.ports[REPLICAS:2 * REPLICAS], wanted.ports[-1]
        self.store = {
            "postgres": lambda: Postgres(wanted.run, logs, wanted.postgres, store_port, wanted.jar),
            "redis": lambda: Redis(wanted.run, logs, store_port),
            "memory": Memory,
        }[wanted.store]()
        self.replicas = [Replica(n, logs, wanted.jar, ports[n], doors[n], self.store.settings) for n in range(REPLICAS)]
        hooks = [replica.url + "/telephony/livekit-webhook" for replica in self.replicas]
        self.history = os.path.join(wanted.run, "history.jsonl")
        self.calls = os.path.join(wanted.run, "calls.jsonl")
        self.model = Model(logs, wanted.model, doors, hooks, self.history, wanted.rate, wanted.seed)
        self.due = []  # (time, what to do)
        self.over = threading.Event()

    def run(self):
        self.store.prepare()
        self.model.start()
        self.model.await_that(self.model.is_up)
        for replica in self.replicas:
            replica.start()
        for replica in self.replicas:
            replica.await_that(replica.is_up)
            replica.up = True
            self.model.note("door", replica=replica.number, port=replica.door)
        for replica in self.replicas:
            threading.Thread(target=self.probe, args=[replica], daemon=True).start()
        print(f"chaos: {REPLICAS} replicas run; {len(self.faults)} faults in {len(self.calms)} storms", flush=True)
        self.play()
        self.calm_down()

    def play(self):
        self.model.tell("callers/begin")
        began = time.monotonic()
        for fault in self.faults:
            self.at(began + fault.at, lambda fault=fault: self.inject(fault, began + fault.at + fault.lasts))
        for number, (begin, end) in enumerate(self.calms):
            self.at(began + begin, lambda number=number: self.tell_calm(number))
            self.at(began + end, lambda: self.model.note("calm-end"))
        self.work_off()

    def tell_calm(self, number):
        self.model.note("calm-begin")
        state = self.model.state()
        print(f"chaos: calm {number + 1} of {len(self.calms)}: {state['called']} calls so far, {state['callers']} callers in "
              f"{state['rooms']} rooms", flush=True)

    def at(self, when, work):
        self.due.append((when, len(self.due), work))

    def work_off(self):
        while self.due:
            self.due.sort()
            when, _, work = self.due.pop(0)
            time.sleep(max(0.0, when - time.monotonic()))
            work()

    def inject(self, fault, end):
        """However late a busy machine lets us be, it is over when it was to be."""
        if fault.kind == "kill":
            self.kill(end)
        elif fault.kind == "stop":
            self.stop(end)
        elif fault.kind == "database":
            self.restart_store(end)
        else:
            self.model.tell("fault", mode=fault.kind, seconds=max(0.0, end - time.monotonic()))

    def victim(self):
        """One that works, while another one does."""
        working = [replica for replica in self.replicas if replica.works()]
        return self.chance.choice(working) if len(working) > 1 else None

    def kill(self, end):
        replica = self.victim()
        if replica:
            self.model.note("kill", replica=replica.number)
            replica.up = False
            replica.kill()
            self.at(end, lambda: self.start(replica))

    def start(self, replica):
        replica.start()
        self.await_up(replica, "replica-up", replica=replica.number)

    def await_up(self, thing, what, **more):
        """Notes when it is up, without waiting for it here."""
        end = time.monotonic() + LONGEST_START

        def look():
            if not thing.runs():
                # Without its store a replica does not start: whoever runs it in earnest starts it again.
                thing.start()
                self.at(time.monotonic() + START_AGAIN, look)
            elif thing.is_up():
                thing.up = True
                self.model.note(what, **more)
            elif time.monotonic() > end:
                raise RuntimeError(f"{what} {more}: not within {LONGEST_START} s")
            else:
                self.at(time.monotonic() + 0.3, look)

        self.at(time.monotonic() + 0.3, look)

    def stop(self, end):
        replica = self.victim()
        if replica:
            self.model.note("stop", replica=replica.number)
            replica.stopped = True
            replica.signal(signal.SIGSTOP)
            self.at(end, lambda: self.go_on(replica))

    def go_on(self, replica):
        replica.signal(signal.SIGCONT)
        replica.stopped = False
        self.model.note("go-on", replica=replica.number)

    def restart_store(self, end):
        if self.store.part is None or not self.store.up:
            return
        self.store.up = False
        self.model.note("store-down")
        how = self.store.stop_badly(self.chance)
        self.at(end, lambda: self.start_store(how))

    def start_store(self, how):
        self.store.start()
        self.await_up(self.store, "store-up", how=how)

    def probe(self, replica):
        """A machine that is busy stalls us as well: what took long although nobody stopped it is told."""
        while not self.over.wait(PROBE):
            if not replica.works():
                continue
            began = time.time()
            up = answers(replica.url + "/healthz", timeout=10)
            took = time.time() - began
            if up and replica.works() and took > SLOW_PROBE:
                try:
                    self.model.note("stall", replica=replica.number, seconds=took)
                except OSError:
                    return

    def calm_down(self):
        self.model.note("hang-up")
        self.model.tell("callers/hang-up")
        self.until(LONGEST_CLEAN_UP, lambda: self.is_clean(self.model.state()))
        self.model.note("clean")
        self.until(LONGEST_CLOSING, lambda: not self.open_calls())
        self.model.note("closed")
        self.over.set()
        count = self.gather()
        print(f"chaos: {count} records gathered", flush=True)

    @staticmethod
    def is_clean(state):
        return state["callers"] == 0 and state["agents"] == 0 and state["hooks"] == 0

    @staticmethod
    def until(seconds, condition):
        """The checker, not this, says what is wrong when the time is up."""
        end = time.monotonic() + seconds
        while not condition() and time.monotonic() < end:
            time.sleep(5)

    def pages(self, path, replica=None):
        replica = replica or self.replicas[0]
        cursor = ""
        while True:
            page = ask(f"{replica.url}{path}?limit={PAGE}{cursor}", timeout=30)
            yield from page["items"]
            if not page["nextCursor"]:
                return
            cursor = f"&cursor={page['nextCursor']}"

    def sources(self):
        """Those who know all calls: one of the replicas, or each where nothing is shared."""
        return self.replicas if self.store.part is None else self.replicas[:1]

    def open_calls(self):
        return [call["callId"] for replica in self.sources() for call in self.pages("/telephony/calls", replica)
                if call["dispatch"]["state"] != "done"]

    def gather(self):
        count = 0
        with open(self.calls, "w") as file:
            for replica in self.sources():
                for call in self.pages("/telephony/calls", replica):
                    call["timeline"] = list(self.pages(f"/telephony/calls/{call['callId']}/timeline", replica))
                    file.write(json.dumps(call) + "\n")
                    count += 1
        return count

    def end(self):
        self.over.set()
        for part in [*self.replicas, self.model, self.store.part]:
            if part is not None and part.process is not None:
                part.end()


def wanted_of(arguments):
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="of storms; calms come on top (default: 10)")
    parser.add_argument("--store", choices=["postgres", "redis", "memory"], default="postgres",
                        help="memory is the wrong one: the checker must turn red")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=200, help="webhooks a second, about (default: 200)")
    for name in ("--run", "--jar", "--model", "--postgres", "--ports"):
        parser.add_argument(name, help=argparse.SUPPRESS)
    wanted = parser.parse_args(arguments)
    if not 0 < wanted.minutes <= 60:
        parser.error("--minutes is more than 0 and at most 60")
    wanted.ports = [int(port) for port in wanted.ports.split()]
    return wanted


def main():
    wanted = wanted_of(sys.argv[1:])
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    chaos = Chaos(wanted)
    try:
        chaos.run()
    finally:
        # A second Ctrl-C must not keep the parts from being ended.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        chaos.end()
    return check.main([chaos.history, chaos.calls])


if __name__ == "__main__":
    sys.exit(main())
