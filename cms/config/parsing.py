"""How the text of a variable becomes a value; ValueError says in plain words what is wrong."""

from __future__ import annotations

import base64
from collections.abc import Callable
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo


def text(raw: str) -> str:
    return raw.strip()


def choice(*allowed: str) -> Callable[[str], str]:
    def parse(raw: str) -> str:
        if raw not in allowed:
            raise ValueError(f"must be one of: {', '.join(allowed)}")
        return raw

    return parse


def flag(raw: str) -> bool:
    lowered = raw.strip().lower()
    if lowered in {"1", "true", "yes", "on"}:
        return True
    if lowered in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError("must be yes or no")


def count(low: int, high: int) -> Callable[[str], int]:
    def parse(raw: str) -> int:
        try:
            value = int(raw)
        except ValueError:
            raise ValueError("must be a whole number") from None
        if not low <= value <= high:
            raise ValueError(f"must be from {low} to {high}")
        return value

    return parse


def listed(raw: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in raw.split(",") if part.strip())


def origin(raw: str) -> str:
    parts = urlsplit(raw.strip().rstrip("/"))
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be an address such as https://sambang.example.id")
    if parts.path or parts.query or parts.fragment or parts.username:
        raise ValueError("must be only scheme and host, without a path or a login")
    return f"{parts.scheme}://{parts.netloc}"


def optional_origin(raw: str) -> str:
    return origin(raw) if raw.strip() else ""


def addresses(raw: str) -> tuple[str, ...]:
    found = listed(raw)
    for address in found:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
            raise ValueError("must be addresses such as https://hub.example.id/, by commas")
    return found


def origins(raw: str) -> tuple[str, ...]:
    return tuple(origin(part) for part in listed(raw))


def zone(raw: str) -> str:
    try:
        ZoneInfo(raw)
    except Exception:
        raise ValueError("must be a time zone name such as Asia/Jakarta") from None
    return raw


def database(raw: str) -> dict[str, object]:
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


def redis(raw: str) -> str:
    if raw and urlsplit(raw).scheme not in {"redis", "rediss", "unix"}:
        raise ValueError("must begin with redis://, rediss:// or unix://")
    return raw


def mail(raw: str) -> dict[str, object]:
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


def host_ports(raw: str) -> tuple[tuple[str, int], ...]:
    pairs = []
    for part in listed(raw):
        host, _, port = part.rpartition(":")
        if not host or not port.isdigit():
            raise ValueError("must be a list of host:port, separated by commas")
        pairs.append((host, int(port)))
    return tuple(pairs)


TOKEN_MIN = 24


def token(raw: str) -> str:
    token = raw.strip()
    if token and (len(token) < TOKEN_MIN or not token.isascii() or " " in token):
        raise ValueError(f"must be at least {TOKEN_MIN} characters, without spaces")
    return token


# The order of the curve P-256: a private key is a number from 1 to below it.
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def push_key(raw: str) -> str:
    key = raw.strip().rstrip("=")
    if not key:
        return ""
    try:
        number = int.from_bytes(base64.b64decode(f"{key}=", altchars=b"-_", validate=True))
    except ValueError:
        number = 0
    if len(key) != 43 or not 0 < number < P256_ORDER:
        raise ValueError("must be a P-256 private key: 32 bytes in URL-safe base64, 43 characters")
    return key


def zone_id(raw: str) -> str:
    if raw and not (raw.isascii() and raw.isalnum()):
        raise ValueError("must be letters and digits only")
    return raw
