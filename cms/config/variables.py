"""Every setting that may differ between machines: a name, a type, a default and a sentence.

``docs/operate.md`` must name each (held by a test); ``env.py`` reads them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cms.config.parsing import (
    addresses,
    choice,
    count,
    database,
    flag,
    host_ports,
    listed,
    mail,
    optional_origin,
    origins,
    push_key,
    redis,
    text,
    token,
    zone,
    zone_id,
)

BASE_DIR = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: how to parse it, and what to say about it."""

    name: str
    parse: Callable[[str], object]
    default: str | None
    help: str
    required_in_production: bool = False


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "SAMBANG_MODE",
        choice("demo", "production"),
        "demo",
        "`demo` runs at once on one machine; `production` turns every safety on.",
    ),
    Variable(
        "SAMBANG_SECRET_KEY",
        text,
        "",
        "Signs sessions and cursors; at least 50 random characters. "
        "In demo mode it is made once and kept in the var directory.",
        required_in_production=True,
    ),
    Variable(
        "SAMBANG_SECRET_KEY_FALLBACKS",
        listed,
        "",
        "Earlier secret keys still accepted while they are being rotated out, by commas.",
    ),
    Variable(
        "SAMBANG_BASE_URL",
        optional_origin,
        "",
        "The public address of the site, used in feeds, API and mail. "
        "In demo mode: this machine's own address with the port.",
        required_in_production=True,
    ),
    Variable(
        "SAMBANG_EXTRA_HOSTS",
        listed,
        "",
        "Further host names that the site answers to, by commas.",
    ),
    Variable(
        "SAMBANG_VAR_DIR",
        text,
        str(BASE_DIR / "var"),
        "Directory for the database file, uploads and collected static files.",
    ),
    Variable(
        "SAMBANG_DATABASE_URL",
        database,
        None,
        "`sqlite:////path/file` or `postgresql://user:password@host:5432/name`.",
        required_in_production=True,
    ),
    Variable(
        "SAMBANG_REDIS_URL",
        redis,
        "",
        "Shared cache, and the task queue if that is `redis`. Empty: a cache in each process.",
    ),
    Variable(
        "SAMBANG_EDGE_CACHE_MB",
        count(0, 65_536),
        "64",
        "Memory of the edge cache in each web process, in megabytes. 0: no edge cache.",
    ),
    Variable(
        "SAMBANG_TASK_QUEUE",
        choice("database", "redis", "immediate"),
        "database",
        "Where background work waits. `immediate` runs it inside the request (tests only).",
    ),
    Variable("SAMBANG_S3_ENDPOINT", optional_origin, "", "Address of the S3 service."),
    Variable(
        "SAMBANG_S3_PRIVATE_BUCKET",
        text,
        "",
        "Bucket for originals and everything not published. Empty: files in the var directory.",
    ),
    Variable(
        "SAMBANG_S3_PUBLIC_BUCKET",
        text,
        "",
        "Bucket for published pictures and videos; needed with the private one.",
    ),
    Variable("SAMBANG_S3_REGION", text, "us-east-1", "Region of both buckets."),
    Variable("SAMBANG_S3_KEY_ID", text, "", "Access key of the S3 account."),
    Variable("SAMBANG_S3_SECRET", text, "", "Secret of the S3 account."),
    Variable(
        "SAMBANG_MEDIA_URL",
        optional_origin,
        "",
        "Origin that serves the public bucket (a CDN). Empty: the bucket's own address, "
        "or this site when files are local.",
    ),
    Variable(
        "SAMBANG_MAIL_URL",
        mail,
        "console",
        "`console`, or `smtp://user:password@host:587`.",
        required_in_production=True,
    ),
    Variable("SAMBANG_MAIL_FROM", text, "Sambang <noreply@localhost>", "Sender of our mail."),
    Variable(
        "SAMBANG_WEB_PUSH_PRIVATE_KEY",
        push_key,
        "",
        "Signs messages to officers' phones (VAPID). Empty in production: no such messages. "
        "In demo mode it is made once and kept in the var directory.",
    ),
    Variable(
        "SAMBANG_FIND_FACES",
        flag,
        "yes",
        "Whether faces are looked for in photos. Needs the optional extra (`make faces`).",
    ),
    Variable(
        "SAMBANG_OUTBOUND_ALLOW",
        host_ports,
        "",
        "host:port pairs that webhooks may reach although they are private addresses.",
    ),
    Variable(
        "SAMBANG_WEBSUB_HUBS",
        addresses,
        "",
        "WebSub hubs that hear of every change of a feed, by commas. Empty: none.",
    ),
    Variable(
        "SAMBANG_VARNISH_URLS",
        origins,
        "",
        "Varnish caches in front that are told what is stale, by commas: http://10.0.0.5:6081.",
    ),
    Variable(
        "SAMBANG_NGINX_URLS",
        origins,
        "",
        "nginx caches in front (with the cache-purge module) that are told, by commas.",
    ),
    Variable(
        "SAMBANG_PURGE_TOKEN",
        token,
        "",
        "Secret that proves to Varnish and nginx who asks, at least 24 characters.",
    ),
    Variable(
        "SAMBANG_CLOUDFLARE_ZONE",
        zone_id,
        "",
        "Zone at Cloudflare whose copies are purged by cache tag.",
    ),
    Variable(
        "SAMBANG_CLOUDFLARE_TOKEN",
        token,
        "",
        "API token that may purge that zone, nothing else.",
    ),
    Variable(
        "SAMBANG_METRICS_TOKEN",
        token,
        "",
        "Bearer token with which /sehat/siap/ and /metrik/ may be read from other machines.",
    ),
    Variable(
        "SAMBANG_API_ANONYMOUS_PER_MINUTE",
        count(0, 1_000_000),
        "300",
        "Requests to the API a minute from one address without a token. 0: no limit.",
    ),
    Variable(
        "SAMBANG_API_TOKEN_PER_MINUTE",
        count(0, 1_000_000),
        "1200",
        "Requests to the API a minute with the tokens of one owner. 0: no limit.",
    ),
    Variable(
        "SAMBANG_API_WRITE_PER_MINUTE",
        count(0, 1_000_000),
        "120",
        "Of those, how many may change something. 0: no limit of their own.",
    ),
    Variable(
        "SAMBANG_UPLOADS_PER_DAY",
        count(1, 1_000_000),
        "500",
        "How many files one person may send in 24 hours through the upload server.",
    ),
    Variable(
        "SAMBANG_UPLOAD_GB_PER_DAY",
        count(1, 10_000),
        "10",
        "How much one person may send in 24 hours through the upload server, in GiB.",
    ),
    Variable(
        "SAMBANG_TUSD_SECRET",
        token,
        "",
        "Secret that proves that tusd, or the nginx before it, asks. Empty: tusd takes no uploads.",
    ),
    Variable(
        "SAMBANG_ORIGINALS_KEPT_DAYS",
        count(0, 36_500),
        "0",
        "How many days originals of photos, videos and sound are kept at least. 0: for ever.",
    ),
    Variable(
        "SAMBANG_TRUST_PROXY",
        flag,
        "no",
        "Believe X-Forwarded-Proto, and the last address in X-Forwarded-For, "
        "from the reverse proxy in front.",
    ),
    Variable(
        "SAMBANG_HSTS_SECONDS",
        count(0, 63_072_000),
        "31536000",
        "Strict-Transport-Security in production, in seconds.",
    ),
    Variable("SAMBANG_WEB_WORKERS", count(1, 64), "2", "Web processes on this machine."),
    Variable(
        "SAMBANG_WEB_THREADS",
        count(1, 256),
        "16",
        "How many requests one web process works on at once: a slow phone occupies one.",
    ),
    Variable("SAMBANG_PORT", count(1, 65_535), "8000", "Port of the web server."),
    Variable("SAMBANG_BIND", text, "127.0.0.1", "Address the web server listens on."),
    Variable("SAMBANG_TIME_ZONE", zone, "Asia/Jakarta", "Zone of times shown to the public."),
    Variable(
        "SAMBANG_LOG_LEVEL",
        choice("DEBUG", "INFO", "WARNING", "ERROR"),
        "INFO",
        "How much is written to standard error.",
    ),
)
