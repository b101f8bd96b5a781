"""Commands as an operator runs them: real processes with an environment of their own."""

import os
import socket
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "SAMBANG_MODE": "production",
    "SAMBANG_MAIL_URL": "smtp://sambang:rahasia@127.0.0.1:587",
    "SAMBANG_SECRET_KEY": "uV3!kP9zQ1x7Lm0wTe5Rb8Yn2Hs6Dj4Fa" * 2,
    "SAMBANG_BASE_URL": "https://sambang.example.id",
    "SAMBANG_DATABASE_URL": "postgresql://sambang:rahasia@127.0.0.1:1/sambang",
    "SAMBANG_REDIS_URL": "redis://127.0.0.1:1/0",
    "SAMBANG_TASK_QUEUE": "redis",
    "SAMBANG_S3_PRIVATE_BUCKET": "sambang-private",
    "SAMBANG_S3_PUBLIC_BUCKET": "sambang-public",
    "SAMBANG_TRUST_PROXY": "yes",
}


def manage(*arguments, environ, tmp_path):
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SAMBANG_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=clean | {"SAMBANG_VAR_DIR": str(tmp_path)} | environ,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_check_deploy_is_silent_under_production_settings(tmp_path):
    done = manage("check", "--deploy", environ=PRODUCTION, tmp_path=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "System check identified no issues (0 silenced).\n"


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"SAMBANG_MODE": "produksi"}, "must be one of: demo, production"),
        ({"SAMBANG_PORTT": "1"}, "no such variable"),
        ({"SAMBANG_MODE": "production"}, "SAMBANG_SECRET_KEY: is required in production"),
    ],
)
def test_nonsense_in_the_environment_stops_the_start_in_plain_words(environ, sentence, tmp_path):
    done = manage("check", environ=environ, tmp_path=tmp_path)

    assert done.returncode != 0
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_said_so(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        done = manage("serve", "--only", "web", environ={"SAMBANG_PORT": port}, tmp_path=tmp_path)

    assert done.returncode != 0
    assert f"Port {port} is taken" in done.stderr


@pytest.mark.parametrize(
    "command", ["load_regions", "derive_units", "seed_demo", "sweep", "rebuild_items"]
)
def test_every_command_explains_itself(command, tmp_path):
    done = manage(command, "--help", environ={}, tmp_path=tmp_path)

    assert done.returncode == 0
    assert "usage:" in done.stdout


@pytest.mark.parametrize(("part", "heaps"), [("worker", "1"), ("sweeper", "-")])
def test_worker_keeps_one_heap_for_all_its_threads(part, heaps):
    code = """
import sys
from cms.config.serve import Supervisor
part = sys.argv[1]
said = "import os; print(os.environ.get('MALLOC_ARENA_MAX', '-'))"
supervisor = Supervisor({part: [sys.executable, "-c", said]})
supervisor.start(part)
supervisor.running[part].wait()
"""
    clean = {name: value for name, value in os.environ.items() if name != "MALLOC_ARENA_MAX"}

    done = subprocess.run(
        [sys.executable, "-c", code, part],
        cwd=settings.BASE_DIR,
        env=clean,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (done.stdout.strip(), done.stderr) == (heaps, "")
