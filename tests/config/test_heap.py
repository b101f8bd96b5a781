"""What a web process keeps out of Python's search for garbage."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.once

REPORT = """
import gc, json, sys
import cms.config.wsgi
from django.conf import settings
print(json.dumps({
    "places loaded": settings.ROOT_URLCONF in sys.modules,
    "kept out": gc.get_freeze_count(),
    "searched": len(gc.get_objects()),
}))
"""


def test_garbage_is_looked_for_among_what_requests_left_alone(tmp_path):
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SAMBANG_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", REPORT],
        cwd=settings.BASE_DIR,
        env=clean | {"SAMBANG_VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    said = json.loads(done.stdout)

    assert said["places loaded"]
    assert said["kept out"] > 100_000
    assert said["searched"] < said["kept out"] / 20
