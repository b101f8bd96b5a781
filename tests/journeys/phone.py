"""A phone: Chromium with a disk of its own, which may be killed and started again."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import random
import signal
import subprocess
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext, CDPSession, Error, Page, Playwright

from tests import files
from tests.password import PASSWORD

log = logging.getLogger(__name__)
PATIENCE_MS = 60_000
# Another clock for everything that asks what time it is, in pages and in the worker.
SHIFT = """
(() => {
  const Real = Date, by = %d;
  globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + by); }
    static now() { return Real.now() + by; }
  };
})();
"""


class Phone:
    """360 px, one browser profile in ``folder``; ``base`` is where the server seems to be."""

    def __init__(self, playwright: Playwright, chromium: str, folder: Path, base: str):
        self._playwright, self._chromium = playwright, chromium
        self.folder, self.base = folder, base
        self.clock_off_ms = 0
        self.slowness = 1.0
        self.flags: list[str] = []
        self._process: subprocess.Popen | None = None
        self._browser = None
        self.context: BrowserContext

    def start(self) -> Page:
        """Start the browser; its first page."""
        port_file = self.folder / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [
                self._chromium,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--no-first-run",
                "--remote-debugging-port=0",
                f"--user-data-dir={self.folder}",
                "--lang=id-ID",
                "--window-size=360,740",
                *self.flags,
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + 60
        while not (port_file.exists() and port_file.read_text().count("\n")):
            assert time.monotonic() < deadline, "Chromium did not start"
            time.sleep(0.05)
        self._connect()
        if self.clock_off_ms:
            script = SHIFT % self.clock_off_ms
            self.context.add_init_script(script)
            self.context.on("serviceworker", lambda worker: worker.evaluate(script))
        return self.page()

    def _connect(self) -> None:
        port = (self.folder / "DevToolsActivePort").read_text().split("\n")[0]
        self._browser = self._playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        self.context = self._browser.contexts[0]
        self.context.set_default_timeout(PATIENCE_MS)

    def lay_down(self) -> None:
        """Nobody looks at it; it goes on by itself. (Whoever is connected is handed every byte that
        it sends, and hears nothing else until all were handed over.)"""
        self._browser.close()

    def take_up(self) -> Page:
        """Look again at the tab of the app."""
        self._connect()
        return next(page for page in self.context.pages if page.url.startswith(self.base))

    def page(self) -> Page:
        """One more tab."""
        page = self.context.new_page()
        page.set_viewport_size({"width": 360, "height": 740})
        page.on("pageerror", lambda error: _note(page, "error", error))
        page.on("requestfailed", lambda request: _note(page, request.failure, request.url))
        slow_down(page, self.slowness)
        return page

    def stored_bytes(self) -> set[Path]:
        """The files in which the browser keeps what the app stored of photos and sound."""
        found = (self.folder / "Default" / "IndexedDB").glob("*.blob/**/*")
        return {one for one in found if one.is_file()}

    def kill(self) -> None:
        """No good-bye: the battery is empty."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        if self._process and self._process.poll() is None:
            self.kill()

    def sign_in(self, page: Page, login: str, *, english: bool = False) -> None:
        """By NRP and password where that is asked, until the app can start without a network."""
        page.goto(f"{self.base}{'/en' if english else ''}/masuk/")
        if page.locator("[name=username]").count():
            page.fill("[name=username]", login)
            page.fill("[name=password]", PASSWORD)
            page.click("main button[type=submit]")
        page.wait_for_selector(".app-new")
        until(page, "navigator.serviceWorker.controller !== null")
        until(page, "document.querySelector('[data-sent]') !== null")
        deadline = time.monotonic() + 60
        while not any(key.startswith("choices:") for key in keys(page, "meta")):
            assert time.monotonic() < deadline, "the lists of the form never came"
            page.wait_for_timeout(50)

    def open(self, page: Page, hash_: str = "#/") -> Page:
        page.goto(f"{self.base}/lapor/app/{hash_}")
        return page


def slow_down(page: Page, times: float) -> None:
    """A processor that takes ``times`` as long over everything that the page does."""
    if times == 1:
        return
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": times})


def _note(page: Page, what: str | None, of: object) -> None:
    """Shown beside a test that failed."""
    log.warning("%s %s: %s: %s", time.strftime("%X"), page.url, what, of)


def until(page: Page, script: str, *, within_s: float = 60) -> None:
    """Wait until ``script`` is true; the content policy forbids Playwright's own way."""
    deadline = time.monotonic() + within_s
    while not _is_true(page, script):
        assert time.monotonic() < deadline, f"never: {script}\n{_situation(page)}"
        page.wait_for_timeout(100)


# Who holds what, and which requests have no answer yet: what a test that waits in vain waits for.
SITUATION = """
async () => JSON.stringify({
  at: location.href,
  locks: await navigator.locks?.query(),
  online: navigator.onLine,
  controller: navigator.serviceWorker?.controller?.scriptURL,
  requests: performance.getEntriesByType("resource").slice(-12)
    .map((one) => [one.name, Math.round(one.startTime), Math.round(one.responseEnd)]),
  now: Math.round(performance.now()),
}, null, 1)
"""


