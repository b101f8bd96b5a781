"""Nominations as their proposers and the secretary see them."""

from __future__ import annotations

import hashlib
import json
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from awards.models import AwardEditionPage, Evidence, Nomination, NominationState
from awards.permissions import PROPOSERS
from cms.base.errors import Missing
from cms.people import roles
from cms.people.models import Officer
from cms.places.selectors import within
from stories.selectors import published_stories_of

OFFICERS_SHOWN = 20
STORIES_SHOWN = 30
PENDING = (NominationState.SUBMITTED, NominationState.ELIGIBLE)


def nominations_of(edition: AwardEditionPage, *, state: str = "") -> QuerySet[Nomination]:
    """The nominations of ``edition`` (in ``state``) for the secretary, with how many others
    are about the same person in the same category (``twins``)."""
    found = (
        Nomination.objects.filter(category__edition=edition)
        .select_related("category", "officer__unit", "nominator")
        .annotate(
            evidence_count=Count("evidence", distinct=True),
            endorsement_count=Count("endorsements", distinct=True),
        )
    )
    if state:
        found = found.filter(state=state)
    return found


def keys_with_twins(edition: AwardEditionPage) -> set[tuple[int, int]]:
    """(category, officer) pairs with more than one nomination that still stands. One query."""
    rows = (
        Nomination.objects.filter(category__edition=edition, state__in=PENDING)
        .values_list("category_id", "officer_id")
        .annotate(count=Count("pk"))
        .filter(count__gt=1)
        .order_by()
    )
    return {(category, officer) for category, officer, _count in rows}


def nomination_in(edition: AwardEditionPage, nomination_id: int) -> Nomination:
    """One nomination of ``edition`` with all its parts. Raises Missing."""
    found = (
        nominations_of(edition)
        .filter(pk=nomination_id)
        .prefetch_related(
            "evidence__story", "evidence__criterion", "endorsements__identity_checked_by", "merged"
        )
        .first()
    )
    if found is None:
        raise Missing(_("Usulan itu tidak ada dalam edisi ini."))
    return found


def twins_of(nomination: Nomination) -> list[Nomination]:
    """The other standing nominations of the same person in the same category."""
    return list(
        Nomination.objects.filter(
            category=nomination.category_id, officer=nomination.officer_id, state__in=PENDING
        )
        .exclude(pk=nomination.pk)
        .select_related("nominator")
        .order_by("pk")
    )


def own_nominations(user, edition: AwardEditionPage) -> list[Nomination]:
    """What ``user`` proposed in ``edition``, newest first."""
    return list(
        Nomination.objects.filter(nominator=user, category__edition=edition)
        .select_related("category", "officer")
        .order_by("-pk")
    )


def own_nomination(user, public_id: UUID) -> Nomination:
    """A nomination that ``user`` made. Raises Missing for anybody else's."""
    found = (
        Nomination.objects.filter(nominator=user, public_id=public_id)
        .select_related("category__edition__unit", "officer")
        .first()
    )
    if found is None:
        raise Missing(_("Usulan itu tidak ditemukan."))
    return found


def proposable_officers(user, edition: AwardEditionPage, query: str) -> list[Officer]:
    """Active officers whom ``user`` may propose, by name or NRP; a few, by name."""
    officers = Officer.objects.filter(is_active=True).filter(
        within("unit__path", edition.unit_path)
    )
    officers = officers.filter(roles.scope(user, *PROPOSERS).q("unit__path"))
    officers = officers.exclude(user=user)
    for word in query[:100].replace("\x00", " ").split()[:5]:
        officers = officers.filter(Q(name__icontains=word) | Q(nrp__startswith=word))
    return list(officers.select_related("unit").order_by("name", "id")[:OFFICERS_SHOWN])


def proposable_officer(user, edition: AwardEditionPage, slug: str) -> Officer | None:
    """The officer with ``slug`` if ``user`` may propose them."""
    officers = Officer.objects.filter(is_active=True, slug=slug[:170])
    officers = officers.filter(within("unit__path", edition.unit_path))
    scope = roles.scope(user, *PROPOSERS)
    return officers.filter(scope.q("unit__path")).exclude(user=user).select_related("unit").first()


def evidence_choices(officer: Officer) -> list:
    """The newest published stories about ``officer`` that have a text to pin."""
    stories = published_stories_of(officer).exclude(live_revision=None)
    return list(stories.select_related("village")[:STORIES_SHOWN])


def statement_of(nomination: Nomination) -> str:
    """The narrative with those merged into it as one running text: how many wrote is not told."""
    merged = nomination.merged.order_by("pk").values_list("narrative", flat=True)
    return "\n\n".join([nomination.narrative, *merged])


def content_hash(nomination: Nomination) -> str:
    """SHA-256 of all that a panelist reads of ``nomination``."""
    evidence = Evidence.objects.filter(nomination=nomination).order_by("pk")
    content = {
        "statement": statement_of(nomination),
        "evidence": list(evidence.values_list("story_id", "revision_id", "criterion_id", "note")),
        "endorsements": list(
            nomination.endorsements.order_by("pk").values_list("name", "role", "statement")
        ),
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
