"""The only reader of the process environment.

Every setting that may differ between machines is one row of ``VARIABLES``: a name, a type, a
default and a sentence. ``read()`` turns the environment into a frozen :class:`Environment`, or
raises :class:`InvalidEnvironment` listing *all* mistakes at once, in plain words.
``docs/operate.md`` must name each variable (held by a test).
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
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

BASE_DIR = Path(__file__).resolve().parent.parent.parent


class InvalidEnvironment(Exception):
    """One or more variables are missing or make no sense; the message lists every one."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: how to parse it, and what to say about it."""

    name: str
    parse: Callable[[str], object]
    default: str | None
    help: str
    required_in_production: bool = False


def _text(raw: str) -> str:
    return raw.strip()


def _choice(*allowed: str) -> Callable[[str], str]:
    def parse(raw: str) -> str:
        if raw not in allowed:
            raise ValueError(f"must be one of: {', '.join(allowed)}")
        return raw

    return parse


def _flag(raw: str) -> bool:
    lowered = raw.strip().lower()
    if lowered in {"1", "true", "yes", "on"}:
        return True
    if lowered in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError("must be yes or no")


def _count(low: int, high: int) -> Callable[[str], int]:
    def parse(raw: str) -> int:
        try:
            value = int(raw)
        except ValueError:
            raise ValueError("must be a whole number") from None
        if not low <= value <= high:
            raise ValueError(f"must be from {low} to {high}")
        return value

    return parse


def _list(raw: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in raw.split(",") if part.strip())


def _origin(raw: str) -> str:
    parts = urlsplit(raw.strip().rstrip("/"))
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be an address such as https://sambang.example.id")
    if parts.path or parts.query or parts.fragment or parts.username:
        raise ValueError("must be only scheme and host, without a path or a login")
    return f"{parts.scheme}://{parts.netloc}"


def _optional_origin(raw: str) -> str:
    return _origin(raw) if raw.strip() else ""


def _addresses(raw: str) -> tuple[str, ...]:
    found = _list(raw)
    for address in found:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
            raise ValueError("must be addresses such as https://hub.example.id/, by commas")
    return found


def _origins(raw: str) -> tuple[str, ...]:
    return tuple(_origin(part) for part in _list(raw))


def _zone(raw: str) -> str:
    try:
        ZoneInfo(raw)
    except Exception:
        raise ValueError("must be a time zone name such as Asia/Jakarta") from None
    return raw


def _database(raw: str) -> dict[str, object]:
    parts = urlsplit(raw)
    if parts.scheme == "sqlite":
        path = unquote(parts.path)
        if not path or path == "/":
            raise ValueError("needs a file, for example sqlite:////srv/sambang/db.sqlite3")
        return {"engine": "sqlite", "name": path}
    if parts.scheme in {"postgres", "postgresql"}:
        name = unquote(parts.path.lstrip("/"))
        if not name:
            raise ValueError("needs a database name after the host")
        return {
            "engine": "postgresql",
            "name": name,
            "user": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "host": unquote(parts.hostname or ""),
            "port": parts.port or "",
        }
    raise ValueError("must begin with sqlite:// or postgresql://")


def _redis(raw: str) -> str:
    if raw and urlsplit(raw).scheme not in {"redis", "rediss", "unix"}:
        raise ValueError("must begin with redis://, rediss:// or unix://")
    return raw


def _mail(raw: str) -> dict[str, object]:
    if raw == "console":
        return {"backend": "console"}
    parts = urlsplit(raw)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("must be 'console' or smtp://user:password@host:587")
    return {
        "backend": "smtp",
        "host": parts.hostname,
        "port": parts.port or (465 if parts.scheme == "smtps" else 587),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "ssl": parts.scheme == "smtps",
    }


def _host_ports(raw: str) -> tuple[tuple[str, int], ...]:
    pairs = []
    for part in _list(raw):
        host, _, port = part.rpartition(":")
        if not host or not port.isdigit():
            raise ValueError("must be a list of host:port, separated by commas")
        pairs.append((host, int(port)))
    return tuple(pairs)


TOKEN_MIN = 24


def _token(raw: str) -> str:
    token = raw.strip()
    if token and (len(token) < TOKEN_MIN or not token.isascii() or " " in token):
        raise ValueError(f"must be at least {TOKEN_MIN} characters, without spaces")
    return token


