"""Editions: those a secretary runs, and those the public may see."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from awards.models import AwardEditionPage, Decision, EditionState, Nomination, NominationState
from cms.base.errors import Missing
from cms.base.models import TakedownState
from cms.people import roles
from cms.people.models import Role


def editions_of(user) -> QuerySet[AwardEditionPage]:
    """The editions ``user`` runs, newest first."""
    editions = AwardEditionPage.objects.select_related("unit").order_by("-year", "-pk")
    if user.is_superuser:
        return editions
    return editions.filter(roles.scope(user, Role.AWARD_SECRETARY).q("unit__path"))


def managed_edition(user, edition_id: int) -> AwardEditionPage:
    """One edition that ``user`` runs. Raises Missing for any other."""
    found = editions_of(user).filter(pk=edition_id).first()
    if found is None:
        raise Missing(_("Edisi itu tidak ada di antara yang Anda kelola."))
    return found


def open_edition_by_slug(slug: str) -> AwardEditionPage | None:
    """A public edition by the last part of its address."""
    editions = AwardEditionPage.objects.live().select_related("unit")
    return (
        editions.filter(slug=slug, takedown_state=TakedownState.NONE)
        .exclude(state=EditionState.DRAFT)
        .first()
    )


def editions_to_release() -> Iterable[AwardEditionPage]:
    """Every edition the public may see now, oldest first, for rebuilding the read model."""
    live = AwardEditionPage.objects.live().filter(takedown_state=TakedownState.NONE)
    ordered = live.select_related("unit").order_by("first_published_at", "pk")
    return (page for page in ordered.iterator(chunk_size=100) if page.is_releasable)


def nomination_counts(edition: AwardEditionPage) -> dict[str, int]:
    """How many nominations stand in each state. One query."""
    rows = Nomination.objects.filter(category__edition=edition).values_list("state")
    return dict(rows.annotate(count=Count("pk")).order_by("state"))


def proposals_by_category(edition: AwardEditionPage) -> dict[int, int]:
    """How many proposals came in for each category, merged ones included. One query."""
    rows = Nomination.objects.filter(category__edition=edition)
    rows = rows.exclude(state=NominationState.WITHDRAWN)
    return dict(rows.values_list("category").annotate(count=Count("pk")).order_by("category"))


def decisions_of(edition: AwardEditionPage) -> list[Decision]:
    """The decisions that stand, in the order of the categories. One query."""
    found = Decision.objects.filter(category__edition=edition, revoked_at=None)
    return list(
        found.select_related(
            "category", "nomination__officer__unit", "nomination__officer__portrait"
        ).order_by("category__sort_order", "category_id", "id")
    )


def undecided(edition: AwardEditionPage) -> QuerySet:
    """The categories about which nothing was decided."""
    decided = Q(decisions__revoked_at=None, decisions__isnull=False)
    return edition.categories.exclude(
        pk__in=edition.categories.filter(decided).values("pk")
    ).order_by("sort_order", "pk")
