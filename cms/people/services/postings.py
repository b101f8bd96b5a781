"""Where an officer serves, and when."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from cms.base.errors import Conflict, Invalid, Missing
from cms.base.workflow import lock
from cms.people.models import Officer, Posting
from cms.people.permissions import may_manage_officers, may_transfer_officer
from cms.people.services.record import chain_name, record
from cms.places.models import Level, Region, Unit

MOST_POSTINGS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One posting as somebody wants it; ``posting_id`` None makes a new one."""

    village: Region
    begins_on: datetime.date
    ends_on: datetime.date | None = None
    posting_id: int | None = None

    def overlaps(self, other: Service) -> bool:
        """True when both are the same village on a common day."""
        return (
            self.village.pk == other.village.pk
            and (other.ends_on is None or self.begins_on <= other.ends_on)
            and (self.ends_on is None or other.begins_on <= self.ends_on)
        )


@transaction.atomic
def post_officer(
    *,
    actor,
    officer: Officer,
    village: Region,
    begins_on: datetime.date,
    ends_on: datetime.date | None = None,
) -> Posting:
    """Let ``officer`` serve ``village`` from ``begins_on``; return the posting.

    Side effect: an audit event. Raises Refused; Invalid for dates the wrong way round, no village,
    a village no longer in force, or days on which the officer already serves it.
    """
    officer = _locked(actor, officer)
    wanted = Service(village=village, begins_on=begins_on, ends_on=ends_on)
    _check([*_present(officer), wanted], new=[wanted])
    posting = Posting.objects.create(
        officer=officer, village=village, begins_on=begins_on, ends_on=ends_on
    )
    _record(actor, officer, "officer.posted", posting)
    return posting


@transaction.atomic
def end_posting(*, actor, posting: Posting, ends_on: datetime.date) -> Posting:
    """The last day of ``posting`` is ``ends_on``. Side effect: an audit event.

    Raises Refused, Missing, Conflict when it has ended before that day, Invalid when that day is
    before it began.
    """
    officer = _locked(actor, posting.officer)
    posting = lock(Posting.objects.all(), pk=posting.pk)
    if posting.ends_on is not None and posting.ends_on <= ends_on:
        raise Conflict(_("Penugasan ini sudah berakhir lebih dulu."))
    if ends_on < posting.begins_on:
        raise Invalid(_("Tanggal selesai mendahului tanggal mulai."))
    posting.ends_on = ends_on
    posting.save(update_fields=["ends_on"])
    _record(actor, officer, "officer.posting_ended", posting)
    return posting


@transaction.atomic
def transfer_officer(*, actor, officer: Officer, unit: Unit, on: datetime.date) -> Officer:
    """Move ``officer`` to ``unit`` from the day ``on``; every posting of the old unit ends before.

    Postings that would only have begun on that day or later are taken back. Side effect: an audit
    event in the chains of both units. Raises Refused unless ``actor`` administers both units,
    Conflict when the officer is there already.
    """
    officer = lock(Officer.objects.select_related("unit"), pk=officer.pk)
    may_transfer_officer(actor, officer=officer, unit=unit).require()
    before = officer.unit
    if before.pk == unit.pk:
        raise Conflict(_("Ia sudah bertugas di satuan ini."))
    officer.postings.filter(begins_on__gte=on).delete()
    last_day = on - datetime.timedelta(days=1)
    running = officer.postings.exclude(ends_on__lte=last_day)
    ended = list(running.values_list("pk", flat=True))
    running.update(ends_on=last_day)
    officer.unit = unit
    officer.save(update_fields=["unit"])
    record_transfer(actor, officer, before, {"on": on.isoformat(), "postings_ended": ended})
    return officer


