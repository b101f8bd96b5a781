"""Settings of the test run: the real ones, with quick passwords and throw-away files."""

import gc
import os
import tempfile
from pathlib import Path

import django

from cms.config.settings import *  # noqa: F403
from cms.config.settings import DATABASES, ENV, STORAGES

# What collecting and migrating makes stays: looking through it for garbage again and again costs a
# quarter of the time. See also tests/conftest.py.
gc.set_threshold(50_000, 20, 100)
ENV.var_dir.mkdir(parents=True, exist_ok=True)
_scratch = Path(tempfile.mkdtemp(prefix="sambang-test-"))
# Not beside the code, where the tests over the project itself would find it.
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(_scratch / "hypothesis"))

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "tests.sqlite_backend"
    # A file, not memory: several threads and processes write to it, as in real life. Of this run
    # alone: another run in the same tree would begin by deleting it, and a server that a test
    # starts again then finds a database without tables.
    DATABASES["default"]["TEST"] = {"NAME": str(_scratch / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["ENGINE"] = "tests.postgresql_backend"
STORAGES["default"] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": str(_scratch / "private"), "base_url": "/berkas/"},
}
STORAGES["public"] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": str(_scratch / "public"), "base_url": "/media/"},
}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Not that of a demo beside the tests, which may be of yesterday.
OPENAPI_FILE = _scratch / "openapi.json"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STATIC_ROOT = _scratch / "static"
STATIC_ROOT.mkdir(parents=True)
# Half a second a photo: the tests about faces switch it on.
FIND_FACES = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if django.VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
else:
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
ALLOWED_HOSTS = ["*"]
# Every test asks from one address; tests of the limits set their own.
API_PER_MINUTE = {"anonymous": 0, "token": 0, "write": 0}
