"""From the start of a program to its first connection, as whoever waits for it sees it."""

import socket
import subprocess
import tempfile
import threading
import time

from measuring import Rows
from sandbox import Migration
from sizes import size


def main():
    rows = Rows("start")
    for _ in range(size(20, 3)):
        for stage in "extract", "load":
            rows.add(stage=stage, milliseconds=1000 * seconds_to_first_request(stage))


def seconds_to_first_request(stage):
    migration = Migration("start")
    migration.forget("extracted", "loaded")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        migration.point({"RT_URL": address, "REDMINE_URL": address, "RT_TOKEN": "1-2-ab", "REDMINE_KEY": "ab"})
        arrivals = []
        refusing = threading.Thread(target=refuse, args=[listener, arrivals])
        refusing.start()
        start = time.monotonic()
        migration.run(stage, *(["check"] if stage == "load" else []), timeout=10)
        refusing.join()
    return arrivals[0] - start


def refuse(listener, arrivals):
    """Answers the first request with 401, so that the program ends."""
    listener.settimeout(10)
    connection, _ = listener.accept()
    with connection:
        connection.recv(65536)
        arrivals.append(time.monotonic())
        connection.sendall(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
