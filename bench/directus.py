"""``python -m bench.directus --directory DIRECTORY``: the API's list of 20, uncached, against
Directus on the same rows and the same kind of database, in one run. Goal: 8 times.

The directory holds ``node_modules/directus`` (``npm install directus`` in an empty one); a Node
that it runs on is on the path or named. Both are served by two processes, neither caches, neither
limits; both sort by time and give every member of every item, to anybody. They are asked in turn,
several rounds, and the medians compared. PostgreSQL: ``--database-url`` of a server on which two
databases are made for it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from bench.load import free_port, granian, requests_a_second
from bench.scratch import prepare_site, run_in_site

GOAL = 8.0
WORKERS = 2
CLIENTS = 8
ITEMS, BATCH = 5_000, 100
OURS = "/api/v1/items/?limit=20"
THEIRS = {
    "by time": "/items/items?limit=20&sort=-published_at,-id",
    "by id": "/items/items?limit=20&sort=id",
}
ORIGIN = "cms.config.origin:application"
LOGIN = {"email": "bench@example.com", "password": "bench-password"}
CLUSTER = """
import cluster from 'node:cluster';
if (cluster.isPrimary) for (let n = 0; n < {workers}; n++) cluster.fork();
else (await import({server})).startServer();
"""


def main() -> None:
    """Fill both, ask both in turn, print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--directory", type=Path, required=True)
    parser.add_argument("--node", default="node")
    parser.add_argument("--seconds", type=float, default=4.0, help="length of each measurement")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--database-url", default="", help="a PostgreSQL server; SQLite without it")
    parser.add_argument("--var-dir", default="", help="a scratch directory that is filled already")
    options = parser.parse_args()
    options.directory = options.directory.resolve()
    if not (options.directory / "node_modules" / "directus").is_dir():
        sys.exit(f"{options.directory} holds no node_modules/directus: nothing to compare with.")
    if not shutil.which("wrk"):
        print("wrk is not installed: a slower load generator flattens the ratio.")
    with (
        tempfile.TemporaryDirectory(prefix="sambang-directus-") as name,
        contextlib.ExitStack() as st,
    ):
        scratch = Path(name)
        url = options.database_url
        ours = st.enter_context(_database(url, "bench_sambang")) if url else ""
        theirs = st.enter_context(_database(url, "bench_directus")) if url else ""
        environ = {"SAMBANG_VAR_DIR": options.var_dir or name} | (
            {"SAMBANG_DATABASE_URL": ours} if url else {}
        )
        if url or not options.var_dir:
            _fill(environ)
        with granian(ORIGIN, environ=environ) as port:
            items = list(_items(port))
        _prepare(options, scratch, theirs)
        with _directus(options, scratch, theirs, workers=1) as port:
            _copy(items, port)
        port = st.enter_context(granian(ORIGIN, environ=environ, workers=WORKERS))
        their_port = st.enter_context(_directus(options, scratch, theirs, workers=WORKERS))
        _compare(
            options,
            {"Sambang": (port, OURS)}
            | {f"Directus {words}": (their_port, path) for words, path in THEIRS.items()},
        )


