"""Screenshots of a running demo at 360 and 1280 px, light and dark, into var/shots.

``python -m bench.shots http://127.0.0.1:8000 [NAME …]`` needs Debian's chromium. Pages behind a
sign-in are taken as the demo's people. Says which page is wider than the screen, which could not be
reached, and what a script complained of.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

from cms.config.demo.logins import LOGINS, PASSWORD

WIDTHS = {360: 780, 1280: 860}
OUT = Path("var/shots")
ROLE_OF = {str(login.role or "officer"): login.login for login in LOGINS}
# Where a page is: an address, then what is pressed there one after the other.
Where = tuple[str, ...]
PUBLIC: dict[str, Where] = {
    "home": ("/",),
    "list": ("/cerita/",),
    "story": ("/cerita/", "article a"),
    "officers": ("/bhabinkamtibmas/",),
    "heroes": ("/local-heroes/",),
    "hero": ("/local-heroes/", "article a"),
    "awards": ("/penghargaan/",),
    "award": ("/penghargaan/", "main article a, main li a"),
    "feeds": ("/umpan/",),
    "english": ("/en/",),
    "signin": ("/masuk/",),
}
_APP = ("/lapor/app/", "[href='#/baru']")
_APP_STEP_2 = (*_APP, "[data-field=activity] .chip", "[data-field=village] .chip", "[data-next]")
_ASSET = ("/admin/pustaka/?jenis=photo", "[data-tile-link]")
BEHIND: dict[str, dict[str, Where]] = {
    "officer": {
        "reports": ("/lapor/?biasa",),
        "report-form": ("/lapor/baru/",),
        "report-status": ("/lapor/?biasa", "main .report-card a[href^='/lapor/']"),
        "coaching": ("/lapor/pembinaan/",),
        "app": ("/lapor/app/",),
        "app-1": _APP,
        "app-2": _APP_STEP_2,
        "app-3": (*_APP_STEP_2, "[data-next]"),
        "app-report": ("/lapor/app/", "[data-list=sent] a, [data-list=needs] a"),
        "app-phone": ("/lapor/app/", "[href='#/ponsel']"),
    },
    "editor": {
        "desk": ("/admin/meja/",),
        "desk-columns": ("/admin/meja/?view=columns",),
        "desk-late": ("/admin/meja/?state=open&due=late&sort=due",),
        "desk-report": ("/admin/meja/", "main table a"),
        "desk-notes": ("/admin/meja/catatan/",),
        "board": ("/admin/ruang-k3i/",),
        "library": ("/admin/pustaka/",),
        "asset": _ASSET,
        "protection": (*_ASSET, "[href*='/perlindungan/foto/']"),
        "film-protection": (
            "/admin/pustaka/?jenis=video",
            "[data-tile-link]",
            "[href*='/perlindungan/video/']",
        ),
        "captions": ("/admin/pustaka/?jenis=video", "[data-tile-link]", "[href*='/teks-rekaman/']"),
    },
    "award_secretary": {"awards-office": ("/admin/penghargaan/",)},
    "panelist": {"juri": ("/juri/",), "review": ("/juri/", "main a[href^='/juri/'] >> nth=-1")},
    "administrator": {"admin": ("/admin/",)},
}


def shoot(base: str, only: set[str]) -> None:
    """Take every picture (or those whose name is in ``only``); prints what went wrong."""
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for scheme in ("light", "dark"):
            _take(browser, base, PUBLIC, None, scheme, only)
            for role, pages in BEHIND.items():
                _take(browser, base, pages, ROLE_OF[role], scheme, only)
        browser.close()


def _take(browser: Browser, base, pages, login, scheme, only) -> None:
    wanted = {name: where for name, where in pages.items() if not only or name in only}
    if not wanted:
        return
    for width, height in WIDTHS.items():
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, base_url=base
        )
        page = context.new_page()
        page.on("pageerror", lambda error: print("script error:", error))
        if login:
            page.goto("/masuk/")
            page.fill("[name=username]", login)
            page.fill("[name=password]", PASSWORD)
            page.click("main button[type=submit]")
        for name, where in wanted.items():
            suffix = "-dark" if scheme == "dark" else ""
            try:
                _go(page, where)
            except TimeoutError:
                print(f"{name} at {width}: not reached")
                continue
            page.screenshot(path=OUT / f"{name}-{width}{suffix}.png", full_page=True)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                print(f"{name} at {width}: {wide} px wide")
        context.close()


def _go(page: Page, where: Where) -> None:
    address, *pressed = where
    page.goto(address)
    for selector in pressed:
        page.locator(selector).first.click(timeout=10_000)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(500)  # the officer's app draws the next step by itself
    # Pictures further down load when they come near: walk there and back.
    page.evaluate(
        """async () => {
            for (let y = 0; y < document.body.scrollHeight; y += 600) {
                window.scrollTo(0, y);
                await new Promise((done) => setTimeout(done, 60));
            }
            window.scrollTo(0, 0);
        }"""
    )
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    shoot(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000", set(sys.argv[2:]))
