"""A scratch site for a measurement: a database with all places, and code that runs in it.

``environ`` is what the processes are started with besides our own environment; it names the
scratch directory and, where wanted, a database.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

from bench.load import ROOT


def prepare_site(environ: Mapping[str, str]) -> None:
    """Make the tables, load all places, derive the units, collect the static files."""
    for command in (
        ["migrate"],
        ["load_regions"],
        ["derive_units"],
        ["collectstatic", "--noinput"],
    ):
        _manage([*command, "-v", "0"], environ)


def run_in_site(code: str, environ: Mapping[str, str]) -> None:
    """Run Python in the site; what it prints is shown."""
    _manage(["shell", "-v", "0", "-c", code], environ)


def ask_site(code: str, environ: Mapping[str, str]) -> str:
    """Run Python in the site and return what it prints."""
    return _manage(["shell", "-v", "0", "-c", code], environ, stdout=subprocess.PIPE)


def _manage(arguments: list[str], environ: Mapping[str, str], *, stdout: int | None = None) -> str:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | environ,
        check=True,
        stdout=stdout,
        text=True,
    ).stdout
