"""Where the phone said it was: its own field, given by consent, never read from a photo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

ACCURACY_MAX_M = 100_000
FIELDS = ("place_latitude", "place_longitude", "place_accuracy_m", "place_at")
_STEP = Decimal("0.000001")  # a tenth of a metre


@dataclass(frozen=True, slots=True)
class PlaceFix:
    """Degrees, and how far off it may be; ``at`` is when the phone measured."""

    latitude: float
    longitude: float
    accuracy_m: float
    at: datetime


def place_values(fix: PlaceFix | None) -> dict[str, Any]:
    """The report's fields for ``fix``; None takes the place away."""
    if fix is None:
        return dict.fromkeys(FIELDS)
    numbers = (
        Decimal(repr(fix.latitude)).quantize(_STEP),
        Decimal(repr(fix.longitude)).quantize(_STEP),
        min(round(fix.accuracy_m), ACCURACY_MAX_M),
        fix.at,
    )
    return dict(zip(FIELDS, numbers, strict=True))


def place_problem(fix: PlaceFix | None) -> str:
    """A sentence about what is wrong with ``fix``; blank when nothing is."""
    if fix is None:
        return ""
    sound = abs(fix.latitude) <= 90 and abs(fix.longitude) <= 180 and fix.accuracy_m >= 0
    if not sound or fix.at.tzinfo is None:
        return _("Lokasi dari ponsel tidak terbaca. Kirim tanpa lokasi, atau ambil lagi.")
    return ""
