"""``python -m bench.api --items 1000000``: the read API at size, over HTTP, uncached.

Prepares a scratch database (or uses ``--var-dir`` as it is), serves the origin without the edge
cache through granian and measures each kind of question; then follows a list while items come in.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import platform
import tempfile
import threading
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from bench.load import Figures, granian, measure
from bench.scratch import prepare_site, run_in_site

DEEP_PAGE = 10_000
START = "/api/v1/items/?limit=100&fields=id"
WALKED = 20_000  # rows that stand there before
INSERTS = 1_000
ORIGIN = "cms.config.origin:application"


def main() -> None:
    """Prepare, serve, measure, print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--officers", type=int, default=40_000)
    parser.add_argument("--seconds", type=float, default=3.0, help="length of each measurement")
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--database-url", default="", help="PostgreSQL; SQLite without it")
    parser.add_argument("--var-dir", default="", help="a scratch directory that is filled already")
    parser.add_argument("--no-walk", action="store_true", help="do not insert while walking")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        scratch = options.var_dir or stack.enter_context(
            tempfile.TemporaryDirectory(prefix="sambang-bench-api-")
        )
        environ = {"SAMBANG_VAR_DIR": scratch}
        if options.database_url:
            environ["SAMBANG_DATABASE_URL"] = options.database_url
        if not options.var_dir:
            _fill(options, environ)
        print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        _measure(options, environ)
        if not options.no_walk:
            _walk(environ)


def _fill(options: argparse.Namespace, environ: dict[str, str]) -> None:
    prepare_site(environ)
    run_in_site(
        "from cms.config.demo import bulk; from publishing.services import tally_terms; "
        f"bulk.fill(officers={options.officers}, reports=0, stories={options.items}, say=print); "
        "tally_terms()",
        environ,
    )


class Reader:
    """One keep-alive connection to a port."""

    def __init__(self, port: int):
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def get(self, path: str) -> dict:
        """The JSON at ``path``."""
        self._connection.request("GET", path)
        response = self._connection.getresponse()
        body = response.read()
        assert response.status == 200, f"{path}: {response.status} {body[:300]!r}"
        return json.loads(body)

    def etag(self, path: str) -> str:
        """The validator of ``path``."""
        self._connection.request("GET", path)
        response = self._connection.getresponse()
        response.read()
        return response.headers["ETag"]


