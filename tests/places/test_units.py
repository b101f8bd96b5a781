import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command

from cms.base.errors import Invalid, Refused
from cms.base.models import AuditEvent
from cms.media.models import Photo
from cms.places import unit_paths
from cms.places.models import Region, Unit
from cms.places.selectors import within
from cms.places.services.derive_units import derive_units
from cms.places.services.load_regions import load_regions
from cms.places.services.units import change_unit, move_unit
from cms.places.unit_paths import path_copies, register_path_copy
from stories.models import Report
from tests.factories.people import UserFactory
from tests.factories.places import DISTRICTS, VILLAGES, edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(tmp_path):
    load_regions(source=edition(tmp_path / "first"))
    derive_units()


@pytest.fixture
def administrator():
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="change_unit"))
    return user


def unit(code):
    return Unit.objects.get(code=code)


def paths():
    return dict(Unit.objects.values_list("code", "path"))


def test_units_follow_the_regions_by_rule(tree):
    names = dict(Unit.objects.order_by("path").values_list("code", "name"))

    assert names == {
        "MABES": "Mabes Polri",
        "POLDA-31": "Polda Metro Jaya",
        "POLRES-3171": "Polres Metro Jakarta Pusat",
        "POLSEK-317101": "Polsek Gambir",
        "POLDA-32": "Polda Jawa Barat",
        "POLRES-3201": "Polres Bogor",
        "POLSEK-320101": "Polsek Cibinong",
        "POLSEK-320102": "Polsek Gunung Putri",
        "POLRES-3271": "Polresta Bogor",
        "POLSEK-327101": "Polsek Bogor Selatan",
    }
    assert unit("POLSEK-320101").get_parent() == unit("POLRES-3201")
    assert unit("POLRES-3201").region.code == "32.01"
    assert not any(Unit.find_problems())


def test_deriving_again_changes_nothing_and_says_so(tree, capsys):
    before = list(Unit.objects.values_list())

    call_command("derive_units")

    assert "Nothing to change" in capsys.readouterr().out
    assert list(Unit.objects.values_list()) == before
    assert AuditEvent.objects.filter(verb="places.derive_units").count() == 1


def test_deriving_without_regions_says_what_to_do_first():
    with pytest.raises(CommandError, match="load_regions"):
        call_command("derive_units")


def test_new_district_gets_a_unit_and_no_path_changes(tree, tmp_path):
    before = paths()
    districts = DISTRICTS.replace("32.01.02,32.01,", "32.01.00,32.01,Aaa\n32.01.02,32.01,")
    load_regions(source=edition(tmp_path / "second", districts=districts))

    result = derive_units()

    assert (result.added, result.changed, result.moved) == (1, 0, 0)
    after = paths()
    assert {code: after[code] for code in before} == before
    assert after["POLSEK-320100"] > before["POLSEK-320102"]
    assert not any(Unit.find_problems())


def test_renamed_region_renames_its_unit(tree, tmp_path):
    districts = DISTRICTS.replace("Cibinong", "Cibinong Raya")
    load_regions(source=edition(tmp_path / "second", districts=districts))

    assert derive_units().changed == 1
    assert unit("POLSEK-320101").name == "Polsek Cibinong Raya"


def test_unit_of_a_region_that_is_gone_is_deactivated_until_it_is_back(tree, tmp_path):
    districts = DISTRICTS.replace("32.71.01,32.71,Bogor Selatan\n", "")
    villages = VILLAGES.replace("32.71.01.1001,32.71.01,Rajeg\n", "")
    load_regions(source=edition(tmp_path / "second", districts=districts, villages=villages))

    assert derive_units().deactivated == 1
    assert not unit("POLSEK-327101").is_active
    assert derive_units().is_unchanged

    load_regions(source=edition(tmp_path / "third"))
    derive_units()

    assert unit("POLSEK-327101").is_active


def test_unit_set_by_hand_is_left_alone(tree, tmp_path, administrator):
    change_unit(
        actor=administrator,
        unit=unit("POLSEK-320101"),
        name="Polsek Cibinong Kota",
        region=None,
        is_active=False,
        parent=unit("POLRES-3271"),
    )
    districts = DISTRICTS.replace("Cibinong", "Cibinong Raya")
    load_regions(source=edition(tmp_path / "second", districts=districts))

    assert derive_units().is_unchanged
    left = unit("POLSEK-320101")
    assert (left.name, left.is_active, left.is_manual) == ("Polsek Cibinong Kota", False, True)
    assert left.get_parent() == unit("POLRES-3271")


