"""``manage.py sweep``: one round over everything due or left behind; ``--every N`` repeats it."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from cms.base.heartbeat import heartbeat
from cms.config.sweeps import SWEEPS

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Publishes what is due, delivers what waits, resumes what a dead worker left."

    def add_arguments(self, parser):
        parser.add_argument("--every", type=float, help="repeat every N seconds, until stopped")

    def handle(self, *, every, **options):
        if every is None:
            self._round()
            return
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            self._round()
            stop.wait(every)

    def _round(self):
        close_old_connections()
        for name, sweep in SWEEPS:
            try:
                with heartbeat(name):
                    sweep()
            except Exception:
                # One sweep that fails must not stop the others; it is tried again next round.
                log.exception("sweep %s failed", name)