def record_transfer(actor, officer: Officer, before: Unit, data: dict | None = None) -> None:
    """Write the move into the chain of the new unit, and of the old one when that is another."""
    data = {"from": before.code, "to": officer.unit.code} | (data or {})
    # In the order of their names: two moves at once never wait for each other's chain.
    chains = {chain_name(unit): unit for unit in (before, officer.unit)}
    for _name, unit in sorted(chains.items()):
        record(actor=actor, verb="officer.transferred", target=officer, unit=unit, data=data)


def set_postings(*, actor, officer: Officer, services: Sequence[Service]) -> None:
    """Make the postings of ``officer`` exactly ``services``: add, change and take back.

    Inside the caller's transaction, on a locked officer whom the actor may manage. Side effect: an
    audit event when anything changed. Raises as :func:`post_officer`; Missing for a posting that
    is not the officer's.
    """
    present = {posting.pk: posting for posting in officer.postings.select_related("village")}
    if {service.posting_id for service in services} - {None, *present}:
        raise Missing(_("Penugasan itu tidak ditemukan; muat ulang halaman ini."))
    # Another village or first day is another posting: never two rows with one key on the way.
    kept = {s.posting_id: s for s in services if _is_same(present.get(s.posting_id), s)}
    new = [s for s in services if s.posting_id not in kept]
    _check(services, new=new)
    changes = {"removed": [], "changed": [], "added": []}
    for pk, posting in present.items():
        if pk not in kept:
            changes["removed"].append(_facts(posting))
            posting.delete()
        elif posting.ends_on != kept[pk].ends_on:
            posting.ends_on = kept[pk].ends_on
            posting.save(update_fields=["ends_on"])
            changes["changed"].append(_facts(posting))
    for service in new:
        posting = Posting.objects.create(
            officer=officer,
            village=service.village,
            begins_on=service.begins_on,
            ends_on=service.ends_on,
        )
        changes["added"].append(_facts(posting))
    if any(changes.values()):
        record(
            actor=actor,
            verb="officer.postings_set",
            target=officer,
            unit=officer.unit,
            data=changes,
        )


def _is_same(posting: Posting | None, service: Service) -> bool:
    return (
        posting is not None
        and posting.village_id == service.village.pk
        and posting.begins_on == service.begins_on
    )


def _locked(actor, officer: Officer) -> Officer:
    officer = lock(Officer.objects.select_related("unit"), pk=officer.pk)
    may_manage_officers(actor, unit=officer.unit).require()
    return officer


def _present(officer: Officer) -> list[Service]:
    return [
        Service(village=p.village, begins_on=p.begins_on, ends_on=p.ends_on, posting_id=p.pk)
        for p in officer.postings.select_related("village")
    ]


def _check(services: Sequence[Service], *, new: Sequence[Service]) -> None:
    if len(services) > MOST_POSTINGS:
        raise Invalid(_("Paling banyak %(most)d penugasan.") % {"most": MOST_POSTINGS})
    for service in new:
        if service.village.level != Level.VILLAGE:
            raise Invalid(_("“%(place)s” bukan desa atau kelurahan.") % {"place": service.village})
        if service.village.retired_on:
            raise Invalid(_("Desa “%(place)s” tidak berlaku lagi.") % {"place": service.village})
    for index, service in enumerate(services):
        if service.ends_on is not None and service.ends_on < service.begins_on:
            raise Invalid(_("Tanggal selesai mendahului tanggal mulai."))
        if any(service.overlaps(other) for other in services[:index]):
            raise Invalid(
                _("Penugasan di “%(place)s” bertumpuk dengan penugasan lain di desa yang sama.")
                % {"place": service.village}
            )


def _facts(posting: Posting) -> dict:
    return {
        "village": posting.village.code,
        "begins_on": posting.begins_on.isoformat(),
        "ends_on": posting.ends_on.isoformat() if posting.ends_on else None,
    }


def _record(actor, officer: Officer, verb: str, posting: Posting) -> None:
    record(actor=actor, verb=verb, target=officer, unit=officer.unit, data=_facts(posting))
