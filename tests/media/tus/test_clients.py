"""Standard tus clients, as they are in their registries, over a line that breaks."""

import json
import random
import shutil
import subprocess
import time
from hashlib import sha256
from urllib.parse import urlsplit

import pytest
from django.db import connections
from playwright.sync_api import sync_playwright
from tusclient.client import TusClient

from tests import files
from tests.factories.people import person
from tests.factories.tokens import token_of
from tests.journeys.conftest import CHROMIUM
from tests.media.tus.client import ALL
from tests.media.tus.wire import Server, Wire
from tests.peers.weak_link import WeakLink
from tests.processes import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(280), pytest.mark.once]

MB = 1024 * 1024
JS = ROOT / "tests" / "peers" / "js"
SAID = {"filename": "sambang.mp4", "filetype": "video/mp4"}
# In one piece, whose line breaks; in several, one of whose answers is lost besides.
PIECES = [None, MB]


@pytest.fixture(autouse=True)
def own_storage():
    """The server has its own."""


@pytest.fixture(scope="module")
def server(django_db_setup, tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("of-clients"))
    running.start()
    yield running
    running.kill()


@pytest.fixture
def link(server):
    """A line to the server that breaks when it is told to."""
    weak = WeakLink(("127.0.0.1", server.port))
    yield weak
    weak.close()


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """A film of six megabytes on a disk."""
    data, padding = files.mp4(seconds=1), 6 * MB
    data += (padding + 8).to_bytes(4, "big") + b"free" + random.Random(7).randbytes(padding)
    path = tmp_path_factory.mktemp("film") / "sambang.mp4"
    path.write_bytes(data)
    return path


@pytest.fixture
def token(db) -> str:
    return token_of(person("officer"), "media:write")[1]


def _spoil(link: WeakLink, pieces: int | None) -> None:
    link.cut_after(3 * MB + 400_000)
    if pieces:
        link.lose_answer(lambda line: line.startswith("PATCH"))


def _assert_kept(server, token: str, address: str, film, link: WeakLink, *, again: int = 0) -> None:
    """The server's own hash is that of the file, and little of it was sent twice: ``again`` bytes,
    or 18 per cent."""
    receipt = json.loads(Wire(server.port, token).receipt(urlsplit(address).path).body)
    assert receipt["is_kept"], receipt
    assert receipt["sha256"] == sha256(film.read_bytes()).hexdigest()
    size = film.stat().st_size
    assert link.bytes_up <= size + max(again, size * 0.18) + MB / 2


def _methods(link: WeakLink) -> list[str]:
    return [line.partition(" ")[0] for line in link.requests]


@pytest.mark.parametrize("pieces", PIECES)
def test_tuspy_goes_on_where_the_line_broke(server, link, token, film, pieces):
    _spoil(link, pieces)
    client = TusClient(link.url + ALL, headers={"Authorization": f"Bearer {token}"})
    options = {"chunk_size": pieces} if pieces else {}

    # A stream of ours: those that it opens it leaves open.
    with film.open("rb") as stream:
        uploader = client.uploader(
            file_stream=stream,
            metadata=SAID,
            retries=4,
            retry_delay=0,
            upload_checksum=bool(pieces),
            **options,
        )
        uploader.upload()

    assert "HEAD" in _methods(link)
    # A piece with a checksum counts whole or not at all: it is sent again.
    link.bytes_up -= 400_000 if pieces else 0
    _assert_kept(server, token, uploader.url, film, link)


def test_tuspy_that_is_started_again_goes_on(server, link, token, film):
    client = TusClient(link.url + ALL, headers={"Authorization": f"Bearer {token}"})
    with film.open("rb") as stream:
        first = client.uploader(file_stream=stream, metadata=SAID, chunk_size=MB)
        first.upload(stop_at=2 * MB)

        second = client.uploader(file_stream=stream, url=first.url, chunk_size=MB)
        assert second.offset == 2 * MB
        second.upload()

    _assert_kept(server, token, first.url, film, link)


# --- Clients of browsers, on Node ----------------------------------------------------------------


