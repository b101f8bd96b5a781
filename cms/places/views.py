"""The village search of the pickers, as JSON."""

import re

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.places.naming import query_words
from cms.places.selectors import search_villages

SHORTEST, LONGEST = 2, 80
_UNIT_PATH = re.compile(r"[0-9A-Z]{4,60}")


@require_safe
def village_search(request):
    """``?q=`` (2 to 80 characters), optionally ``&satuan=`` a unit path whose villages come first.

    Answers ``{"results": [{"code", "name", "line"}, …]}``, or 401 and 422 with ``{"detail"}``.
    """
    if not request.user.is_authenticated:
        return _no(401, _("Masuk dulu untuk mencari desa."))
    query = request.GET.get("q", "").strip()
    if not SHORTEST <= len(query) <= LONGEST:
        return _no(422, _("Ketik 2 sampai 80 huruf nama desa atau kelurahan."))
    if not query_words(query):
        return _no(422, _("Ketik nama desa atau kelurahan dengan huruf atau angka."))
    unit_path = request.GET.get("satuan", "")
    if unit_path and not _UNIT_PATH.fullmatch(unit_path):
        return _no(422, _("Satuan itu tidak dikenal."))
    villages = search_villages(query, near_unit_path=unit_path or None)
    response = JsonResponse(
        {"results": [{"code": v.code, "name": v.full_name, "line": v.place_line} for v in villages]}
    )
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _no(status: int, sentence: str) -> JsonResponse:
    response = JsonResponse({"detail": sentence}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
