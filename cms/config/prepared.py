"""What was prepared when, so that a second start can skip it. Pure: no Django in here."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from cms.config.env import Environment
from cms.config.variables import BASE_DIR

STAMP = "prepared.json"
_SCHEMA = ("*/migrations/*.py", "*/*/migrations/*.py", "requirements.lock")
_API = ("*/api*.py", "*/*/api*.py", "*/api/*.py", "*/*/api/*.py", "cms/config/openapi.py")
_STATIC = ("*/static/**/*", "*/*/static/**/*")


def wanted(env: Environment) -> dict[str, object]:
    """Facts of the code as it is now: what the stamp says when nothing is left to prepare."""
    return {
        "schema": _fingerprint(_SCHEMA, env),
        "static": _fingerprint(_STATIC, env),
        "api": f"{env.base_url} {_fingerprint(_API, env)}",
        "database": json.dumps(env.database_url, sort_keys=True),
        "demo": not env.is_production,
    }


def read(env: Environment) -> dict[str, object]:
    """The facts of the last preparation; empty when there was none."""
    try:
        found = json.loads((env.var_dir / STAMP).read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write(env: Environment, facts: dict[str, object]) -> None:
    """Remember ``facts``. Side effect: the stamp in the var directory, replaced in one step."""
    env.var_dir.mkdir(parents=True, exist_ok=True)
    temporary = env.var_dir / f"{STAMP}.new"
    temporary.write_text(json.dumps(facts))
    temporary.replace(env.var_dir / STAMP)


def _fingerprint(patterns: tuple[str, ...], env: Environment) -> str:
    """One hash over name, size and time of every file that matches."""
    digest = hashlib.sha256()
    skip: tuple[Path, ...] = (BASE_DIR / ".venv", env.var_dir)
    for pattern in patterns:
        for path in sorted(BASE_DIR.glob(pattern)):
            if path.is_file() and not any(path.is_relative_to(s) for s in skip):
                facts = path.stat()
                digest.update(f"{path}:{facts.st_size}:{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
