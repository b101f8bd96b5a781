import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from cms.places.choosers import UnitChooserBlock, VillageChooserBlock
from cms.places.models import Region, Unit
from cms.places.services.derive_units import derive_units
from cms.places.services.load_regions import load_regions
from tests.factories.people import UserFactory
from tests.factories.places import edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(tmp_path):
    load_regions(source=edition(tmp_path))
    derive_units()


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


@pytest.fixture
def editor(client):
    """Somebody who may enter the admin and nothing else."""
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    return client


def edit_address(code="POLSEK-320101"):
    return reverse("satuan:edit", args=[Unit.objects.get(code=code).pk])


def form(**changed):
    region = Region.objects.get(code="32.01.01").pk
    parent = Unit.objects.get(code="POLRES-3201").pk
    data = {"name": "Polsek Cibinong", "region": region, "parent": parent, "is_active": "on"}
    return data | changed


def test_regions_are_listed_and_searched_but_not_edited(tree, admin):
    pk = Region.objects.get(code="32.01.01.1001").pk

    listing = admin.get(reverse("wilayah:index"))
    searched = admin.get(reverse("wilayah:index_results"), {"q": "pondok raj"})
    by_code = admin.get(reverse("wilayah:index_results"), {"q": "32.71"})
    seen = admin.get(reverse("wilayah:inspect", args=[pk]))
    edited = admin.get(reverse("wilayah:edit", args=[pk]))
    added = admin.get(reverse("wilayah:add"))
    deleted = admin.post(reverse("wilayah:delete", args=[pk]))

    assert "Pondok Rajeg" in listing.content.decode()
    assert "Pondok Rajeg" in searched.content.decode()
    assert "Sukamaju" not in searched.content.decode()
    assert "Bogor Selatan" in by_code.content.decode()
    assert "32.01.01.1001" in seen.content.decode()
    assert [edited.status_code, added.status_code, deleted.status_code] == [302, 302, 302]
    assert Region.objects.filter(pk=pk).exists()


def test_units_are_listed_searched_and_filtered(tree, admin):
    listing = admin.get(reverse("satuan:index")).content.decode()
    searched = admin.get(reverse("satuan:index_results"), {"q": "gunung"}).content.decode()
    filtered = admin.get(reverse("satuan:index_results"), {"level": "polda"}).content.decode()

    assert "Polda Metro Jaya" in listing
    assert "Polsek Gunung Putri" in searched
    assert "Polsek Cibinong" not in searched
    assert "Polda Jawa Barat" in filtered
    assert "Polres Bogor" not in filtered


@pytest.mark.parametrize(
    ("name", "query", "rows", "queries"),
    [
        ("wilayah:index_results", "32.71.01.1001", 1, 5),
        ("wilayah:index_results", "32.01.0", 6, 5),
        ("wilayah:index_results", "sukamaju gunung", 1, 7),
        ("wilayah:index_results", "rajeg", 2, 7),
        ("satuan:index_results", "cibinong", 1, 5),
        ("satuan:index_results", "pol", 10, 5),
    ],
)
def test_lists_take_the_same_queries_however_many_rows(
    tree, admin, django_assert_num_queries, name, query, rows, queries
):
    admin.get(reverse(name))  # what is read once in a process is read now

    with django_assert_num_queries(queries):
        response = admin.get(reverse(name), {"q": query})

    assert len(response.context["object_list"]) == rows


def test_unit_is_edited_moved_and_marked_as_set_by_hand(tree, admin):
    to = Unit.objects.get(code="POLRES-3271")

    response = admin.post(edit_address(), form(name="Polsek Baru", parent=to.pk))

    assert response.status_code == 302
    changed = Unit.objects.get(code="POLSEK-320101")
    assert (changed.name, changed.is_manual) == ("Polsek Baru", True)
    assert changed.get_parent() == to


def test_edit_form_shows_where_the_unit_is(tree, admin):
    text = admin.get(edit_address()).content.decode()

    assert "Polres Bogor" in text
    assert "Cibinong, Kabupaten Bogor" in text
    assert 'name="parent"' not in admin.get(edit_address("MABES")).content.decode()


