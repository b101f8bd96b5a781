"""A hundred phones at once: each sends a report and its five photos as the officer's app does."""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import random
import threading
import time
import uuid
from collections.abc import Iterator

from bench.media import sample
from tests.media.tus.client import ALL, PIECE, b64, metadata

PHOTOS = 5
SIZE, QUALITY = (1920, 1440), 84  # about 400 kB, as the phone makes it
# As the phone's client begins; it would grow from there.
CHUNK = 256 * 1024
SEGMENT = 16 * 1024
BUSY = 503
TURNED_AWAY_S = 5  # as the app waits when it is told so
SENT_AGAIN = {408, 409, 423, 460}


def photo(base: bytes, seed: int) -> bytes:
    """``base`` (a JPEG) with a comment of its own: another file with the same picture."""
    comment = random.Random(seed).randbytes(60).hex().encode()
    return base[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + base[2:]


class Crowd:
    """Officers with tokens at the server on ``port``, and what they saw."""

    def __init__(self, port: int, known: dict, *, kbit: int, spread: float):
        self._kbit, self._spread = kbit, spread
        self._port, self._officers, self._activity = port, known["officers"], known["activity"]
        made = io.BytesIO()
        sample().resize(SIZE).save(made, "JPEG", quality=QUALITY)
        self._base = made.getvalue()
        self.sent: list[str] = []
        self.hashes: list[str] = []
        self.times: list[float] = []
        self.desk: list[float] = []
        self.failures: list[str] = []
        self.again = self.byte_count = 0
        self.seconds = 0.0

    def chunk_ms(self, share: float) -> float:
        """So much of the accepted chunks took at most so many milliseconds."""
        ordered = sorted(self.times)
        return ordered[int(len(ordered) * share)] * 1000

    def send(self) -> None:
        """Have all begin at one moment; returns when the last report is whole on the desk."""
        start = threading.Barrier(len(self._officers) + 1)
        threads = [
            threading.Thread(target=self._officer, args=(number, officer, start))
            for number, officer in enumerate(self._officers)
        ]
        for thread in threads:
            thread.start()
        start.wait()
        began = time.monotonic()
        for thread in threads:
            thread.join()
        self.seconds = time.monotonic() - began
        if self.failures:
            raise SystemExit("\n".join(self.failures[:5]))

    def _officer(self, number: int, officer: dict, start: threading.Barrier) -> None:
        photos = [photo(self._base, number * PHOTOS + slot) for slot in range(PHOTOS)]
        line = self._kbit * random.Random(number).uniform(1 - self._spread, 1 + self._spread)
        phone = Phone(self._port, officer["token"], kbit=line)
        start.wait()
        try:
            report = phone.report(officer["village"], self._activity)
            for slot, data in enumerate(photos):
                self._send(phone, report, slot, data)
            last = time.monotonic()
            phone.wait_until_whole(report, PHOTOS)
            self.desk.append(time.monotonic() - last)
            self.sent.append(report)
        except Exception as error:  # a thread's end is nobody's otherwise
            self.failures.append(f"officer {number}: {error!r}")

    def _send(self, phone: Phone, report: str, slot: int, data: bytes) -> None:
        path, at = phone.announce(report, slot, data), 0
        while at < len(data):
            piece = data[at : at + CHUNK]
            try:
                status, headers, seconds = phone.patch(path, at, piece)
            except OSError:  # turned away before the piece was through: the line is closed
                self.again += 1
                time.sleep(TURNED_AWAY_S)
                at = phone.offset(path)
                continue
            if status == 204:
                self.times.append(seconds)
                at = int(headers["Upload-Offset"])
            elif status == BUSY:
                self.again += 1
                time.sleep(int(headers["Retry-After"]))
            elif status in SENT_AGAIN:
                self.again += 1
                at = phone.offset(path)
            else:
                raise RuntimeError(f"{status} for a piece")
        self.hashes.append(hashlib.sha256(data).hexdigest())
        self.byte_count += len(data)


class Phone:
    """One officer's line, kept open as a browser keeps it; ``kbit`` a second upwards (0: all)."""

    def __init__(self, port: int, token: str, *, kbit: float):
        self._rate = kbit * 125
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._headers = {"Authorization": f"Bearer {token}", "Tus-Resumable": "1.0.0"}

    def _ask(self, method: str, path: str, body: bytes | Iterator[bytes] = b"", **headers: str):
        wanted = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            self._line.request(method, path, body, self._headers | wanted)
        except OSError:
            self._line.close()  # opened again by the next request
            raise
        response = self._line.getresponse()
        return response.status, response.headers, response.read()

    def report(self, village: str, activity: str) -> str:
        """Send a report's text to the desk; its id."""
        key = str(uuid.uuid4())
        body = {
            "id": key,
            "activity": activity,
            "village": village,
            "happened_at": time.strftime(
                "%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(time.time() - 3600)
            ),
            "title": "Sambang warga di pos ronda",
            "text": "Bhabinkamtibmas menyambangi warga dan mengajak menjaga lingkungan. " * 3,
        }
        status, _headers, answer = self._ask(
            "POST", "/api/v1/reports/", json.dumps(body).encode(), Content_Type="application/json"
        )
        if status != 201:
            raise RuntimeError(f"{status} for a report: {answer[:300]!r}")
        return key

    def announce(self, report: str, slot: int, data: bytes) -> str:
        """The path of a new file of ``report``."""
        key = str(uuid.uuid4())
        said = metadata(id=key, report=report, slot=str(slot), kind="photo", filename="foto.jpg")
        status, _headers, answer = self._ask(
            "POST", ALL, Upload_Length=str(len(data)), Upload_Metadata=said
        )
        if status != 201:
            raise RuntimeError(f"{status} for an announcement: {answer[:300]!r}")
        return ALL + key

    def patch(self, path: str, at: int, piece: bytes):
        """(status, headers, seconds from its last byte to the answer) of one chunk with its
        checksum."""
        digest = b64(hashlib.sha256(piece).digest())
        last_byte = [time.monotonic()]
        status, headers, _body = self._ask(
            "PATCH",
            path,
            self._slowly(piece, last_byte),
            Content_Length=str(len(piece)),
            Upload_Offset=str(at),
            Content_Type=PIECE,
            Upload_Checksum=f"sha256 {digest}",
        )
        return status, headers, time.monotonic() - last_byte[0]

    def _slowly(self, piece: bytes, last_byte: list[float]) -> Iterator[bytes]:
        """``piece`` as it leaves the phone; when its last byte did is noted."""
        began = time.monotonic()
        for start in range(0, len(piece), SEGMENT):
            if self._rate:
                time.sleep(max(0.0, began + (start + SEGMENT) / self._rate - time.monotonic()))
            last_byte[0] = time.monotonic()
            yield piece[start : start + SEGMENT]

    def offset(self, path: str) -> int:
        """Where to go on."""
        return int(self._ask("HEAD", path)[1]["Upload-Offset"])

    def wait_until_whole(self, report: str, count: int) -> None:
        """Return once the desk has ``report`` with so many files."""
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            found = json.loads(self._ask("GET", f"{ALL}?report={report}")[2])["uploads"]
            if sum(one["is_attached"] for one in found) == count:
                return
            time.sleep(0.2)
        raise RuntimeError("the report did not become whole")
