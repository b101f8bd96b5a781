"""The only reader of the process environment.

``read()`` turns it into a frozen :class:`Environment` by ``variables.VARIABLES``, or raises
:class:`InvalidEnvironment` listing *all* mistakes at once, in plain words.
"""

from __future__ import annotations

import base64
import contextlib
import os
import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cms.config.parsing import P256_ORDER
from cms.config.variables import VARIABLES


class InvalidEnvironment(Exception):
    """One or more variables are missing or make no sense; the message lists every one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Typed values of ``variables.VARIABLES``; field names are theirs without the prefix."""

    mode: str
    secret_key: str
    secret_key_fallbacks: tuple[str, ...]
    base_url: str
    extra_hosts: tuple[str, ...]
    var_dir: Path
    database_url: dict[str, object]
    redis_url: str
    task_queue: str
    s3_endpoint: str
    s3_private_bucket: str
    s3_public_bucket: str
    s3_region: str
    s3_key_id: str
    s3_secret: str
    media_url: str
    mail_url: dict[str, object]
    mail_from: str
    web_push_private_key: str
    find_faces: bool
    outbound_allow: tuple[tuple[str, int], ...]
    websub_hubs: tuple[str, ...]
    varnish_urls: tuple[str, ...]
    nginx_urls: tuple[str, ...]
    purge_token: str
    cloudflare_zone: str
    cloudflare_token: str
    metrics_token: str
    api_anonymous_per_minute: int
    api_token_per_minute: int
    api_write_per_minute: int
    originals_kept_days: int
    uploads_per_day: int
    upload_gb_per_day: int
    tusd_secret: str
    trust_proxy: bool
    hsts_seconds: int
    web_workers: int
    web_threads: int
    edge_cache_mb: int
    port: int
    bind: str
    time_zone: str
    log_level: str

    @property
    def is_production(self) -> bool:
        return self.mode == "production"

    @property
    def uses_s3(self) -> bool:
        return bool(self.s3_private_bucket)


def _rules(values: dict[str, object], mistakes: list[str]) -> None:
    """Rules that look at more than one variable."""
    production = values.get("mode") == "production"
    if production:
        if len(str(values.get("secret_key", ""))) < 50:
            mistakes.append("SAMBANG_SECRET_KEY: needs at least 50 characters in production.")
        if not str(values.get("base_url", "")).startswith("https://"):
            mistakes.append("SAMBANG_BASE_URL: must begin with https:// in production.")
        mail = values.get("mail_url")
        if isinstance(mail, dict) and mail.get("backend") == "console":
            mistakes.append("SAMBANG_MAIL_URL: 'console' sends nothing; production needs smtp://.")
        if values.get("task_queue") == "immediate":
            mistakes.append("SAMBANG_TASK_QUEUE: 'immediate' is for tests, not production.")
    if values.get("task_queue") == "redis" and not values.get("redis_url"):
        mistakes.append("SAMBANG_TASK_QUEUE: 'redis' needs SAMBANG_REDIS_URL.")
    if bool(values.get("s3_private_bucket")) != bool(values.get("s3_public_bucket")):
        mistakes.append(
            "SAMBANG_S3_PRIVATE_BUCKET and SAMBANG_S3_PUBLIC_BUCKET: set both or neither."
        )
    if bool(values.get("cloudflare_zone")) != bool(values.get("cloudflare_token")):
        mistakes.append(
            "SAMBANG_CLOUDFLARE_ZONE and SAMBANG_CLOUDFLARE_TOKEN: set both or neither."
        )
    if values.get("s3_private_bucket") and (
        values.get("s3_private_bucket") == values.get("s3_public_bucket")
    ):
        mistakes.append("SAMBANG_S3_PUBLIC_BUCKET: must differ from the private bucket.")


def _kept_secret(var_dir: Path, name: str, make: Callable[[], str]) -> str:
    """A secret of the demo: made once, kept in ``var_dir`` (side effect: writes the file)."""
    path = var_dir / name
    var_dir.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # Processes that start at once all write one; the first whole file is everybody's.
        with tempfile.NamedTemporaryFile("w", dir=var_dir, prefix=f".{name}-") as file:
            file.write(make())
            file.flush()
            with contextlib.suppress(FileExistsError):
                os.link(file.name, path)
    return path.read_text().strip()


def new_push_key() -> str:
    """A private key for web push, as the environment takes it."""
    number = secrets.randbelow(P256_ORDER - 1) + 1
    return base64.urlsafe_b64encode(number.to_bytes(32)).decode().rstrip("=")


def for_child(defaults: Mapping[str, str]) -> dict[str, str]:
    """The process's environment for a child of its own, where ``defaults`` hold unless set."""
    return {**defaults, **os.environ}


def read(environ: Mapping[str, str] | None = None) -> Environment:
    """Read and check ``environ`` (the process's own when None).

    Raises InvalidEnvironment with one line per mistake; a variable beginning with ``SAMBANG_``
    that is not known is a mistake too, so that a typo never passes silently.
    """
    environ = os.environ if environ is None else environ
    mistakes: list[str] = []
    values: dict[str, object] = {}
    known = {variable.name for variable in VARIABLES}
    mistakes += [
        f"{name}: no such variable (docs/operate.md lists them)."
        for name in sorted(environ)
        if name.startswith("SAMBANG_") and name not in known
    ]
    production = environ.get("SAMBANG_MODE") == "production"
    for variable in VARIABLES:
        field = variable.name.removeprefix("SAMBANG_").lower()
        raw = environ.get(variable.name)
        if raw is None or raw == "":
            if production and variable.required_in_production:
                mistakes.append(f"{variable.name}: is required in production. {variable.help}")
                continue
            raw = variable.default
        if raw is None:
            values[field] = None
            continue
        try:
            values[field] = variable.parse(raw)
        except ValueError as error:
            mistakes.append(f"{variable.name}={raw!r}: {error}.")
    _rules(values, mistakes)
    if mistakes:
        raise InvalidEnvironment("The environment is not usable:\n- " + "\n- ".join(mistakes))
    var_dir = Path(str(values["var_dir"])).expanduser().resolve()
    values["var_dir"] = var_dir
    if not values["base_url"]:
        values["base_url"] = f"http://127.0.0.1:{values['port']}"
    if not values["secret_key"]:
        values["secret_key"] = _kept_secret(
            var_dir, "secret_key", lambda: secrets.token_urlsafe(64)
        )
    if not values["web_push_private_key"] and not production:
        values["web_push_private_key"] = _kept_secret(var_dir, "web_push_key", new_push_key)
    if values["database_url"] is None:
        values["database_url"] = {"engine": "sqlite", "name": str(var_dir / "db.sqlite3")}
    return Environment(**values)  # type: ignore[arg-type]
