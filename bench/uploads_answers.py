"""A phone whose answers are lost: each story is sent blindly again by two tabs until both hear."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import io
import json
import random
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PIL import Image

from bench.uploads_crowd import photo
from tests.media.tus.client import ALL, PIECE, b64, metadata
from tests.peers.weak_link import WeakLink

LOST_SHARE = 0.3
TABS = 2
TOLD_EVERY = 25  # stories of the first tab
Heard = TypeVar("Heard")
# What a broken line raises, in all its forms.
BROKEN = (OSError, http.client.HTTPException)


@dataclass(frozen=True, slots=True)
class Story:
    """One report with one photo, as the phone made it: both have their numbers from there."""

    report: str
    file: str
    data: bytes
    officer: dict[str, str]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


class LostAnswers:
    """So many stories through a line that loses three answers of ten after the work was done."""

    def __init__(self, port: int, known: dict[str, Any], count: int):
        self.link = WeakLink(("127.0.0.1", port))
        self.link.lost_share = LOST_SHARE
        self._port = int(self.link.url.rpartition(":")[2])
        self._activity = known["activity"]
        made = io.BytesIO()
        Image.effect_noise((160, 120), 60).convert("RGB").save(made, "JPEG", quality=70)
        officers = known["officers"]
        self.stories = [
            Story(
                str(uuid.uuid4()),
                str(uuid.uuid4()),
                photo(made.getvalue(), number),
                officers[number % len(officers)],
            )
            for number in range(count)
        ]
        self.said_sent: list[set[str]] = [set() for _tab in range(TABS)]
        self.failures: list[str] = []

    def send(self) -> None:
        """Have each tab send every story, in an order of its own; returns when both heard all."""
        tabs = [threading.Thread(target=self._tab, args=(number,)) for number in range(TABS)]
        for tab in tabs:
            tab.start()
        for tab in tabs:
            tab.join()
        self.link.close()
        if self.failures:
            raise SystemExit("\n".join(self.failures[:5]))

    def _tab(self, number: int) -> None:
        # Near each other, so that they meet at the same story now and then.
        order = sorted(range(len(self.stories)), key=lambda at: at + random.Random(at).random() * 4)
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            for at in order if number else range(len(self.stories)):
                story = self.stories[at]
                if self._sent(line, story):
                    self.said_sent[number].add(story.report)
                if number == 0 and len(self.said_sent[0]) % TOLD_EVERY == 0:
                    print(
                        f"\r{len(self.said_sent[0])} of {len(order)} stories ", end="", flush=True
                    )
        except Exception as error:  # a thread's end is nobody's otherwise
            self.failures.append(f"tab {number}: {error!r}")
        finally:
            line.close()

    def _sent(self, line: http.client.HTTPConnection, story: Story) -> bool:
        """Send ``story``; whether the server's receipt names the phone's own hash."""
        self._until(lambda: self._report(line, story))
        self._until(lambda: self._announce(line, story))
        while True:
            receipt = self._until(lambda: self._receipt(line, story))
            if receipt["is_kept"]:
                return receipt["sha256"] == story.sha256
            self._until(lambda: self._piece(line, story))

    def _until(self, deed: Callable[[], Heard | None]) -> Heard:
        """What is answered at last, however often the answer was lost."""
        while True:
            with contextlib.suppress(*BROKEN):
                found = deed()
                if found is not None:
                    return found

    def _ask(self, line, story: Story, method: str, path: str, body: bytes = b"", **headers: str):
        wanted = {"Authorization": f"Bearer {story.officer['token']}", "Tus-Resumable": "1.0.0"}
        wanted |= {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            line.request(method, path, body, wanted)
            response = line.getresponse()
            return response.status, response.headers, response.read()
        except BROKEN:
            line.close()
            raise

    def _report(self, line, story: Story) -> bool:
        body = {
            "id": story.report,
            "activity": self._activity,
            "village": story.officer["village"],
            "happened_at": "2026-11-25T20:00:00+07:00",
            "title": "Pos ronda menyala lagi",
            "text": "Malam ini warga RW 05 menyalakan lagi pos ronda. Mereka berjaga bergiliran.",
        }
        status, _headers, answer = self._ask(
            line, story, "POST", "/api/v1/reports/", json.dumps(body).encode(),
            Content_Type="application/json",
        )  # fmt: skip
        if status not in {200, 201}:
            raise RuntimeError(f"{status} for a report: {answer[:200]!r}")
        return True

    def _announce(self, line, story: Story) -> bool:
        said = metadata(
            id=story.file, report=story.report, slot="0", kind="photo", sha256=story.sha256
        )
        status, _headers, answer = self._ask(
            line, story, "POST", ALL, Upload_Length=str(len(story.data)), Upload_Metadata=said
        )
        if status != 201:
            raise RuntimeError(f"{status} for an announcement: {answer[:200]!r}")
        return True

    def _piece(self, line, story: Story) -> bool:
        digest = b64(hashlib.sha256(story.data).digest())
        status, _headers, answer = self._ask(
            line, story, "PATCH", ALL + story.file, story.data, Upload_Offset="0",
            Content_Type=PIECE, Upload_Checksum=f"sha256 {digest}",
        )  # fmt: skip
        if status not in {204, 409, 423}:
            raise RuntimeError(f"{status} for a piece: {answer[:200]!r}")
        return True

    def _receipt(self, line, story: Story) -> dict[str, Any] | None:
        status, _headers, answer = self._ask(line, story, "GET", ALL + story.file)
        if status != 200:
            raise RuntimeError(f"{status} for a receipt: {answer[:200]!r}")
        return json.loads(answer)
