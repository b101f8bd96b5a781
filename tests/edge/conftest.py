"""An edge cache of its own for each test, and a client that speaks WSGI to it."""

import io
from dataclasses import dataclass, field
from wsgiref.util import setup_testing_defaults

import pytest

from publishing.edge.board import Board
from publishing.edge.layer import EdgeCache

PUBLIC = "public, max-age=30, s-maxage=300"


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Origin:
    """An application behind the cache: answers what it is told to, and counts."""

    status: str = "200 OK"
    body: bytes = b"Kabar dari desa. " * 100
    headers: list[tuple[str, str]] = field(
        default_factory=lambda: [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Cache-Control", PUBLIC),
            ("Cache-Tag", "items,item-1"),
            ("ETag", '"abc"'),
        ]
    )
    calls: list[dict] = field(default_factory=list)
    during: object = None

    def __call__(self, environ, start_response):
        self.calls.append(environ)
        if self.during:
            self.during()
        start_response(self.status, list(self.headers))
        return [self.body[:10], self.body[10:]]

    def set(self, name, value):
        """Answer with header ``name`` as ``value``; None leaves it out."""
        self.headers = [(n, v) for n, v in self.headers if n != name]
        if value is not None:
            self.headers.append((name, value))


def ask(application, path="/", *, method="GET", query="", host="sambang.example.id", **headers):
    """One request; ``headers`` are environ names without ``HTTP_``."""
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": host,
        "wsgi.input": io.BytesIO(),
    } | {f"HTTP_{name}": value for name, value in headers.items()}
    setup_testing_defaults(environ)
    began = []
    parts = application(environ, lambda *arguments: began.extend(arguments))
    body = b"".join(parts)
    if hasattr(parts, "close"):
        parts.close()
    return Answer(int(began[0][:3]), {n.lower(): v for n, v in began[1]}, body)


@pytest.fixture
def board(tmp_path):
    return Board(tmp_path / "edge")


@pytest.fixture
def origin():
    return Origin()


def cache_of(origin, board, **options):
    """A cache as each web worker has one."""
    settings = {"private_cookies": ("sessionid", "csrftoken"), "limit": 2_000_000} | options
    return EdgeCache(origin, board=board, **settings)


@pytest.fixture
def cache(origin, board):
    return cache_of(origin, board)
