"""What somebody puts into a page or links from it: only what the choosers offer them.

A chooser sends a number, and a number can be anybody's.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.rich_text import extract_references_from_rich_text

from cms.base.errors import Refused
from cms.base.numbers import number_in
from cms.media.models import Photo, Video
from cms.people.page_policy import policy as page_policy


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


def linked(texts: Iterable[str]) -> set[int]:
    """The numbers of the pages to which ``texts``, rich text as it is stored, lead."""
    return {
        number_in(str(key))
        for text in texts
        for model, key, *_place in extract_references_from_rich_text(text)
        if issubclass(model, Page)
    }


def require_linkable(user, numbers: set[int], *, but: set[int]) -> None:
    """Raise Refused when one of the pages with ``numbers`` is not offered to ``user``: the editor
    would show the address of a draft that is not theirs to see. Those of ``but`` stay."""
    new = numbers - but
    if Page.objects.filter(pk__in=new - page_policy.choosable_among(user, new)).exists():
        raise Refused(_("Halaman itu bukan milik satuan Anda dan belum terbit: tautkan yang lain."))
