"""Several reports of one event become one story; the reports stay, and all officers are named."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cms.base.errors import Invalid
from stories.models import StoryPage
from stories.services.accept import accept, accept_into
from stories.services.desk.holding import claim

MOST = 20


@transaction.atomic
def merge(
    *,
    actor,
    report_ids: Sequence[UUID],
    lead_id: UUID | None = None,
    page_id: int | None = None,
    without_coming: bool = False,
) -> StoryPage:
    """Make one draft story from reports, or add them all to ``page_id``: ``lead_id`` first (title,
    place, text and photos), the others in this order.

    ``without_coming``: also while files of theirs are on their way (see ``accept``). Waiting ones
    are claimed on the way. All of it or nothing: the first report that cannot join stops it with
    its reason. Raises Invalid for fewer than two, or a lead that is none of them, and what claim
    and accept raise.
    """
    ids = to_merge(report_ids, least=1 if page_id else 2)
    if lead_id is not None:
        if lead_id not in ids:
            raise Invalid(_("Pilih laporan yang di depan dari daftar."))
        ids.sort(key=lambda report_id: report_id != lead_id)
    # Each locks them in the same order: of two who join the same ones, one waits for the other.
    for report_id in sorted(ids):
        claim(actor=actor, report_id=report_id)
    page = None
    for report_id in ids:
        if page_id is None:
            page = accept(
                actor=actor, report_id=report_id, is_joint=True, without_coming=without_coming
            )
            page_id = page.pk
        else:
            page = accept_into(
                actor=actor,
                report_id=report_id,
                page_id=page_id,
                is_joint=True,
                without_coming=without_coming,
            )
    assert page is not None  # noqa: S101  there is at least one report
    return page


def to_merge(report_ids: Sequence[UUID], *, least: int = 2) -> list[UUID]:
    """Each of ``report_ids`` once. Raises Invalid unless there are ``least`` to :data:`MOST`."""
    ids = list(dict.fromkeys(report_ids))
    if not least <= len(ids) <= MOST:
        raise Invalid(_("Pilih dua sampai %(most)s laporan untuk digabung.") % {"most": MOST})
    return ids
