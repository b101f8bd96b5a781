"""A small closed-loop load generator over keep-alive connections, and a bare WSGI server."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from cms.config.serve import web_command

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Figures:
    """Requests a second and latencies in milliseconds of one run."""

    per_second: float
    p50_ms: float
    p95_ms: float
    byte_count: int


def free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def granian(application: str, *, environ: dict[str, str], workers: int = 1) -> Iterator[int]:
    """Serve ``application`` (module:name) on a free port; yields the port."""
    port = free_port()
    process = subprocess.Popen(
        web_command(
            host="127.0.0.1",
            port=port,
            workers=workers,
            application=application,
        ),
        cwd=ROOT,
        # One address asks thousands of times a second here: what is measured is not the limit.
        env=os.environ | {"SAMBANG_API_ANONYMOUS_PER_MINUTE": "0"} | environ,
    )
    try:
        for _attempt in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def application(environ: dict[str, str]) -> Iterator[tuple[int, subprocess.Popen]]:
    """The whole application as ``serve`` runs it on a prepared database: two web processes, a
    worker, a sweeper; yields the port and the process above them."""
    port = free_port()
    # One machine asks thousands of times a minute here: what is measured is not the limit.
    unlimited = {f"SAMBANG_API_{name}_PER_MINUTE": "0" for name in ("ANONYMOUS", "TOKEN", "WRITE")}
    own = {"SAMBANG_PORT": str(port), "SAMBANG_WEB_WORKERS": "2"}
    process = subprocess.Popen(
        [sys.executable, "-m", "cms.config.serve", "--no-prepare"],
        cwd=ROOT,
        env=os.environ | unlimited | own | environ,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/sehat/siap/", process)
        yield port, process
    finally:
        process.terminate()
        process.wait()


def _wait_for(address: str, process: subprocess.Popen, *, timeout_s: float = 120) -> None:
    deadline = time.monotonic() + timeout_s
    while True:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit("The server did not start.")
        time.sleep(0.2)


def measure(
    port: int,
    path: str,
    *,
    seconds: float = 3.0,
    clients: int = 4,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Figures:
    """GET ``path`` from ``clients`` threads for ``seconds`` after a warm-up; 200 is required, or
    304 when ``headers`` hold a validator."""
    _run(port, path, 0.5, 1, headers)
    began = time.perf_counter()
    latencies, size = _run(port, path, seconds, clients, headers)
    elapsed = time.perf_counter() - began
    ordered = sorted(latencies)
    return Figures(
        per_second=len(ordered) / elapsed,
        p50_ms=statistics.median(ordered) * 1000,
        p95_ms=ordered[int(len(ordered) * 0.95)] * 1000,
        byte_count=size,
    )


def requests_a_second(
    port: int,
    path: str,
    *,
    seconds: float = 3.0,
    clients: int = 16,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> float:
    """GET ``path`` from ``clients`` connections of wrk, which takes less of the machine than what
    it measures; where it is not installed, from our own threads, which flattens ratios."""
    if not shutil.which("wrk"):
        return measure(port, path, seconds=seconds, clients=4).per_second
    sent = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", *sent]
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True
    )
    assert "Non-2xx" not in done.stdout, done.stdout
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])


def _run(
    port: int, path: str, seconds: float, clients: int, headers: Mapping[str, str]
) -> tuple[list[float], int]:
    expected = 304 if "If-None-Match" in headers else 200
    latencies: list[float] = []
    sizes: set[int] = set()
    end = time.perf_counter() + seconds

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        own = []
        while time.perf_counter() < end:
            began = time.perf_counter()
            connection.request("GET", path, headers=dict(headers))
            response = connection.getresponse()
            body = response.read()
            assert response.status == expected, f"{path}: {response.status} {body[:200]!r}"
            own.append(time.perf_counter() - began)
            sizes.add(len(body))
        connection.close()
        latencies.extend(own)

    threads = [threading.Thread(target=client) for _number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return latencies, max(sizes, default=0)
