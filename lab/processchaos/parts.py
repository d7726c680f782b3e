"""The processes of the chaos: each is known by its id, and none outlives the driver."""
import json
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request

KEY, SECRET = "devkey", "secretsecretsecretsecretsecretsecret"
STARTING, GOODBYE, POLL = 60, 15, 0.2
# Also when the driver itself is killed without a goodbye.
DIES_WITH_THE_DRIVER = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []


class Part:
    """One process at a time, in a session of its own; its words go to a file."""

    def __init__(self, name, log_folder, command, environment=None):
        self.name, self.command = name, command
        self.log = os.path.join(log_folder, name + ".log")
        self.environment = environment
        self.process = None

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment, start_new_session=True,
            )

    def runs(self):
        return self.process is not None and self.process.poll() is None

    def signal(self, number):
        if self.runs():
            os.kill(self.process.pid, number)

    def kill(self):
        """Without a goodbye; gone when this returns."""
        self.signal(signal.SIGKILL)
        self.wait()

    def wait(self):
        if self.process is not None:
            try:
                self.process.wait(GOODBYE)
            except subprocess.TimeoutExpired:
                self.signal(signal.SIGKILL)
                self.process.wait(GOODBYE)

    def end(self):
        """Asks it to end, whatever state it is in, and kills what does not."""
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        self.wait()

    def last_words(self, lines=15):
        with open(self.log, errors="replace") as log:
            return "".join(log.readlines()[-lines:])

    def await_that(self, condition, what="start"):
        end = time.monotonic() + STARTING
        while time.monotonic() < end:
            if condition():
                return
            if not self.runs():
                break
            time.sleep(POLL)
        raise RuntimeError(f"{self.name} did not {what}; its last words:\n{self.last_words()}")


def ask(url, body=None, timeout=5.0):
    """JSON in, JSON out; None when there was nothing to read."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method="GET" if body is None else "POST")
    with urllib.request.urlopen(request, timeout=timeout) as answer:
        text = answer.read()
        return json.loads(text) if text else None


def answers(url, timeout=2.0):
    """Whether somebody says 200 there."""
    try:
        with urllib.request.urlopen(url, timeout=timeout) as answer:
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False


def surroundings():
    """Our environment without what somebody set for a product of his own."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("TELEPHONY_", "LIVEKIT_"))}


class Replica(Part):
    """One process of the product. Its own door into LiveKit tells in the history who asked."""

    OPTIONS = ["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]

    def __init__(self, number, log_folder, jar, port, door, store):
        environment = surroundings() | store | {
            "LIVEKIT_URL": f"ws://127.0.0.1:{door}", "LIVEKIT_API_KEY": KEY, "LIVEKIT_API_SECRET": SECRET,
            "TELEPHONY_HOST": "127.0.0.1", "TELEPHONY_PORT": str(port),
        }
        super().__init__(f"replica-{number}", log_folder, [*DIES_WITH_THE_DRIVER, "java", *self.OPTIONS, "-jar", jar, "serve"], environment)
        self.number, self.door, self.url = number, door, f"http://127.0.0.1:{port}"
        # As far as the driver knows: it has said that it is there, and nobody holds it.
        self.up = self.stopped = False

    def is_up(self):
        return answers(self.url + "/healthz")

    def works(self):
        return self.up and self.runs() and not self.stopped


class Model(Part):
    """The model of LiveKit."""

    def __init__(self, log_folder, program, doors, hooks, history, rate, seed):
        environment = dict(os.environ) | {"LIVEKIT_API_SECRET": SECRET}
        command = [*DIES_WITH_THE_DRIVER, program, "-ports", ",".join(map(str, doors)), "-hooks", ",".join(hooks), "-key", KEY,
                   "-history", history, "-rate", str(rate), "-seed", str(seed)]
        super().__init__("livekit-model", log_folder, command, environment)
        self.url = f"http://127.0.0.1:{doors[0]}/control/"

    def is_up(self):
        return answers(self.url + "state")

    def state(self):
        return ask(self.url + "state")

    def tell(self, order_to, **order):
        ask(self.url + order_to, order)

    def note(self, what, **more):
        self.tell("note", what=what, **more)