@contextlib.contextmanager
def _database(server: str, name: str) -> Iterator[str]:
    """The address of an empty database on ``server``, which is dropped at the end."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _fill(environ: dict[str, str]) -> None:
    fill = (
        "from cms.config.demo import bulk; "
        f"bulk.fill(officers=500, reports=0, stories={ITEMS}, say=lambda text: None)"
    )
    prepare_site(environ)
    run_in_site(fill, environ)


def _prepare(options: argparse.Namespace, scratch: Path, database_url: str) -> None:
    cli = options.directory / "node_modules" / "directus" / "cli.js"
    subprocess.run(
        [options.node, cli, "bootstrap"],
        cwd=scratch,
        env=_environ(scratch, database_url),
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _environ(scratch: Path, database_url: str) -> dict[str, str]:
    environ = os.environ | {
        "HOST": "127.0.0.1",
        "KEY": "bench",
        "SECRET": "bench-secret-of-some-length",
        "ADMIN_EMAIL": LOGIN["email"],
        "ADMIN_PASSWORD": LOGIN["password"],
        "TELEMETRY": "false",
        "CACHE_ENABLED": "false",
        "RATE_LIMITER_ENABLED": "false",
        "SERVE_APP": "false",
        "LOG_LEVEL": "error",
        "NODE_ENV": "production",
        "MAX_PAYLOAD_SIZE": "10mb",
    }
    if database_url:
        return environ | {"DB_CLIENT": "pg", "DB_CONNECTION_STRING": database_url}
    return environ | {"DB_CLIENT": "sqlite3", "DB_FILENAME": str(scratch / "directus.db")}


@contextlib.contextmanager
def _directus(
    options: argparse.Namespace, scratch: Path, database_url: str, *, workers: int
) -> Iterator[int]:
    """Serve it from ``workers`` processes (several do not hear of each other's new tables); yields
    the port."""
    port = free_port()
    server = options.directory / "node_modules" / "@directus" / "api" / "dist" / "server.js"
    start = scratch / "cluster.mjs"
    start.write_text(CLUSTER.format(workers=workers, server=json.dumps(server.as_uri())))
    environ = _environ(scratch, database_url) | {"PORT": str(port)}
    process = subprocess.Popen([options.node, start], cwd=scratch, env=environ)
    try:
        for _attempt in range(300):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/server/ping", timeout=5)
                break
            time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait()


def _copy(items: list[dict], their_port: int) -> None:
    """Give Directus our API's items, as columns, readable for anybody."""
    token = _ask(their_port, "/auth/login", LOGIN)["data"]["access_token"]
    schema = {
        "name": "items",
        "schema": {},
        "meta": {},
        "fields": [_field(n, items) for n in items[0]],
    }
    _ask(their_port, "/collections", schema | {"collection": "items"}, token)
    public = next(
        policy["id"]
        for policy in _ask(their_port, "/policies", None, token)["data"]
        if policy["icon"] == "public"
    )
    readable = {"policy": public, "collection": "items", "action": "read", "fields": ["*"]}
    _ask(their_port, "/permissions", readable | {"permissions": {}}, token)
    for start in range(0, len(items), BATCH):
        _ask(their_port, "/items/items", items[start : start + BATCH], token)


def _items(port: int) -> Iterator[dict]:
    following = "/api/v1/items/?limit=100"
    while following:
        page = _ask(port, following)
        yield from page["items"]
        parts = urlsplit(page["next"] or "")
        following = f"{parts.path}?{parts.query}" if page["next"] else ""


def _field(name: str, items: list[dict]) -> dict:
    value = next((item[name] for item in items if item[name] is not None), None)
    if name == "id":
        return {"field": name, "type": "uuid", "schema": {"is_primary_key": True}, "meta": {}}
    if isinstance(value, list | dict):
        return {"field": name, "type": "json", "schema": {}, "meta": {"special": ["cast-json"]}}
    if name.endswith("_at"):
        indexed = {"is_indexed": name == "published_at"}
        return {"field": name, "type": "timestamp", "schema": indexed, "meta": {}}
    return {"field": name, "type": "text", "schema": {}, "meta": {}}


def _ask(port: int, path: str, body: object = None, token: str = "") -> dict:
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data, headers)
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.loads(answer.read() or b"null")


def _compare(options: argparse.Namespace, asked: dict[str, tuple[int, str]]) -> None:
    for port, path in asked.values():
        requests_a_second(port, path, seconds=options.seconds, clients=CLIENTS)
    rounds: dict[str, list[float]] = {name: [] for name in asked}
    for _round in range(options.rounds):
        for name, (port, path) in asked.items():
            figure = requests_a_second(port, path, seconds=options.seconds, clients=CLIENTS)
            rounds[name].append(figure)
    medians = {name: statistics.median(found) for name, found in rounds.items()}
    package = options.directory / "node_modules" / "directus" / "package.json"
    version = json.loads(package.read_text())["version"]
    kind = "PostgreSQL" if options.database_url else "SQLite"
    print(f"\nlist of 20 of {ITEMS:,} items, {kind}, {WORKERS} processes, Directus {version}, "
          f"load {os.getloadavg()[0]:.1f}")  # fmt: skip
    for name, (port, path) in asked.items():
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
            size = len(answer.read())
        line = f"  {name:<18}{medians[name]:>8,.0f} req/s  {size / 1000:>5.0f} kB"
        if name != "Sambang":
            ratio = medians["Sambang"] / medians[name]
            verdict = "reached" if ratio >= GOAL else "NOT reached"
            line += f"   Sambang is {ratio:.1f} times as quick (goal {GOAL:.0f}: {verdict})"
        print(line)


if __name__ == "__main__":
    main()
