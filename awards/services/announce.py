"""The one press that tells everything at once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import (
    Announcement,
    AwardEditionPage,
    Nomination,
    NominationState,
)
from awards.permissions import may_manage
from awards.selectors.editions import decisions_of
from awards.services.edition_row import locked_edition, record, save_state
from awards.states import EDITION, NOMINATION
from cms.base.errors import Conflict
from cms.base.models import AuditChain
from cms.base.workflow import advance
from cms.people.services.notices import notify
from local_heroes.services import recognise


@transaction.atomic
def announce(*, actor, edition: AwardEditionPage) -> Announcement:
    """Publish every result of ``edition`` together; pressed twice, it is one announcement.

    Side effects in one transaction: nominations become winners or not selected, the page is
    published again through Wagtail (and so released to site, feeds, API and channels), each winner
    is recognised (ribbon) and told, an audit event. Raises Refused, Conflict (not decided, or the
    page is not public).
    """
    edition = locked_edition(edition)
    may_manage(actor, edition).require()
    if edition.is_announced:
        return edition.announcement
    advance(edition, "announce", table=EDITION)
    if not edition.is_releasable:
        raise Conflict(_("Halaman edisi sedang tidak tayang; terbitkan dulu halamannya."))
    save_state(edition)
    decisions = decisions_of(edition)
    _settle_nominations(edition, {decision.nomination_id for decision in decisions})
    record(actor, edition, "announced", decisions=[decision.pk for decision in decisions])
    head = AuditChain.objects.get(name=edition.audit_chain).last_hash
    announcement = Announcement.objects.create(
        edition=edition, announced_by=actor, announced_at=timezone.now(), audit_head=head
    )
    # The text that is public now, not a newer draft of it: only the results are new.
    revision = edition.live_revision or edition.save_revision(user=actor)
    revision.publish(user=actor, skip_permission_checks=True)
    for decision in decisions:
        if decision.nomination is None:
            continue
        officer = decision.nomination.officer
        recognise(
            actor=actor,
            officer=officer,
            title=edition.title,
            edition_path=edition.address,
            year=edition.year,
            category=decision.category.name,
        )
        if officer.user_id:
            _congratulate(officer.user, edition, category=decision.category.name)
    return announcement


def _congratulate(user, edition: AwardEditionPage, *, category: str) -> None:
    notify(
        user=user,
        text=lambda: (
            _("Selamat! Anda menerima “%(award)s”, kategori %(category)s.")
            % {"award": edition.title, "category": category}
        ),
        path=edition.address,
    )


def _settle_nominations(edition: AwardEditionPage, winners: set[int | None]) -> None:
    standing = Nomination.objects.select_for_update().filter(
        category__edition=edition, state=NominationState.ELIGIBLE
    )
    for nomination in standing:
        advance(nomination, "win" if nomination.pk in winners else "lose", table=NOMINATION)
        nomination.save(update_fields=["state"])
