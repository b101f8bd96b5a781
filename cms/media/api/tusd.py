"""The doors for tusd, which takes the bytes of uploads in place of this server, and for nginx,
which asks before each request to it. Off without a secret: then there is nothing here."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import nullcontext
from hmac import compare_digest
from http import HTTPStatus
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from cms.base.acting import acting_through
from cms.base.api import limits
from cms.base.api.access import NoToken, person
from cms.base.errors import DomainError, Invalid, Refused
from cms.base.problem import problem_of
from cms.media.api import protocol
from cms.media.api.tusd_events import BODY_BYTES_MAX, Hook, answered, asked_by, hook_in
from cms.media.api.views import MEDIA, OVERRIDE
from cms.media.models import JoinRole
from cms.media.services import resumable

log = logging.getLogger(__name__)
SECRET = "X-Tusd-Secret"  # noqa: S105 - the header's name
CONTINUING = ("HEAD", "PATCH", "DELETE")


@method_decorator(csrf_exempt, name="dispatch")
class TusdView(View):
    """Answers whoever shows the secret, and nobody else."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        secret, shown = settings.TUSD_SECRET, request.headers.get(SECRET, "")
        if not secret or not compare_digest(shown.encode(), secret.encode()):
            raise Http404
        return self.answer(request)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """What is asked."""
        raise NotImplementedError


class AccessView(TusdView):
    """nginx's ``auth_request``, with the phone's method and headers: 204 when tusd is to answer,
    which knows the file as ``X-Tusd-Path``. 403 is no verdict: our own server says what is to be
    said, be it that a file is whole, ended or somebody else's."""

    def answer(self, request: HttpRequest) -> HttpResponse:
        path = urlsplit(request.headers.get("X-Original-URI", "")).path
        method = request.method
        if method == "POST":
            method = request.headers.get(OVERRIDE, method).upper()
        try:
            upload = self._at_tusd(request, path) if method in CONTINUING else None
        except DomainError:
            upload = None
        if upload is None:
            return HttpResponse(status=HTTPStatus.FORBIDDEN)
        return HttpResponse(
            status=HTTPStatus.NO_CONTENT,
            headers={"X-Tusd-Path": reverse("uploads:all") + upload.tusd_id},
        )

    def _at_tusd(self, request: HttpRequest, path: str):
        try:
            found = resolve(path)
        except Resolver404:
            return None
        if found.view_name != "uploads:one":
            return None
        actor = person(request, MEDIA)
        return resumable.is_continued_at_tusd(actor=actor, upload_id=found.kwargs["key"])


class HooksView(TusdView):
    """tusd's HTTP hooks. What it must not do is said in the answer; another status than 200 would
    be an error of ours to it, and to the phone."""

    def answer(self, request: HttpRequest) -> HttpResponse:
        length = protocol.body_bytes_of(request) or 0
        if request.method != "POST" or length > BODY_BYTES_MAX:
            return HttpResponse(status=HTTPStatus.BAD_REQUEST)
        try:
            hook = hook_in(request.body)
        except Invalid as error:
            return problem_of(error)
        handle = HOOKS.get(hook.Type)
        return JsonResponse(handle(hook) if handle else {})


def _pre_create(hook: Hook) -> dict[str, object]:
    """Who sends, how much, for which report: as when our own server is asked."""
    request = asked_by(hook)
    try:
        upload, storage = _as_sender(request, _announce)
    except DomainError as error:
        return {"RejectUpload": True, "HTTPResponse": answered(problem_of(error))}
    if storage is not None:
        answer = HttpResponse(status=HTTPStatus.CREATED, headers=protocol.expiry(upload))
        place = {"ID": upload.tusd_id.partition("+")[0]} | ({"Storage": storage} if storage else {})
        return {"ChangeFileInfo": place, "HTTPResponse": answered(answer)}
    # Announced again: nothing is made, and the phone is told where the file is.
    headers = {
        "Location": request.build_absolute_uri(reverse("uploads:one", kwargs={"key": upload.pk})),
        "Upload-Offset": str(upload.offset),
    }
    answer = HttpResponse(status=HTTPStatus.CREATED, headers=headers | protocol.expiry(upload))
    return {"RejectUpload": True, "HTTPResponse": answered(answer)}


def _announce(request: HttpRequest, actor):
    declared = protocol.declared_of(request)
    if declared.role != JoinRole.WHOLE:
        # nginx sends these to our own server.
        raise Invalid(_("Bagian yang digabung kemudian tidak diterima di sini."))
    return resumable.announce_at_tusd(actor=actor, declared=declared)


def _as_sender(request: HttpRequest, deed: Callable):
    """``deed(request, actor)`` of the phone that asked tusd. Raises as of ``person``."""
    try:
        actor = person(request, MEDIA)
    except NoToken:
        limits.count_stranger(request)
        raise
    token = getattr(request, "auth", None)
    if token is None and actor.must_change_password:
        raise Refused(_("Buat sandi Anda sendiri dulu, lalu kirim sekali lagi."))
    with acting_through(token) if token else nullcontext():
        return deed(request, actor)


def _heard(hook: Hook) -> dict[str, object]:
    """How far it is. Nobody sends on what nobody wants."""
    said = hook.Event.Upload
    key = hook.key
    if key and resumable.heard_from_tusd(upload_id=key, tusd_id=said.ID, offset=said.Offset):
        return {}
    return {"StopUpload": True, "HTTPResponse": answered(problem_of(resumable.Expired()))}


def _pre_finish(hook: Hook) -> dict[str, object]:
    """The check of the whole file, whose answer is the phone's."""
    try:
        _completed(hook)
    except DomainError as error:
        return {"HTTPResponse": answered(problem_of(error))}
    return {}


def _post_finish(hook: Hook) -> dict[str, object]:
    """The same once more, where the first was lost."""
    try:
        _completed(hook)
    except DomainError as error:
        log.info("upload %s: %s", hook.Event.Upload.ID, error)
    return {}


def _completed(hook: Hook) -> None:
    if hook.key is not None:
        resumable.completed_at_tusd(upload_id=hook.key, tusd_id=hook.Event.Upload.ID)


def _pre_terminate(hook: Hook) -> dict[str, object]:
    """The file is given up here; tusd drops the bytes."""

    def give_up(request: HttpRequest, actor) -> None:
        resumable.terminate(actor=actor, upload_id=hook.key or UUID(int=0), by_tusd=True)

    try:
        _as_sender(asked_by(hook), give_up)
    except DomainError as error:
        return {"RejectTermination": True, "HTTPResponse": answered(problem_of(error))}
    return {}


HOOKS: dict[str, Callable[[Hook], dict[str, object]]] = {
    "pre-create": _pre_create,
    "post-create": _heard,
    "post-receive": _heard,
    "pre-finish": _pre_finish,
    "post-finish": _post_finish,
    "pre-terminate": _pre_terminate,
}
