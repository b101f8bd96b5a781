"""The unit tree by rule: one Polda a province, one Polres a regency, one Polsek a district."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from cms.base import audit
from cms.places.models import Level, Region, Unit, UnitLevel
from cms.places.services.units import CHAIN, relocate

BATCH = 2000
BATCH_OF_UPDATES = 500
MABES_CODE = "MABES"
MABES_NAME = "Mabes Polri"
_LEVELS = {
    Level.PROVINCE: UnitLevel.POLDA,
    Level.REGENCY: UnitLevel.POLRES,
    Level.DISTRICT: UnitLevel.POLSEK,
}
# Where the name that everybody uses does not follow from the region's.
_NAMES = {"POLDA-31": "Polda Metro Jaya"}
_REGENCY_PREFIXES = (
    ("Kabupaten Administrasi ", "Polres"),
    ("Kota Administrasi ", "Polres Metro"),
    ("Kabupaten ", "Polres"),
    ("Kota ", "Polresta"),
)


@dataclass(frozen=True, slots=True)
class Derived:
    """What a run did, and how many units are active by level."""

    added: int = 0
    changed: int = 0
    moved: int = 0
    deactivated: int = 0
    total: int = 0

    @property
    def is_unchanged(self) -> bool:
        return not (self.added or self.changed or self.moved or self.deactivated)


def unit_code(region: Region) -> str:
    """``POLDA-32``, ``POLRES-3201``, ``POLSEK-320101`` for a region above the villages."""
    return f"{_LEVELS[region.level].upper()}-{region.code.replace('.', '')}"


def unit_name(region: Region) -> str:
    """The unit's name by rule: a city's Polresta differs from its regency's Polres."""
    code = unit_code(region)
    if code in _NAMES:
        return _NAMES[code]
    if region.level == Level.REGENCY:
        for prefix, title in _REGENCY_PREFIXES:
            if region.name.startswith(prefix):
                return f"{title} {region.name.removeprefix(prefix)}"
    return f"{_LEVELS[region.level].label} {region.name}"


def derive_units(*, actor=None) -> Derived:
    """Make the unit tree follow the regions; return what changed.

    Units set by hand are left as they are, wherever they stand; a unit keeps its row and, unless
    its region now belongs to another, its path. A unit whose region is gone is deactivated. All
    or nothing, in one transaction. ``actor`` is None from the command line.
    """
    with transaction.atomic():
        root = _root()
        derived = _follow(root)
        if not derived.is_unchanged:
            audit.append(
                actor=actor,
                verb="places.derive_units",
                target=root,
                data={
                    "added": derived.added,
                    "changed": derived.changed,
                    "moved": derived.moved,
                    "deactivated": derived.deactivated,
                },
                chain=CHAIN,
            )
    return derived


def _root() -> Unit:
    root = Unit.objects.select_for_update().filter(code=MABES_CODE).first()
    return root or Unit.add_root(code=MABES_CODE, level=UnitLevel.MABES, name=MABES_NAME)


def _follow(root: Unit) -> Derived:
    regions = list(
        Region.objects.filter(level__lt=Level.VILLAGE, retired_on=None).order_by("level", "code")
    )
    units = list(Unit.objects.all())
    by_code = {unit.code: unit for unit in units}
    by_region = {unit.region_id: unit for unit in reversed(units) if unit.region_id}
    changed: list[Unit] = []
    missing: list[Region] = []
    wanted: dict[int, Unit] = {}  # region id → its unit
    for region in regions:
        unit = by_region.get(region.pk) or by_code.get(unit_code(region))
        if unit is None:
            missing.append(region)
            continue
        wanted[region.pk] = unit
        if not unit.is_manual and _differs(unit, region):
            changed.append(unit)
    kept = {unit.pk for unit in wanted.values()} | {root.pk}
    gone = [
        unit
        for unit in units
        if unit.pk not in kept and unit.region_id and unit.is_active and not unit.is_manual
    ]
    for unit in gone:
        unit.is_active = False
    _save(changed, gone)
    added = _add(missing, wanted, root)
    moved = _move(regions, wanted)
    return Derived(
        added=len(added),
        changed=len(changed),
        moved=moved,
        deactivated=len(gone),
        total=len(wanted) + 1,
    )


