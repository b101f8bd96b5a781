"""The doors of ``/api/v1/uploads/``: headers in, one service, headers out."""

from __future__ import annotations

from contextlib import nullcontext
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from cms.base.acting import acting_through
from cms.base.api.access import person
from cms.base.api.writing import private_answer
from cms.base.errors import DomainError
from cms.base.problem import problem_of
from cms.media.api import protocol
from cms.media.services import resumable

MEDIA = "media:write"
OVERRIDE = "X-HTTP-Method-Override"


# Who is signed in shows the form's token in a header: ``person`` checks it.
@method_decorator(csrf_exempt, name="dispatch")
class TusView(View):
    """What both addresses have in common: version, credentials, errors as problem documents."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        # Some networks let only GET and POST pass.
        request.method = request.headers.get(OVERRIDE, request.method).upper()
        try:
            response = self._answer(request, **kwargs)
        except DomainError as error:
            response = problem_of(error)
        response.headers["Tus-Resumable"] = protocol.VERSION
        response.headers["Cache-Control"] = "no-store"
        return response

    def _answer(self, request: HttpRequest, **kwargs) -> HttpResponse:
        handler = getattr(self, f"tus_{request.method.lower()}", None)
        if handler is None:
            raise protocol.WrongMethod(self.allowed)
        if request.method == "OPTIONS":
            return protocol.discovery()
        if request.method != "GET":
            protocol.require_version(request)
        actor = person(request, MEDIA)
        token = getattr(request, "auth", None)
        with acting_through(token) if token else nullcontext():
            return handler(request, actor, **kwargs)

    def tus_options(self, request: HttpRequest, actor) -> HttpResponse:
        """What this server can do, for anybody."""
        return protocol.discovery()


class UploadsView(TusView):
    """Announcing a file."""

    allowed = "OPTIONS, POST"

    def tus_post(self, request: HttpRequest, actor) -> HttpResponse:
        """Announce a file, perhaps with its first piece."""
        declared = protocol.declared_of(request)
        with_piece = protocol.body_bytes_of(request) != 0 and bool(request.content_type)
        if with_piece:
            protocol.require_piece(request)
        checksum = protocol.checksum_of(request)
        upload, is_new = resumable.create(actor=actor, declared=declared)
        if with_piece and is_new:
            upload = resumable.append(
                actor=actor,
                upload_id=upload.pk,
                offset=0,
                stream=request.META["wsgi.input"],
                body_bytes=protocol.body_bytes_of(request),
                checksum=checksum,
            )
        headers = {"Location": _address(request, upload.pk)} | protocol.expiry(upload)
        if with_piece or not is_new:
            headers["Upload-Offset"] = str(upload.offset)
        return HttpResponse(status=HTTPStatus.CREATED, headers=headers)


class UploadView(TusView):
    """One file on its way."""

    allowed = "OPTIONS, HEAD, PATCH, DELETE, GET"

    def tus_head(self, request: HttpRequest, actor, key: UUID) -> HttpResponse:
        """How far it is; a request that still writes to it lets go."""
        upload = resumable.look(actor=actor, upload_id=key)
        addresses = {part: _address(request, UUID(part)) for part in upload.joined}
        return HttpResponse(
            headers=protocol.describe(upload, address=_address(request, key), addresses=addresses)
        )

    def tus_patch(self, request: HttpRequest, actor, key: UUID) -> HttpResponse:
        """The next piece."""
        protocol.require_piece(request)
        upload = resumable.append(
            actor=actor,
            upload_id=key,
            offset=protocol.offset_of(request),
            stream=request.META["wsgi.input"],
            body_bytes=protocol.body_bytes_of(request),
            checksum=protocol.checksum_of(request),
        )
        headers = {"Upload-Offset": str(upload.offset)} | protocol.expiry(upload)
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=headers)

    def tus_delete(self, request: HttpRequest, actor, key: UUID) -> HttpResponse:
        """Give it up."""
        resumable.terminate(actor=actor, upload_id=key)
        return HttpResponse(status=HTTPStatus.NO_CONTENT)

    def tus_get(self, request: HttpRequest, actor, key: UUID) -> HttpResponse:
        """What became of it, with the receipt: the server's own hash of what it keeps."""
        found = resumable.standing(actor=actor, upload_id=key)
        document = {
            "id": str(key),
            "state": found.state,
            "offset": found.upload.offset,
            "length": found.upload.length,
            "sha256": found.sha256 or None,
            "content_type": found.content_type or None,
            "reason": found.reason or None,
        }
        return private_answer(document)


def _address(request: HttpRequest, key: UUID) -> str:
    return request.build_absolute_uri(reverse("uploads:one", kwargs={"key": key}))
