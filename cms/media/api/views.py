"""The doors of ``/api/v1/uploads/``: headers in, one service, headers out."""

from __future__ import annotations

from contextlib import nullcontext, suppress
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
from cms.media.api import asking, protocol
from cms.media.api.receipts import receipt
from cms.media.services import possession, resumable

MEDIA = "media:write"
OVERRIDE = "X-HTTP-Method-Override"
# Django would read such a body to look for the form's token in it.
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


# Who is signed in shows the form's token in a header: ``person`` checks it.
@method_decorator(csrf_exempt, name="dispatch")
class TusView(View):
    """What these addresses have in common: version, credentials, errors as problem documents."""

    speaks_tus = True

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
        if request.content_type in FORMS and request.method != "GET":
            raise protocol.no_form()
        if self.speaks_tus and request.method != "GET":
            protocol.require_version(request)
        actor = person(request, MEDIA)
        token = getattr(request, "auth", None)
        with acting_through(token) if token else nullcontext():
            return handler(request, actor, **kwargs)

    def tus_options(self, request: HttpRequest, actor) -> HttpResponse:
        """What this server can do, for anybody."""
        return protocol.discovery()


class UploadsView(TusView):
    """Announcing a file; all files of one report."""

    allowed = "OPTIONS, POST, GET"

    def tus_post(self, request: HttpRequest, actor) -> HttpResponse:
        """Announce a file, perhaps with its first piece."""
        declared = protocol.declared_of(request)
        with_piece = protocol.body_bytes_of(request) != 0 and bool(request.content_type)
        if with_piece:
            protocol.require_piece(request)
        checksum = protocol.checksum_of(request)
        upload, is_new = resumable.create(actor=actor, declared=declared)
        if with_piece and is_new:
            # When too many send it is announced, and none of its bytes were taken.
            with suppress(resumable.Crowded):
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

    def tus_get(self, request: HttpRequest, actor) -> HttpResponse:
        """What became of each file of one report."""
        found = resumable.standings_of(actor=actor, belongs_to=asking.report_of(request))
        return private_answer({"uploads": [receipt(one) for one in found]})


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
        return private_answer(receipt(found), headers=protocol.again_soon(found.way))


class QuestionView(TusView):
    """Whether a file is here already: the question that proves who has it."""

    allowed, speaks_tus = "OPTIONS, POST", False

    def tus_post(self, request: HttpRequest, actor) -> HttpResponse:
        """Which bytes to hash; the same for a file that is here and for one that is not."""
        about = asking.body_of(request, asking.About)
        asked = possession.ask(actor=actor, sha256=about.sha256, length=about.length)
        return private_answer(
            {"question": asked.token, "nonce": asked.nonce.hex(), "ranges": asked.ranges}
        )


class ProofView(TusView):
    """The answer to a question: the file need not be sent, or must be."""

    allowed, speaks_tus = "OPTIONS, POST", False

    def tus_post(self, request: HttpRequest, actor) -> HttpResponse:
        """The receipt of the file that is kept now, or that it is not known."""
        body = asking.body_of(request, asking.Proof)
        kept = possession.prove(
            actor=actor, token=body.question, proof=body.proof, said=body.said()
        )
        if kept is None:
            return private_answer({"is_known": False})
        found = resumable.standing(actor=actor, upload_id=kept.pk)
        headers = {"Location": _address(request, kept.pk)}
        return private_answer(receipt(found), status=HTTPStatus.CREATED, headers=headers)


def _address(request: HttpRequest, key: UUID) -> str:
    return request.build_absolute_uri(reverse("uploads:one", kwargs={"key": key}))
