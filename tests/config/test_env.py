"""The environment is read once, typed, and nonsense is refused in plain words."""

import subprocess
import sys
import time

import pytest

from cms.config.env import InvalidEnvironment, read
from tests.processes import ROOT

PRODUCTION = {
    "SAMBANG_MODE": "production",
    "SAMBANG_MAIL_URL": "smtp://sambang:rahasia@127.0.0.1:587",
    "SAMBANG_SECRET_KEY": "k" * 60,
    "SAMBANG_BASE_URL": "https://sambang.example.id",
    "SAMBANG_DATABASE_URL": "postgresql://u:p%40ss@db.internal:5433/sambang",
}


def test_an_empty_environment_is_the_demo(tmp_path):
    env = read({"SAMBANG_VAR_DIR": str(tmp_path)})

    assert (env.mode, env.base_url) == ("demo", "http://127.0.0.1:8000")
    assert env.database_url == {"engine": "sqlite", "name": str(tmp_path / "db.sqlite3")}


def test_the_demo_keeps_its_secret(tmp_path):
    first = read({"SAMBANG_VAR_DIR": str(tmp_path)}).secret_key

    assert read({"SAMBANG_VAR_DIR": str(tmp_path)}).secret_key == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


START = """
import sys, time
from cms.config.env import read
for number in range(150):
    time.sleep(max(0, float(sys.argv[2]) + number / 50 - time.time()))
    print(len(read({"SAMBANG_VAR_DIR": f"{sys.argv[1]}/{number}"}).secret_key))
"""


def test_processes_that_start_at_once_have_one_whole_secret(tmp_path):
    """Web workers, the queue's worker and the sweeper of a first start begin together."""
    when = str(time.time() + 1)
    command = [sys.executable, "-c", START, str(tmp_path), when]
    started = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    said = [process.communicate(timeout=60)[0].split() for process in started]

    assert said == [["86"] * 150] * 4
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {
        "secret_key",
        "web_push_key",
    }


def test_the_demo_address_follows_the_port(tmp_path):
    env = read({"SAMBANG_VAR_DIR": str(tmp_path), "SAMBANG_PORT": "8123"})

    assert env.base_url == "http://127.0.0.1:8123"


def test_production_reads_the_whole_database_address():
    assert read(PRODUCTION).database_url == {
        "engine": "postgresql",
        "name": "sambang",
        "user": "u",
        "password": "p@ss",
        "host": "db.internal",
        "port": 5433,
    }


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("SAMBANG_MODE", "prod", "must be one of"),
        ("SAMBANG_SECRET_KEY", "short", "at least 50"),
        ("SAMBANG_BASE_URL", "http://sambang.example.id", "https"),
        ("SAMBANG_BASE_URL", "sambang.example.id", "must be an address"),
        ("SAMBANG_BASE_URL", "https://x.id/path", "only scheme and host"),
        ("SAMBANG_DATABASE_URL", "mysql://x/y", "sqlite:// or postgresql://"),
        ("SAMBANG_DATABASE_URL", "postgresql://host", "database name"),
        ("SAMBANG_REDIS_URL", "http://x", "redis://"),
        ("SAMBANG_TASK_QUEUE", "redis", "needs SAMBANG_REDIS_URL"),
        ("SAMBANG_TASK_QUEUE", "immediate", "for tests"),
        ("SAMBANG_S3_PRIVATE_BUCKET", "a", "set both or neither"),
        ("SAMBANG_MAIL_URL", "mail", "console"),
        ("SAMBANG_MAIL_URL", "console", "sends nothing"),
        ("SAMBANG_OUTBOUND_ALLOW", "localhost", "host:port"),
        ("SAMBANG_VARNISH_URLS", "10.0.0.5:6081", "must be an address"),
        ("SAMBANG_NGINX_URLS", "http://a/b", "only scheme and host"),
        ("SAMBANG_PURGE_TOKEN", "pendek", "at least 24"),
        ("SAMBANG_CLOUDFLARE_ZONE", "../x", "letters and digits"),
        ("SAMBANG_CLOUDFLARE_ZONE", "abc123", "set both or neither"),
        ("SAMBANG_TRUST_PROXY", "maybe", "yes or no"),
        ("SAMBANG_WEB_WORKERS", "0", "from 1 to 64"),
        ("SAMBANG_PORT", "eighty", "whole number"),
        ("SAMBANG_TIME_ZONE", "Mars/Olympus", "time zone"),
        ("SAMBANG_LOG_LEVEL", "LOUD", "must be one of"),
        ("SAMBANG_BASEURL", "x", "no such variable"),
    ],
)
def test_nonsense_is_refused_in_plain_words(name, value, why):
    with pytest.raises(InvalidEnvironment, match=why):
        read(PRODUCTION | {name: value})


def test_every_mistake_is_named_at_once():
    with pytest.raises(InvalidEnvironment) as caught:
        read({"SAMBANG_MODE": "production", "SAMBANG_PORT": "x"})

    text = str(caught.value)
    assert all(name in text for name in ("SECRET_KEY", "BASE_URL", "DATABASE_URL", "SAMBANG_PORT"))
