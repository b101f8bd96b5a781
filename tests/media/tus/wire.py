"""A phone on a bad network: tus over plain sockets that may break anywhere."""

import contextlib
import hashlib
import http.client
import os
import signal
import socket
import subprocess
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from cms.config.serve import web_command
from tests.media.tus.client import ALL, PIECE, b64, metadata
from tests.processes import ROOT, environment


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def offset(self) -> int:
        return int(self.headers["upload-offset"])


class Server:
    """The real web server on the tests' database; it may be killed and started again."""

    def __init__(self, var_dir, *, workers: int = 1, threads: int = 16, **more: str):
        with contextlib.closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        unlimited = {
            f"SAMBANG_API_{name}_PER_MINUTE": "0" for name in ("ANONYMOUS", "TOKEN", "WRITE")
        }
        more |= {"SAMBANG_VAR_DIR": str(var_dir), "SAMBANG_WEB_THREADS": str(threads)}
        self._environment = environment(**unlimited, **more)
        self._workers, self._threads = workers, threads
        self.private = Path(var_dir) / "private"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            web_command(
                host="127.0.0.1", port=self.port, workers=self._workers, threads=self._threads
            ),
            cwd=ROOT,
            env=self._environment,
            start_new_session=True,
        )
        deadline = time.monotonic() + 90
        while True:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if Wire(self.port, "").ask("OPTIONS", ALL).status == 204:
                    return
            assert self.process.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.05)

    def kill(self) -> None:
        """SIGKILL to every process of it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def resident_bytes(self) -> int:
        """Memory of all its processes now."""
        listed = subprocess.run(
            ["ps", "-o", "rss=", "--sid", str(self.process.pid)],
            capture_output=True,
            text=True,
            check=True,
        )
        return sum(int(line) for line in listed.stdout.split()) * 1024


class Wire:
    """Somebody with a token, at the server on ``port``; counts the bytes that go out."""

    def __init__(self, port: int, token: str):
        self.port, self.token, self.sent = port, token, 0

    def ask(self, method: str, path: str, body: bytes = b"", *, timeout_s=60, **headers) -> Answer:
        with self.begin(method, path, len(body), timeout_s=timeout_s, **headers) as line:
            self._send(line, body)
            return read_answer(line, method)

    def begin(
        self, method: str, path: str, length: int, *, timeout_s=60, **headers
    ) -> socket.socket:
        """The head of a request is out; the caller sends as much of the body as it likes."""
        wanted = {
            "Host": "127.0.0.1",
            "Connection": "close",
            "Tus-Resumable": "1.0.0",
            "Content-Length": str(length),
        }
        if self.token:
            wanted["Authorization"] = f"Bearer {self.token}"
        wanted |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in wanted.items())
        line = socket.create_connection(("127.0.0.1", self.port), timeout=timeout_s)
        self._send(line, f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode())
        return line

    def _send(self, line: socket.socket, data: bytes) -> None:
        line.sendall(data)
        self.sent += len(data)

    def create(self, length: int, **said: str) -> str:
        """The path of a new file."""
        said = {"id": str(uuid.uuid4())} | said
        answer = self.ask("POST", ALL, Upload_Length=str(length), Upload_Metadata=metadata(**said))
        assert answer.status == 201, answer
        return ALL + said["id"]

    def patch(self, path: str, offset: int, data: bytes, *, checked=False, **options) -> Answer:
        headers = {"Upload_Offset": str(offset), "Content_Type": PIECE}
        if checked:
            headers["Upload_Checksum"] = f"sha256 {b64(hashlib.sha256(data).digest())}"
        return self.ask("PATCH", path, data, **headers, **options)

    def cut_patch(self, path: str, offset: int, data: bytes, length: int) -> None:
        """A piece of ``length`` bytes of which only ``data`` comes before the line breaks."""
        line = self.begin("PATCH", path, length, Upload_Offset=str(offset), Content_Type=PIECE)
        self._send(line, data)
        # Broken as a network breaks: no farewell.
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        line.close()

    def offset(self, path: str) -> int:
        answer = self.ask("HEAD", path)
        assert answer.status == 200, answer
        return answer.offset

    def receipt(self, path: str) -> Answer:
        return self.ask("GET", path)


def read_answer(line: socket.socket, method: str = "PATCH") -> Answer:
    """What the server says on ``line`` to ``method``."""
    response = http.client.HTTPResponse(line, method=method)
    response.begin()
    body = response.read()
    return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, body)