@pytest.fixture
def send(link, token, film):
    """A function: have a client of ``tests/peers/js`` send the film; what it printed, or None when
    it died as it was told to."""
    node = shutil.which("node")
    if node is None or not (JS / "node_modules").is_dir():
        pytest.skip("no Node or no clients: run npm ci in tests/peers/js")

    def deed(client: str, **wanted) -> dict | None:
        wanted |= {
            "endpoint": link.url + ALL,
            "token": token,
            "file": str(film),
            "metadata": SAID,
        }
        done = subprocess.run(
            [node, "send.mjs", client, json.dumps(wanted)],
            cwd=JS,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if done.returncode == 9:
            return None
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return deed


@pytest.mark.parametrize("pieces", PIECES)
@pytest.mark.parametrize("client", ["tus-js-client", "uppy"])
def test_a_client_of_browsers_goes_on_where_the_line_broke(
    server, link, token, film, send, client, pieces
):
    _spoil(link, pieces)

    sent = send(client, chunkSize=pieces)

    assert sent["resumedAt"] > 2 * MB
    assert "HEAD" in _methods(link)
    _assert_kept(server, token, sent["url"], film, link)


def test_tus_js_client_goes_on_after_its_own_death(server, link, token, film, send, tmp_path):
    memory = str(tmp_path / "uploads.json")
    assert send("tus-js-client", chunkSize=MB, memory=memory, dieAt=3 * MB) is None

    sent = send("tus-js-client", chunkSize=MB, memory=memory)

    assert sent["resumedAt"] >= 2 * MB
    _assert_kept(server, token, sent["url"], film, link)


# --- The same in a browser -----------------------------------------------------------------------


@pytest.fixture
def page(link, film):
    """A page of the server in a real browser, with both clients in it and the film picked."""
    bundler = JS / "node_modules" / ".bin" / "esbuild"
    if CHROMIUM is None or not bundler.exists():
        pytest.skip("no Chromium, or no clients: run npm ci in tests/peers/js")
    script = subprocess.run(
        [bundler, "page.mjs", "--bundle", "--format=iife", "--log-level=warning"],
        cwd=JS,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        # Our content policy is for our own pages; here a stranger's page has the same address.
        page = browser.new_context(bypass_csp=True).new_page()

        def open_page():
            page.goto(f"{link.url}/robots.txt")
            page.set_content("<input type=file>")
            page.add_script_tag(content=script)
            page.set_input_files("input", film)
            return page

        yield open_page
        browser.close()
        connections.close_all()


@pytest.mark.browser
def test_clients_in_a_browser_go_on_where_the_line_broke(server, link, token, film, page):
    wanted = {"endpoint": link.url + ALL, "token": token, "metadata": SAID, "chunkSize": MB}
    opened = page()
    for client in ("tus-js-client", "uppy"):
        link.bytes_up = 0
        link.requests.clear()
        _spoil(link, MB)

        sent = opened.evaluate("([client, wanted]) => sendPicked(client, wanted)", [client, wanted])

        # A browser itself sends a piece again whose answer never came: whole, on a quick line,
        # before the server can say that it has it. One piece for each of the two breaks.
        assert sent["resumedAt"] >= MB
        assert "HEAD" in _methods(link)
        _assert_kept(server, token, sent["url"], film, link, again=2 * MB)

    # A page that was closed in the middle goes on after the same file was picked again.
    begin = "([client, wanted]) => void sendPicked(client, wanted)"
    other = wanted | {"metadata": SAID | {"caption": "Malam kedua"}}
    link.requests.clear()
    opened.evaluate("localStorage.clear()")
    opened.evaluate(begin, ["tus-js-client", other])
    deadline = time.monotonic() + 30
    while _methods(link).count("PATCH") < 3:
        assert time.monotonic() < deadline
        opened.wait_for_timeout(20)

    opened = page()
    sent = opened.evaluate(
        "([client, wanted]) => sendPicked(client, wanted)", ["tus-js-client", other]
    )

    assert sent["resumedAt"] >= MB
    receipt = json.loads(Wire(server.port, token).receipt(urlsplit(sent["url"]).path).body)
    assert receipt["sha256"] == sha256(film.read_bytes()).hexdigest()
