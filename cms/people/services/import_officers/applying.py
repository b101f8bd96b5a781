"""Checking a file and applying it: all of it in one transaction, or nothing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.base.errors import Conflict, Missing
from cms.base.workflow import lock
from cms.media.services.files import discarded_on_error, doom
from cms.people.models import Officer, OfficerImport, Posting
from cms.people.permissions import may_open_administration
from cms.people.services.import_officers.columns import Column
from cms.people.services.import_officers.planning import Outcome, Plan, RowPlan, make_plan
from cms.people.services.officers import free_slugs
from cms.people.services.record import announce_all_officers, chain_name, record
from cms.places.models import Unit

_BATCH = 500
FORGOTTEN_AFTER = timedelta(days=1)


def check(*, actor, data: bytes, file_name: str) -> tuple[OfficerImport, Plan]:
    """Say what the file would do, and keep it until it is applied; writes no officer.

    Side effects: a row and a private file; the actor's earlier files that were not applied go.
    Raises Refused; TooLarge, UnsupportedMedia, Invalid for a file that cannot be read.
    """
    may_open_administration(actor).require()
    plan = make_plan(actor=actor, data=data)
    officer_import = OfficerImport(
        actor=actor,
        file_name=file_name[-200:].replace("\x00", ""),
        sha256=hashlib.sha256(data).hexdigest(),
        plan_digest=plan.digest,
    )
    with discarded_on_error() as names:
        officer_import.file.save("", ContentFile(data), save=False)
        names.append(officer_import.file.name)
        with transaction.atomic():
            _forget(OfficerImport.objects.filter(actor=actor, committed_at=None))
            officer_import.save(force_insert=True)
    return officer_import, plan


def plan_again(*, actor, officer_import: OfficerImport) -> Plan:
    """What the kept file would do now. Raises Missing once it was applied or replaced."""
    if officer_import.actor_id != actor.pk or not officer_import.file:
        raise Missing(_("Berkas ini sudah diterapkan atau diganti. Unggah lagi."))
    with officer_import.file.open("rb") as stored:
        return make_plan(actor=actor, data=stored.read())


def commit(*, actor, officer_import: OfficerImport) -> OfficerImport:
    """Apply the file exactly as it was shown, in one transaction.

    Side effects: officers, postings, names of accounts, one audit event a Polda; the file goes.
    Raises Refused; Missing once it was applied or replaced; Conflict when rows are wrong, nothing
    would change, or the data changed since the plan was shown (the new plan is then to be seen).
    """
    may_open_administration(actor).require()
    with transaction.atomic():
        row = lock(OfficerImport.objects.all(), pk=officer_import.pk)
        plan = plan_again(actor=actor, officer_import=row)
        if plan.digest == row.plan_digest:
            return _apply(actor, row, plan)
        row.plan_digest = plan.digest
        row.save(update_fields=["plan_digest"])
    raise Conflict(
        _("Data berubah sejak berkas ini diperiksa. Periksa lagi, lalu terapkan sekali lagi.")
    )


def run(*, actor, data: bytes, file_name: str) -> tuple[OfficerImport | None, Plan]:
    """Check and apply in one go, for the command; ``actor`` None is the system.

    Returns (None, plan) and writes nothing when a row is wrong or nothing would change.
    """
    if actor is not None:
        may_open_administration(actor).require()
    with transaction.atomic():
        plan = make_plan(actor=actor, data=data)
        if not plan.is_sound:
            return None, plan
        row = OfficerImport.objects.create(
            actor=actor,
            file_name=file_name[-200:],
            sha256=hashlib.sha256(data).hexdigest(),
            plan_digest=plan.digest,
        )
        return _apply(actor, row, plan), plan


def forget_old() -> int:
    """Delete files that nobody applied within a day; return how many. For the sweeper."""
    with transaction.atomic():
        return _forget(
            OfficerImport.objects.filter(
                committed_at=None, created_at__lt=timezone.now() - FORGOTTEN_AFTER
            )
        )


def _forget(imports) -> int:
    rows = list(imports)
    doom(storage="default", names=[row.file.name for row in rows])
    imports.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _apply(actor, row: OfficerImport, plan: Plan) -> OfficerImport:
    if not plan.is_sound:
        raise Conflict(_("Belum ada yang dapat diterapkan: perbaiki dulu baris yang salah."))
    new = [p for p in plan.rows if p.outcome == Outcome.NEW]
    changed = [p for p in plan.rows if p.outcome == Outcome.CHANGED]
    before = {p.officer.pk: p.officer.unit for p in changed}
    try:
        with transaction.atomic():
            _create(new)
            _change(changed)
            _post([*new, *changed])
    except IntegrityError:
        raise Conflict(
            _("Ada yang mencatat orang yang sama pada saat bersamaan. Periksa berkas sekali lagi.")
        ) from None
    row.created_count, row.changed_count = len(new), len(changed)
    row.committed_at = timezone.now()
    doom(storage="default", names=[row.file.name] if row.file else [])
    row.file = ""
    row.save()
    _audit(actor, row, new, changed, before)
    return row


def _create(plans: list[RowPlan]) -> None:
    if not plans:
        return
    slugs = free_slugs([plan.name for plan in plans])
    for plan, slug in zip(plans, slugs, strict=True):
        plan.officer = Officer(slug=slug, **{str(k): v for k, v in plan.values.items()})
    Officer.objects.bulk_create([plan.officer for plan in plans], batch_size=_BATCH)


def _change(plans: list[RowPlan]) -> None:
    names: list[User] = []
    by_fields: dict[tuple[str, ...], list[Officer]] = defaultdict(list)
    for plan in plans:
        values = {str(k): v for k, v in plan.values.items() if k != Column.NRP}
        for name, value in values.items():
            setattr(plan.officer, name, value)
        if values:
            by_fields[tuple(sorted(values))].append(plan.officer)
        if Column.NAME in plan.values and plan.officer.user:
            user = plan.officer.user
            first, _space, last = plan.officer.name.partition(" ")
            user.first_name, user.last_name = first[:150], last[:150]
            names.append(user)
    for fields, officers in by_fields.items():
        Officer.objects.bulk_update(officers, fields, batch_size=_BATCH)
    User.objects.bulk_update(names, ["first_name", "last_name"], batch_size=_BATCH)


def _post(plans: list[RowPlan]) -> None:
    ended, gone, new = [], [], []
    for plan in plans:
        for posting in plan.ended_postings:
            if posting.begins_on >= plan.begins_on:
                gone.append(posting.pk)
            else:
                posting.ends_on = plan.begins_on - timedelta(days=1)
                ended.append(posting)
        new += [
            Posting(officer=plan.officer, village=village, begins_on=plan.begins_on)
            for village in plan.new_villages
        ]
    for start in range(0, len(gone), _BATCH):
        Posting.objects.filter(pk__in=gone[start : start + _BATCH]).delete()
    Posting.objects.bulk_update(ended, ["ends_on"], batch_size=_BATCH)
    Posting.objects.bulk_create(new, batch_size=_BATCH)


def _audit(
    actor,
    row: OfficerImport,
    new: list[RowPlan],
    changed: list[RowPlan],
    before: dict[int, Unit],
) -> None:
    """One event in the chain of each Polda that the file touched: counts, and what changed."""
    units: dict[str, Unit] = {}
    created: dict[str, int] = defaultdict(int)
    changes: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for plan in new:
        chain = chain_name(plan.officer.unit)
        units[chain] = plan.officer.unit
        created[chain] += 1
    for plan in changed:
        for unit in {plan.officer.unit, before[plan.officer.pk]}:
            units[chain_name(unit)] = unit
            changes[chain_name(unit)][str(plan.officer.pk)] = plan.changes
    for chain, unit in sorted(units.items()):
        record(
            actor=actor,
            verb="officers.imported",
            target=row,
            unit=unit,
            data={"sha256": row.sha256, "created": created[chain], "changed": changes[chain]},
        )
    announce_all_officers()
