"""The demo's people: staff, one login per role, and officers in real villages."""

from __future__ import annotations

import datetime
import random

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from cms.accounts.models import User
from cms.config.demo import texts
from cms.config.demo.logins import LOGINS, PASSWORD
from cms.media.services.derivatives import make_public
from cms.people.models import Officer, Posting, Rank, Role, RoleAssignment
from cms.people.services.roles import sync_groups
from cms.places.models import Level, Region, Unit

# Thirteen provinces from Aceh to Papua.
REGENCIES = (
    "51.03",
    "32.01",
    "53.04",
    "35.78",
    "11.71",
    "73.71",
    "34.04",
    "91.03",
    "13.71",
    "64.71",
    "33.74",
    "61.71",
    "81.71",
)
RANKS = (Rank.BRIPKA, Rank.AIPDA, Rank.AIPTU, Rank.BRIGPOL, Rank.AIPDA, Rank.BRIPKA)
# More people behind the desk and on the panel than there are logins to print.
FURTHER_STAFF = (
    ("redaktur2@sambang.test", "Nurul Hidayah", Role.EDITOR, "POLDA-32"),
    ("penerbit2@sambang.test", "Bambang Wicaksono", Role.PUBLISHER, "MABES"),
    ("juri2@sambang.test", "Dr. Lestari Handayani", Role.PANELIST, "MABES"),
    ("juri3@sambang.test", "Pdt. Markus Tefa", Role.PANELIST, "MABES"),
    ("juri4@sambang.test", "Hj. Fatimah Lubis", Role.PANELIST, "MABES"),
    ("juri5@sambang.test", "I Gede Mahardika", Role.PANELIST, "MABES"),
)


def make_staff() -> dict[str, User]:
    """Everybody who is not an officer, by login. Side effects: users, roles, groups."""
    wanted = [(x.login, x.name, x.role, x.unit_code) for x in LOGINS if x.role]
    made, secret = {}, make_password(PASSWORD)
    for login, name, role, unit_code in (*wanted, *FURTHER_STAFF):
        user = _person(secret, name=name, email=login)
        unit = Unit.objects.get(code=unit_code)
        RoleAssignment.objects.create(user=user, role=role, unit=unit)
        sync_groups(user=user)
        made[login] = user
    return made


def _person(secret: str, **who) -> User:
    """A user with the printed password. ``secret`` is its hash: slow on purpose, so made once."""
    user = User.objects.create_person(**who)
    user.password = secret
    user.save(update_fields=["password"])
    return user


def _districts() -> list[Region]:
    """Districts of :data:`REGENCIES` in turn, each with at least two villages."""
    found: dict[str, list[Region]] = {}
    for code in REGENCIES:
        districts = Region.objects.filter(
            parent__code=code, level=Level.DISTRICT, retired_on=None
        ).prefetch_related("children")
        found[code] = [d for d in districts.order_by("code") if d.children.count() >= 2]
    order = []
    for rank in range(max(len(group) for group in found.values())):
        order += [group[rank] for group in found.values() if rank < len(group)]
    return order


def make_officers(count: int, *, rng: random.Random, portraits) -> list[Officer]:
    """``count`` officers with accounts, portraits and postings; the first one is the login.

    ``portraits`` is called with (user, seed, is_female, unit_path) and returns a Photo.
    """
    first = next(login for login in LOGINS if login.role is None)
    officers, names, secret = [], set(), make_password(PASSWORD)
    for number, district in zip(range(count), _districts(), strict=False):
        unit = Unit.objects.get(region=district)
        name, is_female = first.name, False
        if number:
            name, is_female = _new_name(rng, district.code[:2], names)
        names.add(name)
        nrp = first.login if not number else f"{rng.randint(70, 99)}{rng.randint(1, 12):02d}"
        nrp = nrp if len(nrp) == 8 else f"{nrp}{1000 + number:04d}"
        user = _person(secret, name=name, nrp=nrp)
        officer = Officer.objects.create(
            user=user,
            nrp=nrp,
            name=name,
            slug=f"{slugify(name)}-{slugify(unit.name.removeprefix('Polsek '))}"[:170],
            rank=rng.choice(RANKS),
            unit=unit,
            public_phone=f"0812-{rng.randint(1000, 9999)}-{rng.randint(1000, 9999)}",
            private_phone=f"0813-{rng.randint(1000, 9999)}-{rng.randint(1000, 9999)}",
            bio=_bio(rng, district),
        )
        for village in _villages(rng, district):
            Posting.objects.create(
                officer=officer,
                village=village,
                begins_on=datetime.date(rng.randint(2019, 2025), rng.randint(1, 12), 1),
            )
        officer.portrait = portraits(user, number, is_female, unit.path)
        officer.save(update_fields=["portrait"])
        make_public(photo=officer.portrait, used_by=f"officer:{officer.pk}")
        officers.append(officer)
    return officers


def _new_name(rng: random.Random, province_code: str, taken: set[str]) -> tuple[str, bool]:
    while True:
        name, is_female = texts.officer_name(rng, province_code)
        if name not in taken:
            return name, is_female


def _villages(rng: random.Random, district: Region) -> list[Region]:
    villages = list(district.children.filter(retired_on=None).order_by("code"))
    return rng.sample(villages, min(len(villages), rng.choice((1, 2, 2, 3))))


def _bio(rng: random.Random, district: Region) -> str:
    return rng.choice(
        (
            f"Bertugas di Kecamatan {district.name}. Paling mudah ditemui di warung kopi balai "
            "desa, pagi sebelum pukul delapan.",
            f"Warga Kecamatan {district.name} boleh menelepon kapan saja; bila tidak diangkat, "
            "kirim pesan dan saya mampir.",
            "Percaya bahwa masalah kecil yang didengar hari ini tidak menjadi perkara besar "
            "bulan depan.",
        )
    )
