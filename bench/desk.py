"""``python -m bench.desk --reports 100000``: the desk's queue at size, over HTTP, uncached.

Prepares a scratch database (or uses ``--var-dir`` as it is) with open reports of the whole country,
serves it through granian and asks as an editor of Mabes, of a Polda and of a Polsek. Beside the
times stand the questions that a page asks the database, and how long a report takes from the end
of its sending until an open list has it.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import platform
import subprocess
import sys
import tempfile

from bench.load import ROOT, granian, measure

GOAL_MS = 300
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
        people = json.loads(_shell("from bench.desk_people import show; show()", environ))
        print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        worst = _measure(options, environ, people)
        print(f"worst p95 {worst:.0f} ms (goal {GOAL_MS} ms)")


def _manage(arguments: list[str], environ: dict[str, str]) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | environ, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def _shell(code: str, environ: dict[str, str]) -> str:
    return _manage(["shell", "-v", "0", "-c", code], environ)


def _fill(options: argparse.Namespace, environ: dict[str, str]) -> None:
    for command in (
        ["migrate"],
        ["load_regions"],
        ["derive_units"],
        ["collectstatic", "--noinput"],
    ):
        _manage([*command, "-v", "0"], environ)
    _shell(
        "from cms.config.demo import bulk; from bench import desk_people; "
        f"bulk.fill(officers={options.officers}, reports={options.reports}, stories=0, "
        "say=lambda text: None); desk_people.spread()",
        environ,
    )


def _measure(options: argparse.Namespace, environ: dict[str, str], people: dict) -> float:
    worst = 0.0
    print(f"\n{'':<12}{'':<30}{'req/s':>7}{'p50 ms':>9}{'p95 ms':>9}{'queries':>9}{'own':>5}")
    with granian("cms.config.wsgi:application", environ=environ) as port:
        for name, person in people["people"].items():
            for what, query in QUERIES.items():
                filled = query.format(activity=people["activity"], unit=person["unit"])
                path = f"/admin/meja/?{filled}"
                cookie = {"Cookie": f"sessionid={person['session']}"}
                figures = measure(port, path, seconds=options.seconds, clients=1, headers=cookie)
                counts = person["queries"][what]
                worst = max(worst, figures.p95_ms)
                print(
                    f"{name:<12}{what:<30}{figures.per_second:>7.1f}{figures.p50_ms:>9.1f}"
                    f"{figures.p95_ms:>9.1f}{counts[0]:>9}{counts[1]:>5}",
                    flush=True,
                )
            worst = max(worst, _follow(options, port, name, person))
    return worst


def _follow(options: argparse.Namespace, port: int, name: str, person: dict) -> float:
    """The look for news every three seconds: with something new, and with nothing."""
    path, cookie = "/admin/meja/pembaruan/", {"Cookie": f"sessionid={person['session']}"}
    looked = measure(port, path, seconds=options.seconds, clients=1, headers=cookie)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers=cookie)
    response = connection.getresponse()
    response.read()
    print(
        f"{name:<12}{'look for news':<30}{looked.per_second:>7.1f}{looked.p50_ms:>9.1f}"
        f"{looked.p95_ms:>9.1f}",
        flush=True,
    )
    return looked.p95_ms


if __name__ == "__main__":
    main()
