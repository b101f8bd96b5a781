"""``make bench``: pages, API, feeds and place search, as ratios to a yardstick of the same run.

Each address is measured against a bare WSGI application that returns the same number of bytes from
the same server. What is measured is the origin, uncached: one worker, SQLite, a scratch directory.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import urllib.request

from bench.load import ROOT, Figures, granian, measure
from bench.scratch import prepare_site, run_in_site

ITEMS = 5_000
DEEP_PAGES = 100


def main() -> None:
    """Prepare a scratch database, serve it, measure, print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=ITEMS, help="public items to make")
    parser.add_argument("--seconds", type=float, default=3.0, help="length of each measurement")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sambang-bench-") as scratch:
        environ = {"SAMBANG_VAR_DIR": scratch}
        print(f"Preparing {options.items} items (places take half a minute)…", flush=True)
        prepare_site(environ)
        _fill(options.items, environ)
        rows = _measure_all(environ, options.seconds)
        _print(rows)
        print("\nVillage search as you type (all 83,763 villages, SQLite):", flush=True)
        command = [sys.executable, "-m", "bench.places"]
        subprocess.run(command, cwd=ROOT, env=os.environ | environ, check=True)


def _fill(items: int, environ: dict[str, str]) -> None:
    code = (
        "from cms.config.demo import bulk; "
        f"bulk.fill(officers=200, reports=0, stories={items}, say=lambda text: None)"
    )
    run_in_site(code, environ)


def _measure_all(environ: dict[str, str], seconds: float) -> list[tuple[str, Figures, float]]:
    rows = []
    with granian("cms.config.wsgi:application", environ=environ) as port:
        found = [
            (name, measure(port, path, seconds=seconds, clients=1))
            for name, path in _addresses(port).items()
        ]
    for name, figures in found:
        hello = {"BENCH_BYTES": str(figures.byte_count)}
        with granian("bench.hello:application", environ=hello) as port:
            yardstick = measure(port, "/", seconds=min(seconds, 1.5), clients=1)
        rows.append((name, figures, figures.per_second / yardstick.per_second))
    return rows


def _addresses(port: int) -> dict[str, str]:
    first = _get(port, "/api/v1/items/?limit=20")
    item = first["items"][0]
    deep = first
    for _page in range(DEEP_PAGES):
        if not deep["next"]:
            break
        deep = _get(port, "/" + deep["next"].split("/", 3)[3])
    found = {
        "home": "/",
        "list of stories": "/cerita/",
        "story": "/" + item["url"].split("/", 3)[3],
        "API list of 20 with body": "/api/v1/items/?limit=20",
        "API one item": f"/api/v1/items/{item['id']}/",
        "RSS of 50": "/feeds/site.rss",
        "JSON Feed of 50": "/feeds/site.json",
    }
    if deep["next"]:
        found[f"API page {DEEP_PAGES} by cursor"] = "/" + deep["next"].split("/", 3)[3]
    return found


def _get(port: int, path: str) -> dict:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return json.load(answer)


def _print(rows: list[tuple[str, Figures, float]]) -> None:
    print(f"\n{'origin, uncached, 1 worker':<28}{'req/s':>8}{'p50 ms':>9}{'p95 ms':>9}{'kB':>7}"
          f"{'of hello':>10}")  # fmt: skip
    for name, figures, ratio in rows:
        print(
            f"{name:<28}{figures.per_second:>8.0f}{figures.p50_ms:>9.1f}{figures.p95_ms:>9.1f}"
            f"{figures.byte_count / 1000:>7.0f}{ratio:>9.1%}"
        )
    print("Goals: page p50 ≤ 12 ms with one client; the edge cache (≥ 90 % of hello) comes later.")


if __name__ == "__main__":
    main()
