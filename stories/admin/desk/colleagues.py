"""Colleagues found by name, where there are more than a list can show."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.people import roles
from stories.admin.desk.pages import ids_of
from stories.permissions import DESK_WORKERS, may_open_desk
from stories.selectors.desk import people
from stories.selectors.desk.report import standing

NAME_MAX = 100


def asked_name(request: HttpRequest, parameter: str = "rekan") -> str:
    """The name that somebody looks for, in one line."""
    return " ".join(request.GET.get(parameter, "")[:NAME_MAX].split())


def said_of(found: people.Colleagues, name: str) -> str:
    """What is said below the search: that there are more, or none."""
    if found.has_more:
        return _("Hanya %(most)s nama pertama; cari untuk yang lain.") % {
            "most": people.MOST_COLLEAGUES
        }
    return _("Tidak ada rekan dengan nama itu.") if name and not found.users else ""


@never_cache
@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """Whoever may work on ``report`` (else at the desks of one's units) and is called ``rekan``."""
    may_open_desk(request.user).require()
    name = asked_name(request)
    found = people.Colleagues([])
    if roles.has_role(request.user, *DESK_WORKERS):
        ids = ids_of([value for value in request.GET.getlist("report")[:1] if value])
        found = (
            people.colleagues_for(standing(request.user, ids[0]), name=name)
            if ids
            else people.colleagues_of(request.user, name=name)
        )
    return JsonResponse(
        {
            "colleagues": [
                {"id": user.pk, "name": str(user)} for user in found if user != request.user
            ],
            "said": said_of(found, name),
        }
    )
