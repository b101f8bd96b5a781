"""Real web workers: a withdrawal reaches every process of the machine at once."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress

import pytest
from django.conf import settings as django_settings

from cms.config.serve import web_command
from publishing.edge import machine
from publishing.services import withdraw
from stories.models import StoryPage
from tests.factories.people import person
from tests.factories.stories import story_page
from tests.processes import ROOT, environment

WORKERS = 3


def _free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _get(port, path):
    """(status, body, worker) over a connection of its own: the kernel picks the worker."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={"Connection": "close", "Host": "localhost"})
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body


@pytest.fixture
def server(tmp_path):
    port = _free_port()
    environ = environment(SAMBANG_VAR_DIR=str(tmp_path))
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"]
    subprocess.run(collect, cwd=ROOT, env=environ, check=True)
    process = subprocess.Popen(
        web_command(host="127.0.0.1", port=port, workers=WORKERS),
        cwd=ROOT,
        env=environ,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                if _get(port, "/sehat/")[0] == 200:
                    break
            except OSError:
                assert time.monotonic() < deadline, "the server did not start"
                assert process.poll() is None, "the server ended"
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(60)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_reaches_every_worker_at_once(server, settings, tmp_path):
    settings.EDGE_DIR = tmp_path / "edge"
    assert django_settings.EDGE_DIR == settings.EDGE_DIR
    page = story_page(title="Yang akan ditarik")
    page.get_latest_revision().publish()
    page = StoryPage.objects.get(pk=page.pk)
    before = [_get(server, page.public_path) for _number in range(30)]
    kept = machine.stats()["hits"]

    withdraw(actor=person("publisher"), page=page, reason="Permintaan keluarga")
    after = [_get(server, page.public_path) for _number in range(30)]

    assert {status for status, _body in before} == {200}
    assert {status for status, _body in after} == {410}
    assert not any("Yang akan ditarik" in body for _status, body in after)
    assert kept >= 25
