"""Errors that services raise and doors translate; the message is meant for the person.

No ``request`` goes below a door, so a service says what is wrong with one of these and
``DomainErrorMiddleware`` (pages) or the API's handlers (problem+json) turn it into an answer.
"""

from collections.abc import Mapping
from http import HTTPStatus

from django.shortcuts import render
from django.utils.translation import gettext as _


class DomainError(Exception):
    """Something the person can understand went wrong; ``str(error)`` is shown to them."""

    status = HTTPStatus.BAD_REQUEST
    code = "bad-request"
    # What a program is told beside the sentence.
    headers: Mapping[str, str] = {}


class Invalid(DomainError):
    """The input cannot be accepted. ``fields`` maps a field name to its sentence."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "invalid"

    def __init__(self, message, *, fields: dict[str, str] | None = None):
        super().__init__(str(message))
        self.fields = fields or {}


class Refused(DomainError):
    """The actor may not do this."""

    status = HTTPStatus.FORBIDDEN
    code = "refused"


class Missing(DomainError):
    """There is no such thing, or the actor may not know that there is."""

    status = HTTPStatus.NOT_FOUND
    code = "missing"


class Conflict(DomainError):
    """Somebody else was first, or the state no longer allows this step."""

    status = HTTPStatus.CONFLICT
    code = "conflict"


class Stale(DomainError):
    """What the actor looked at has changed since; ``version`` is what it is now (an ETag)."""

    status = HTTPStatus.PRECONDITION_FAILED
    code = "stale"

    def __init__(self, message, *, version: str):
        super().__init__(str(message))
        self.headers = {"ETag": version}


class TooLarge(DomainError):
    """More bytes than allowed."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    code = "too-large"


class UnsupportedMedia(DomainError):
    """A file of a kind that we do not take, or that is broken."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    code = "unsupported-media"


class TooMany(DomainError):
    """Asked more often than allowed; ``wait_s`` is in how many seconds to come back."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    code = "too-many"

    def __init__(self, message, *, wait_s: int):
        super().__init__(str(message))
        self.wait_s = wait_s
        self.headers = {"Retry-After": str(wait_s)}


class Clash(DomainError):
    """Two wrote to the same rows at the same moment, and the database let the other one through.
    Nothing of this one was saved; asked once more it goes through."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "clash"
    headers = {"Retry-After": "2"}

    def __init__(self):
        super().__init__(
            _(
                "Ada yang menyimpan hal yang sama pada saat yang sama, jadi pekerjaan Anda belum "
                "tersimpan. Kembali, lalu coba sekali lagi."
            )
        )


def problem_page(request, *, status: int, title: str, message: str):
    """The calm error page, with what to do next."""
    return render(
        request, "errors/problem.html", {"title": title, "message": message}, status=status
    )


def csrf_failure(request, reason=""):
    """Shown when a form's security token is missing or old (usually a tab left open overnight)."""
    return problem_page(
        request,
        status=HTTPStatus.FORBIDDEN,
        title=_("Halaman ini sudah kedaluwarsa"),
        message=_("Kembali ke halaman sebelumnya, muat ulang, lalu kirim sekali lagi."),
    )
