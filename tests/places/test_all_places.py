"""The real edition: all 91,592 areas, loaded once for this module and rolled back after it."""

import io
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import transaction

from cms.places import naming
from cms.places.models import Level, Region, Unit, UnitLevel, VillageKind
from cms.places.selectors import search_villages
from cms.places.services.derive_units import derive_units
from cms.places.services.edition import BUILT_IN


@pytest.fixture(scope="module")
def all_places(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        output = io.StringIO()
        call_command("load_regions", stdout=output)
        derive_units()
        yield output.getvalue()
        transaction.set_rollback(True)


def test_every_area_is_loaded(all_places):
    found = Counter(Region.objects.values_list("level", flat=True))

    assert found == {
        Level.PROVINCE: 38,
        Level.REGENCY: 514,
        Level.DISTRICT: 7_277,
        Level.VILLAGE: 83_763,
    }
    assert "91,592 added" in all_places


def test_every_village_has_its_kind_and_no_other_area_has(all_places):
    found = Counter(Region.objects.values_list("kind", flat=True))

    assert found == {
        VillageKind.NONE: 7_829,
        VillageKind.KELURAHAN: 8_498,
        VillageKind.DESA: 75_251,
        VillageKind.DESA_ADAT: 14,
    }


def test_no_two_villages_read_the_same(all_places):
    lines = Counter(Region.objects.values_list("place_line", flat=True))

    assert [line for line, count in lines.items() if count > 1] == []


def test_names_are_written_once_and_for_all(all_places):
    wrong = [
        name
        for name in Region.objects.values_list("name", flat=True)
        if naming.area_name(name) != name and naming.readable(name) != name
    ]

    assert wrong == []


def test_nothing_above_a_village_is_in_capitals(all_places):
    names = Region.objects.filter(level__lt=Level.VILLAGE).values_list("name", flat=True)

    assert [name for name in names if name.isupper()] == []


def test_loading_again_changes_nothing(all_places):
    output = io.StringIO()

    call_command("load_regions", stdout=output)

    assert "Nothing to change" in output.getvalue()


def test_units_follow_the_areas(all_places):
    assert Counter(Unit.objects.values_list("level", flat=True)) == {
        UnitLevel.MABES: 1,
        UnitLevel.POLDA: 38,
        UnitLevel.POLRES: 514,
        UnitLevel.POLSEK: 7_277,
    }
    rows = list(Unit.objects.values_list("path", "depth", "numchild"))
    children = Counter(path[: -Unit.steplen] for path, _depth, _children in rows)
    assert [r for r in rows if r[1] * Unit.steplen != len(r[0]) or r[2] != children[r[0]]] == []
    assert set(children) - {path for path, _depth, _children in rows} == {""}
    assert derive_units().is_unchanged


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("pondok rajeg", "Pondok Rajeg, Cibinong, Kabupaten Bogor, Jawa Barat"),
        ("pondok bogor", "Pondok Rajeg, Cibinong, Kabupaten Bogor, Jawa Barat"),
        ("menteng jakarta", "Menteng, Menteng, Kota Administrasi Jakarta Pusat, DKI Jakarta"),
        ("waena jayapura", "Kelurahan Waena, Heram, Kota Jayapura, Papua"),
        ("yoboi", "Yoboi, Sentani, Kabupaten Jayapura, Papua"),
    ],
)
def test_known_villages_are_found(all_places, query, first):
    assert search_villages(query)[0].place_line == first


def test_two_letters_find_a_full_list_in_two_queries(all_places, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = search_villages("su")

    assert len({village.pk for village in found}) == 10


def test_licence_travels_with_the_data():
    assert "idn-area-data, version 3.1.2" in (BUILT_IN / "NOTICE").read_text().replace("\n", " ")
    assert "Open Database License" in (BUILT_IN / "LICENSE-ODbL.md").read_text()
