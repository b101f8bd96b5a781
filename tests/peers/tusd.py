"""A real tusd with the flags of ``deploy/tusd.service``."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.processes import ROOT

PROGRAM = os.environ.get("TUSD") or shutil.which("tusd")
COMMAND = re.compile(r"ExecStart=\S+ (.*?)\nRestart", re.DOTALL)


def free_port() -> int:
    """A port that nobody listens on."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def tusd(*, port: int, hooks: int, incoming: Path) -> Iterator[subprocess.Popen]:
    """tusd on ``port``, asking at ``hooks``, with its files in ``incoming``."""
    unit = (ROOT / "deploy" / "tusd.service").read_text()
    arguments = COMMAND.search(unit)[1].replace("\\\n", " ").split()
    here = {
        "1080": str(port),
        "http://127.0.0.1:1081/hooks": f"http://127.0.0.1:{hooks}/hooks",
        "/srv/sambang/var/private/incoming": str(incoming),
        "5s": "200ms",
    }
    incoming.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen([PROGRAM, *(here.get(word, word) for word in arguments)])
    try:
        deadline = time.monotonic() + 20
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert process.poll() is None, "tusd refuses its flags"
            assert time.monotonic() < deadline, "tusd did not start"
            time.sleep(0.05)
        yield process
    finally:
        process.kill()
        process.wait()
