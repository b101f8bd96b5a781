"""Processes beside the tests, on the tests' own database."""

import os
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]


def environment(**more: str) -> dict[str, str]:
    """What a process of the real application is started with, and ``more``."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.config.settings",
        "SAMBANG_DATABASE_URL": _database_url(),
        "SAMBANG_VAR_DIR": str(settings.ENV.var_dir),
        **more,
    }


def _database_url() -> str:
    """The address of the database that this test runs on."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    login = f"{quote(values['USER'])}:{quote(values['PASSWORD'], safe='')}@"
    port = f":{values['PORT']}" if values["PORT"] else ""
    return f"postgresql://{login}{values['HOST']}{port}/{values['NAME']}"
