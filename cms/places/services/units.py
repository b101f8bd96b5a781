"""Changes of the unit tree by hand; the rule leaves what was changed here alone."""

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.errors import Invalid
from cms.base.workflow import lock
from cms.places.models import Region, Unit, UnitLevel
from cms.places.permissions import may_change_units
from cms.places.selectors import within
from cms.places.unit_paths import path_copies

CHAIN = "places"
_RANKS = {level: rank for rank, level in enumerate(UnitLevel.values)}


def change_unit(
    *,
    actor,
    unit: Unit,
    name: str,
    region: Region | None,
    is_active: bool,
    is_manual: bool = True,
    parent: Unit | None = None,
) -> Unit:
    """Set a unit's name, region and whether it is active, and move it when ``parent`` is another.

    It counts as set by hand from then on, unless ``is_manual`` is False (the rule may follow it
    again). Returns the saved unit. Raises Refused, Invalid.
    """
    may_change_units(actor).require()
    name = name.strip()
    if not name:
        raise Invalid(_("Isi nama satuan."), fields={"name": _("Isi nama satuan.")})
    with transaction.atomic():
        unit = lock(Unit.objects.all(), pk=unit.pk)
        before = {"name": unit.name, "region": unit.region_id, "is_active": unit.is_active}
        unit.name, unit.region, unit.is_active = name, region, is_active
        unit.is_manual = is_manual
        unit.save(update_fields=["name", "region", "is_active", "is_manual"])
        after = {"name": unit.name, "region": unit.region_id, "is_active": unit.is_active}
        audit.append(
            actor=actor,
            verb="places.change_unit",
            target=unit,
            data={"before": before, "after": after, "is_manual": is_manual},
            chain=CHAIN,
        )
        if parent is not None and parent.pk != _parent_id(unit):
            unit = move_unit(actor=actor, unit=unit, new_parent=parent, is_manual=is_manual)
    return unit


def move_unit(*, actor, unit: Unit, new_parent: Unit, is_manual: bool = True) -> Unit:
    """Put ``unit``, with all below it, under ``new_parent``; return it as it is now.

    Every copy of the paths (``cms.places.unit_paths``) changes in the same transaction; a move to
    where it already is changes nothing. Raises Refused, Invalid (below itself, or under a unit
    that is not of a higher level).
    """
    may_change_units(actor).require()
    with transaction.atomic():
        moved = relocate(unit=unit, new_parent=new_parent)
        if moved is None:
            return unit
        unit, before = moved
        if unit.is_manual != is_manual:
            unit.is_manual = is_manual
            unit.save(update_fields=["is_manual"])
        audit.append(
            actor=actor,
            verb="places.move_unit",
            target=unit,
            data={"before": before, "after": unit.path, "parent": new_parent.code},
            chain=CHAIN,
        )
    return unit


def relocate(*, unit: Unit, new_parent: Unit) -> tuple[Unit, str] | None:
    """Move without asking who: (unit, path before), or None when it is there already.

    Inside a transaction. Side effects: paths of the units and of every copy. Raises Invalid.
    """
    # All units are locked through their root: two moves at once would choose the same path.
    lock(Unit.objects.all(), path=unit.path[: Unit.steplen])
    unit = lock(Unit.objects.all(), pk=unit.pk)
    new_parent = lock(Unit.objects.all(), pk=new_parent.pk)
    before = unit.path
    if _parent_id(unit) == new_parent.pk:
        return None
    if new_parent.path.startswith(before):
        raise Invalid(_("Satuan tidak dapat dipindahkan ke bawah dirinya sendiri."))
    if _RANKS[new_parent.level] >= _RANKS[unit.level]:
        raise Invalid(
            _("%(unit)s tidak dapat berada di bawah %(parent)s: tingkatnya tidak lebih tinggi.")
            % {"unit": unit.name, "parent": new_parent.name}
        )
    unit.move(new_parent, pos="last-child")
    unit = Unit.objects.get(pk=unit.pk)
    _rewrite_copies(before, unit.path)
    return unit, before


def _parent_id(unit: Unit) -> int | None:
    above = unit.path[: -Unit.steplen]
    return Unit.objects.filter(path=above).values_list("pk", flat=True).first() if above else None


def _rewrite_copies(before: str, after: str) -> None:
    """Replace the beginning ``before`` by ``after`` in every copy of a unit path."""
    for model, field in path_copies():
        rest = Substr(F(field), len(before) + 1)
        rows = model._base_manager.filter(within(field, before))
        rows.update(**{field: Concat(Value(after), rest)})
