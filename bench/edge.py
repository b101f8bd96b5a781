"""``python -m bench.edge``: the edge cache against what else could answer, in one run.

Against a bare WSGI application that returns the same bytes and headers from the same server (goal:
at least 90 %), nginx with a static file of the same bytes (at least 45 %) and Django's own cache
middleware (at least 7 times). All are measured in turn, several rounds, and the medians compared.
Uses wrk and nginx where they are installed; says so where not.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.load import free_port, granian, requests_a_second
from bench.scratch import prepare_site, run_in_site

WORKERS = 2
CLIENTS = 16
GOALS = {"hello": 0.90, "nginx": 0.45, "django": 7.0}
NGINX = """
worker_processes {workers}; daemon off; pid {scratch}/nginx.pid; error_log {scratch}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; types {{ }}
  default_type "text/html; charset=utf-8";
  client_body_temp_path {scratch}/a; proxy_temp_path {scratch}/b; fastcgi_temp_path {scratch}/c;
  uwsgi_temp_path {scratch}/d; scgi_temp_path {scratch}/e;
  server {{ listen 127.0.0.1:{port}; root {scratch}/www; }}
}}
"""


def main() -> None:
    """Prepare a scratch site, measure every address, print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0, help="length of each measurement")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--encoding", default="gzip", help="Accept-Encoding of the clients")
    options = parser.parse_args()
    if not shutil.which("wrk"):
        print("wrk is not installed: a slower load generator flattens the ratios.")
    with tempfile.TemporaryDirectory(prefix="sambang-edge-") as name:
        scratch = Path(name)
        environ = {"SAMBANG_VAR_DIR": name}
        _prepare(environ)
        with granian("cms.config.wsgi:application", environ=environ, workers=WORKERS) as port:
            paths = _addresses(port)
            for label, path in paths.items():
                _compare(label, path, port, scratch, environ, options)


def _prepare(environ: dict[str, str]) -> None:
    fill = (
        "from cms.config.demo import bulk; "
        "bulk.fill(officers=50, reports=0, stories=300, say=lambda text: None)"
    )
    prepare_site(environ)
    run_in_site(fill, environ)


def _addresses(port: int) -> dict[str, str]:
    _status, _headers, body = _get(port, "/api/v1/items/?limit=1", "")
    story = "/" + json.loads(body)["items"][0]["url"].split("/", 3)[3]
    return {"story": story, "home": "/", "API list": "/api/v1/items/", "RSS": "/feeds/site.rss"}


def _get(port: int, path: str, encoding: str) -> tuple[int, list[tuple[str, str]], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Accept-Encoding": encoding} if encoding else {}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.getheaders(), body


def _compare(label, path, edge_port, scratch, environ, options) -> None:
    status, headers, body = _get(edge_port, path, options.encoding)
    assert status == 200, (path, status)
    (scratch / "www").mkdir(exist_ok=True)
    (scratch / "www" / "body").write_bytes(body)
    kept = [h for h in headers if h[0].lower() not in {"server", "date"}]
    answer = scratch / "answer.json"
    answer.write_text(json.dumps({"headers": kept, "body": str(scratch / "www" / "body")}))
    with contextlib.ExitStack() as stack:
        serve = stack.enter_context
        ports = {"edge": (edge_port, path)}
        same = {"BENCH_ANSWER": str(answer)}
        hello = granian("bench.hello:application", environ=same, workers=WORKERS)
        ports["hello"] = (serve(hello), "/")
        settings = environ | {"DJANGO_SETTINGS_MODULE": "bench.cache_settings"}
        django = granian("cms.config.wsgi:application", environ=settings, workers=WORKERS)
        ports["django"] = (serve(django), path)
        if shutil.which("nginx"):
            ports["nginx"] = (serve(_nginx(scratch)), "/body")
        asked = {"Accept-Encoding": options.encoding}
        rounds: dict[str, list[float]] = {name: [] for name in ports}
        for _round in range(options.rounds):
            for name, (port, target) in ports.items():
                figure = requests_a_second(
                    port, target, seconds=options.seconds, headers=asked, clients=CLIENTS
                )
                rounds[name].append(figure)
    _print(label, len(body), {name: statistics.median(found) for name, found in rounds.items()})


@contextlib.contextmanager
def _nginx(scratch: Path) -> Iterator[int]:
    port = free_port()
    file = scratch / "nginx.conf"
    file.write_text(NGINX.format(workers=WORKERS, scratch=scratch, port=port))
    # As root, nginx's workers are another user, who must be able to read the file.
    scratch.chmod(0o755)
    process = subprocess.Popen(["nginx", "-c", str(file)], stderr=subprocess.DEVNULL)
    try:
        time.sleep(0.5)
        yield port
    finally:
        process.terminate()
        process.wait()


def _print(label: str, size: int, figures: dict[str, float]) -> None:
    edge = figures["edge"]
    print(f"\n{label}, {size:,} bytes in the client's encoding; {WORKERS} workers")
    print(f"  edge cache {edge:>10,.0f} req/s")
    for name, words in (
        ("hello", "of a bare WSGI answer with the same bytes"),
        ("nginx", "of nginx with a static file"),
        ("django", "times Django's cache middleware"),
    ):
        if name not in figures:
            print(f"  {name}: not installed")
            continue
        ratio = edge / figures[name]
        verdict = "reached" if ratio >= GOALS[name] else "NOT reached"
        shown = f"{ratio:.1f}" if GOALS[name] > 1 else f"{ratio:.0%}"
        goal = f"{GOALS[name]:.0f}" if GOALS[name] > 1 else f"{GOALS[name]:.0%}"
        print(f"  {name:<8} {figures[name]:>12,.0f} req/s   edge is {shown} {words} "
              f"(goal {goal}: {verdict})")  # fmt: skip


if __name__ == "__main__":
    main()
