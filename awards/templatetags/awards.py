"""Moments of an edition, and its stage, in words."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from awards import deadlines
from awards.conflicts import UNDECLARED
from awards.models import AreaClass, EditionState, NominationState, Ruling, TieStep
from awards.record_words import step_words
from awards.scoring import rounded
from awards.selectors.standings import marks_of
from cms.media.models import ConsentUse
from cms.people.selectors import portraits_not_for

register = template.Library()
register.filter("step_words", step_words)


def _read(value) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


@register.filter
def in_zone(value, zone: str) -> str:
    """``Senin, 30 November 2026 pukul 23.59 WIB (UTC+7)``; nothing of nothing."""
    return deadlines.moment_words(_read(value), zone) if value else ""


@register.filter
def closes_in_zone(value, zone: str) -> str:
    """``Ditutup Senin, 30 November 2026 pukul 23.59 WIB (UTC+7)``."""
    return deadlines.closes_words(_read(value), zone) if value else ""


@register.filter
def opens_in_zone(value, zone: str) -> str:
    """``Dibuka Senin, 2 November 2026 pukul 08.00 WIB (UTC+7)``."""
    return deadlines.opens_words(_read(value), zone) if value else ""


@register.filter
def is_past(value) -> bool:
    """Whether the moment is behind us."""
    return bool(value) and _read(value) < timezone.now()


@register.filter
def agreed_portraits(people: list[dict]) -> list[dict]:
    """The officers of an announcement; initials stand for a portrait whose consent does not cover
    awards."""
    refused = portraits_not_for(
        ConsentUse.AWARD, [person["public_id"] for person in people if person["portrait"]]
    )
    return [
        person | {"portrait": None} if person["public_id"] in refused else person
        for person in people
    ]


@register.filter
def stage_words(state: str) -> str:
    """The name of an edition's stage."""
    return EditionState(state).label if state in EditionState.values else ""


@register.filter
def area_words(area_class: str) -> str:
    """The name of an area class; nothing when it is every area."""
    if area_class == AreaClass.ANY or area_class not in AreaClass.values:
        return ""
    return AreaClass(area_class).label


@register.filter
def item(mapping, key):
    """``mapping[key]``, or nothing."""
    return (mapping or {}).get(key)


@register.filter
def nomination_words(state: str) -> str:
    """The name of a nomination's state."""
    return NominationState(state).label if state in NominationState.values else ""


@register.filter
def ruling_words(standing: str) -> str:
    """What a panelist may do with a nomination."""
    if standing == UNDECLARED:
        return _("Belum menyatakan")
    return Ruling(standing).label


@register.filter
def two_places(value) -> str:
    """``3,75``; a dash of nothing."""
    return "–" if value is None else number_format(rounded(value), 2)


@register.filter
def tie_words(step: str) -> str:
    """What separated equals."""
    return TieStep(step).label if step in TieStep.values else ""


@register.filter
def marks(review) -> dict:
    """Criterion → mark of a review whose marks are loaded."""
    return marks_of(review)
