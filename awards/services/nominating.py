"""Proposing an officer: narrative, evidence from published stories, endorsements."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.conflicts import name_key
from awards.models import (
    AwardEditionPage,
    Category,
    Criterion,
    Endorsement,
    EndorserRole,
    Evidence,
    Nomination,
    NominationState,
)
from awards.permissions import (
    may_manage,
    may_nominate,
    owns_nomination,
    takes_nominations,
)
from awards.services.edition_row import locked_edition, record
from awards.services.words import optional_text, required_text
from awards.states import NOMINATION
from cms.base.errors import Conflict, Invalid
from cms.base.workflow import advance, lock
from cms.people.models import Officer
from stories.models import StoryPage
from stories.selectors import published_stories_of

NARRATIVE_MIN, NARRATIVE_MAX = 100, 5000
STATEMENT_MIN, STATEMENT_MAX = 20, 1500
EVIDENCE_MAX = 12
ENDORSEMENTS_MAX = 10
CHANGEABLE = (NominationState.SUBMITTED, NominationState.ELIGIBLE)


def require_open(edition: AwardEditionPage) -> None:
    """Raise Conflict, with the deadline in words, unless nominations come in now."""
    verdict = takes_nominations(edition, timezone.now())
    if not verdict:
        raise Conflict(verdict.reason)


def nominate(
    *,
    actor,
    edition: AwardEditionPage,
    category: Category,
    officer: Officer,
    narrative: str,
    stories: Iterable[StoryPage] = (),
    endorsements: Iterable[dict] = (),
) -> Nomination:
    """Propose ``officer`` in ``category``; return the nomination.

    ``endorsements`` are keyword arguments of :func:`endorse`. All or nothing is kept. Side effects:
    rows, audit events. Raises Refused, Conflict (too late, or proposed already), Invalid.
    """
    with transaction.atomic():
        edition = locked_edition(edition)
        may_nominate(actor, edition, officer).require()
        require_open(edition)
        if category.edition_id != edition.pk:
            sentence = _("Kategori itu bukan dari edisi ini.")
            raise Invalid(sentence, fields={"category": sentence})
        narrative = required_text(
            narrative, field="narrative", least=NARRATIVE_MIN, most=NARRATIVE_MAX
        )
        same = Nomination.objects.filter(category=category, officer=officer, nominator=actor)
        if same.exists():
            raise Conflict(_("Anda sudah mengusulkan orang ini dalam kategori ini."))
        nomination = Nomination.objects.create(
            category=category, officer=officer, nominator=actor, narrative=narrative
        )
        record(actor, edition, "nominated", nomination, officer=officer.pk, category=category.pk)
        for story in stories:
            add_evidence(actor=actor, nomination=nomination, story=story)
        for words in endorsements:
            endorse(actor=actor, nomination=nomination, **words)
    return nomination


@transaction.atomic
def add_evidence(
    *,
    actor,
    nomination: Nomination,
    story: StoryPage,
    criterion: Criterion | None = None,
    note: str = "",
) -> Evidence:
    """Pin the present public text of ``story`` to ``nomination``.

    Only a published story about the very officer counts. Raises Refused, Conflict, Invalid.
    """
    nomination, edition = _own_and_open(actor, nomination)
    note = optional_text(note, field="note", most=300)
    published = published_stories_of(nomination.officer).filter(pk=story.pk).first()
    if published is None or published.live_revision_id is None:
        raise Invalid(
            _("Bukti harus berupa cerita terbit tentang orang yang diusulkan."),
            fields={"stories": _("Pilih dari daftar cerita terbit.")},
        )
    if criterion is not None and criterion.edition_id != edition.pk:
        raise Invalid(_("Kriteria itu bukan dari edisi ini."))
    if nomination.evidence.count() >= EVIDENCE_MAX:
        raise Invalid(_("Paling banyak %(count)d bukti.") % {"count": EVIDENCE_MAX})
    evidence, is_new = Evidence.objects.get_or_create(
        nomination=nomination,
        story=published,
        defaults={
            "revision_id": published.live_revision_id,
            "criterion": criterion,
            "note": note,
            "added_by": actor,
        },
    )
    if is_new:
        record(
            actor,
            edition,
            "evidence_added",
            evidence,
            nomination=nomination.pk,
            story=published.pk,
            revision=published.live_revision_id,
        )
    return evidence


@transaction.atomic
def endorse(
    *, actor, nomination: Nomination, name: str, role: str, statement: str, contact: str = ""
) -> Endorsement:
    """Write down somebody's support: one voice a person. Their identity is checked later.

    Raises Refused, Conflict (that person spoke already), Invalid.
    """
    nomination, edition = _own_and_open(actor, nomination)
    name = required_text(name, field="name", least=3, most=150)
    statement = required_text(statement, field="statement", least=STATEMENT_MIN, most=STATEMENT_MAX)
    contact = optional_text(contact, field="contact", most=60)
    if role not in EndorserRole.values:
        raise Invalid(_("Pilih siapa yang mendukung."), fields={"role": _("Pilih dari daftar.")})
    key = name_key(name)
    if not key:
        raise Invalid(_("Tulis nama pendukung."), fields={"name": _("Tulis nama pendukung.")})
    if nomination.endorsements.count() >= ENDORSEMENTS_MAX:
        raise Invalid(_("Paling banyak %(count)d dukungan.") % {"count": ENDORSEMENTS_MAX})
    try:
        with transaction.atomic():
            endorsement = Endorsement.objects.create(
                nomination=nomination,
                name=name,
                role=role,
                statement=statement,
                contact=contact,
                person_key=key[:150],
                user=actor if key == name_key(str(actor)) else None,
                added_by=actor,
            )
    except IntegrityError:
        raise Conflict(
            _("%(name)s sudah memberi dukungan: satu orang, satu suara.") % {"name": name}
        ) from None
    record(actor, edition, "endorsed", endorsement, nomination=nomination.pk, role=role)
    return endorsement


@transaction.atomic
def withdraw_nomination(*, actor, nomination: Nomination) -> Nomination:
    """Take one's nomination back while nominations are open. Raises Refused, Conflict."""
    nomination, edition = _own_and_open(actor, nomination)
    advance(nomination, "withdraw", table=NOMINATION)
    nomination.save(update_fields=["state"])
    record(actor, edition, "nomination_withdrawn", nomination)
    return nomination


def _own_and_open(actor, nomination: Nomination) -> tuple[Nomination, AwardEditionPage]:
    """The nomination, locked, when it is the actor's own (or the secretary's to complete)."""
    edition = locked_edition(nomination.category.edition)
    nomination = lock(Nomination.objects.select_related("officer__unit"), pk=nomination.pk)
    if not may_manage(actor, edition):
        owns_nomination(actor, nomination).require()
    require_open(edition)
    if nomination.state not in CHANGEABLE:
        raise Conflict(
            _("Usulan ini tidak dapat diubah lagi: statusnya “%(state)s”.")
            % {"state": nomination.get_state_display()}
        )
    return nomination, edition
