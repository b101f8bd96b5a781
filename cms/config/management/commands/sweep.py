"""``manage.py sweep``: one round over everything due or left behind; ``--forever`` repeats it."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connections

from cms.base.heartbeat import heartbeat
from cms.config.sweeps import SWEEPS, Sweep

log = logging.getLogger(__name__)
STOP_GRACE_S = 5.0


class Command(BaseCommand):
    help = "Publishes what is due, delivers what waits, resumes what a dead worker left."

    def add_arguments(self, parser):
        parser.add_argument("--forever", action="store_true", help="repeat until stopped")

    def handle(self, *, forever, **options):
        if not forever:
            for sweep in SWEEPS:
                _run(sweep)
            return
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        # A thread each: a receiver that hangs must not hold up what is due. Daemons, so that one
        # which hangs does not hold up the end either; whatever it does is safe to be cut off.
        threads = [
            threading.Thread(target=_repeat, args=(sweep, stop), name=sweep.name, daemon=True)
            for sweep in SWEEPS
        ]
        for thread in threads:
            thread.start()
        stop.wait()
        for thread in threads:
            thread.join(STOP_GRACE_S / len(threads))


def _repeat(sweep: Sweep, stop: threading.Event) -> None:
    while not stop.is_set():
        close_old_connections()
        _run(sweep)
        stop.wait(sweep.every_s)
    connections.close_all()


def _run(sweep: Sweep) -> None:
    try:
        with heartbeat(sweep.name):
            sweep.run()
    except Exception:
        # One sweep that fails must not stop the others; it is tried again next time.
        log.exception("sweep %s failed", sweep.name)
