"""The yardstick: a bare WSGI application that answers with the same bytes, whatever is asked.

``BENCH_ANSWER`` names a JSON file with ``headers`` and the path of the body; without it the answer
is ``BENCH_BYTES`` bytes of text.
"""

import json
import os
from pathlib import Path

if "BENCH_ANSWER" in os.environ:
    _answer = json.loads(Path(os.environ["BENCH_ANSWER"]).read_text())
    BODY = Path(_answer["body"]).read_bytes()
    HEADERS = [tuple(header) for header in _answer["headers"]]
else:
    BODY = b"x" * int(os.environ.get("BENCH_BYTES", "1000"))
    HEADERS = [("Content-Type", "text/plain"), ("Content-Length", str(len(BODY)))]


def application(environ, start_response):
    """Answer 200 with the same bytes, whatever is asked."""
    start_response("200 OK", HEADERS)
    return [BODY]