def _local(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def _deep(reader: Reader) -> str:
    """The address of page ``DEEP_PAGE``: big steps there, then steps of twenty."""
    path = "/api/v1/items/?limit=100&fields=id"
    for _page in range(DEEP_PAGE * 20 // 100 - 1):
        following = reader.get(path)["next"]
        if following is None:
            break
        path = _local(following)
    cursor = path.partition("cursor=")[2].partition("&")[0]
    return f"/api/v1/items/?limit=20&cursor={cursor}"


def _questions(reader: Reader) -> Iterator[tuple[str, str]]:
    item = reader.get("/api/v1/items/?limit=1&kind=story")["items"][0]
    codes = dict(zip(("polda", "polres", "polsek"), item["unit_codes"], strict=False))
    officer = item["people"][0]["id"]
    area = item["place"]["code"]
    village = item["place"]["village"].split()[0]
    lists = {
        "list of 20 with body": "",
        f"page {DEEP_PAGE:,} by cursor": None,
        "programme": "&programme=art-policing",
        "activity": "&activity=patroli",
        "province": f"&province={area[:2]}",
        "regency": f"&region={area[:5]}",
        "polda": f"&unit={codes['polda']}",
        "polsek": f"&unit={codes['polsek']}",
        "officer": f"&officer={officer}",
        "topic": "&topic=pemuda",
        "has_video": "&has_video=true",
        "kind=story,hero": "&kind=story,hero",
        "programme+province+topic": f"&programme=art-policing&province={area[:2]}&topic=pemuda",
        "nothing matches": f"&unit={codes['polsek']}&topic=bencana&language=en",
        "updated_since (wide)": "&updated_since=2000-01-01T00:00:00Z",
        "q: a word in every item": "&q=desa",
        "q: two common words": "&q=warga+malam",
        "q: a place": f"&q={village}",
        "q: rare (one item)": "&q=00012345",
        "q: nothing": "&q=tidakadakata",
        "q+province": f"&q=warga&province={area[:2]}",
        "fields=id,title,url": "&fields=id,title,url",
        "include=officers,places": "&include=officers,places",
    }
    for name, query in lists.items():
        path = _deep(reader) if query is None else f"/api/v1/items/?limit=20{query}"
        yield name, path
    yield "one item", f"/api/v1/items/{item['id']}/"
    yield "stories + programme", "/api/v1/stories/?limit=20&programme=art-policing"
    yield "search", "/api/v1/search/?q=ronda"
    yield "media: photos", "/api/v1/media/?kind=photo"
    yield "changes, 100 from the middle", "/api/v1/changes/?since=500000"
    yield "programmes", "/api/v1/programmes/"
    yield "officers", "/api/v1/officers/"
    yield "officers q", "/api/v1/officers/?q=budi"
    yield "officers q, nobody", "/api/v1/officers/?q=zzzz"
    yield "places q", "/api/v1/places/?q=pondok"
    yield "units of a polda", "/api/v1/units/?parent=POLDA-32"


def _measure(options: argparse.Namespace, environ: dict[str, str]) -> None:
    print(f"\n{'origin, 1 worker':<32}{'req/s':>8}{'p50 ms':>9}{'p95 ms':>9}{'kB':>7}")
    with granian(ORIGIN, environ=environ) as port:
        reader = Reader(port)
        for name, path in _questions(reader):
            with contextlib.suppress(AssertionError):
                figures = measure(port, path, seconds=options.seconds, clients=options.clients)
                _line(name, figures)
        path = "/api/v1/items/?limit=20"
        etag = {"If-None-Match": Reader(port).etag(path)}
        _line("304", measure(port, path, seconds=options.seconds, clients=1, headers=etag))
    with granian(ORIGIN, environ=environ, workers=2) as port:
        two = measure(port, path, seconds=options.seconds, clients=4)
    size = {"BENCH_BYTES": str(two.byte_count)}
    with granian("bench.hello:application", environ=size, workers=2) as port:
        hello = measure(port, "/", seconds=options.seconds, clients=4)
    _line("list of 20, 2 workers", two)
    _line("bare hello, 2 workers", hello)
    print(f"the list is {two.per_second / hello.per_second:.1%} of bare hello")


def _line(name: str, figures: Figures) -> None:
    print(
        f"{name:<32}{figures.per_second:>8.0f}{figures.p50_ms:>9.2f}{figures.p95_ms:>9.2f}"
        f"{figures.byte_count / 1000:>7.0f}",
        flush=True,
    )


def _walk(environ: dict[str, str]) -> None:
    """Read a long list by its cursors, forth and back, while a thousand items are released into it.

    What stood there before must be met once each, in the same order, both ways.
    """
    insert = threading.Thread(
        target=run_in_site,
        args=(
            "from cms.config.demo import bulk_items; bulk_items.BATCH = 20; "
            "from cms.config.demo import bulk; "
            f"bulk.fill(officers=0, reports=0, stories={INSERTS}, say=lambda text: None)",
            environ,
        ),
    )
    with granian(ORIGIN, environ=environ) as port:
        reader = Reader(port)
        before, _last = _read(reader, "next", START, lambda ids: len(ids) >= WALKED)
        insert.start()
        enough = len(before) + INSERTS
        forth, last = _read(
            reader, "next", START, lambda ids: len(ids) >= enough and not insert.is_alive()
        )
        back, _first = _read(reader, "prev", last, lambda ids: False)
        insert.join()
    known = set(before)
    for way, ids in (("forth", forth), ("back", [*reversed(back)])):
        met = [key for key in ids if key in known]
        print(
            f"walk {way}: {len(ids):,} rows, {len(set(ids) - known):,} of them new; "
            f"{len(ids) - len(set(ids))} met twice, {len(known.difference(met))} missed, "
            f"order {'kept' if met == before else 'NOT kept'}"
        )


def _read(
    reader: Reader, way: str, path: str, done: Callable[[list[str]], bool]
) -> tuple[list[str], str]:
    """Ids met from ``path`` on along ``way`` until ``done`` or the end, and the last address.

    Backwards each page is met from its end."""
    ids: list[str] = []
    while True:
        page = reader.get(path)
        found = [item["id"] for item in page["items"]]
        ids += found if way == "next" else reversed(found)
        if page[way] is None or done(ids):
            return ids, path
        path = _local(page[way])


if __name__ == "__main__":
    main()
