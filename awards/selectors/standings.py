"""The decision sheet: every mark, mean and reason of a category, and who may vote on it."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass

from awards import conflicts, scoring
from awards.models import (
    AwardEditionPage,
    Category,
    Criterion,
    CriterionScore,
    Decision,
    Nomination,
    NominationState,
    Panelist,
    Review,
    ReviewState,
    TieRole,
)
from awards.selectors.panel import panel_of, rulings

STANDING = (NominationState.ELIGIBLE, NominationState.WINNER, NominationState.NOT_SELECTED)


@dataclass(frozen=True, slots=True)
class Line:
    """One nomination on the sheet."""

    nomination: Nomination
    standing: scoring.Standing
    reviews: tuple[Review, ...]

    @property
    def mean_shown(self):
        """The mean to 2 decimal places, or None."""
        return None if self.standing.mean is None else scoring.rounded(self.standing.mean)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is known about a category when the panel decides."""

    category: Category
    criteria: tuple[Criterion, ...]
    lines: tuple[Line, ...]
    voters: tuple[Panelist, ...]
    decisions: tuple[Decision, ...]

    @property
    def has_quorum(self) -> bool:
        return any(line.standing.has_quorum for line in self.lines)

    def line_of(self, nomination: Nomination) -> Line | None:
        """The line of ``nomination``, if it stands in this category."""
        return next((line for line in self.lines if line.nomination.pk == nomination.pk), None)

    def digest(self) -> str:
        """SHA-256 of the ranking: places, means and all marks."""
        content = [
            [
                line.nomination.pk,
                line.standing.place,
                str(line.mean_shown),
                sorted(
                    [review.panelist_id, score.criterion_id, score.value]
                    for review in line.reviews
                    for score in review.scores.all()
                ),
            ]
            for line in self.lines
        ]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def criteria_of(edition: AwardEditionPage) -> tuple[Criterion, ...]:
    """The rubric in order. One query."""
    return tuple(Criterion.objects.filter(edition=edition).order_by("sort_order", "pk"))


def sheets_of(edition: AwardEditionPage) -> list[Sheet]:
    """A sheet for each category. A constant number of queries."""
    criteria = criteria_of(edition)
    weights = {criterion.pk: criterion.weight for criterion in criteria}
    tie = {criterion.tie_role: criterion.pk for criterion in criteria if criterion.tie_role}
    panel = panel_of(edition)
    nominations = list(
        Nomination.objects.filter(category__edition=edition, state__in=STANDING)
        .select_related("officer__unit", "category")
        .order_by("officer__name", "pk")
    )
    standings = rulings([p.pk for p in panel], [n.pk for n in nominations])
    by_nomination: dict[int, list[Review]] = defaultdict(list)
    reviews = Review.objects.filter(
        nomination__in=[n.pk for n in nominations], state=ReviewState.SUBMITTED
    )
    for review in reviews.select_related("panelist").prefetch_related("scores").order_by("pk"):
        # Whoever turned out to be in conflict after marking counts no more.
        if standings.get((review.panelist_id, review.nomination_id)) == conflicts.CLEAR:
            by_nomination[review.nomination_id].append(review)
    decisions: dict[int, list[Decision]] = defaultdict(list)
    for decision in Decision.objects.filter(
        category__edition=edition, revoked_at=None
    ).select_related("nomination__officer"):
        decisions[decision.category_id].append(decision)
    sheets = []
    for category in Category.objects.filter(edition=edition).order_by("sort_order", "pk"):
        own = {n.pk: n for n in nominations if n.category_id == category.pk}
        ranked = scoring.rank(
            [
                scoring.Entry(pk, {r.panelist_id: _marks(r) for r in by_nomination[pk]})
                for pk in own
            ],
            weights,
            integrity=tie.get(TieRole.INTEGRITY),
            impact=tie.get(TieRole.IMPACT),
        )
        sheets.append(
            Sheet(
                category=category,
                criteria=criteria,
                lines=tuple(Line(own[s.key], s, tuple(by_nomination[s.key])) for s in ranked),
                voters=tuple(_voters(panel, category, own, standings)),
                decisions=tuple(decisions[category.pk]),
            )
        )
    return sheets


def sheet_of(category: Category) -> Sheet:
    """The sheet of one category."""
    return next(s for s in sheets_of(category.edition) if s.category.pk == category.pk)


def _marks(review: Review) -> dict[int, int | None]:
    return {score.criterion_id: score.value for score in review.scores.all()}


def _voters(panel, category: Category, nominations, standings) -> list[Panelist]:
    """Members who may vote: signed, of this category, in conflict with none of the nominees."""
    return [
        panelist
        for panelist in panel
        if panelist.statement_signed_at
        and (
            not panelist.categories.all()
            or category.pk in {own.pk for own in panelist.categories.all()}
        )
        and all(standings.get((panelist.pk, pk)) == conflicts.CLEAR for pk in nominations)
    ]


def marks_of(review: Review | None) -> dict[int, CriterionScore]:
    """Criterion → mark of a review that may not exist yet."""
    if review is None:
        return {}
    return {score.criterion_id: score for score in review.scores.all()}
