"""Creating and changing officers, and opening their accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.base.errors import Conflict, Invalid
from cms.base.workflow import lock
from cms.media.models import Photo
from cms.people.facts import (
    BIO_MAX,
    clean_email,
    clean_name,
    clean_nrp,
    clean_phone,
    clean_rank,
    one_line,
)
from cms.people.models import Officer
from cms.people.permissions import may_manage_officers, may_reset_password, may_transfer_officer
from cms.people.selectors import units_of
from cms.people.services.passwords import issue
from cms.people.services.portraits import settle_portrait
from cms.people.services.postings import Service, record_transfer, set_postings
from cms.people.services.record import record
from cms.places.models import Unit

SLUG_MAX = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerFacts:
    """Everything that an administrator fills in about an officer."""

    nrp: str
    name: str
    rank: str
    unit: Unit
    public_phone: str = ""
    private_phone: str = ""
    private_email: str = ""
    bio: str = ""
    portrait: Photo | None = None
    is_active: bool = True


_CLEANERS = {
    "nrp": clean_nrp,
    "name": clean_name,
    "rank": clean_rank,
    "public_phone": clean_phone,
    "private_phone": clean_phone,
    "private_email": clean_email,
}


@transaction.atomic
def create_officer(*, actor, facts: OfficerFacts, postings: Sequence[Service] = ()) -> Officer:
    """Create and return an officer with a public address that never changes.

    Side effects: audit events. Raises Refused unless ``actor`` administers the unit; Invalid with
    ``fields``; Conflict when the NRP is taken.
    """
    may_manage_officers(actor, unit=facts.unit).require()
    officer = Officer(slug=free_slugs([facts.name])[0])
    _write(officer, facts)
    officer.save()
    settle_portrait(officer=officer)
    record(
        actor=actor,
        verb="officer.created",
        target=officer,
        unit=officer.unit,
        data={"nrp": officer.nrp, "unit": officer.unit.code},
    )
    set_postings(actor=actor, officer=officer, services=postings)
    return officer


@transaction.atomic
def change_officer(
    *, actor, officer: Officer, facts: OfficerFacts, postings: Sequence[Service] | None = None
) -> Officer:
    """Set the facts of ``officer``, and the postings unless None; return the saved officer.

    A changed NRP changes the login; an officer who is no longer active can no longer sign in; the
    public address stays. Side effects: audit events with the names of what changed, not private
    values; public copies of the portrait. Raises Refused (both units count when the unit
    changes), Invalid, Conflict.
    """
    officer = lock(Officer.objects.select_related("unit", "user", "portrait"), pk=officer.pk)
    may_manage_officers(actor, unit=officer.unit).require()
    before, portrait_before = officer.unit, officer.portrait
    if before.pk != facts.unit.pk:
        may_transfer_officer(actor, officer=officer, unit=facts.unit).require()
    changed = _write(officer, facts)
    officer.save()
    settle_portrait(officer=officer, before=portrait_before)
    _follow(officer, changed)
    if changed:
        record(
            actor=actor,
            verb="officer.changed",
            target=officer,
            unit=officer.unit,
            data={"fields": changed},
        )
    if "unit" in changed:
        record_transfer(actor, officer, before)
    if postings is not None:
        set_postings(actor=actor, officer=officer, services=postings)
    return officer


@transaction.atomic
def open_account(*, actor, officer: Officer) -> str:
    """Let ``officer`` sign in by NRP: make or find the account, return a one-time password.

    An account that already exists with this NRP (staff who became an officer) is taken over only
    by an administrator of all its units. Side effects: user, audit event. Raises Refused; Conflict
    when the officer is not active or the account is another officer's.
    """
    officer = lock(Officer.objects.select_related("unit", "user"), pk=officer.pk)
    may_manage_officers(actor, unit=officer.unit).require()
    if not officer.is_active:
        raise Conflict(_("Ia tidak aktif lagi; aktifkan dulu sebelum membuat akun."))
    user = officer.user or User.objects.filter(nrp=officer.nrp).first()
    if user is None:
        user = User.objects.create_person(name=officer.name, nrp=officer.nrp)
    else:
        if Officer.objects.filter(user=user).exclude(pk=officer.pk).exists():
            raise Conflict(_("Akun dengan NRP ini milik Bhabinkamtibmas lain."))
        units = units_of(user) or [officer.unit]
        may_reset_password(actor, user=user, units=units).require()
    officer.user = user
    officer.save(update_fields=["user"])
    password = issue(user)
    record(actor=actor, verb="officer.account_opened", target=officer, unit=officer.unit)
    return password


def free_slugs(names: Iterable[str]) -> list[str]:
    """One free public address for each of ``names``, also among themselves. One query.

    Two transactions at once may be given the same one: the unique column refuses the second.
    """
    wanted = [slugify(name)[:SLUG_MAX].strip("-") or "bhabinkamtibmas" for name in names]
    taken = Officer.objects.values_list("slug", flat=True)
    if len(wanted) == 1:
        taken = taken.filter(slug__startswith=wanted[0])
    used, free, numbers = set(taken), [], {}
    for base in wanted:
        slug, number = base, numbers.get(base, 1)
        while slug in used:
            number += 1
            slug = f"{base}-{number}"
        numbers[base] = number
        used.add(slug)
        free.append(slug)
    return free


def _write(officer: Officer, wanted: OfficerFacts) -> list[str]:
    """Put the cleaned facts into ``officer``, not saved; return the names of what changed."""
    values = {field.name: getattr(wanted, field.name) for field in fields(wanted)}
    errors = {}
    for name, clean in _CLEANERS.items():
        try:
            values[name] = clean(values[name])
        except Invalid as error:
            errors[name] = str(error)
    values["bio"] = one_line(values["bio"])
    if len(values["bio"]) > BIO_MAX:
        errors["bio"] = _("Paling panjang %(most)d huruf.") % {"most": BIO_MAX}
    if errors:
        raise Invalid(_("Periksa lagi isian yang ditandai."), fields=errors)
    if Officer.objects.filter(nrp=values["nrp"]).exclude(pk=officer.pk).exists():
        raise Conflict(_("NRP ini sudah tercatat."))
    changed = [
        name
        for name, value in values.items()
        if officer.pk is None or getattr(officer, name) != value
    ]
    for name, value in values.items():
        setattr(officer, name, value)
    return changed


def _follow(officer: Officer, changed: list[str]) -> None:
    """The account has the officer's NRP, name and activity."""
    user = officer.user
    if user is None:
        return
    if User.objects.filter(nrp=officer.nrp).exclude(pk=user.pk).exists():
        raise Conflict(_("NRP ini sudah dipakai akun lain."))
    if user.username == user.nrp:
        user.username = officer.nrp
    user.nrp = officer.nrp
    if "is_active" in changed:
        user.is_active = officer.is_active
    first, _space, last = officer.name.partition(" ")
    user.first_name, user.last_name = first[:150], last[:150]
    user.save()
