"""What a receiver may ask for, checked: events and filters, as they are stored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.places.models import Level, Region, Unit
from publishing.events import EVENTS
from publishing.registry import all_adapters

VALUES_MAX = 40
SLUG = re.compile(r"[a-z0-9-]{1,60}")
SLUG_NAMES = ("programme", "activity", "topic")
AREA_NAMES = {"province": Level.PROVINCE, "regency": Level.REGENCY}


@dataclass(frozen=True, slots=True)
class Wishes:
    """Checked wishes. ``unit`` limits the receiver to one unit and those below it."""

    events: list[str]
    filters: dict[str, list[str]]
    unit: Unit | None

    @property
    def unit_path(self) -> str:
        """The path of the unit that limits it; blank for all of Indonesia."""
        return self.unit.path if self.unit and self.unit.depth > 1 else ""


def read_wishes(
    *, events: Iterable[str], filters: Mapping[str, Iterable[str]], unit: Unit | None
) -> tuple[Wishes, dict[str, str]]:
    """(wishes, mistakes by field name). Order and repetition do not count; two queries at most."""
    mistakes: dict[str, str] = {}
    wanted = list(dict.fromkeys(events))
    if any(event not in EVENTS for event in wanted):
        mistakes["events"] = _("Ada peristiwa yang tidak dikenal.")
    clean: dict[str, list[str]] = {}
    for name, raw in filters.items():
        values = sorted({value.strip() for value in raw if value.strip()})
        if not values:
            continue
        clean[name] = values
        if len(values) > VALUES_MAX:
            mistakes[name] = _("Paling banyak %(count)d.") % {"count": VALUES_MAX}
        elif unknown := _unknown(name, values):
            mistakes[name] = _("Tidak dikenal: %(values)s") % {"values": ", ".join(unknown)[:200]}
    if unit is not None and unit.depth > 1:
        clean["unit"] = [unit.code]
    # Every event is the same wish as none in particular.
    events_kept = [] if set(wanted) == set(EVENTS) else wanted
    return Wishes(events_kept, clean, unit), mistakes


def _unknown(name: str, values: list[str]) -> list[str]:
    """Those of ``values`` that no item can ever carry under ``name``."""
    if name == "kind":
        known = {adapter.kind for _model, adapter in all_adapters()}
    elif name in AREA_NAMES:
        bounded = [value for value in values if re.fullmatch(r"[0-9.]{2,5}", value)]
        known = set(
            Region.objects.filter(level=AREA_NAMES[name], code__in=bounded).values_list(
                "code", flat=True
            )
        )
    elif name in SLUG_NAMES:
        known = {value for value in values if SLUG.fullmatch(value)}
    else:
        known = set()
    return [value for value in values if value not in known]
