"""The operations room's wall (*Ruang K3i*) under ``/admin/ruang-k3i/``: numbers, no people."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.base.templatetags.sambang import zone_label
from cms.places.models import Unit
from stories.permissions import may_open_desk, may_watch_board
from stories.selectors.desk.board import board_of, board_zone, other_walls, watched_unit


@never_cache
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The wall of one's highest unit, or of ``satuan`` (a unit's code)."""
    unit = _unit(request)
    context = _context(unit) | {
        "language": get_language(),
        "now": timezone.now(),
        "zone_name": zone_label(board_zone(unit)),
        "other_walls": other_walls(request.user, unit),
        "code": unit.code if request.GET.get("satuan") else "",
    }
    return render(request, "stories/board/board.html", context)


@never_cache
@require_safe
def facts(request: HttpRequest) -> HttpResponse:
    """What the wall shows by now, as a fragment of HTML with an ``ETag``: 304 while nothing has
    changed."""
    html = render_to_string("stories/board/facts.html", _context(_unit(request)))
    etag = f'"{hashlib.sha256(html.encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    return HttpResponse(html, headers={"ETag": etag})


def _unit(request: HttpRequest) -> Unit:
    may_open_desk(request.user).require()
    unit = watched_unit(request.user, request.GET.get("satuan", ""))
    may_watch_board(request.user, unit).require()
    return unit


def _context(unit: Unit) -> dict:
    return {"unit": unit, "zone": board_zone(unit), "board": board_of(unit)}
