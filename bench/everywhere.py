"""``python -m bench.everywhere``: from the press until a story is live everywhere, and until it is
gone from everywhere after it was taken back.

A scratch site as ``serve`` runs it: two web processes with the edge cache, worker, sweeper. Every
place is read before the press, so that the caches hold the old answer, and then again and again
until it shows the new one: the story's own page, home, list, feeds, API, sitemap, the file of its
photo; and a webhook receiver waits for the news. SQLite, or ``--database-url``. A goal that is
missed ends with status 1.
"""

from __future__ import annotations

import argparse
import contextlib
import http.server
import json
import os
import platform
import statistics
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from bench.load import application
from bench.scratch import ask_site, prepare_site

LIVE_S, GONE_S = 5, 60
GIVE_UP_S = 90
PAUSE_S = 0.02
Places = dict[str, Callable[[], bool]]
Times = dict[str, list[float]]
LISTS = {
    "home": "/",
    "list of stories": "/cerita/",
    "RSS": "/feeds/site.rss",
    "Atom": "/feeds/site.atom",
    "JSON Feed": "/feeds/site.json",
    "API": "/api/v1/items/",
    "news sitemap": "/sitemap-berita-0.xml",
}


def main() -> None:
    """Make the stories, press for each, measure, print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=10)
    parser.add_argument("--database-url", default="", help="an empty PostgreSQL; SQLite without it")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="sambang-everywhere-") as scratch,
        _receiver() as receiver,
    ):
        environ = {
            "SAMBANG_VAR_DIR": scratch,
            "SAMBANG_OUTBOUND_ALLOW": f"127.0.0.1:{receiver.server_port}",
        }
        if options.database_url:
            environ["SAMBANG_DATABASE_URL"] = options.database_url
        known = _fill(options.stories + 1, f"http://127.0.0.1:{receiver.server_port}/", environ)
        print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        with application(environ) as (port, _process):
            live, gone = _measure(Site(port, known["token"], receiver), known["stories"])
    reached = [_table("live after the press", live, LIVE_S), _table("gone", gone, GONE_S)]
    sys.exit(0 if all(reached) else 1)


def _fill(count: int, receiver: str, environ: dict[str, str]) -> dict:
    prepare_site(environ)
    code = f"from bench import everywhere_stories; everywhere_stories.fill({count}, {receiver!r})"
    return json.loads(ask_site(code, environ))


class _Receiver(http.server.BaseHTTPRequestHandler):
    """Remembers which event of which story came."""

    def do_POST(self):
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if told["item"]:
            self.server.heard.add((told["event"], told["item"]["id"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *arguments):
        pass


@contextlib.contextmanager
def _receiver() -> Iterator[http.server.ThreadingHTTPServer]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Receiver)
    server.heard = set()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class Site:
    """What a reader, a machine and a publisher do with the site, over HTTP."""

    def __init__(self, port: int, token: str, receiver: http.server.ThreadingHTTPServer):
        self._origin = f"http://127.0.0.1:{port}"
        self._token = token
        self._receiver = receiver

    def read(self, path: str) -> tuple[int, str]:
        """Status and text, on a connection of its own: any of the web processes may answer."""
        try:
            with urllib.request.urlopen(f"{self._origin}{path}", timeout=60) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, ""

    def press(self, story: str, deed: str, **said: str) -> None:
        """Publish or withdraw, with the publisher's token."""
        headers = {"Authorization": f"Bearer {self._token}", "If-Match": "*"}
        data = json.dumps(said).encode() if said else b""
        if said:
            headers["Content-Type"] = "application/json"
        address = f"{self._origin}/api/v1/publications/{story}/{deed}/"
        request = urllib.request.Request(address, data, headers, method="POST")
        urllib.request.urlopen(request, timeout=60).close()

    def heard(self, event: str, story: str) -> bool:
        """Whether the receiver was told."""
        return (event, story) in self._receiver.heard


def _measure(site: Site, stories: list[dict]) -> tuple[dict, dict]:
    live: Times = {}
    gone: Times = {}
    # The sweeper is still booting when the web answers already.
    first, *others = stories
    _one(site, first, {}, {})
    for story in others:
        _one(site, story, live, gone)
    return live, gone


def _one(site: Site, story: dict, live: Times, gone: Times) -> None:
    """Publish ``story`` and withdraw it; how long each place took is added."""
    identity, title = story["id"], story["title"]
    document = f"/api/v1/items/{identity}/"
    for path in LISTS.values():
        assert title not in site.read(path)[1], path
    shown: Places = {
        place: lambda path=path: title in site.read(path)[1] for place, path in LISTS.items()
    }
    shown["API, the story"] = lambda: site.read(document)[0] == 200
    shown["webhook"] = lambda: site.heard("item.released", identity)
    _until(shown, lambda: site.press(identity, "publish"), live)

    item = json.loads(site.read(document)[1])
    page, photo = (urlsplit(url).path for url in (item["url"], _photo(item)))
    assert site.read(page)[0] == site.read(photo)[0] == 200
    hidden: Places = {
        place: lambda path=path: title not in site.read(path)[1] for place, path in LISTS.items()
    }
    hidden["its page: 410"] = lambda: site.read(page)[0] == 410
    hidden["API, the story: 410"] = lambda: site.read(document)[0] == 410
    hidden["its photo: 404"] = lambda: site.read(photo)[0] == 404
    hidden["webhook"] = lambda: site.heard("item.withdrawn", identity)
    _until(hidden, lambda: site.press(identity, "withdraw", reason="Uji tarik"), gone)


def _photo(item: dict) -> str:
    return item["media"][0]["sources"][0]["url"]


def _until(places: Places, press: Callable[[], None], times: Times) -> None:
    """Press, and add for each place the seconds from before the press until it is so there."""
    began = time.perf_counter()

    def wait(place: str) -> float:
        while not places[place]():
            if time.perf_counter() - began > GIVE_UP_S:
                raise SystemExit(f"{place}: not within {GIVE_UP_S} s")
            time.sleep(PAUSE_S)
        return time.perf_counter() - began

    with ThreadPoolExecutor(len(places)) as pool:
        waiting = {place: pool.submit(wait, place) for place in places}
        press()
        pressed = time.perf_counter() - began
        for place, seconds in waiting.items():
            times.setdefault(place, []).append(seconds.result())
    times.setdefault("(the press was answered)", []).append(pressed)


def _table(what: str, times: Times, goal: float) -> bool:
    print(f"\n{what:<28}{'median s':>10}{'worst s':>10}   goal {goal} s")
    for place, seconds in sorted(times.items(), key=lambda pair: max(pair[1])):
        print(f"{place:<28}{statistics.median(seconds):>10.2f}{max(seconds):>10.2f}")
    return max(max(seconds) for seconds in times.values()) <= goal


if __name__ == "__main__":
    main()
