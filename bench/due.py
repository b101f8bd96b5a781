"""``python -m bench.due``: 1,000 stories due in one minute, in three time zones.

A scratch database with real stories (text only), the real sweeper beside it. Prints how long after
their moment the first and the last went live, and whether any was early.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime

from bench.load import ROOT
from bench.scratch import ask_site, prepare_site

MAKE = """
import datetime
from django.utils import timezone
from cms.config.demo.scheduled import schedule
due = timezone.now() + datetime.timedelta(seconds={wait})
schedule(stories={count}, due=due)
print(due.isoformat())
"""
ASK = """
from publishing.models import PublishedItem
rows = PublishedItem.objects.filter(kind="story").order_by("changed_at")
print(" ".join(row.changed_at.isoformat() for row in rows.only("changed_at")))
"""


def main() -> None:
    """Make the stories, run the sweeper until all are live, print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=1000)
    parser.add_argument("--wait", type=int, default=120, help="seconds to make them in")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sambang-due-") as scratch:
        environ = os.environ | {"SAMBANG_VAR_DIR": scratch}
        prepare_site(environ)
        print(f"Making {options.stories} stories…", flush=True)
        due = ask_site(MAKE.format(count=options.stories, wait=options.wait), environ).strip()
        sweeper = subprocess.Popen(
            [sys.executable, "manage.py", "sweep", "--forever"], cwd=ROOT, env=environ
        )
        try:
            moments = _wait(environ, options.stories)
        finally:
            sweeper.send_signal(signal.SIGTERM)
            sweeper.wait(20)
    _report(due, moments)


def _wait(environ: dict[str, str], count: int) -> list[str]:
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline:
        moments = ask_site(ASK, environ).split()
        if len(moments) >= count:
            return moments
        time.sleep(5)
    raise SystemExit("they did not all go live within ten minutes")


def _report(due: str, moments: list[str]) -> None:
    start = datetime.fromisoformat(due)
    after = [(datetime.fromisoformat(moment) - start).total_seconds() for moment in moments]
    early = sum(second < 0 for second in after)
    print(
        f"{len(after)} stories: first {after[0]:.1f} s, median {statistics.median(after):.1f} s, "
        f"last {after[-1]:.1f} s after their moment; {early} early. Goal: last <= 30 s, none early."
    )


if __name__ == "__main__":
    main()
