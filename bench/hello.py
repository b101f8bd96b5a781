"""The yardstick: a bare WSGI application that answers with ``BENCH_BYTES`` bytes."""

import os

BODY = b"x" * int(os.environ.get("BENCH_BYTES", "1000"))
HEADERS = [("Content-Type", "text/plain"), ("Content-Length", str(len(BODY)))]


def application(environ, start_response):
    """Answer 200 with the same bytes, whatever is asked."""
    start_response("200 OK", HEADERS)
    return [BODY]
