"""The panel as the secretary sees it: progress, conflicts, sealed reviews."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

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
from awards.selectors.panel import panel_of, rulings
from cms.base.errors import Missing
from cms.base.numbers import number_in


@dataclass(frozen=True, slots=True)
class Member:
    """A panelist with how far they are."""

    panelist: Panelist
    assigned: int
    undeclared: int
    waiting: int
    recused: int
    done: tuple[Review, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """All that was said about one panelist and one nomination, and what follows."""

    panelist: Panelist
    nomination: Nomination
    said: tuple[ConflictDeclaration, ...]
    standing: str


def _eligible(edition: AwardEditionPage):
    return Nomination.objects.filter(
        category__edition=edition, state=NominationState.ELIGIBLE
    ).select_related("officer", "category")


def progress_of(edition: AwardEditionPage) -> list[Member]:
    """Every member. A constant number of queries."""
    panel = panel_of(edition)
    nominations = list(_eligible(edition))
    standings = rulings([p.pk for p in panel], [n.pk for n in nominations])
    reviews = Review.objects.filter(panelist__in=panel, state=ReviewState.SUBMITTED)
    done: dict[int, list[Review]] = {panelist.pk: [] for panelist in panel}
    for review in reviews.select_related("nomination__officer"):
        done[review.panelist_id].append(review)
    members = []
    for panelist in panel:
        own = {category.pk for category in panelist.categories.all()}
        found = Counter(
            standings.get((panelist.pk, n.pk), conflicts.UNDECLARED)
            for n in nominations
            if not own or n.category_id in own
        )
        members.append(
            Member(
                panelist,
                assigned=found[conflicts.CLEAR],
                undeclared=found[conflicts.UNDECLARED],
                waiting=found[conflicts.SOFT],
                recused=found[conflicts.HARD],
                done=tuple(done[panelist.pk]),
            )
        )
    return members


def conflict_overview(edition: AwardEditionPage) -> list[Pair]:
    """Every pair about which something other than "no conflict" was said; those that wait first.
    Four queries."""
    panel = {panelist.pk: panelist for panelist in panel_of(edition)}
    nominations = {nomination.pk: nomination for nomination in _eligible(edition)}
    rows: dict[tuple[int, int], list[ConflictDeclaration]] = {}
    for row in ConflictDeclaration.objects.filter(
        panelist__in=list(panel), nomination__in=list(nominations)
    ).order_by("made_at"):
        rows.setdefault((row.panelist_id, row.nomination_id), []).append(row)
    pairs = [
        Pair(
            panel[panelist_id],
            nominations[nomination_id],
            tuple(said),
            conflicts.standing([(row.source, row.ruling) for row in said]),
        )
        for (panelist_id, nomination_id), said in rows.items()
        if any(row.ruling != conflicts.CLEAR or row.source == "chair" for row in said)
    ]
    return sorted(pairs, key=lambda pair: pair.standing != conflicts.SOFT)


def member_of(edition: AwardEditionPage, panelist_id: str) -> Panelist:
    """A member by number. Raises Missing."""
    found = edition.panelists.filter(pk=number_in(panelist_id), removed_at=None).first()
    if found is None:
        raise Missing(_("Juri itu tidak ada di panel ini."))
    return found


def pair_of(
    edition: AwardEditionPage, panelist_id: str, nomination_id: str
) -> tuple[Panelist, Nomination]:
    """A member and an eligible nomination by number. Raises Missing."""
    nomination = _eligible(edition).filter(pk=number_in(nomination_id)).first()
    if nomination is None:
        raise Missing(_("Usulan itu tidak ada dalam edisi ini."))
    return member_of(edition, panelist_id), nomination


def sealed(edition: AwardEditionPage, review_id: str) -> Review:
    """A submitted review of the edition by number. Raises Missing."""
    found = (
        Review.objects.filter(
            pk=number_in(review_id), panelist__edition=edition, state=ReviewState.SUBMITTED
        )
        .select_related("panelist")
        .first()
    )
    if found is None:
        raise Missing(_("Penilaian itu tidak ada."))
    return found
