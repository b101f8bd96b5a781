"""Makes the regions in the database those of an edition, without breaking what points to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.errors import Invalid
from cms.places.models import FormerCode, Level, Region
from cms.places.services.edition import Area, Edition, read_code_changes, read_edition
from cms.places.services.search_index import index_regions

CHAIN = "places"
BATCH = 3000
BATCH_OF_UPDATES = 500
# More than this share of a level gone at once is a truncated file, not a new edition.
MOST_RETIRED_SHARE = 0.05
_COPIED = ("name", "kind", "search_key", "place_line")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: rows by what happened to them, and how many are in force by level."""

    added: int = 0
    changed: int = 0
    retired: int = 0
    restored: int = 0
    recoded: int = 0
    by_level: dict[int, int] = field(default_factory=dict)

    @property
    def is_unchanged(self) -> bool:
        return not (self.added or self.changed or self.retired or self.restored or self.recoded)


def load_regions(
    *,
    actor=None,
    source: Path | None = None,
    code_changes: Path | None = None,
    allow_shrinking: bool = False,
) -> Loaded:
    """Load the edition in ``source`` (None: the one that comes with Sambang); return what changed.

    A renamed area is updated in place, a new one added, one that is gone gets ``retired_on``, one
    that is back loses it; with ``code_changes`` (a CSV of old_code,new_code) an area keeps its row
    under its new code. All or nothing, in one transaction. ``actor`` is None from the command line.
    Raises Invalid, naming file and line, when the input is not usable.
    """
    edition = read_edition(source)
    changes = read_code_changes(code_changes) if code_changes else []
    with transaction.atomic():
        recoded = _recode(changes, edition, code_changes.name if code_changes else "")
        loaded = _apply(edition, allow_shrinking=allow_shrinking, recoded=recoded)
        if not loaded.is_unchanged:
            audit.append(
                actor=actor,
                verb="places.load_regions",
                target=Region.objects.order_by("code").first(),
                data={
                    "added": loaded.added,
                    "changed": loaded.changed,
                    "retired": loaded.retired,
                    "restored": loaded.restored,
                    "recoded": loaded.recoded,
                    "sha256": edition.digest,
                },
                chain=CHAIN,
            )
    return loaded


def _apply(edition: Edition, *, allow_shrinking: bool, recoded: set[str]) -> Loaded:
    existing = {region.code: region for region in Region.objects.all()}
    today = timezone.localdate()
    fresh: list[Area] = []
    changed: list[Region] = []
    restored = 0
    renamed: list[Region] = [existing[code] for code in recoded]
    for area in edition.areas.values():
        region = existing.get(area.code)
        if region is None:
            fresh.append(area)
            continue
        differs = any(getattr(region, name) != getattr(area, name) for name in _COPIED)
        parent_id = existing[area.parent_code].pk if area.parent_code in existing else None
        moved = region.parent_id != parent_id
        back = region.retired_on is not None
        if not (differs or moved or back):
            continue
        if (region.name != area.name or back) and area.code not in recoded:
            renamed.append(region)
        for name in _COPIED:
            setattr(region, name, getattr(area, name))
        region.parent_id, region.retired_on = parent_id, None
        restored += back
        changed.append(region)
    gone = [r for r in existing.values() if r.code not in edition.areas and not r.retired_on]
    _refuse_shrinking(gone, existing, allow_shrinking=allow_shrinking)
    for region in gone:
        region.retired_on = today
    added = _insert(fresh, existing)
    # A moved region may belong under one that was only now inserted.
    for region in changed:
        area = edition.areas[region.code]
        region.parent_id = existing[area.parent_code].pk if area.parent_code else None
    Region.objects.bulk_update(
        [*changed, *gone], [*_COPIED, "parent", "retired_on"], batch_size=BATCH_OF_UPDATES
    )
    index_regions([*renamed, *gone])
    index_regions(added, fresh=True)
    return Loaded(
        added=len(added),
        changed=len(changed) - restored,
        retired=len(gone),
        restored=restored,
        recoded=len(recoded),
        by_level=dict(Counter(area.level for area in edition.areas.values())),
    )


def _insert(areas: list[Area], existing: dict[str, Region]) -> list[Region]:
    """Insert ``areas`` level by level; ``existing`` learns them. Returns the rows."""
    added: list[Region] = []
    for level in Level:
        rows = [
            Region(
                code=area.code,
                level=area.level,
                name=area.name,
                kind=area.kind,
                parent=existing[area.parent_code] if area.parent_code else None,
                search_key=area.search_key,
                place_line=area.place_line,
            )
            for area in areas
            if area.level == level
        ]
        Region.objects.bulk_create(rows, batch_size=BATCH)
        existing.update({row.code: row for row in rows})
        added += rows
    return added


def _refuse_shrinking(gone, existing, *, allow_shrinking: bool) -> None:
    if allow_shrinking:
        return
    in_force = Counter(r.level for r in existing.values() if r.retired_on is None)
    for level, count in Counter(region.level for region in gone).items():
        if count > max(20, in_force[level] * MOST_RETIRED_SHARE):
            raise Invalid(
                _(
                    "Edisi ini tidak memuat %(gone)d dari %(all)d %(level)s yang ada: mungkin "
                    "berkasnya terpotong. Bila memang begitu, ulangi dengan --allow-shrinking."
                )
                % {"gone": count, "all": in_force[level], "level": Level(level).label}
            )


def _recode(changes: list[tuple[int, str, str]], edition: Edition, file: str) -> set[str]:
    """Give regions their new codes; return the new codes of those that changed.

    A change that was applied before is passed over. The change of an area carries everything
    below it along, where the edition has it under the new code and no row says otherwise.
    """
    if not changes:
        return set()
    regions = {region.code: region for region in Region.objects.all()}
    done = {
        (old, new) for old, new in FormerCode.objects.values_list("code", "region__code") if new
    }
    pending = {old: (new, line) for line, old, new in changes if (old, new) not in done}
    for old, (new, line) in list(pending.items()):
        for code in regions:
            if code.startswith(f"{old}.") and code not in pending:
                below = new + code[len(old) :]
                if below in edition.areas and (code, below) not in done:
                    pending[code] = (below, line)
    mistakes = []
    for old, (new, line) in pending.items():
        if old not in regions:
            problem = _("kode lama %(code)s tidak ada.") % {"code": old}
        elif new not in edition.areas:
            problem = _("kode baru %(code)s tidak ada di edisi ini.") % {"code": new}
        elif new in regions and new not in pending:
            problem = _("kode baru %(code)s sudah dipakai wilayah lain.") % {"code": new}
        else:
            continue
        mistakes.append(f"{file}, {_('baris')} {line}: {problem}")
    if mistakes:
        raise Invalid("\n- ".join([_("Pemetaan kode tidak dapat dipakai:"), *mistakes[:20]]))
    today = timezone.localdate()
    moving = [(regions[old], old, new) for old, (new, _line) in pending.items()]
    # Two steps, since codes may be swapped and each must be unique at any moment.
    for region, old, _new in moving:
        region.code = f"~{old[-11:]}"
    Region.objects.bulk_update([m[0] for m in moving], ["code"], batch_size=BATCH_OF_UPDATES)
    for region, _old, new in moving:
        region.code = new
    Region.objects.bulk_update([m[0] for m in moving], ["code"], batch_size=BATCH_OF_UPDATES)
    FormerCode.objects.bulk_create(
        [FormerCode(code=old, region=region, changed_on=today) for region, old, _new in moving],
        ignore_conflicts=True,
        batch_size=BATCH,
    )
    return {new for _region, _old, new in moving}
