"""What the panel decides about a category: by a quorum, with a reason, secret until announced."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import (
    AwardEditionPage,
    Category,
    Decision,
    EditionState,
    Nomination,
    Panelist,
    TieStep,
)
from awards.permissions import may_manage
from awards.selectors.editions import undecided
from awards.selectors.standings import Line, Sheet, sheet_of
from awards.services.edition_row import locked_edition, record, save_state
from awards.services.words import required_text
from awards.states import EDITION
from cms.base.errors import Conflict, Invalid
from cms.base.workflow import advance

REASON_MIN, REASON_MAX = 20, 2000
PRESENT_MIN = 3


@transaction.atomic
def decide(
    *,
    actor,
    category: Category,
    nominations: Iterable[Nomination],
    present: Iterable[Panelist],
    votes_for: int,
    reason: str,
) -> list[Decision]:
    """Record who receives the award of ``category``; nobody, when ``nominations`` is empty.

    Every recipient needs a quorum of reviews; of the members without conflict in the category at
    least two thirds and three persons must be present, half of those present from outside, and more
    than half of them in favour. When no category is left the edition is decided. Nothing of it is
    public. Raises Refused, Conflict, Invalid.
    """
    edition = locked_edition(category.edition)
    may_manage(actor, edition).require()
    if edition.state not in (EditionState.REVIEW, EditionState.PUBLIC_TEST):
        raise Conflict(_("Keputusan diambil sesudah penilaian dimulai dan sebelum diumumkan."))
    reason = required_text(reason, field="reason", least=REASON_MIN, most=REASON_MAX)
    sheet = sheet_of(category)
    if sheet.decisions:
        raise Conflict(_("Kategori ini sudah diputuskan. Cabut dulu keputusan itu, bila perlu."))
    present = list(present)
    _check_vote(sheet, present, votes_for)
    lines = [_line(sheet, nomination) for nomination in nominations]
    step = _tie_step(sheet, lines)
    decisions = []
    for line in lines or [None]:
        decision = Decision.objects.create(
            category=category,
            nomination=line.nomination if line else None,
            reason=reason,
            votes_for=votes_for,
            tie_step=step,
            standing_hash=sheet.digest(),
            decided_by=actor,
        )
        decision.present.set(present)
        decisions.append(decision)
        record(
            actor,
            edition,
            "decided",
            decision,
            category=category.pk,
            nomination=line.nomination.pk if line else None,
            votes_for=votes_for,
            present=[panelist.pk for panelist in present],
            tie_step=str(step),
            standing=decision.standing_hash,
        )
    if not undecided(edition).exists():
        advance(edition, "conclude", table=EDITION)
        save_state(edition)
        record(actor, edition, "concluded")
    return decisions


def _check_vote(sheet: Sheet, present: list[Panelist], votes_for: int) -> None:
    voters = {panelist.pk for panelist in sheet.voters}
    ids = {panelist.pk for panelist in present}
    problems = []
    if ids - voters:
        problems.append(
            _("Yang hadir harus juri kategori ini yang tidak punya benturan kepentingan.")
        )
    if len(ids) < PRESENT_MIN or len(ids) * 3 < len(voters) * 2:
        problems.append(
            _("Sidang belum kuorum: perlu dua pertiga juri yang berhak, sedikitnya %(count)d.")
            % {"count": PRESENT_MIN}
        )
    if sum(1 for panelist in present if panelist.is_external) * 2 < len(ids):
        problems.append(_("Sedikitnya setengah dari yang hadir harus dari luar Polri."))
    if problems:
        raise Invalid(" ".join(problems), fields={"present": " ".join(problems)})
    if not len(ids) < votes_for * 2 <= len(ids) * 2:
        sentence = _("Suara setuju harus lebih dari setengah yang hadir.")
        raise Invalid(sentence, fields={"votes_for": sentence})


def _line(sheet: Sheet, nomination: Nomination) -> Line:
    line = sheet.line_of(nomination)
    if line is None:
        sentence = _("Usulan itu tidak dinilai dalam kategori ini.")
        raise Invalid(sentence, fields={"nominations": sentence})
    if not line.standing.has_quorum:
        sentence = _("%(name)s belum punya tiga penilaian yang sah.") % {
            "name": nomination.officer.name
        }
        raise Invalid(sentence, fields={"nominations": sentence})
    return line


def _tie_step(sheet: Sheet, lines: list[Line]) -> str:
    """What put the recipients first, for the record."""
    first = {line.nomination.pk for line in sheet.lines if line.standing.place == 1}
    if not lines:
        return TieStep.NONE
    if {line.nomination.pk for line in lines} != first:
        return TieStep.UNRANKED
    if len(lines) > 1:
        return TieStep.JOINT
    ranked = [line for line in sheet.lines if line.standing.place is not None]
    return TieStep(ranked[1].standing.step) if len(ranked) > 1 else TieStep.NONE


@transaction.atomic
def revoke_decision(*, actor, category: Category, reason: str) -> AwardEditionPage:
    """The panel takes its decision back before anybody heard of it; the row stays.

    Raises Refused, Conflict (nothing decided, or announced), Invalid.
    """
    edition = locked_edition(category.edition)
    may_manage(actor, edition).require()
    reason = required_text(reason, field="reason")
    if edition.is_announced:
        raise Conflict(_("Keputusan sudah diumumkan."))
    found = list(Decision.objects.select_for_update().filter(category=category, revoked_at=None))
    if not found:
        raise Conflict(_("Belum ada keputusan dalam kategori ini."))
    for decision in found:
        decision.revoked_by, decision.revoked_at = actor, timezone.now()
        decision.revoke_reason = reason
        decision.save(update_fields=["revoked_by", "revoked_at", "revoke_reason"])
        record(actor, edition, "decision_revoked", decision, reason=reason)
    if edition.state == EditionState.DECIDED:
        advance(edition, "reconsider", table=EDITION)
        save_state(edition)
    return edition
