"""Photos and films that somebody puts into a page: only those that the chooser offers them.

The chooser sends a number, and a number can be anybody's.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from cms.base.errors import Refused
from cms.media.models import Photo, Video


def keys(things: Iterable[Photo | Video]) -> set[tuple[type, int]]:
    """What tells ``things`` apart, whatever text they carry in a page."""
    return {(type(thing), thing.pk) for thing in things}


def require_choosable(user, things: Iterable[Photo | Video], *, but: set[tuple[type, int]]) -> None:
    """Raise Refused when ``user`` may not choose one of ``things``; those of ``but`` are there
    already and stay. It does not name them, for nothing about them may be told."""
    new = keys(things) - but
    for model in {model for model, _key in new}:
        wanted = {key for own, key in new if own is model}
        policy = policy_registry.get_by_type(model)
        may = policy.instances_user_has_permission_for(user, "choose").filter(pk__in=wanted)
        if may.count() < len(wanted):
            raise Refused(
                _("Foto atau video itu bukan milik satuan Anda: pilih dari pustaka media.")
            )
