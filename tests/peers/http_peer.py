"""A real HTTP server on loopback whose path says how it behaves."""

import contextlib
import http.server
import socket
import threading
import time

import pytest


class Peer(http.server.BaseHTTPRequestHandler):
    """A small server whose path says how it behaves."""

    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        self.server.requests.append((self.path, dict(self.headers), self.rfile.read(length)))
        if self.path == "/hold":
            self.server.let_go.wait(60)
        if self.path == "/slow":
            time.sleep(1.5)
        if self.path == "/cut":
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        status = (
            int(self.path.strip("/") or 200)
            if self.path.strip("/").isdigit()
            else self.server.status
        )
        self.send_response(status)
        if status in (301, 302, 307):
            self.send_header("Location", self.server.location)
        if status == 429:
            self.send_header("Retry-After", "120")
        body = b"x" * 200_000 if self.path == "/large" else self.server.body
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(body)

    do_BAN = do_PURGE = do_POST

    def log_message(self, *args):
        pass


@pytest.fixture
def peer(settings):
    """A real HTTP server on loopback that the settings allow; ``peer.url`` is its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Peer)
    server.requests = []
    server.location = "http://127.0.0.1:1/"
    server.status = 200
    server.let_go = threading.Event()
    server.body = b"ok"
    server.url = f"http://127.0.0.1:{server.server_port}"
    settings.OUTBOUND_ALLOW = (("127.0.0.1", server.server_port),)
    # It looks so often whether it is to end: with its own half second every test waits for it.
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.let_go.set()
    server.shutdown()
    server.server_close()
    thread.join()
