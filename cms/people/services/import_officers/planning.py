"""What a file would do, row by row, without doing it; a few queries for every thousand rows.

Each row ends as new, changed, same or wrong; what to write is kept beside it for ``applying``.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.errors import Invalid
from cms.base.permissions import ALLOWED, Verdict
from cms.people import facts
from cms.people.models import Officer, Posting
from cms.people.permissions import may_manage_officers
from cms.people.services.import_officers.columns import Column, Layout, label, layout_of
from cms.people.services.import_officers.reading import (
    LONGEST_CELL,
    Row,
    is_formula,
    read_rows,
)
from cms.places.models import FormerCode, Level, Region, Unit
from cms.places.naming import search_key

_CHUNK_ROWS = 500
MOST_VILLAGES = 20
_CLEANERS = {
    Column.NRP: facts.clean_nrp,
    Column.NAME: facts.clean_name,
    Column.RANK: facts.clean_rank,
    Column.PUBLIC_PHONE: facts.clean_phone,
    Column.PRIVATE_PHONE: facts.clean_phone,
    Column.PRIVATE_EMAIL: facts.clean_email,
    Column.BEGINS_ON: facts.clean_date,
}
_COMPARED = (
    Column.NAME,
    Column.RANK,
    Column.PUBLIC_PHONE,
    Column.PRIVATE_PHONE,
    Column.PRIVATE_EMAIL,
)


class Outcome(StrEnum):
    """What would become of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one column, and what to do."""

    column: str
    message: str


@dataclass(slots=True)
class RowPlan:
    """One row of the file: what it says, what is wrong with it, what it would do."""

    number: int
    nrp: str
    name: str
    outcome: Outcome = Outcome.NEW
    problems: list[Problem] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    values: dict[str, object] = field(default_factory=dict)
    officer: Officer | None = None
    new_villages: list[Region] = field(default_factory=list)
    ended_postings: list[Posting] = field(default_factory=list)
    begins_on: datetime.date | None = None

    def wrong(self, column: Column, message: str) -> None:
        """Note a mistake."""
        self.outcome = Outcome.WRONG
        self.problems.append(Problem(label(column), message))


@dataclass(frozen=True, slots=True)
class Plan:
    """What the whole file would do."""

    rows: list[RowPlan]
    ignored_columns: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows end in each way; every way is named."""
        found = Counter(row.outcome for row in self.rows)
        return {outcome.value: found[outcome] for outcome in Outcome}

    @property
    def is_sound(self) -> bool:
        """Nothing is wrong and there is something to do."""
        counts = self.counts
        return not counts[Outcome.WRONG] and bool(counts[Outcome.NEW] + counts[Outcome.CHANGED])

    @property
    def digest(self) -> str:
        """Differs when the plan does anything else than when it was shown."""
        told = [
            [
                row.number,
                row.nrp,
                row.outcome,
                row.changes,
                [str(value) for value in row.values.values()],
                [village.pk for village in row.new_villages],
                [posting.pk for posting in row.ended_postings],
                [(p.column, p.message) for p in row.problems],
            ]
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def make_plan(*, actor, data: bytes) -> Plan:
    """Read ``data`` and say what it would do for ``actor`` (None: the system); writes nothing.

    Raises TooLarge, UnsupportedMedia, Invalid for a file that cannot be read as a whole.
    """
    rows = read_rows(data)
    layout = layout_of(rows)
    rows = rows[layout.first_row :]
    if not rows:
        raise Invalid(_("Di bawah judul kolom tidak ada baris."))
    planner = _Planner(actor, layout)
    plans = []
    for start in range(0, len(rows), _CHUNK_ROWS):
        plans += planner.plan(rows[start : start + _CHUNK_ROWS])
    return Plan(plans, layout.ignored)


class _Units:
    """Every active unit, by code and by name; whether the actor may import into it."""

    def __init__(self, actor):
        self._actor = actor
        self._verdicts: dict[int, Verdict] = {}
        self._by_code: dict[str, Unit] = {}
        self._by_name: dict[str, list[Unit]] = {}
        for unit in Unit.objects.filter(is_active=True):
            self._by_code[unit.code] = unit
            self._by_name.setdefault(search_key(unit.name), []).append(unit)

    def find(self, raw: str) -> Unit:
        """The unit with this code or name. Raises Invalid: none, several, or not the actor's."""
        text = facts.one_line(raw)
        if not text:
            raise Invalid(_("Satuan kosong: isi kode atau nama satuan."))
        unit = self._by_code.get(text.upper().replace(" ", ""))
        found = [unit] if unit else self._by_name.get(search_key(text), [])
        if not found:
            raise Invalid(_("Satuan “%(unit)s” tidak ditemukan.") % {"unit": text[:80]})
        if len(found) > 1:
            codes = ", ".join(unit.code for unit in found[:5])
            raise Invalid(
                _("Ada beberapa satuan bernama “%(unit)s”; tulis kodenya: %(codes)s.")
                % {"unit": text[:80], "codes": codes}
            )
        if not self.verdict(found[0]):
            raise Invalid(_("%(unit)s di luar wilayah tugas Anda.") % {"unit": found[0].name})
        return found[0]

    def verdict(self, unit: Unit) -> Verdict:
        if self._actor is None:
            return ALLOWED
        if unit.pk not in self._verdicts:
            self._verdicts[unit.pk] = may_manage_officers(self._actor, unit=unit)
        return self._verdicts[unit.pk]


class _Planner:
    """Plans rows a chunk at a time; remembers which NRP came in which row."""

    def __init__(self, actor, layout: Layout):
        self._layout = layout
        self._units = _Units(actor)
        self._row_of_nrp: dict[str, int] = {}
        self._today = timezone.localdate()

    def plan(self, rows: list[Row]) -> list[RowPlan]:
        plans = [self._cleaned(row) for row in rows]
        known = self._officers(plans)
        codes = {plan.number: self._codes(row) for row, plan in zip(rows, plans, strict=True)}
        villages = _villages({code for found in codes.values() for code in found})
        for plan in plans:
            self._place(plan, codes[plan.number], villages)
            self._compare(plan, known.get(plan.nrp))
        return plans

    def _cleaned(self, row: Row) -> RowPlan:
        """The plan with each cell cleaned on its own."""
        layout = self._layout
        plan = RowPlan(
            row.number,
            facts.one_line(layout.cell(row, Column.NRP))[:30],
            facts.one_line(layout.cell(row, Column.NAME))[:150],
        )
        for column in Column:
            raw = layout.cell(row, column)
            if is_formula(raw):
                plan.wrong(column, _("Sel ini berisi rumus; tempel sebagai nilai."))
            elif len(raw) > LONGEST_CELL:
                plan.wrong(column, _("Isinya lebih dari %(most)d huruf.") % {"most": LONGEST_CELL})
            elif column in _CLEANERS:
                self._clean(plan, column, _CLEANERS[column], raw)
            elif column == Column.UNIT:
                self._clean(plan, column, self._units.find, raw)
        plan.begins_on = plan.values.pop(Column.BEGINS_ON, None)
        plan.nrp = str(plan.values.get(Column.NRP, plan.nrp))
        plan.name = str(plan.values.get(Column.NAME, plan.name))
        if Column.NRP in plan.values:
            first = self._row_of_nrp.setdefault(plan.nrp, plan.number)
            if first != plan.number:
                plan.wrong(
                    Column.NRP,
                    _("NRP ini sudah ada di baris %(row)d; sisakan satu.") % {"row": first},
                )
        return plan

    @staticmethod
    def _clean(plan: RowPlan, column: Column, clean, raw: str) -> None:
        try:
            plan.values[column] = clean(raw)
        except Invalid as error:
            plan.wrong(column, str(error))

    def _codes(self, row: Row) -> list[str]:
        """The village codes of a row as Kemendagri writes them; others stay as they are."""
        raw = self._layout.cell(row, Column.VILLAGES)
        if is_formula(raw) or len(raw) > LONGEST_CELL:
            return []
        parts = (facts.one_line(part) for part in raw.replace(",", ";").split(";"))
        return list(dict.fromkeys(_dotted(part) for part in parts if part))

    @staticmethod
    def _officers(plans: list[RowPlan]) -> dict[str, Officer]:
        nrps = [plan.nrp for plan in plans if Column.NRP in plan.values]
        officers = Officer.objects.filter(nrp__in=nrps).select_related("unit", "user")
        return {officer.nrp: officer for officer in officers.prefetch_related("postings")}

    def _place(self, plan: RowPlan, codes: list[str], villages: dict[str, Region]) -> None:
        if len(codes) > MOST_VILLAGES:
            plan.wrong(Column.VILLAGES, _("Paling banyak %(most)d desa.") % {"most": MOST_VILLAGES})
            return
        for code in codes:
            village = villages.get(code)
            if village is None:
                plan.wrong(
                    Column.VILLAGES,
                    _("Desa “%(code)s” tidak ada; tulis kode seperti 32.01.01.1001.")
                    % {"code": code[:60]},
                )
            elif village.retired_on:
                plan.wrong(
                    Column.VILLAGES,
                    _("Desa “%(place)s” tidak berlaku lagi.") % {"place": village.name},
                )
            else:
                plan.new_villages.append(village)

    def _compare(self, plan: RowPlan, officer: Officer | None) -> None:
        """New, changed or same; what an empty cell says is never taken away."""
        plan.officer = officer
        begins_on = plan.begins_on or self._today
        plan.begins_on = begins_on
        if officer is None:
            return
        if not self._units.verdict(officer.unit):
            plan.officer = None
            plan.wrong(
                Column.NRP, _("NRP ini tercatat di satuan lain, di luar wilayah tugas Anda.")
            )
            return
        if not officer.is_active:
            plan.wrong(
                Column.NRP, _("Ia tercatat tidak aktif; aktifkan dulu di halamannya sendiri.")
            )
        for column in _COMPARED:
            if plan.values.get(column, "") in ("", getattr(officer, column)):
                plan.values.pop(column, None)
            else:
                plan.changes.append(label(column))
        self._compare_service(plan, officer, begins_on)
        if plan.outcome != Outcome.WRONG:
            plan.outcome = Outcome.CHANGED if plan.changes else Outcome.SAME

    @staticmethod
    def _compare_service(plan: RowPlan, officer: Officer, begins_on: datetime.date) -> None:
        named = {village.pk for village in plan.new_villages}
        postings = list(officer.postings.all())
        for village in list(plan.new_villages):
            held = [p for p in postings if p.village_id == village.pk]
            if any(p.ends_on is None for p in held):
                plan.new_villages.remove(village)
            elif any(p.ends_on >= begins_on for p in held):
                plan.wrong(
                    Column.VILLAGES,
                    _("Ia sudah bertugas di “%(place)s” pada tanggal itu.")
                    % {"place": village.name},
                )
        if plan.new_villages:
            plan.changes.append(label(Column.VILLAGES))
        unit = plan.values.pop(Column.UNIT, None)
        if unit is None or unit.pk == officer.unit_id:
            return
        plan.values[Column.UNIT] = unit
        plan.changes.append(label(Column.UNIT))
        last_day = begins_on - datetime.timedelta(days=1)
        plan.ended_postings = [
            p
            for p in postings
            if p.village_id not in named and (p.ends_on is None or p.ends_on > last_day)
        ]


def _dotted(code: str) -> str:
    """``3201011001`` as ``32.01.01.1001``."""
    digits = code.replace(".", "").replace(" ", "")
    if digits.isascii() and digits.isdigit() and len(digits) == 10:
        return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}.{digits[6:]}"
    return code


def _villages(codes: set[str]) -> dict[str, Region]:
    """Villages by code; a code no longer in force leads to the village that had it formerly."""
    found: dict[str, Region] = {}
    for chunk in _chunks(sorted(codes)):
        villages = Region.objects.filter(level=Level.VILLAGE, code__in=chunk)
        found |= {village.code: village for village in villages}
    gone = [code for code in sorted(codes) if code not in found or found[code].retired_on]
    for chunk in _chunks(gone):
        # Without a condition on the region, which SQLite would start from: 83,000 rows each time.
        former = FormerCode.objects.filter(code__in=chunk).select_related("region")
        for old in former.order_by("changed_on"):
            if old.region.level == Level.VILLAGE:
                found[old.code] = old.region
    return found


def _chunks(values: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), _CHUNK_ROWS):
        yield values[start : start + _CHUNK_ROWS]