def test_region_that_changed_its_code_takes_its_unit_along(tree, tmp_path):
    pk = unit("POLSEK-320102").pk
    changes = tmp_path / "changes.csv"
    changes.write_text("old_code,new_code\n32.01.02,32.71.02\n")
    newer = edition(
        tmp_path / "second",
        districts=DISTRICTS.replace("32.01.02,32.01,", "32.71.02,32.71,"),
        villages=VILLAGES.replace("32.01.02.", "32.71.02.").replace(",32.01.02,", ",32.71.02,"),
    )
    load_regions(source=newer, code_changes=changes)

    result = derive_units()

    assert (result.added, result.deactivated, result.moved) == (0, 0, 1)
    assert unit("POLSEK-327102").pk == pk
    assert unit("POLSEK-327102").get_parent() == unit("POLRES-3271")
    assert not any(Unit.find_problems())
    assert derive_units().is_unchanged


def test_moving_a_unit_takes_every_copy_of_its_path_along(tree, administrator):
    moving, beside = unit("POLRES-3201"), unit("POLRES-3271")
    below = Photo(title="di bawah", unit_path=unit("POLSEK-320101").path, width=1, height=1)
    other = Photo(title="di samping", unit_path=beside.path, width=1, height=1)
    Photo.objects.bulk_create([below, other])

    moved = move_unit(actor=administrator, unit=moving, new_parent=unit("POLDA-31"))

    assert moved.path.startswith(unit("POLDA-31").path)
    assert moved.is_manual
    assert unit("POLSEK-320101").path.startswith(moved.path)
    below.refresh_from_db()
    other.refresh_from_db()
    assert below.unit_path == unit("POLSEK-320101").path
    assert other.unit_path == beside.path
    assert unit("POLRES-3271").path == beside.path
    assert not any(Unit.find_problems())
    event = AuditEvent.objects.get(verb="places.move_unit")
    assert event.data == {"before": moving.path, "after": moved.path, "parent": "POLDA-31"}


def test_moving_to_where_it_is_changes_nothing(tree, administrator):
    before = paths()

    move_unit(actor=administrator, unit=unit("POLSEK-320101"), new_parent=unit("POLRES-3201"))

    assert paths() == before
    assert not unit("POLSEK-320101").is_manual
    assert not AuditEvent.objects.filter(verb="places.move_unit").exists()


@pytest.mark.parametrize(
    ("code", "parent"),
    [
        ("POLRES-3201", "POLRES-3201"),
        ("POLRES-3201", "POLSEK-320101"),
        ("POLRES-3201", "POLRES-3271"),
        ("POLDA-32", "POLSEK-317101"),
        ("MABES", "POLDA-32"),
    ],
)
def test_impossible_move_is_refused_and_changes_nothing(tree, administrator, code, parent):
    before = paths()

    with pytest.raises(Invalid):
        move_unit(actor=administrator, unit=unit(code), new_parent=unit(parent))

    assert paths() == before


@pytest.mark.parametrize("service", [move_unit, change_unit])
def test_units_are_changed_by_administrators_only(tree, service):
    arguments = {
        move_unit: {"new_parent": unit("POLRES-3271")},
        change_unit: {"name": "Lain", "region": None, "is_active": True},
    }[service]

    with pytest.raises(Refused):
        service(actor=UserFactory(), unit=unit("POLSEK-320101"), **arguments)

    assert unit("POLSEK-320101").name == "Polsek Cibinong"


def test_unit_without_a_name_is_refused(tree, administrator):
    with pytest.raises(Invalid):
        change_unit(
            actor=administrator,
            unit=unit("POLSEK-320101"),
            name="  ",
            region=None,
            is_active=True,
        )


def test_mark_of_the_hand_can_be_taken_off(tree, administrator):
    region = Region.objects.get(code="32.01.01")
    for is_manual in (True, False):
        change_unit(
            actor=administrator,
            unit=unit("POLSEK-320101"),
            name="Lain",
            region=region,
            is_active=True,
            is_manual=is_manual,
        )

    derive_units()

    assert unit("POLSEK-320101").name == "Polsek Cibinong"


def test_every_copy_of_a_unit_path_is_known():
    found = path_copies()

    assert (Report, "unit_path") in found
    assert (Photo, "unit_path") in found
    assert len(found) == len(set(found))


def test_copy_under_another_name_is_registered_once(monkeypatch):
    monkeypatch.setattr(unit_paths, "_registered", {})
    register_path_copy("cms_places.Unit", "path")
    register_path_copy("cms_places.Unit", "path")

    assert (Unit, "path") in path_copies()
    with pytest.raises(ValueError):
        register_path_copy("cms_places.Unit", "code")


def test_within_is_the_unit_and_all_below_it(tree):
    found = Unit.objects.filter(within("path", unit("POLRES-3201").path))

    assert {u.code for u in found} == {"POLRES-3201", "POLSEK-320101", "POLSEK-320102"}
