"""The officer's app under ``/lapor/``: its page, worker, manifest, and who is signed in."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

import orjson
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.base.addresses import is_english, spoken
from cms.people.selectors import officer_of, unread_notices
from cms.people.services.notices import mark_read
from cms.people.views.asking import script_door, signed_in_only
from stories import app_icons, app_shell
from stories.app_words import words
from stories.permissions import may_report

PNG = "image/png"
NOTICES_SHOWN = 5


@never_cache
@require_safe
def session(request: HttpRequest) -> JsonResponse:
    """``/lapor/sesi/``: who is signed in, a token for writing, and what time it is here.

    The app asks before it sends: a page that was kept on the phone knows none of it. ``user`` is
    null for a stranger; ``reason`` says why somebody may not report; ``notices`` are the newest
    unread.
    """
    user = request.user if request.user.is_authenticated else None
    answer: dict[str, object] = {"now": _milliseconds(timezone.now()), "user": None, "reason": ""}
    if user is not None:
        officer = officer_of(user)
        answer["csrf"] = get_token(request)
        answer["user"] = {
            "key": str(user.pk),
            "name": str(officer or user),
            "unit": officer.unit.name if officer else "",
            "unit_path": officer.unit.path if officer else "",
        }
        answer["reason"] = may_report(officer).reason
        unread = unread_notices(user, limit=NOTICES_SHOWN)
        answer["notices"] = [{"text": one.text, "path": spoken(one.path)} for one in unread]
    return JsonResponse(answer)


@script_door
@signed_in_only
@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """``/lapor/kabar/``: all notices of this person are read."""
    mark_read(user=request.user)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """``/lapor/app/``: the one page of the app, the same for everybody, kept on the phone."""
    response = HttpResponse(_page(request))
    # It says which files belong together: never an old page with new files.
    patch_cache_control(response, no_cache=True)
    # A recording is heard, and a photo seen, before they are sent.
    response._csp_update = {"media-src": ["blob:"], "img-src": ["blob:"]}
    return response


def _page(request: HttpRequest) -> bytes:
    # Not the request's path: the worker asks for the same bytes at an address of its own.
    other = "id" if is_english() else "en"
    with override(other):
        other_path = reverse("stories:app")
    context = {
        "words": words(),
        "modules": app_shell.module_url(""),
        "other_language": other,
        "other_path": other_path,
    }
    return render(request, "stories/app.html", context).content


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """``/lapor/sw.js``: the worker with its list of files; other bytes are a new version."""
    page = _page(request)
    files = [[file.url, file.integrity] for file in app_shell.shell_files()]
    address = reverse("stories:app")
    plan = {
        "version": app_shell.version_of(page),
        "scope": reverse("stories:report_list"),
        "page": address,
        "files": [[address, app_shell.integrity_of(page)], *files],
    }
    script = (
        f"import {{ serve }} from {orjson.dumps(app_shell.module_url('worker.js')).decode()};\n"
        f"serve({orjson.dumps(plan).decode()});\n"
    )
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    patch_cache_control(response, no_cache=True)
    return response


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """``/lapor/app.webmanifest``: how the phone shows the app among its others."""
    scope, start = reverse("stories:report_list"), reverse("stories:app")
    icons = [_icon(size) for size in app_icons.SIZES]
    document = {
        "id": scope,
        "name": _("Sambang Lapor"),
        "short_name": _("Lapor"),
        "description": _("Laporan kegiatan Bhabinkamtibmas, juga tanpa sinyal."),
        "lang": get_language(),
        "scope": scope,
        "start_url": start,
        "display": "standalone",
        "background_color": "#fbf8f3",
        "theme_color": "#0d414f",
        "icons": [*icons, _icon(512, maskable=True)],
        "shortcuts": [{"name": _("Laporan baru"), "url": f"{start}#/baru"}],
    }
    response = HttpResponse(
        orjson.dumps(document), content_type="application/manifest+json; charset=utf-8"
    )
    patch_cache_control(response, public=True, max_age=3600)
    return response


def _icon(size: int, *, maskable: bool = False) -> dict[str, str]:
    address = reverse("stories:app_icon", args=["bulat" if maskable else "biasa", size])
    entry = {"src": address, "sizes": f"{size}x{size}", "type": PNG}
    return entry | ({"purpose": "maskable"} if maskable else {})


@require_safe
def icon(request: HttpRequest, shape: str, size: str) -> HttpResponse:
    """``/lapor/ikon-biasa-192.png``: the icon, drawn once a process."""
    if int(size) not in app_icons.SIZES:
        raise Http404(_("Ikon sebesar itu tidak ada."))
    picture = app_icons.icon(int(size), maskable=shape == "bulat")
    response = HttpResponse(picture, content_type=PNG)
    patch_cache_control(response, public=True, max_age=86_400)
    return response
