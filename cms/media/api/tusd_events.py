"""What tusd 2 posts to its hooks, and the request of the phone that is inside.

https://tus.github.io/tusd/advanced-topics/hooks/
"""

from __future__ import annotations

import io
from uuid import UUID

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import Field, ValidationError

from cms.base.errors import Invalid

BODY_BYTES_MAX = 256 * 1024
_UNPREFIXED = {"CONTENT_TYPE", "CONTENT_LENGTH"}


class Upload(Schema):
    """The file that a hook is about; ``ID`` is empty before it is made."""

    ID: str = ""
    Offset: int = 0


class ClientRequest(Schema):
    """What the phone asked of tusd, with all its headers."""

    Method: str
    URI: str
    RemoteAddr: str
    Header: dict[str, list[str]]


class Event(Schema):
    """What happened."""

    Upload: Upload
    HTTPRequest: ClientRequest


class Hook(Schema):
    """One hook. Members that are not used here are passed over: tusd's next release has more."""

    Type: str = Field(max_length=40)
    Event: Event

    @property
    def key(self) -> UUID | None:
        """Of the file: its id at tusd is a UUID, on S3 with more behind it."""
        try:
            return UUID(self.Event.Upload.ID.partition("/")[0])
        except ValueError:
            return None


def hook_in(body: bytes) -> Hook:
    """Read a hook. Raises Invalid."""
    try:
        return Hook.model_validate_json(body)
    except ValidationError as error:
        raise Invalid(f"No hook of tusd 2: {error.error_count()} errors") from None


def asked_by(hook: Hook) -> HttpRequest:
    """The phone's request as it would have come here, with its session and user."""
    asked = hook.Event.HTTPRequest
    environ = {
        "REQUEST_METHOD": asked.Method,
        "PATH_INFO": asked.URI.partition("?")[0],
        "REMOTE_ADDR": asked.RemoteAddr.rpartition(":")[0].strip("[]"),
        "SERVER_NAME": "tusd",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
    }
    for name, values in asked.Header.items():
        # As every server does: the two would become one.
        if "_" not in name:
            key = name.upper().replace("-", "_")
            between = "; " if key == "COOKIE" else ", "
            environ[key if key in _UNPREFIXED else f"HTTP_{key}"] = between.join(values)
    environ["CONTENT_LENGTH"] = "0"
    request = WSGIRequest(environ)
    for middleware in (SessionMiddleware, AuthenticationMiddleware):
        middleware(_nobody).process_request(request)
    return request


def _nobody(request: HttpRequest) -> HttpResponse:
    raise AssertionError("no view lies behind")


def answered(response: HttpResponse) -> dict[str, object]:
    """``response`` as tusd hands it to the phone."""
    return {
        "StatusCode": response.status_code,
        "Body": response.content.decode(),
        "Header": dict(response.headers),
    }
