"""Ports of servers that the tests start."""

import contextlib
import socket
import subprocess
import time


def free_port() -> int:
    """A port that nobody listens on."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_listening(process: subprocess.Popen, port: int, *, refusal: str) -> None:
    """Return when ``process`` listens on ``port``; fails with ``refusal`` when it ends first, and
    when it takes longer than 20 seconds."""
    deadline = time.monotonic() + 20
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        assert process.poll() is None, refusal
        assert time.monotonic() < deadline, f"nobody listens on port {port}"
        time.sleep(0.05)
