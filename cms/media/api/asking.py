"""Small JSON bodies and addresses of the upload server, read and judged."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import ConfigDict, Field, ValidationError

from cms.base.errors import Invalid, TooLarge, UnsupportedMedia
from cms.base.numbers import number_in
from cms.media.metadata import SaidOfFile, said_of
from cms.media.services.resumable import LENGTH_MAX

BODY_BYTES_MAX = 8 * 1024
SHA256 = r"^[0-9a-f]{64}$"


class About(Schema):
    """Which file is asked about."""

    model_config = ConfigDict(extra="forbid")

    sha256: str = Field(pattern=SHA256)
    length: int = Field(ge=1, le=LENGTH_MAX)


class Proof(Schema):
    """The answer to a question, and what an announcement would say of the file."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(max_length=1000)
    proof: str = Field(pattern=SHA256)
    metadata: dict[str, str] = Field(default_factory=dict, max_length=40)

    def said(self) -> SaidOfFile:
        """What is said of the file. Raises BadMetadata."""
        return said_of({key: value.encode() for key, value in self.metadata.items()})


Body = TypeVar("Body", bound=Schema)


def body_of(request: HttpRequest, shape: type[Body]) -> Body:
    """The JSON body of ``request``. Raises UnsupportedMedia, TooLarge, Invalid."""
    if request.content_type != "application/json":
        raise UnsupportedMedia(_("Jenis isi harus %(type)s.") % {"type": "application/json"})
    said = request.META.get("CONTENT_LENGTH") or ""
    if number_in(said, otherwise=BODY_BYTES_MAX + 1) > BODY_BYTES_MAX:
        raise TooLarge(_("Permintaan ini terlalu besar."))
    try:
        return shape.model_validate_json(request.body)
    except (ValidationError, UnicodeError):
        raise Invalid(_("Permintaan ini tidak dapat dibaca.")) from None


def report_of(request: HttpRequest) -> UUID:
    """Which report is asked about. Raises Invalid."""
    try:
        return UUID(request.GET.get("report", ""))
    except ValueError:
        raise Invalid(_("Sebutkan laporannya: ?report=<id>.")) from None
