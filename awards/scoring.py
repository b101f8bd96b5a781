"""From marks to a ranking. Pure: numbers in, numbers out; exact decimals, rounded only to compare.

An unanswered criterion never counts as zero: the weights of the answered ones are scaled up. With
less than ``MIN_ANSWERED_WEIGHT`` answered, a review says too little and does not count at all.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

SCALE_MAX = 5
MIN_ANSWERED_WEIGHT = Decimal(70)  # of 100
QUORUM = 3  # valid reviews
_CENT = Decimal("0.01")

# Why an entry stands above the next one (the order of these is the rule).
SCORE = "none"
INTEGRITY = "integrity"
IMPACT = "impact"
HEAD_TO_HEAD = "head_to_head"
JOINT = "joint"


@dataclass(frozen=True, slots=True)
class ReviewTotal:
    """One review: ``total`` on the scale 0–5, or None when it is not valid."""

    total: Decimal | None
    answered_weight: Decimal

    @property
    def is_valid(self) -> bool:
        return self.total is not None


@dataclass(frozen=True, slots=True)
class Entry:
    """A nomination with its reviews: reviewer → criterion → mark (None: cannot be judged)."""

    key: Hashable
    reviews: Mapping[Hashable, Mapping[Hashable, int | None]]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an entry stands. ``place`` is None without a quorum; joint entries share a place.

    ``step`` tells what separated it from the entry before it in the order (``none``: the score, or
    that it is the first).
    """

    key: Hashable
    place: int | None
    mean: Decimal | None
    criterion_means: Mapping[Hashable, Decimal]
    totals: Mapping[Hashable, ReviewTotal]
    step: str = SCORE

    @property
    def valid_reviews(self) -> int:
        return sum(1 for total in self.totals.values() if total.is_valid)

    @property
    def has_quorum(self) -> bool:
        return self.valid_reviews >= QUORUM


def rounded(value: Decimal) -> Decimal:
    """To 2 decimal places, halves up: what is compared and what is shown are the same."""
    return value.quantize(_CENT, rounding=ROUND_HALF_UP)


def review_total(
    weights: Mapping[Hashable, int | Decimal], marks: Mapping[Hashable, int | None]
) -> ReviewTotal:
    """The weighted mean of the answered criteria.

    Raises ValueError for a mark outside 0–5, a criterion without weight, or a weight not above 0.
    """
    answered = {key: mark for key, mark in marks.items() if mark is not None}
    for key, mark in answered.items():
        if key not in weights or not 0 <= mark <= SCALE_MAX:
            raise ValueError(f"mark {mark!r} for criterion {key!r}")
    if any(weight <= 0 for weight in weights.values()):
        raise ValueError("weights must be above zero")
    whole = sum((Decimal(weight) for weight in weights.values()), Decimal(0))
    part = sum((Decimal(weights[key]) for key in answered), Decimal(0))
    share = part * 100 / whole if whole else Decimal(0)
    if not part or share < MIN_ANSWERED_WEIGHT:
        return ReviewTotal(None, share)
    points = sum((Decimal(weights[key]) * mark for key, mark in answered.items()), Decimal(0))
    return ReviewTotal(points / part, share)


def mean(values: Sequence[Decimal]) -> Decimal | None:
    """The plain mean; None of nothing."""
    return sum(values, Decimal(0)) / len(values) if values else None


def rank(
    entries: Iterable[Entry],
    weights: Mapping[Hashable, int | Decimal],
    *,
    integrity: Hashable,
    impact: Hashable,
) -> tuple[Standing, ...]:
    """Every entry, best first, those without a quorum last and without a place.

    Ties are broken by the criterion ``integrity``, then ``impact``, then head to head; what is
    still equal is joint. The order of ``entries``, their keys and the number of reviews never
    matter. Raises ValueError as :func:`review_total` does.
    """
    scored = [_scored(entry, weights) for entry in entries]
    ranked = [standing for standing in scored if standing.has_quorum]
    ranked.sort(key=lambda s: _sort_key(s, integrity, impact), reverse=True)
    result: list[Standing] = []
    for group in _equal_groups(ranked, integrity, impact):
        for layer in _head_to_head(group):
            place = len(result) + 1
            for position, standing in enumerate(layer):
                before = result[-1] if result else None
                step = JOINT if position else _step(before, standing, integrity, impact)
                result.append(_placed(standing, place, step))
    rest = [standing for standing in scored if not standing.has_quorum]
    return (*result, *rest)


def _scored(entry: Entry, weights) -> Standing:
    totals = {who: review_total(weights, marks) for who, marks in entry.reviews.items()}
    valid = [marks for who, marks in entry.reviews.items() if totals[who].is_valid]
    by_criterion = {}
    for criterion in weights:
        marks = [Decimal(m[criterion]) for m in valid if m.get(criterion) is not None]
        if marks:
            by_criterion[criterion] = mean(marks)
    overall = mean([total.total for total in totals.values() if total.is_valid])
    return Standing(entry.key, None, overall, by_criterion, totals)


def _placed(standing: Standing, place: int, step: str) -> Standing:
    return Standing(
        standing.key, place, standing.mean, standing.criterion_means, standing.totals, step
    )


def _criterion(standing: Standing, criterion: Hashable) -> Decimal:
    """The mean to compare by. A criterion that nobody answered can win no tie."""
    found = standing.criterion_means.get(criterion)
    return Decimal(-1) if found is None else rounded(found)


def _sort_key(standing: Standing, integrity, impact) -> tuple[Decimal, Decimal, Decimal]:
    return (
        rounded(standing.mean),
        _criterion(standing, integrity),
        _criterion(standing, impact),
    )


def _equal_groups(ranked: Sequence[Standing], integrity, impact) -> list[list[Standing]]:
    groups: list[list[Standing]] = []
    for standing in ranked:
        key = _sort_key(standing, integrity, impact)
        if groups and _sort_key(groups[-1][0], integrity, impact) == key:
            groups[-1].append(standing)
        else:
            groups.append([standing])
    return groups


def _head_to_head(group: list[Standing]) -> list[list[Standing]]:
    """Split equals: whoever beats each of the others comes first, again and again; who then is
    left beats not everybody and is joint. A circle (A > B > C > A) is joint too."""
    layers: list[list[Standing]] = []
    left = list(group)
    while left:
        best = next((one for one in left if _beats_all(one, left)), None)
        if best is None:
            layers.append(left)
            break
        layers.append([best])
        left = [one for one in left if one is not best]
    return layers


def _beats_all(one: Standing, group: Sequence[Standing]) -> bool:
    return all(_beats(one, other) for other in group if other is not one)


def _beats(one: Standing, other: Standing) -> bool:
    """More of those who validly reviewed both gave ``one`` the higher total."""
    balance = 0
    for who, total in one.totals.items():
        theirs = other.totals.get(who)
        if not total.is_valid or theirs is None or not theirs.is_valid:
            continue
        balance += (total.total > theirs.total) - (total.total < theirs.total)
    return balance > 0


def _step(before: Standing | None, standing: Standing, integrity, impact) -> str:
    if before is None or rounded(before.mean) != rounded(standing.mean):
        return SCORE
    if _criterion(before, integrity) != _criterion(standing, integrity):
        return INTEGRITY
    if _criterion(before, impact) != _criterion(standing, impact):
        return IMPACT
    return HEAD_TO_HEAD
