"""Who may not judge whom: rules over plain facts. Pure.

A *hard* finding recuses; a *soft* one waits for the chair. People are matched by the identity of
their account or officer record, never by e-mail; a name alone is only ever a soft finding.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

HARD = "recused"
SOFT = "waiting"
CLEAR = "clear"
UNDECLARED = "undeclared"

RULE, SELF, CHAIR = "rule", "self", "chair"
LOOK_BACK_MONTHS = 24


def name_key(name: str) -> str:
    """``name`` without case, spaces and punctuation: the same person typed twice is one."""
    return "".join(character for character in name.casefold() if character.isalnum())


@dataclass(frozen=True, slots=True)
class Spell:
    """Belonging to a Polres (or what stands in for it) from a day until a day; None is open."""

    polres: str
    begins: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelistFacts:
    """What is known about somebody who judges. ``leads`` are unit paths they command."""

    user_id: int
    officer_id: int | None = None
    name_key: str = ""
    spells: tuple[Spell, ...] = ()
    leads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationFacts:
    """What is known about a nomination, those merged into it included."""

    officer_id: int
    unit_path: str = ""
    spells: tuple[Spell, ...] = ()
    nominator_ids: frozenset[int] = frozenset()
    endorser_ids: frozenset[int] = frozenset()
    endorser_names: frozenset[str] = frozenset()
    rivals: frozenset[int] = frozenset()  # officers proposed in the same category


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason, with what follows from it (``HARD`` or ``SOFT``)."""

    kind: str
    ruling: str


def find(panelist: PanelistFacts, nomination: NominationFacts, *, on: date) -> Finding | None:
    """The gravest reason why ``panelist`` should not judge ``nomination`` on the day ``on``."""
    if panelist.officer_id is not None:
        if panelist.officer_id == nomination.officer_id:
            return Finding("same_person", HARD)
        if panelist.officer_id in nomination.rivals:
            return Finding("same_category", HARD)
    if panelist.user_id in nomination.nominator_ids:
        return Finding("nominator", HARD)
    if panelist.user_id in nomination.endorser_ids:
        return Finding("endorser", HARD)
    if nomination.unit_path and any(nomination.unit_path.startswith(p) for p in panelist.leads):
        return Finding("superior", HARD)
    if _share_a_polres(panelist.spells, nomination.spells, on):
        return Finding("same_unit", HARD)
    if panelist.name_key and panelist.name_key in nomination.endorser_names:
        return Finding("same_name", SOFT)
    return None


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the last of that month when it is shorter."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))


def _share_a_polres(ours: Iterable[Spell], theirs: Iterable[Spell], on: date) -> bool:
    since = months_before(on, LOOK_BACK_MONTHS)
    recent = {spell.polres for spell in ours if spell.polres and _is_recent(spell, since, on)}
    return any(spell.polres in recent and _is_recent(spell, since, on) for spell in theirs)


def _is_recent(spell: Spell, since: date, on: date) -> bool:
    return (spell.begins is None or spell.begins <= on) and (
        spell.ends is None or spell.ends >= since
    )


def declared_ruling(kind: str) -> str:
    """What follows from a panelist's own word: family and the like recuse, the rest waits."""
    if kind == "none":
        return CLEAR
    return SOFT if kind in {"other", "same_name"} else HARD


def standing(rulings: Iterable[tuple[str, str]]) -> str:
    """Weigh the (source, ruling) pairs of one panelist and one nomination.

    A hard rule stands whatever anybody says. Else a panelist who said nothing has yet to; then the
    chair's word decides; without one, the graver of the panelist's own word and the rules.
    """
    by_source = dict(rulings)
    own, rule, chair = (by_source.get(source) for source in (SELF, RULE, CHAIR))
    if HARD in (rule, chair):
        return HARD
    if own is None:
        return UNDECLARED
    if chair is not None:
        return chair
    if own == HARD:
        return HARD
    return SOFT if SOFT in (own, rule) else CLEAR
