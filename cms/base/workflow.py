"""Applies a transition table to a row: locked, checked, written."""

from django.db import transaction
from django.utils.translation import gettext as _

from cms.base.errors import Conflict, Missing
from cms.base.transitions import NoSuchTransition, TransitionTable


def lock(queryset, **lookup):
    """Return the one row that matches, locked until the transaction ends.

    Raises Missing when there is none. Must be called inside ``transaction.atomic``.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("lock() needs a transaction")
    row = queryset.select_for_update(of=("self",)).filter(**lookup).first()
    if row is None:
        raise Missing(_("Data itu tidak ditemukan."))
    return row


def advance(row, event: str, *, table: TransitionTable, field: str = "state") -> tuple[str, str]:
    """Set ``row.<field>`` to what ``event`` leads to (not saved); return (before, after).

    Raises Conflict, in plain words, when the table has no such step.
    """
    before = getattr(row, field)
    try:
        after = table.target(before, event)
    except NoSuchTransition:
        shown = getattr(row, f"get_{field}_display", lambda: before)()
        raise Conflict(
            _("Langkah ini tidak mungkin lagi: statusnya sekarang “%(state)s”.") % {"state": shown}
        ) from None
    setattr(row, field, after)
    return before, after
