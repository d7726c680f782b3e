"""The stores that can be put under the replicas: each is started, restarted in bad ways, and ended."""
import os
import shutil
import signal
import socket
import struct
import subprocess

from .parts import DIES_WITH_THE_DRIVER, Part, surroundings

# A connection that is held by nobody must not keep a restart from being noticed.
ANSWER = 2.0


class Store:
    """What all stores on a disk have in common."""

    up = True  # as far as the driver knows

    def start(self):
        self.part.start()

    def runs(self):
        return self.part.runs()


class Postgres(Store):
    """PostgreSQL with its defaults for durability, one database, nobody but the loopback let in."""

    def __init__(self, run_folder, log_folder, programs, port, jar):
        self.port, self.jar = port, jar
        self.data = os.path.join(run_folder, "postgres")
        # PostgreSQL refuses to run as root; in a user namespace of its own it is nobody.
        self.as_nobody = ["unshare", "-U"] if os.getuid() == 0 else []
        self.programs = programs
        url = f"jdbc:postgresql://127.0.0.1:{port}/postgres"
        self.settings = {"TELEPHONY_STORE": "postgres", "TELEPHONY_STORE_URL": url, "TELEPHONY_STORE_USER": "postgres"}
        self.part = Part("postgres", log_folder, [
            *self.as_nobody, *DIES_WITH_THE_DRIVER, os.path.join(programs, "bin", "postgres"), "-D", self.data, "-h", "127.0.0.1",
            "-p", str(port), "-c", "unix_socket_directories=", "-c", "max_connections=200",
        ])

    def prepare(self):
        shutil.rmtree(self.data, ignore_errors=True)
        initdb = os.path.join(self.programs, "bin", "initdb")
        subprocess.run(
            [*self.as_nobody, initdb, "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF-8", "--locale=C"],
            check=True, stdout=subprocess.DEVNULL, timeout=120,
        )
        self.part.start()
        self.part.await_that(self.is_up)
        environment = surroundings() | self.settings
        subprocess.run(["java", "-jar", self.jar, "migrate"], check=True, env=environment, timeout=120)

    def stop_badly(self, chance):
        """As after a loss of power, or by an administrator who does not wait for anybody."""
        how = chance.choice([signal.SIGQUIT, signal.SIGINT])
        self.part.signal(how)
        self.part.wait()
        return how.name

    def is_up(self):
        """Whether it lets somebody in: while it recovers it takes connections and refuses them."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), ANSWER) as connection:
                words = b"user\0postgres\0database\0postgres\0\0"
                connection.sendall(struct.pack("!ii", 8 + len(words), 196608) + words)
                return connection.recv(1) == b"R"
        except OSError:
            return False


class Redis(Store):
    """Redis that answers when a write is on the disk."""

    def __init__(self, run_folder, log_folder, port):
        self.port = port
        self.data = os.path.join(run_folder, "redis")
        self.settings = {"TELEPHONY_STORE": "redis", "TELEPHONY_STORE_URL": f"redis://127.0.0.1:{port}/0"}
        self.part = Part("redis", log_folder, [
            *DIES_WITH_THE_DRIVER, "redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", self.data, "--save", "",
            "--appendonly", "yes", "--appendfsync", "always",
        ])

    def prepare(self):
        shutil.rmtree(self.data, ignore_errors=True)
        os.makedirs(self.data)
        self.part.start()
        self.part.await_that(self.is_up)

    def stop_badly(self, chance):
        how = chance.choice([signal.SIGKILL, signal.SIGTERM])
        self.part.signal(how)
        self.part.wait()
        return how.name

    def is_up(self):
        """While it reads its file it answers LOADING."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), ANSWER) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(7) == b"+PONG\r\n"
        except OSError:
            return False


class Memory:
    """No store: each replica remembers for itself. What the product must not be run on; the checker must say so."""

    settings = {"TELEPHONY_STORE": "memory"}
    part = None

    def prepare(self):
        pass

    def stop_badly(self, chance):
        return "nothing to stop"

    def is_up(self):
        return True