def _situation(page: Page) -> str:
    """What the screen shows and what goes on behind it, for whoever reads why a test failed."""
    behind = [page.evaluate(SITUATION)]
    with contextlib.suppress(Error):  # pages without the phone's store
        behind.append(repr(rows(page, "meta")))
    return "\n".join([page.inner_text("body"), *behind])


def write_report(page: Page, *, title: str, text: str, photos=(), video=None) -> None:
    """The three steps, as an officer takes them, up to the last press."""
    page.click(".app-new")
    # By keys: what the network has to say moves the form, and a press by coordinates may miss.
    for name in ("activities", "village"):
        page.locator(f"[name={name}]").first.press("Space")
    page.click("[data-next]")
    page.wait_for_selector("[data-step='2']:not([hidden])")
    expected = len(photos) + (video is not None)
    if photos:
        page.locator("[data-take=photo]").nth(1).set_input_files(list(photos))
    until(page, f"document.querySelectorAll('.app-file').length >= {len(photos)}")
    if video:
        page.set_input_files("[data-take=video]", video)
    until(page, f"document.querySelectorAll('.app-file').length === {expected}")
    page.click("[data-next]")
    page.fill("#f-title", title)
    page.fill("#f-text", text)


def wait_until_kept(page: Page, text: str) -> None:
    """Wait until the phone has ``text`` in its store: a moment after it was typed."""
    while not any(row["words"].get("text") == text for row in rows(page, "reports")):
        page.wait_for_timeout(20)


def wait_for_the_whole(page: Page) -> None:
    """Wait for a report that came back: it is fetched whole after the list."""
    deadline = time.monotonic() + 30
    while not any(
        row["state"] == "returned" and row.get("whole") == row["changed_at"]
        for row in rows(page, "known")
    ):
        assert time.monotonic() < deadline, "it never came"
        page.wait_for_timeout(50)


def registration_of(page: Page) -> tuple[CDPSession, str]:
    """The browser's tools, and by what they know the app's worker."""
    devtools, known = page.context.new_cdp_session(page), []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: known.extend(said["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    while not any(one["scopeURL"].endswith("/lapor/") for one in known):
        page.wait_for_timeout(50)
    (number,) = {one["registrationId"] for one in known if one["scopeURL"].endswith("/lapor/")}
    return devtools, number


def open_card(page: Page, title: str) -> None:
    """Press the card of a report on the first screen, which may be about to come."""
    page.click(f".report-card >> text={title}")
    until(page, "/^#.(laporan|tulis)./.test(location.hash)")


def send_now(page: Page) -> None:
    """Press "Kirim sekarang" where it is offered; the app may have begun by itself."""
    button = page.locator("[data-act]:visible")
    with contextlib.suppress(Error):
        button.first.click(timeout=3_000)


def rows(page: Page, store: str) -> list[dict]:
    """Everything in a store of the phone."""
    return _all_of(page, store, "getAll")


def keys(page: Page, store: str) -> list[str]:
    """The names of everything in a store of the phone."""
    return _all_of(page, store, "getAllKeys")


def _all_of(page: Page, store: str, what: str) -> list:
    return page.evaluate(
        """([name, what]) => new Promise((resolve, reject) => {
            const request = indexedDB.open("sambang-lapor");
            request.onerror = () => reject(request.error);
            request.onsuccess = () => {
              const all = request.result.transaction(name).objectStore(name)[what]();
              all.onsuccess = () => { request.result.close(); resolve(all.result); };
            };
        })""",
        [store, what],
    )


ON_THE_PHONE = """
() => new Promise((resolve, reject) => {
  const request = indexedDB.open("sambang-lapor");
  request.onsuccess = () => {
    const base = request.result;
    const store = base.transaction("%s", "readwrite").objectStore("%s");
    %s;
    store.transaction.oncomplete = () => { base.close(); resolve(); };
  };
  request.onerror = () => reject(request.error);
})
"""


def on_the_phone(page: Page, store: str, deed: str) -> None:
    """Do ``deed`` with a ``store`` of the phone, which the script calls so."""
    page.evaluate(ON_THE_PHONE % (store, store, deed))


def _is_true(page: Page, script: str) -> bool:
    try:
        return page.evaluate(script)
    except Error as error:
        # The page is on its way to another one: ask that.
        if "context was destroyed" in str(error):
            return False
        raise


def picture(number: int, width: int = 1200) -> dict:
    """A photo as a browser is handed it; each number is another one."""
    image = Image.effect_noise((width // 8, width // 10), 40 + number).resize(
        (width, width * 3 // 4)
    )
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=85)
    return {"name": f"IMG_{number}.JPG", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


def film(path, byte_count: int):
    """A real film at ``path``, made longer by a box that players skip."""
    padding = random.Random(7).randbytes(byte_count)
    head = (len(padding) + 8).to_bytes(4, "big") + b"free"
    path.write_bytes(files.mp4(1, "160x120") + head + padding)
    return path