def _differs(unit: Unit, region: Region) -> bool:
    """Set ``unit`` as the rule wants it; True when that changed anything."""
    now = (unit.code, unit.name, unit.region_id, unit.is_active)
    wanted = (unit_code(region), unit_name(region), region.pk, True)
    unit.code, unit.name, unit.region_id, unit.is_active = wanted
    return now != wanted


def _save(changed: list[Unit], gone: list[Unit]) -> None:
    """Write both lists; codes in two steps, since regions may have swapped theirs."""
    codes = {unit.pk: unit.code for unit in changed}
    for unit in changed:
        unit.code = f"~{unit.pk}"
    Unit.objects.bulk_update(changed, ["code"], batch_size=BATCH_OF_UPDATES)
    for unit in changed:
        unit.code = codes[unit.pk]
    Unit.objects.bulk_update(
        [*changed, *gone],
        ["code", "name", "region", "is_active"],
        batch_size=BATCH_OF_UPDATES,
    )


def _add(missing: list[Region], wanted: dict[int, Unit], root: Unit) -> list[Unit]:
    """Add units for ``missing`` (highest first) behind their siblings; ``wanted`` learns them.

    Paths are made here: treebeard's own way takes several queries for each of 7,830 units.
    """
    last = _last_child_paths() if missing else {}
    added: list[Unit] = []
    for level in _LEVELS:
        rows: list[tuple[Region, Unit]] = []
        for region in missing:
            if region.level != level:
                continue
            parent = wanted[region.parent_id] if region.parent_id else root
            path = _next_path(parent.path, last)
            rows.append(
                (
                    region,
                    Unit(
                        path=path,
                        depth=len(path) // Unit.steplen,
                        numchild=0,
                        code=unit_code(region),
                        level=_LEVELS[level],
                        name=unit_name(region),
                        region=region,
                    ),
                )
            )
        Unit.objects.bulk_create([unit for _region, unit in rows], batch_size=BATCH)
        wanted.update({region.pk: unit for region, unit in rows})
        added += [unit for _region, unit in rows]
    if added:
        _count_children()
    return added


def _last_child_paths() -> dict[str, str]:
    """The highest path below each unit's path."""
    last: dict[str, str] = {}
    for path in Unit.objects.order_by("path").values_list("path", flat=True):
        last[path[: -Unit.steplen]] = path
    return last


def _next_path(above: str, last: dict[str, str]) -> str:
    path = (
        Unit.path_after(last[above])
        if above in last
        else Unit._get_path(above, 1 + len(above) // Unit.steplen, 1)
    )
    last[above] = path
    return path


def _count_children() -> None:
    """Set ``numchild`` of every unit to what the paths say."""
    children: dict[str, int] = {}
    units = list(Unit.objects.only("pk", "path", "numchild"))
    for unit in units:
        above = unit.path[: -Unit.steplen]
        children[above] = children.get(above, 0) + 1
    wrong = []
    for unit in units:
        if unit.numchild != children.get(unit.path, 0):
            unit.numchild = children.get(unit.path, 0)
            wrong.append(unit)
    Unit.objects.bulk_update(wrong, ["numchild"], batch_size=BATCH_OF_UPDATES)


def _move(regions: list[Region], wanted: dict[int, Unit]) -> int:
    """Move units whose region now belongs to another; returns how many."""
    moved = 0
    for region in regions:
        unit = wanted[region.pk]
        if not region.parent_id or unit.is_manual:
            continue
        parent = wanted[region.parent_id]
        if unit.path[: -Unit.steplen] != parent.path:
            unit, parent = Unit.objects.get(pk=unit.pk), Unit.objects.get(pk=parent.pk)
            if unit.path[: -Unit.steplen] != parent.path:
                relocate(unit=unit, new_parent=parent)
                moved += 1
    return moved
