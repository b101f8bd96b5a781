"""``python -m bench.desk --reports 100000``: the desk's queue at size, over HTTP, uncached.

Prepares a scratch database (or uses ``--var-dir`` as it is) with open reports of the whole country,
serves it through granian and asks as an editor of Mabes, of a Polda and of a Polsek. Beside the
times stand the processor's time and the questions that a page asks the database; the first row is a
page of the admin without a queue, for what the machine had left. Then the look for news of an open
list, and the operations room's wall: as it is asked for, and counted anew (``--days 0.5`` in the
evening: 100,000 of one day).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import tempfile

from bench.load import granian, measure
from bench.scratch import ask_site, prepare_site, run_in_site

GOAL_MS = 300
# A bad day: what came in so many days lies open, some of it late (after 24 hours).
DAYS_OPEN = 40 / 24
# A page of the desk without a queue: what the admin's own furniture asks.
BARE = "/admin/meja/catatan/baru/"
QUERIES = {
    "list, newest first": "",
    "due first": "sort=due",
    "priority first": "sort=priority",
    "columns": "view=columns",
    "late": "due=late&sort=due",
    "activity + priority + older": "activity={activity}&priority=2&age=24",
    "unit + mark": "unit={unit}&mark=any",
    "words in a title": "q=beban+99",
    "words nowhere": "q=tidakadakata",
    "an officer's name": "q=budi",
    "mine": "mine=on",
    "nothing matches": "priority=0&mark=witness&due=near",
}


def main() -> None:
    """Prepare, serve, measure, print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000, help="open reports")
    parser.add_argument("--days", type=float, default=DAYS_OPEN, help="in which they came")
    parser.add_argument("--officers", type=int, default=5_000)
    parser.add_argument("--seconds", type=float, default=3.0, help="length of each measurement")
    parser.add_argument("--database-url", default="", help="PostgreSQL; SQLite without it")
    parser.add_argument("--var-dir", default="", help="a scratch directory that is filled already")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        scratch = options.var_dir or stack.enter_context(
            tempfile.TemporaryDirectory(prefix="sambang-bench-desk-")
        )
        environ = {"SAMBANG_VAR_DIR": scratch}
        if options.database_url:
            environ["SAMBANG_DATABASE_URL"] = options.database_url
        if not options.var_dir:
            _fill(options, environ)
        people = json.loads(ask_site("from bench.desk_people import show; show()", environ))
        print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        worst = _measure(options, environ, people)
        print(f"worst p95 {worst:.0f} ms (goal {GOAL_MS} ms)")


def _fill(options: argparse.Namespace, environ: dict[str, str]) -> None:
    prepare_site(environ)
    run_in_site(
        "from cms.config.demo import bulk; from bench import desk_people; "
        f"bulk.fill(officers={options.officers}, reports={options.reports}, stories=0, "
        f"days={options.days}, say=lambda text: None); desk_people.spread()",
        environ,
    )


def _measure(options: argparse.Namespace, environ: dict[str, str], people: dict) -> float:
    heads = "".join(f"{head:>9}" for head in ("p50 ms", "p95 ms", "cpu ms", "queries"))
    print(f"\n{'':<42}{'req/s':>7}{heads}{'own':>5}")
    worst = 0.0
    with granian("cms.config.wsgi:application", environ=environ) as port:

        def ask(name: str, what: str, path: str, cost: tuple = ()) -> float:
            cookie = {"Cookie": f"sessionid={people['people'][name]['session']}"}
            costs = f"{cost[0]:>9.1f}{cost[1]:>9}{cost[2]:>5}" if cost else ""
            figures = measure(port, path, seconds=options.seconds, clients=1, headers=cookie)
            print(
                f"{name:<12}{what:<30}{figures.per_second:>7.1f}{figures.p50_ms:>9.1f}"
                f"{figures.p95_ms:>9.1f}{costs}",
                flush=True,
            )
            return figures.p95_ms

        for name, person in people["people"].items():
            ask(name, "(a page without a queue)", BARE)
            for what, query in QUERIES.items():
                filled = query.format(activity=people["activity"], unit=person["unit"])
                p95 = ask(name, what, f"/admin/meja/?{filled}", person["costs"][what])
                worst = max(worst, p95)
            worst = max(worst, ask(name, "look for news", "/admin/meja/pembaruan/"))
            worst = max(worst, ask(name, "wall", "/admin/ruang-k3i/"))
            worst = max(worst, ask(name, "wall, look for news", "/admin/ruang-k3i/angka/"))
            p50, p95, asked = person["counted"]
            print(f"{name:<12}{'wall, counted anew':<37}{p50:>9.1f}{p95:>9.1f}{asked:>18}")
            worst = max(worst, p95)
    return worst


if __name__ == "__main__":
    main()
