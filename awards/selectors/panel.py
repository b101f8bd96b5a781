"""What a panelist may see. Every reading for a panelist begins in :func:`board_of`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from awards import conflicts
from awards.models import (
    AwardEditionPage,
    ConflictDeclaration,
    Nomination,
    NominationState,
    Panelist,
    Review,
    ReviewState,
)
from awards.permissions import PANEL_OPEN, may_judge
from cms.base.errors import Missing

JUDGED = NominationState.ELIGIBLE


@dataclass(frozen=True, slots=True)
class Assignment:
    """A nomination that a panelist judges, with the review if one was begun."""

    nomination: Nomination
    review: Review | None

    @property
    def is_done(self) -> bool:
        return self.review is not None and self.review.state == ReviewState.SUBMITTED


@dataclass(frozen=True, slots=True)
class Board:
    """All that a panelist has before them. Nothing of what they are recused from is in here."""

    panelist: Panelist
    to_declare: list[Nomination] = field(default_factory=list)
    waiting: list[Nomination] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)

    @property
    def done_count(self) -> int:
        return sum(1 for assignment in self.assignments if assignment.is_done)


def panels_of(user) -> list[Panelist]:
    """The panels on which ``user`` may work now, newest edition first."""
    found = Panelist.objects.filter(
        user=user, removed_at=None, edition__state__in=PANEL_OPEN
    ).select_related("edition__unit", "user")
    return [
        panelist
        for panelist in found.order_by("-edition__year", "-edition_id")
        if may_judge(user, panelist)
    ]


def seats_anything(user) -> bool:
    """Whether ``user`` sits on any panel that is at work."""
    return bool(panels_of(user))


def judged_by(panelist: Panelist) -> QuerySet[Nomination]:
    """The nominations of the panelist's categories, conflicts not yet looked at."""
    found = Nomination.objects.filter(category__edition=panelist.edition_id, state=JUDGED)
    categories = [category.pk for category in panelist.categories.all()]
    if categories:
        found = found.filter(category__in=categories)
    return found


def rulings(panelists, nominations) -> dict[tuple[int, int], str]:
    """(panelist, nomination) → standing, for pairs about which anything was said. One query."""
    said = defaultdict(list)
    rows = ConflictDeclaration.objects.filter(
        panelist__in=panelists, nomination__in=nominations
    ).values_list("panelist_id", "nomination_id", "source", "ruling")
    for panelist_id, nomination_id, source, ruling in rows:
        said[panelist_id, nomination_id].append((source, ruling))
    return {pair: conflicts.standing(words) for pair, words in said.items()}


def board_of(panelist: Panelist) -> Board:
    """The panelist's work. A constant number of queries (four)."""
    nominations = list(
        judged_by(panelist)
        .select_related("category", "officer__unit")
        .order_by("category__sort_order", "category_id", "officer__name", "pk")
    )
    found = rulings([panelist.pk], [nomination.pk for nomination in nominations])
    reviews = {review.nomination_id: review for review in Review.objects.filter(panelist=panelist)}
    board = Board(panelist)
    for nomination in nominations:
        standing = found.get((panelist.pk, nomination.pk), conflicts.UNDECLARED)
        if standing == conflicts.UNDECLARED:
            board.to_declare.append(nomination)
        elif standing == conflicts.SOFT:
            board.waiting.append(nomination)
        elif standing == conflicts.CLEAR:
            board.assignments.append(Assignment(nomination, reviews.get(nomination.pk)))
    return board


def standing_of(panelist: Panelist, nomination: Nomination) -> str:
    """What the panelist is to this nomination now."""
    found = rulings([panelist.pk], [nomination.pk])
    return found.get((panelist.pk, nomination.pk), conflicts.UNDECLARED)


def seat_for(user, public_id: UUID) -> tuple[Panelist, Nomination]:
    """The panelist as whom ``user`` may judge this nomination, recused or not.

    Raises Missing, in the same words, for a nomination that does not exist, is not judged, or is
    in a category of others.
    """
    nomination = (
        Nomination.objects.filter(public_id=public_id, state=JUDGED)
        .select_related("category__edition__unit", "officer__unit")
        .first()
    )
    if nomination is not None:
        for panelist in panels_of(user):
            if judged_by(panelist).filter(pk=nomination.pk).exists():
                return panelist, nomination
    raise missing_nomination()


def readable(user, public_id: UUID) -> tuple[Panelist, Nomination]:
    """The panelist and the nomination, when its content may be shown. Raises Missing."""
    panelist, nomination = seat_for(user, public_id)
    if standing_of(panelist, nomination) != conflicts.CLEAR:
        raise missing_nomination()
    return panelist, nomination


def declarable(user, public_id: UUID) -> tuple[Panelist, Nomination]:
    """The panelist and a nomination about which they may speak: not yet, or nothing but that no tie
    is known. Raises Missing."""
    panelist, nomination = seat_for(user, public_id)
    if standing_of(panelist, nomination) not in (conflicts.UNDECLARED, conflicts.CLEAR):
        raise missing_nomination()
    return panelist, nomination


def missing_nomination() -> Missing:
    """The one answer for what is not there and what must not be seen."""
    return Missing(_("Usulan itu tidak ada dalam daftar Anda."))


def panel_of(edition: AwardEditionPage) -> list[Panelist]:
    """The members of the panel, the chair first. Two queries."""
    return list(
        edition.panelists.filter(removed_at=None)
        .select_related("user", "edition__unit")
        .prefetch_related("categories")
        .order_by("-is_chair", "pk")
    )