def test_impossible_move_is_said_in_the_form_and_nothing_is_saved(tree, admin):
    under = Unit.objects.get(code="POLSEK-320102")

    response = admin.post(edit_address(), form(name="Diketik", parent=under.pk))

    text = response.content.decode()
    assert response.status_code == 200
    assert "tingkatnya tidak lebih tinggi" in text
    assert "Diketik" in text
    assert Unit.objects.get(code="POLSEK-320101").name == "Polsek Cibinong"


@pytest.mark.parametrize("parent", ["", "0", "x", "999999999999999999999"])
def test_forged_parent_is_an_error_of_the_form(tree, admin, parent):
    response = admin.post(edit_address(), form(parent=parent))

    assert response.status_code == 200
    assert response.context["form"].errors["parent"]


def test_units_are_neither_added_nor_deleted_in_the_admin(tree, admin):
    pk = Unit.objects.get(code="POLSEK-320101").pk

    assert admin.post(reverse("satuan:add"), form()).status_code == 302
    assert admin.post(reverse("satuan:delete", args=[pk])).status_code == 302
    assert Unit.objects.count() == 10


def test_editor_sees_no_menu_and_changes_no_unit(tree, editor):
    assert editor.get(reverse("satuan:index")).status_code == 302
    assert editor.post(edit_address(), form(name="Lain")).status_code == 302
    assert Unit.objects.get(code="POLSEK-320101").name == "Polsek Cibinong"
    assert "wilayah/satuan" not in editor.get("/admin/").content.decode()


def test_administrator_with_the_permission_edits_units(tree, client):
    user = UserFactory()
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "change_unit", "view_region"])
    )
    client.force_login(user)

    assert client.post(edit_address(), form(name="Lain")).status_code == 302
    assert Unit.objects.get(code="POLSEK-320101").name == "Lain"
    assert "wilayah/satuan" in client.get("/admin/").content.decode()


def test_village_chooser_offers_villages_found_by_the_fast_search(tree, editor):
    modal = editor.get(reverse("pilih_desa:choose"))
    found = editor.get(reverse("pilih_desa:choose_results"), {"q": "pondok bogor"})
    pk = Region.objects.get(code="32.01.01.1001").pk
    chosen = editor.get(reverse("pilih_desa:chosen", args=[pk]))

    assert modal.status_code == 200
    assert "Pondok Rajeg, Cibinong" in found.content.decode()
    assert "Sukamaju" not in found.content.decode()
    assert chosen.json()["result"]["title"].startswith("Pondok Rajeg, Cibinong")


def test_region_chooser_offers_areas_too(tree, editor):
    found = editor.get(reverse("pilih_wilayah:choose_results"), {"q": "bogor"})

    assert "Kota Bogor, Jawa Barat" in found.content.decode()


def test_unit_chooser_offers_active_units_only(tree, editor):
    Unit.objects.filter(code="POLSEK-320102").update(is_active=False)

    text = editor.get(reverse("pilih_satuan:choose_results"), {"q": "polsek"}).content.decode()

    assert "Polsek Cibinong" in text
    assert "Polsek Gunung Putri" not in text


@pytest.mark.parametrize("query", ["\x00", "a" * 5000, "--"])
@pytest.mark.parametrize("name", ["pilih_desa", "pilih_wilayah", "pilih_satuan"])
def test_choosers_bear_strange_queries(tree, editor, name, query):
    assert editor.get(reverse(f"{name}:choose_results"), {"q": query}).status_code == 200


def test_choosers_are_for_staff_only(tree, client):
    client.force_login(UserFactory())

    assert client.get(reverse("pilih_desa:choose")).status_code == 302


@pytest.mark.parametrize("block", [VillageChooserBlock, UnitChooserBlock])
def test_blocks_find_their_rows(tree, block):
    row = block().target_model.objects.first()

    assert block().to_python(row.pk) == row
