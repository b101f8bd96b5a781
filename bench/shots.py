"""Screenshots of a running demo at 360 and 1280 px, light and dark, into var/shots.

``python -m bench.shots http://127.0.0.1:8000`` needs Debian's chromium. Pages behind a sign-in are
taken as the demo's people.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from cms.config.demo.logins import LOGINS, PASSWORD

WIDTHS = {360: 780, 1280: 860}
OUT = Path("var/shots")
ROLE_OF = {str(login.role or "officer"): login.login for login in LOGINS}
PUBLIC = {
    "home": "/",
    "list": "/cerita/",
    "story": "first /cerita/ article a",
    "officers": "/bhabinkamtibmas/",
    "heroes": "/local-heroes/",
    "hero": "first /local-heroes/ article a",
    "awards": "/penghargaan/",
    "award": "first /penghargaan/ main article a, main li a",
    "feeds": "/umpan/",
    "english": "/en/",
    "signin": "/masuk/",
}
BEHIND = {
    "officer": {
        "reports": "/lapor/",
        "report-form": "/lapor/baru/",
        "report-status": "first /lapor/ main a[href^='/lapor/']:not([href$='/baru/'])",
    },
    "editor": {
        "desk": "/admin/meja/",
        "desk-columns": "/admin/meja/?view=columns",
        "desk-late": "/admin/meja/?state=open&due=late&sort=due",
        "desk-report": "first /admin/meja/ main table a",
        "desk-notes": "/admin/meja/catatan/",
        "board": "/admin/ruang-k3i/",
    },
    "award_secretary": {"awards-office": "/admin/penghargaan/"},
    "panelist": {"juri": "/juri/", "review": "last /juri/ main a[href^='/juri/']"},
    "administrator": {"admin": "/admin/"},
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
            _take(browser, base, pages, ROLE_OF[role], "light", only)
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
            _go(page, where)
            suffix = "-dark" if scheme == "dark" else ""
            page.screenshot(path=OUT / f"{name}-{width}{suffix}.png", full_page=True)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                print(f"{name} at {width}: {wide} px wide")
        context.close()


def _go(page, where: str) -> None:
    if where.startswith(("first ", "last ")):
        word, path, selector = where.split(" ", 2)
        page.goto(path)
        found = page.locator(selector)
        link = found.first if word == "first" else found.last
        if link.count():
            page.goto(link.get_attribute("href"))
    else:
        page.goto(where)
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
