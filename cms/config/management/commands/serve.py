"""``manage.py serve``: web, background worker and sweeper together, until Ctrl-C.

One process of each is enough for a demo or a small machine; ``--only web`` or ``--only worker``
splits them for a larger installation.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.config import preparation
from cms.config.demo import logins

PARTS = ("web", "worker", "sweeper")
STOP_GRACE_S = 8.0
RESTART_PAUSE_S = 1.0


class Command(BaseCommand):
    help = "Prepares the database and serves Sambang: web, worker and sweeper, until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--only", choices=PARTS, help="run just this part")
        parser.add_argument(
            "--no-prepare", action="store_true", help="skip migrations, places, static, demo"
        )

    def handle(self, *, only, no_prepare, **options):
        env = settings.ENV
        if only in (None, "web"):
            _refuse_taken_port(env.bind, env.port)
        if not no_prepare and only is None:
            preparation.prepare(demo=not env.is_production, say=self._say)
        parts = {name: _command(name, env) for name in ([only] if only else PARTS)}
        supervisor = Supervisor(parts, say=self._say)
        supervisor.start()
        if "web" in parts:
            _wait_until_listening(env.bind, env.port, supervisor)
            self._say(f"\nSambang: {env.base_url if env.is_production else _address(env)}")
            if not env.is_production:
                self._say(logins.as_text())
            self._say("Ctrl-C berhenti · Ctrl-C stops")
        code = supervisor.wait()
        if code:
            sys.exit(code)

    def _say(self, text):
        self.stdout.write(text)
        self.stdout.flush()


def _address(env) -> str:
    host = "127.0.0.1" if env.bind == "0.0.0.0" else env.bind  # noqa: S104 (only compared)
    return f"http://{host}:{env.port}/"


def _refuse_taken_port(bind: str, port: int) -> None:
    with contextlib.closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError:
            raise CommandError(
                f"Port {port} is taken or not allowed. Choose another: make run PORT=8080"
            ) from None


def _wait_until_listening(bind: str, port: int, supervisor: "Supervisor") -> None:
    host = "127.0.0.1" if bind == "0.0.0.0" else bind  # noqa: S104 (only compared)
    while not supervisor.stopping:
        supervisor.check()
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
            return
        time.sleep(0.05)


def _command(part: str, env) -> list[str]:
    manage = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py")]
    if part == "web":
        return [
            str(Path(sys.executable).with_name("granian")),
            "--interface=wsgi",
            f"--host={env.bind}",
            f"--port={env.port}",
            f"--workers={env.web_workers}",
            # One blocking thread a worker measured faster than several: no fight for the GIL.
            "--blocking-threads=1",
            "--no-access-log",
            "--log-level=warning",
            "cms.config.wsgi:application",
        ]
    if part == "worker":
        if env.task_queue == "redis":
            return [*manage, "rqworker", "default", "--job-class", "django_tasks_rq.Job"]
        return [*manage, "db_worker", "--no-startup-delay", "--no-reload", "-v", "0"]
    return [*manage, "sweep", "--every", "5"]


class Supervisor:
    """Starts the parts as process groups, restarts a dead worker, ends all when the web ends."""

    def __init__(self, parts: dict[str, list[str]], *, say):
        self.parts = parts
        self.say = say
        self.running: dict[str, subprocess.Popen] = {}
        self.stopping = False

    def start(self) -> None:
        """Start every part. Side effect: takes over SIGINT and SIGTERM of this process."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        for name in self.parts:
            self._spawn(name)

    def _spawn(self, name: str) -> None:
        # A session of its own: Ctrl-C reaches this process alone, which ends the rest in order.
        self.running[name] = subprocess.Popen(
            self.parts[name], cwd=settings.BASE_DIR, start_new_session=True
        )

    def _on_signal(self, number, frame) -> None:
        self.stopping = True

    def check(self) -> None:
        """Restart a part that died; raises CommandError when it was the web server."""
        for name, process in list(self.running.items()):
            if process.poll() is None or self.stopping:
                continue
            if name == "web":
                self.stop()
                raise CommandError(f"The web server ended with code {process.returncode}.")
            self.say(f"{name} ended with code {process.returncode}; starting it again.")
            time.sleep(RESTART_PAUSE_S)
            self._spawn(name)

    def wait(self) -> int:
        """Watch until a signal arrives; then stop everything. Returns the exit code."""
        while not self.stopping:
            self.check()
            time.sleep(0.3)
        self.stop()
        return 0

    def stop(self) -> None:
        """Ask every part to end, then insist after a grace period."""
        self.stopping = True
        for process in self.running.values():
            _signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_GRACE_S
        for process in self.running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
        for process in self.running.values():
            _signal_group(process, signal.SIGKILL)
            process.wait()


def _signal_group(process: subprocess.Popen, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)
