"""``python -m bench.offline``: a week without a signal, on one phone.

50 reports with 150 photos and 5 films of 100 MB are made in flight mode in a real Chromium (360 px,
Debian's), which is killed ten times, seven times while something is being written and three times
while it is sent; from the middle on its clock is three days ahead, and each report has to arrive
with the time at which it was made. Then the signal is back. The server is the whole application as
``serve`` runs it, on a scratch database and directory. A goal that is missed ends with status 1.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

from bench.load import application
from bench.scratch import ask_site, prepare_site
from bench.uploads import say
from tests.journeys.conftest import CHROMIUM
from tests.journeys.phone import Phone, film, picture, rows, send_now, until, write_report
from tests.peers.weak_link import WeakLink

MB = 1024 * 1024
DAYS_OFF = 3
CLOCK_S = 120  # what an offset may be wrong by
TEXT = "Malam ini warga RW 05 menyalakan lagi pos ronda. Mereka sepakat berjaga bergiliran."
PHOTOS = 3
WRITING_KILLS, SENDING_KILLS = 7, 3
# Asked of the page itself: whether the browser was told to keep what lies there.
LISTEN = """
(() => {
  const asked = navigator.storage?.persist;
  if (!asked) return;
  navigator.storage.persist = function () {
    localStorage.setItem("bench-persist", "asked");
    return asked.call(navigator.storage);
  };
})();
"""
# The SHA-256 of every file's bytes, read from the phone one after the other.
HASHES = """async () => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const database = await done(indexedDB.open("sambang-lapor"));
  const blobs = () => database.transaction("blobs").objectStore("blobs");
  const found = [];
  for (const key of await done(blobs().getAllKeys())) {
    const bytes = await (await done(blobs().get(key))).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    found.push([...digest].map((one) => one.toString(16).padStart(2, "0")).join(""));
  }
  database.close();
  return found;
}"""


class Week:
    """One officer's phone through it all."""

    def __init__(self, phone: Phone, nrp: str, link: WeakLink, options: argparse.Namespace):
        self._phone, self._nrp, self._link, self._options = phone, nrp, link, options
        self.kills = 0
        self.titles: list[str] = []
        self.films: list[str] = []
        self.photos = 0
        self.is_persist_asked = self.is_warned = False
        self.made_between = (0.0, 0.0)  # seconds of the epoch, by a clock that is right

    @property
    def files(self) -> int:
        """How many it has to send."""
        return self.photos + len(self.films)

    def start(self) -> Page:
        """Start the browser, listening."""
        page = self._phone.start()
        self._phone.context.add_init_script(LISTEN)
        return page

    def kill(self) -> Page:
        """The battery is empty, and charged again."""
        self._phone.kill()
        self.kills += 1
        return self.start()

    def make_all(self, scratch: Path) -> Page:
        """Sign in, lose the signal, make every report."""
        page = self.start()
        self._phone.sign_in(page, self._nrp)
        self._link.go_down()
        count = self._options.reports
        killed = set(range(2, count, max(1, count // WRITING_KILLS)))
        with_film = set(range(count // 10, count, max(1, count // self._options.films)))
        for number in range(count):
            if number == count // 2:
                self._phone.clock_off_ms = DAYS_OFF * 24 * 3600 * 1000
            is_killed = number in killed and self.kills < WRITING_KILLS
            has_film = number in with_film and len(self.films) < self._options.films
            path = self._film(scratch, number) if has_film else None
            page = self._make(page, number, path, is_killed=is_killed)
        return page

    def _film(self, scratch: Path, number: int) -> Path:
        path = film(scratch / f"pos-ronda-{number}.mp4", self._options.film_mb * MB)
        with path.open("r+b") as file:  # each another one
            file.seek(-8, os.SEEK_END)
            file.write(number.to_bytes(8, "big"))
        with path.open("rb") as file:
            self.films.append(hashlib.file_digest(file, "sha256").hexdigest())
        return path

    def _make(self, page: Page, number: int, path: Path | None, *, is_killed: bool) -> Page:
        title = f"Pos ronda RW {number:02}"
        photos = [picture(PHOTOS * number + n, 1200) for n in range(PHOTOS)]
        write_report(page, title=title, text=TEXT, photos=photos)
        if path is not None:
            page = self._add_film(page, title, path)
        self.titles.append(title)
        self.photos += PHOTOS
        if is_killed:
            page.wait_for_timeout(700)
            page = self.kill()
            self._phone.open(page)
            page.click(f"text={title}")
            self._to_the_last_step(page, 1)
        page.click("[data-next]")
        until(page, "location.hash.startsWith('#/laporan/')")
        self._phone.open(page)
        page.wait_for_selector(".app-new")
        print(f"\r{number + 1} reports, {self.kills} kills", end="", flush=True)
        return page

    def _add_film(self, page: Page, title: str, path: Path) -> Page:
        """Back to the second step; handed over by its path, as a gallery does."""
        page.wait_for_timeout(700)
        self._phone.open(page)
        page.click(f"text={title}")
        page.wait_for_selector("[data-step='1']:not([hidden])")
        page.click("[data-next]")
        page.wait_for_selector("[data-step='2']:not([hidden])")
        devtools = self._phone.context.new_cdp_session(page)
        found = devtools.send(
            "Runtime.evaluate", {"expression": "document.querySelector('[data-take=video]')"}
        )
        devtools.send(
            "DOM.setFileInputFiles",
            {"files": [str(path)], "objectId": found["result"]["objectId"]},
        )
        shown = f"document.querySelectorAll('.app-file').length === {PHOTOS + 1}"
        until(page, shown, within_s=300)
        self._to_the_last_step(page, 2)
        return page

    def _to_the_last_step(self, page: Page, step: int) -> None:
        for number in range(step, 3):
            page.wait_for_selector(f"[data-step='{number}']:not([hidden])")
            page.click("[data-next]")
        page.wait_for_selector("[data-step='3']:not([hidden])")

    def look(self, page: Page) -> tuple[int, list[str]]:
        """What lies on the phone: how many files, and the SHA-256 of all bytes that are there; asks
        besides whether the browser was told to keep them."""
        self.is_persist_asked = bool(page.evaluate("localStorage.getItem('bench-persist')"))
        return len(rows(page, "files")), page.evaluate(HASHES)

    def warns(self, page: Page) -> bool:
        """Whether a phone with 100 MB left says so before anything is taken. Leaves a draft."""
        devtools = self._phone.context.new_cdp_session(page)
        used = page.evaluate("navigator.storage.estimate().then((found) => found.usage)")
        origin = {"origin": self._phone.base}
        devtools.send("Storage.overrideQuotaForOrigin", origin | {"quotaSize": used + 100 * MB})
        page.click(".app-new")
        page.locator("[name=activities]").first.check(force=True)
        page.locator("[name=village]").first.check(force=True)
        page.click("[data-next]")
        try:
            page.wait_for_selector("[data-room]:visible", timeout=20_000)
            return "hampir penuh" in page.inner_text("[data-room]")
        except Error:
            return False
        finally:
            devtools.send("Storage.overrideQuotaForOrigin", origin)

    def send_all(self, within_s: float, database: Path) -> tuple[Page, float]:
        """The signal is back; killed three more times meanwhile. (page, seconds)"""
        self._link.come_up()
        began = time.monotonic()
        self._send_from_the_start()
        for part in range(1, SENDING_KILLS):
            _until_attached(database, self.files * part // SENDING_KILLS, began + within_s)
            self._send_from_the_start()
        _until_attached(database, self.files, began + within_s)
        page = self._phone.take_up()
        while waiting := _waiting(page):
            if time.monotonic() > began + within_s:
                raise SystemExit(f"{waiting} reports are on the desk, and the phone knows nothing.")
            page.wait_for_timeout(1000)
        return page, time.monotonic() - began

    def _send_from_the_start(self) -> None:
        page = self.kill()
        # A browser that dies forgets the newest cookies.
        self._phone.sign_in(page, self._nrp)
        send_now(page)
        self._phone.lay_down()


def _until_attached(database: Path, count: int, deadline: float) -> None:
    """Return once the desk has so many files at their reports."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as reading:
        while True:
            (found,) = reading.execute("SELECT count(*) FROM stories_reportattachment").fetchone()
            print(f"\r{found} files on the desk ", end="", flush=True)
            if found >= count:
                return
            if time.monotonic() > deadline:
                raise SystemExit(f"Only {found} files were sent in time.")
            time.sleep(1)


def _waiting(page: Page) -> int:
    """How many reports are not sent; the first screen shows those longer that nobody heard of."""
    return sum(report["status"] != "sent" for report in rows(page, "reports"))


def main() -> None:
    """Make, lose nothing, send."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=50)
    parser.add_argument("--films", type=int, default=5)
    parser.add_argument("--film-mb", type=int, default=100)
    parser.add_argument("--within-s", type=int, default=1800, help="for the sending")
    options = parser.parse_args()
    if CHROMIUM is None:
        raise SystemExit("Chromium is not installed here (Debian: apt install chromium).")
    with tempfile.TemporaryDirectory(prefix="sambang-bench-offline-") as folder:
        sys.exit(0 if _measure(Path(folder), options) else 1)


def _measure(scratch: Path, options: argparse.Namespace) -> bool:
    environ = {"SAMBANG_VAR_DIR": str(scratch / "var")}
    prepare_site(environ)
    code = "from bench import offline_people; offline_people.fill()"
    nrp = ask_site(code, environ).strip()
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    (scratch / "phone").mkdir()
    with contextlib.ExitStack() as stack:
        port, _process = stack.enter_context(application(environ))
        link = WeakLink(("127.0.0.1", port))
        stack.callback(link.close)
        playwright = stack.enter_context(sync_playwright())
        phone = Phone(playwright, CHROMIUM, scratch / "phone", link.url)
        stack.callback(phone.stop)
        week = Week(phone, nrp, link, options)
        began = time.time()
        page = week.make_all(scratch)
        week.made_between = (began, time.time())
        made_s = time.time() - began
        files, made = week.look(page)
        size = subprocess.run(
            ["du", "-sm", str(scratch / "phone")], capture_output=True, text=True, check=True
        ).stdout.split()[0]
        print(f"\nmade in {made_s:.0f} s; {size} MB on the phone")
        page, sent_s = week.send_all(options.within_s, scratch / "var" / "db.sqlite3")
        left = page.evaluate(HASHES)
        week.is_warned = week.warns(page)
        code = "from bench import offline_people; offline_people.show()"
        found = json.loads(ask_site(code, environ))
    print(f"sent in {sent_s:.0f} s; {link.bytes_up / MB:.0f} MB on the wire")
    return _judge(week, options, files, made, left, found)


def _judge(week: Week, options, files: int, made: list, left: list, found: dict) -> bool:
    sent = found["hashes"]
    wanted = options.reports * PHOTOS + options.films
    kills = WRITING_KILLS + SENDING_KILLS
    on_desk = sum(title in set(found["titles"]) for title in week.titles)
    first, last = week.made_between
    timely = sum(first - CLOCK_S <= moment <= last + CLOCK_S for moment in found["times"])
    return all((
        say("kills of the browser", str(week.kills), str(kills), week.kills == kills),
        say("files on the phone after them", f"{files} of {wanted}", str(wanted),
            files == wanted),
        say("files whose bytes would be picked again", str(files - len(made)), "0",
            files == len(made)),
        say("reports on the desk", f"{on_desk} of {len(week.titles)}", str(options.reports),
            on_desk == len(found["titles"]) == options.reports),
        say("reports with the time at which they were made", f"{timely} of {len(week.titles)}",
            str(options.reports), timely == options.reports),
        say("originals whose bytes are the phone's", f"{len(set(made) & set(sent))}", str(wanted),
            sorted(made) == sorted(sent)),
        say("films whose bytes are the camera's",
            str(len(set(week.films) & set(sent))), str(options.films),
            set(week.films) <= set(sent)),
        say("files at their reports", str(found["attached"]), str(wanted),
            found["attached"] == wanted),
        say("bytes left on the phone", str(len(left)), "0", not left),
        say("navigator.storage.persist", "asked" if week.is_persist_asked else "NOT", "asked",
            week.is_persist_asked),
        say("100 MB left", "warned" if week.is_warned else "NOT", "warned", week.is_warned),
    ))  # fmt: skip


if __name__ == "__main__":
    main()
