"""``python -m cms.config.serve``: web, background worker and sweeper together, until Ctrl-C.

This process only prepares, starts and watches the others, and loads no Django: a second start is
as quick as the web server itself. ``--only web`` (or ``worker``, ``sweeper``) runs one part, for a
larger installation.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from cms.config import env as environment
from cms.config import prepared
from cms.config.demo import logins
from cms.config.env import Environment
from cms.config.variables import BASE_DIR

PARTS = ("web", "worker", "sweeper")
STOP_GRACE_S = 8.0
WORKER_GRACE_S = 5
RESTART_PAUSE_S = 1.0
# glibc gives each thread a heap of its own and keeps what it freed there: three threads at one
# photo would hold a third more memory than they use. Other C libraries ignore this.
WORKER_MEMORY = {"MALLOC_ARENA_MAX": "1"}
ANYWHERE = "0.0.0.0"  # noqa: S104 (only compared)


class CannotServe(Exception):
    """The reason is said in one sentence."""


def main(arguments: list[str] | None = None) -> int:
    """Prepare, serve and watch until a signal; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=PARTS, help="run just this part")
    parser.add_argument("--no-prepare", action="store_true", help="trust that all is prepared")
    options = parser.parse_args(arguments)
    try:
        env = environment.read()
        return _serve(env, only=options.only, prepare=not options.no_prepare)
    except (environment.InvalidEnvironment, CannotServe) as error:
        print(error, file=sys.stderr)
        return 1


def _serve(env: Environment, *, only: str | None, prepare: bool) -> int:
    if only in (None, "web"):
        _refuse_taken_port(env.bind, env.port)
    if prepare and only is None and prepared.read(env) != prepared.wanted(env):
        _prepare()
    supervisor = Supervisor({name: _command(name, env) for name in ([only] if only else PARTS)})
    supervisor.start("web")
    if "web" in supervisor.parts:
        _wait_until_listening(env.bind, env.port, supervisor)
    # Only now: on a small machine the others would slow the first page down.
    supervisor.start("worker", "sweeper")
    if "web" in supervisor.parts and not supervisor.stopping:
        _greet(env)
    return supervisor.wait()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _greet(env: Environment) -> None:
    host = "127.0.0.1" if env.bind == ANYWHERE else env.bind
    address = env.base_url if env.is_production else f"http://{host}:{env.port}"
    _say(f"\nSambang: {address}/")
    if not env.is_production:
        _say(logins.as_text())
    _say("Ctrl-C berhenti · Ctrl-C stops")


def _prepare() -> None:
    try:
        done = subprocess.run([*_manage(), "prepare"], cwd=BASE_DIR)
    except KeyboardInterrupt:
        raise CannotServe("Stopped; the next start goes on.") from None
    if done.returncode:
        raise CannotServe("The preparation did not finish; see above.")


def _manage() -> list[str]:
    return [sys.executable, str(BASE_DIR / "manage.py")]


def _refuse_taken_port(bind: str, port: int) -> None:
    with contextlib.closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError:
            raise CannotServe(
                f"Port {port} is taken or not allowed. Choose another: make run PORT=8080"
            ) from None


def _wait_until_listening(bind: str, port: int, supervisor: Supervisor) -> None:
    host = "127.0.0.1" if bind == ANYWHERE else bind
    while not supervisor.stopping:
        supervisor.check()
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
            return
        time.sleep(0.05)


def web_command(
    *,
    host: str,
    port: int,
    workers: int,
    threads: int = 16,
    log_level: str = "error",
    application: str = "cms.config.wsgi:application",
) -> list[str]:
    """The web server's command line; tests and benchmarks serve with the same."""
    return [
        str(Path(sys.executable).with_name("granian")),
        "--interface=wsgi",
        f"--host={host}",
        f"--port={port}",
        f"--workers={workers}",
        # Started when they are needed: a phone on a weak network occupies one until its body is
        # there, and the readers must not wait behind it.
        f"--blocking-threads={threads}",
        # A web worker that is still booting loses the signal that asks it to end.
        f"--workers-kill-timeout={WORKER_GRACE_S}",
        "--no-access-log",
        # Its one warning is about so many threads, which are meant.
        f"--log-level={log_level}",
        application,
    ]


def _command(part: str, env: Environment) -> list[str]:
    if part == "web":
        return web_command(
            host=env.bind, port=env.port, workers=env.web_workers, threads=env.web_threads
        )
    if part == "worker":
        if env.task_queue == "redis":
            return [*_manage(), "rqworker", "default", "--job-class", "django_tasks_rq.Job"]
        return [*_manage(), "db_worker", "--no-startup-delay", "--no-reload", "-v", "0"]
    return [*_manage(), "sweep", "--forever"]


class Supervisor:
    """Starts the parts as process groups, restarts a dead worker, ends all when the web ends."""

    def __init__(self, parts: dict[str, list[str]]):
        """Side effect: takes over SIGINT and SIGTERM of this process."""
        self.parts = parts
        self.running: dict[str, subprocess.Popen] = {}
        self.stopping = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)

    def start(self, *names: str) -> None:
        """Start those of the parts named that are asked for."""
        for name in names:
            if name in self.parts and not self.stopping:
                self._spawn(name)

    def _spawn(self, name: str) -> None:
        environ = environment.for_child(WORKER_MEMORY if name == "worker" else {})
        # A session of its own: Ctrl-C reaches this process alone, which ends the rest in order.
        self.running[name] = subprocess.Popen(
            self.parts[name], cwd=BASE_DIR, env=environ, start_new_session=True
        )

    def _on_signal(self, number, frame) -> None:
        self.stopping = True

    def check(self) -> None:
        """Restart a part that died; raises CannotServe when it was the web server."""
        for name, process in list(self.running.items()):
            if process.poll() is None or self.stopping:
                continue
            if name == "web":
                self.stop()
                raise CannotServe(f"The web server ended with code {process.returncode}.")
            _say(f"{name} ended with code {process.returncode}; starting it again.")
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


if __name__ == "__main__":
    sys.exit(main())
