"""What the secretary does before anybody judges: conditions, duplicates, identities."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import (
    AwardEditionPage,
    EditionState,
    Endorsement,
    Evidence,
    Nomination,
    NominationState,
)
from awards.permissions import may_manage
from awards.selectors.nominations import twins_of
from awards.services.edition_row import locked_edition, record
from awards.services.panel import refresh_conflicts
from awards.services.words import required_text
from awards.states import NOMINATION
from cms.base.errors import Conflict
from cms.base.workflow import advance, lock
from cms.people.services.notices import notify

BEFORE_REVIEW = (EditionState.OPEN, EditionState.CLOSED)


def _mine(actor, nomination: Nomination) -> tuple[Nomination, AwardEditionPage]:
    edition = locked_edition(nomination.category.edition)
    may_manage(actor, edition).require()
    rows = Nomination.objects.select_related("category", "officer", "nominator")
    return lock(rows, pk=nomination.pk), edition


def _before_review(edition: AwardEditionPage) -> None:
    if edition.state not in BEFORE_REVIEW:
        raise Conflict(_("Penilaian sudah dimulai: daftar usulan tidak diubah lagi."))


@transaction.atomic
def screen(*, actor, nomination: Nomination, is_eligible: bool, reason: str) -> Nomination:
    """Say whether a nomination meets the conditions, and why.

    Side effects: the conflict rules are applied to it; the nominator is told when it does not.
    Raises Refused, Conflict (review began; or a twin stands: merge first), Invalid.
    """
    nomination, edition = _mine(actor, nomination)
    _before_review(edition)
    reason = required_text(reason, field="reason")
    if is_eligible and twins_of(nomination):
        raise Conflict(_("Ada usulan lain tentang orang yang sama. Gabungkan lebih dulu."))
    advance(nomination, "accept" if is_eligible else "refuse", table=NOMINATION)
    nomination.screening_note = reason
    nomination.screened_by, nomination.screened_at = actor, timezone.now()
    nomination.save(update_fields=["state", "screening_note", "screened_by", "screened_at"])
    record(actor, edition, "screened", nomination, is_eligible=is_eligible, reason=reason)
    if is_eligible:
        refresh_conflicts(edition, nominations=[nomination])
    else:
        notify(
            user=nomination.nominator,
            text=lambda: (
                _("Usulan Anda untuk %(name)s tidak memenuhi syarat: %(reason)s")
                % {"name": nomination.officer.name, "reason": reason}
            ),
            path=f"{edition.address}usulkan/",
        )
    return nomination


@transaction.atomic
def merge_duplicates(*, actor, nomination: Nomination) -> int:
    """Merge the others about the same person in the same category into ``nomination``.

    Nothing is lost: their narratives, evidence and endorsements become part of it. Returns how many
    were merged. Raises Refused, Conflict (review began, or there is none).
    """
    nomination, edition = _mine(actor, nomination)
    _before_review(edition)
    if nomination.state not in (NominationState.SUBMITTED, NominationState.ELIGIBLE):
        raise Conflict(_("Usulan ini tidak dapat menerima gabungan."))
    twins = twins_of(nomination)
    if not twins:
        raise Conflict(_("Tidak ada usulan lain tentang orang ini dalam kategori ini."))
    for twin in twins:
        advance(twin, "merge", table=NOMINATION)
        twin.merged_into = nomination
        twin.save(update_fields=["state", "merged_into"])
        twin.merged.update(merged_into=nomination)
        _move(Evidence, twin, nomination, "story_id")
        _move(Endorsement, twin, nomination, "person_key")
        record(actor, edition, "merged", twin, into=nomination.pk)
    if nomination.state == NominationState.ELIGIBLE:
        refresh_conflicts(edition, nominations=[nomination])
    return len(twins)


def _move(model, twin: Nomination, target: Nomination, key: str) -> None:
    """Move rows that ``target`` does not have yet; the rest stay with the twin."""
    present = set(model.objects.filter(nomination=target).values_list(key, flat=True))
    for row in model.objects.filter(nomination=twin).order_by("pk"):
        if getattr(row, key) not in present:
            present.add(getattr(row, key))
            row.nomination = target
            row.save(update_fields=["nomination"])


@transaction.atomic
def check_identity(*, actor, endorsement: Endorsement, note: str) -> Endorsement:
    """Record that the endorser is who they say, and how that was found out. Raises Refused."""
    nomination, edition = _mine(actor, endorsement.nomination)
    note = required_text(note, field="note")
    endorsement = lock(Endorsement.objects.all(), pk=endorsement.pk, nomination=nomination)
    if endorsement.identity_checked_at:
        raise Conflict(_("Identitas orang ini sudah diperiksa."))
    endorsement.identity_checked_by = actor
    endorsement.identity_checked_at = timezone.now()
    endorsement.save(update_fields=["identity_checked_by", "identity_checked_at"])
    record(actor, edition, "identity_checked", endorsement, note=note)
    return endorsement
