"""Prints free ports of the loopback interface, free for TCP and for UDP. usage: ports.py COUNT"""
import random
import socket
import sys


def free(count):
    """Below the range from which outgoing connections take theirs, so that none is taken between here and its use."""
    held = []
    try:
        while len(held) < count:
            tcp, udp = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
            try:
                port = random.randrange(20000, 30000)
                tcp.bind(("127.0.0.1", port)), udp.bind(("127.0.0.1", port))
                held.append((port, tcp, udp))
            except OSError:
                tcp.close(), udp.close()
        return [port for port, _, _ in held]
    finally:
        for _, tcp, udp in held:
            tcp.close(), udp.close()


if __name__ == "__main__":
    print(*free(int(sys.argv[1])))
