"""The environment alone decides which caches are told."""

import json
import os
import subprocess
import sys

from wagtail.contrib.frontend_cache.utils import get_backends

CODE = """
import json
from cms.config import settings
print(json.dumps([settings.WAGTAILFRONTENDCACHE, settings.SITE_ORIGINS]))
"""


def test_each_named_cache_is_a_backend(tmp_path):
    environ = {name: value for name, value in os.environ.items() if "SAMBANG_" not in name} | {
        "SAMBANG_VAR_DIR": str(tmp_path),
        "SAMBANG_BASE_URL": "https://sambang.example.id",
        "SAMBANG_EXTRA_HOSTS": "www.sambang.example.id,.lain.example.id",
        "SAMBANG_VARNISH_URLS": "http://10.0.0.5:6081,http://10.0.0.6:6081",
        "SAMBANG_NGINX_URLS": "http://10.0.0.7:8081",
        "SAMBANG_PURGE_TOKEN": "rahasia-bersama-1234567890",
        "SAMBANG_CLOUDFLARE_ZONE": "abc123",
        "SAMBANG_CLOUDFLARE_TOKEN": "rahasia-cloudflare-123456",
    }

    run = subprocess.run([sys.executable, "-c", CODE], env=environ, capture_output=True, check=True)
    backends, origins = json.loads(run.stdout)

    assert [type(backend).__name__ for backend in get_backends(backends).values()] == [
        "VarnishBackend",
        "VarnishBackend",
        "NginxBackend",
        "CloudflareTagBackend",
    ]
    assert origins == ["https://sambang.example.id", "https://www.sambang.example.id"]
