"""Questions to the queue that are asked again and again, kept under a name."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.base.errors import Conflict, Invalid, Missing
from cms.base.workflow import lock
from cms.places.models import Unit
from stories.models import SavedFilter
from stories.permissions import may_open_desk, may_share_filter

MOST = 30


@transaction.atomic
def save_filter(*, actor, name: str, query: str, unit: Unit | None = None) -> SavedFilter:
    """Keep ``query`` (an address's query that the desk's form has checked) as ``name``.

    The same name again replaces it. With ``unit`` it is for that unit's whole desk. Raises
    Refused, Invalid without a name, Conflict when there are 30 already.
    """
    may_open_desk(actor).require()
    if unit is not None:
        may_share_filter(actor, unit).require()
    name = " ".join(name.replace("\x00", "").split())[:60]
    if not name:
        raise Invalid(_("Beri nama saringan ini."))
    if len(query) > SavedFilter._meta.get_field("query").max_length:
        raise Invalid(_("Saringan ini terlalu panjang untuk disimpan."))
    lock(User.objects, pk=actor.pk)  # one after the other: the name once, thirty at most
    kept = SavedFilter.objects.filter(owner=actor, unit=unit, name=name).first()
    if kept is None:
        if SavedFilter.objects.filter(owner=actor).count() >= MOST:
            raise Conflict(
                _("Anda sudah menyimpan %(most)s saringan; hapus satu dulu.") % {"most": MOST}
            )
        kept = SavedFilter(owner=actor, unit=unit, name=name)
    kept.query = query
    kept.save()
    return kept


@transaction.atomic
def remove_filter(*, actor, filter_id: int) -> None:
    """Forget a filter: one's own, or one of a unit whose desk one may speak for."""
    kept = SavedFilter.objects.select_related("unit").filter(pk=filter_id).first()
    if kept is None:
        raise Missing(_("Saringan itu tidak ditemukan."))
    if kept.owner_id != actor.pk:
        if kept.unit is None:
            raise Missing(_("Saringan itu tidak ditemukan."))
        may_share_filter(actor, kept.unit).require()
    kept.delete()
