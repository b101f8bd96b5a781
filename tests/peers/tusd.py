"""A real tusd with the flags of ``deploy/tusd.service``."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.peers.ports import wait_until_listening
from tests.processes import ROOT

PROGRAM = os.environ.get("TUSD") or shutil.which("tusd")
COMMAND = re.compile(r"ExecStart=\S+ (.*?)\nRestart", re.DOTALL)


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
        wait_until_listening(process, port, refusal="tusd refuses its flags")
        yield process
    finally:
        process.kill()
        process.wait()
