"""Deeds at the same moment, each in a thread and on a connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections

Answer = TypeVar("Answer")


def at_once(*deeds: Callable[[], Answer]) -> list[Answer]:
    """What each of ``deeds`` answered, in their order; what one raised is raised here."""
    start = threading.Barrier(len(deeds))

    def run(deed):
        try:
            start.wait()
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [done.result() for done in [pool.submit(run, deed) for deed in deeds]]