# The order of the curve P-256: a private key is a number from 1 to below it.
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def _push_key(raw: str) -> str:
    key = raw.strip().rstrip("=")
    if not key:
        return ""
    try:
        number = int.from_bytes(base64.b64decode(f"{key}=", altchars=b"-_", validate=True))
    except ValueError:
        number = 0
    if len(key) != 43 or not 0 < number < _P256_ORDER:
        raise ValueError("must be a P-256 private key: 32 bytes in URL-safe base64, 43 characters")
    return key


def _zone_id(raw: str) -> str:
    if raw and not (raw.isascii() and raw.isalnum()):
        raise ValueError("must be letters and digits only")
    return raw


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "SAMBANG_MODE",
        _choice("demo", "production"),
        "demo",
        "`demo` runs at once on one machine; `production` turns every safety on.",
    ),
    Variable(
        "SAMBANG_SECRET_KEY",
        _text,
        "",
        "Signs sessions and cursors; at least 50 random characters. "
        "In demo mode it is made once and kept in the var directory.",
        required_in_production=True,
    ),
    Variable(
        "SAMBANG_SECRET_KEY_FALLBACKS",
        _list,
        "",
        "Earlier secret keys still accepted while they are being rotated out, by commas.",
    ),
    Variable(
        "SAMBANG_BASE_URL",
        _optional_origin,
        "",
        "The public address of the site, used in feeds, API and mail. "
        "In demo mode: this machine's own address with the port.",
        required_in_production=True,
    ),
    Variable(
        "SAMBANG_EXTRA_HOSTS",
        _list,
        "",
        "Further host names that the site answers to, by commas.",
    ),
    Variable(
        "SAMBANG_VAR_DIR",
        _text,
        str(BASE_DIR / "var"),
        "Directory for the database file, uploads and collected static files.",
    ),
    Variable(
        "SAMBANG_DATABASE_URL",
        _database,
        None,
        "`sqlite:////path/file` or `postgresql://user:password@host:5432/name`.",
        required_in_production=True,
    ),
    Variable(
        "SAMBANG_REDIS_URL",
        _redis,
        "",
        "Shared cache, and the task queue if that is `redis`. Empty: a cache in each process.",
    ),
    Variable(
        "SAMBANG_EDGE_CACHE_MB",
        _count(0, 65_536),
        "64",
        "Memory of the edge cache in each web process, in megabytes. 0: no edge cache.",
    ),
    Variable(
        "SAMBANG_TASK_QUEUE",
        _choice("database", "redis", "immediate"),
        "database",
        "Where background work waits. `immediate` runs it inside the request (tests only).",
    ),
    Variable("SAMBANG_S3_ENDPOINT", _optional_origin, "", "Address of the S3 service."),
    Variable(
        "SAMBANG_S3_PRIVATE_BUCKET",
        _text,
        "",
        "Bucket for originals and everything not published. Empty: files in the var directory.",
    ),
    Variable(
        "SAMBANG_S3_PUBLIC_BUCKET",
        _text,
        "",
        "Bucket for published pictures and videos; needed with the private one.",
    ),
    Variable("SAMBANG_S3_REGION", _text, "us-east-1", "Region of both buckets."),
    Variable("SAMBANG_S3_KEY_ID", _text, "", "Access key of the S3 account."),
    Variable("SAMBANG_S3_SECRET", _text, "", "Secret of the S3 account."),
    Variable(
        "SAMBANG_MEDIA_URL",
        _optional_origin,
        "",
        "Origin that serves the public bucket (a CDN). Empty: the bucket's own address, "
        "or this site when files are local.",
    ),
    Variable(
        "SAMBANG_MAIL_URL",
        _mail,
        "console",
        "`console`, or `smtp://user:password@host:587`.",
        required_in_production=True,
    ),
    Variable("SAMBANG_MAIL_FROM", _text, "Sambang <noreply@localhost>", "Sender of our mail."),
    Variable(
        "SAMBANG_WEB_PUSH_PRIVATE_KEY",
        _push_key,
        "",
        "Signs messages to officers' phones (VAPID). Empty in production: no such messages. "
        "In demo mode it is made once and kept in the var directory.",
    ),
    Variable(
        "SAMBANG_FIND_FACES",
        _flag,
        "yes",
        "Whether faces are looked for in photos. Needs the optional extra (`make faces`).",
    ),
    Variable(
        "SAMBANG_OUTBOUND_ALLOW",
        _host_ports,
        "",
        "host:port pairs that webhooks may reach although they are private addresses.",
    ),
    Variable(
        "SAMBANG_WEBSUB_HUBS",
        _addresses,
        "",
        "WebSub hubs that hear of every change of a feed, by commas. Empty: none.",
    ),
    Variable(
        "SAMBANG_VARNISH_URLS",
        _origins,
        "",
        "Varnish caches in front that are told what is stale, by commas: http://10.0.0.5:6081.",
    ),
    Variable(
        "SAMBANG_NGINX_URLS",
        _origins,
        "",
        "nginx caches in front (with the cache-purge module) that are told, by commas.",
    ),
    Variable(
        "SAMBANG_PURGE_TOKEN",
        _token,
        "",
        "Secret that proves to Varnish and nginx who asks, at least 24 characters.",
    ),
    Variable(
        "SAMBANG_CLOUDFLARE_ZONE",
        _zone_id,
        "",
        "Zone at Cloudflare whose copies are purged by cache tag.",
    ),
    Variable(
        "SAMBANG_CLOUDFLARE_TOKEN", _token, "", "API token that may purge that zone, nothing else."
    ),
    Variable(
        "SAMBANG_METRICS_TOKEN",
        _token,
        "",
        "Bearer token with which /sehat/siap/ and /metrik/ may be read from other machines.",
    ),
    Variable(
        "SAMBANG_API_ANONYMOUS_PER_MINUTE",
        _count(0, 1_000_000),
        "300",
        "Requests to the API a minute from one address without a token. 0: no limit.",
    ),
    Variable(
        "SAMBANG_API_TOKEN_PER_MINUTE",
        _count(0, 1_000_000),
        "1200",
        "Requests to the API a minute with the tokens of one owner. 0: no limit.",
    ),
    Variable(
        "SAMBANG_API_WRITE_PER_MINUTE",
        _count(0, 1_000_000),
        "120",
        "Of those, how many may change something. 0: no limit of their own.",
    ),
    Variable(
        "SAMBANG_UPLOADS_PER_DAY",
        _count(1, 1_000_000),
        "500",
        "How many files one person may send in 24 hours through the upload server.",
    ),
    Variable(
        "SAMBANG_UPLOAD_GB_PER_DAY",
        _count(1, 10_000),
        "10",
        "How much one person may send in 24 hours through the upload server, in GiB.",
    ),
    Variable(
        "SAMBANG_TUSD_SECRET",
        _token,
        "",
        "Secret that proves that tusd, or the nginx before it, asks. Empty: tusd takes no uploads.",
    ),
    Variable(
        "SAMBANG_ORIGINALS_KEPT_DAYS",
        _count(0, 36_500),
        "0",
        "How many days originals of photos, videos and sound are kept at least. 0: for ever.",
    ),
    Variable(
        "SAMBANG_TRUST_PROXY",
        _flag,
        "no",
        "Believe X-Forwarded-Proto, and the last address in X-Forwarded-For, "
        "from the reverse proxy in front.",
    ),
    Variable(
        "SAMBANG_HSTS_SECONDS",
        _count(0, 63_072_000),
        "31536000",
        "Strict-Transport-Security in production, in seconds.",
    ),
    Variable("SAMBANG_WEB_WORKERS", _count(1, 64), "2", "Web processes on this machine."),
    Variable(
        "SAMBANG_WEB_THREADS",
        _count(1, 256),
        "16",
        "How many requests one web process works on at once: a slow phone occupies one.",
    ),
    Variable("SAMBANG_PORT", _count(1, 65_535), "8000", "Port of the web server."),
    Variable("SAMBANG_BIND", _text, "127.0.0.1", "Address the web server listens on."),
    Variable("SAMBANG_TIME_ZONE", _zone, "Asia/Jakarta", "Zone of times shown to the public."),
    Variable(
        "SAMBANG_LOG_LEVEL",
        _choice("DEBUG", "INFO", "WARNING", "ERROR"),
        "INFO",
        "How much is written to standard error.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Typed values of :data:`VARIABLES`; field names are the variables' without the prefix."""

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
    number = secrets.randbelow(_P256_ORDER - 1) + 1
    return base64.urlsafe_b64encode(number.to_bytes(32)).decode().rstrip("=")


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
