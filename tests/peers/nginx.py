"""A real nginx with one of the examples in ``deploy/``, in front of a server of the tests."""

from __future__ import annotations

import contextlib
import getpass
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.peers.ports import free_port, wait_until_listening
from tests.processes import ROOT

DEPLOY = ROOT / "deploy"
# Debian has it where only root looks.
SEARCHED = f"{os.environ.get('PATH', '')}:/usr/sbin"
AROUND = """
user {user};
worker_processes 1;
daemon off;
pid {scratch}/nginx.pid;
error_log {scratch}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {scratch}/bodies;
    proxy_temp_path {scratch}/answers;
    include {scratch}/site.conf;
}}
"""


@contextlib.contextmanager
def nginx(
    example: str, *, port: int, scratch: Path, more: Mapping[str, str] | None = None
) -> Iterator[int]:
    """``deploy/<example>`` in front of 127.0.0.1:``port``, without TLS; yields its port.

    ``more`` is what else is written otherwise on this machine, in the snippets too.
    Skips where there is no nginx. Bodies that it keeps on disk lie in ``scratch``/bodies.
    """
    program = shutil.which("nginx", path=SEARCHED)
    if program is None:
        pytest.skip("no nginx (Debian: apt install nginx)")
    own = free_port()
    (scratch / "site.conf").write_text(_site(example, own, port, scratch, more or {}))
    (scratch / "nginx.conf").write_text(AROUND.format(user=getpass.getuser(), scratch=scratch))
    process = subprocess.Popen([program, "-c", str(scratch / "nginx.conf")])
    try:
        wait_until_listening(process, own, refusal="nginx refuses the example")
        yield own
    finally:
        process.terminate()
        process.wait()


def _site(example: str, own: int, port: int, scratch: Path, more: Mapping[str, str]) -> str:
    """The example with addresses of this machine, and without certificates."""
    text = (DEPLOY / example).read_text()
    # Purging needs a module that is not everywhere.
    text = text.partition("# Where Sambang says what to forget")[0]
    text = re.sub(r"^ *(http2|ssl_\w+) .*\n", "", text, flags=re.MULTILINE)
    here = {
        "listen 443 ssl;": f"listen 127.0.0.1:{own};",
        "127.0.0.1:8000": f"127.0.0.1:{port}",
        "/var/cache/nginx": str(scratch),
        "/etc/nginx/snippets": str(scratch),
        **more,
    }
    for snippet in DEPLOY.glob("sambang-*.conf"):
        (scratch / snippet.name).write_text(_replaced(snippet.read_text(), here))
    return _replaced(text, here)


def _replaced(text: str, here: Mapping[str, str]) -> str:
    for ours, theirs in here.items():
        text = text.replace(ours, theirs)
    return text
