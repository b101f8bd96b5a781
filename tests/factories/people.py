"""Users, units, villages and officers; traits are named after situations."""

import datetime

import factory
from factory.django import DjangoModelFactory

from cms.accounts.models import User
from cms.people.models import Officer, Posting, Rank, Role, RoleAssignment
from cms.people.services.roles import sync_groups
from cms.places.models import Level, Region, Unit, VillageKind
from cms.places.naming import search_key
from cms.places.services.search_index import index_regions
from tests.password import PASSWORD


def place(code: str = "32.01.01.1001", name: str = "Pondok Rajeg") -> Region:
    """The village ``code`` with its district, regency and province, made where missing, and found
    by search."""
    names = {2: "Jawa Barat", 5: "Kabupaten Bogor", 8: "Cibinong", 13: name}
    parent = None
    for level, length in ((Level.PROVINCE, 2), (Level.REGENCY, 5), (Level.DISTRICT, 8), (4, 13)):
        part = code[:length]
        own = names[length] if part == "32.01.01.1001"[:length] else f"{names[length]} {part}"
        if length == 13:
            own = name
        parent, created = Region.objects.get_or_create(
            code=part,
            defaults={
                "level": level,
                "name": own,
                "parent": parent,
                "search_key": search_key(own),
                "place_line": own if parent is None else f"{own}, {parent.place_line}",
                "kind": VillageKind.KELURAHAN if length == 13 else "",
            },
        )
        if created:
            index_regions([parent], fresh=True)
    return parent


_BELOW_MABES = ((2, "POLDA"), (3, "POLRES"), (4, "POLSEK"))


def unit(code: str = "POLSEK-320101") -> Unit:
    """The unit ``code`` (``MABES``, ``POLDA-32``, ``POLRES-3201``, ``POLSEK-320101``) with all
    units above it, made where missing.

    Nearly every test has units: those that are missing are one INSERT, not one for each, after
    looking for their place.
    """
    digits = code.partition("-")[2]
    own = {2: digits[:2], 3: digits[:4], 4: digits}
    chain = ["MABES", *(f"{level}-{own[depth]}" for depth, level in _BELOW_MABES)]
    chain = chain[: chain.index(code) + 1]
    there = {found.code: found for found in Unit.objects.filter(code__in=chain)}
    above = next((there[known] for known in reversed(chain) if known in there), None)
    if above is not None and above.code == code:
        return above
    path, rows = _place_below(above), []
    for depth in range(above.depth + 1 if above else 1, len(chain) + 1):
        level = chain[depth - 1].partition("-")[0]
        name = f"{level.title()} {own[depth]}" if depth > 1 else "Mabes Polri"
        place = {"path": path, "depth": depth, "numchild": int(depth < len(chain))}
        rows.append(Unit(code=chain[depth - 1], level=level.lower(), name=name, **place))
        path = Unit._get_path(path, depth + 1, 1)
    Unit.objects.bulk_create(rows)
    if above is not None:
        Unit.objects.filter(pk=above.pk).update(numchild=above.numchild + 1)
    return rows[-1]


def _place_below(above: Unit | None) -> str:
    """The path of the next unit directly below ``above``; that of the first unit when None."""
    if above is None:
        return Unit._get_path("", 1, 1)
    last = above.get_last_child()
    return last._inc_path() if last else Unit._get_path(above.path, above.depth + 1, 1)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    first_name = "Siti"
    last_name = factory.Sequence(lambda n: f"Rahmawati {n}")
    email = factory.Sequence(lambda n: f"orang{n}@contoh.id")
    username = factory.LazyAttribute(lambda o: o.email)
    password = factory.django.Password(PASSWORD)


class OfficerFactory(DjangoModelFactory):
    """``OfficerFactory(signed_up=True)`` has a user; ``posted=True`` serves one village."""

    class Meta:
        model = Officer
        skip_postgeneration_save = True

    nrp = factory.Sequence(lambda n: f"{80000000 + n}")
    name = factory.Sequence(lambda n: f"Budi Santoso {n}")
    slug = factory.LazyAttribute(lambda o: f"{o.name.lower().replace(' ', '-')}")
    rank = Rank.BRIPKA
    unit = factory.LazyFunction(unit)

    class Params:
        signed_up = factory.Trait(
            user=factory.SubFactory(
                UserFactory,
                nrp=factory.SelfAttribute("..nrp"),
                username=factory.SelfAttribute("..nrp"),
                email="",
                first_name="Budi",
            )
        )

    @factory.post_generation
    def posted(officer, create, extracted, **kwargs):
        if create and extracted:
            PostingFactory(officer=officer)


class PostingFactory(DjangoModelFactory):
    class Meta:
        model = Posting

    officer = factory.SubFactory(OfficerFactory)
    village = factory.LazyFunction(place)
    begins_on = datetime.date(2024, 1, 1)


def person(role: Role | None = None, unit_code: str = "POLRES-3201", **fields) -> User:
    """A user who holds ``role`` in ``unit_code`` (no role when None)."""
    user = UserFactory(**fields)
    if role:
        RoleAssignment.objects.create(user=user, role=role, unit=unit(unit_code))
        sync_groups(user=user)
    return user
