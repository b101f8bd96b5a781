"""What a list of the desk cannot hold is told, and found: filters, colleagues, drafts."""

import pytest

from cms.accounts.models import User
from cms.people.models import Officer, Role, RoleAssignment
from stories.models import SavedFilter
from stories.selectors.desk import people
from stories.selectors.desk.filters import filters_for
from stories.selectors.desk.queue import OFFICERS_BY_NAME
from tests.factories.people import OfficerFactory, UserFactory, person, unit
from tests.factories.stories import ReportFactory, story_page
from tests.stories.at_desk import sit

pytestmark = pytest.mark.django_db
MORE = "Hanya 100 nama pertama"


def _many_colleagues() -> None:
    """So many editors of the Polres, named before all others, that a list holds no more."""
    users = User.objects.bulk_create(
        User(username=f"ani{n}@sambang.test", first_name="Aaa", last_name=f"Ke-{n:03}")
        for n in range(people.MOST_COLLEAGUES)
    )
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=user, role=Role.EDITOR, unit=unit("POLRES-3201")) for user in users
    )


def _officers_elsewhere(name: str, count: int) -> None:
    at = unit("POLSEK-320201")
    Officer.objects.bulk_create(
        OfficerFactory.build(name=f"{name} {n}", unit=at) for n in range(count)
    )


@pytest.mark.parametrize("is_there_still", [True, False])
def test_a_common_name_finds_the_reports_of_ones_own_unit(is_there_still):
    client, _user = sit()
    _officers_elsewhere("Agus Santoso", OFFICERS_BY_NAME + 1)
    report = ReportFactory(submitted=True, officer__name="Agus Zulkifli")
    if not is_there_still:
        Officer.objects.filter(pk=report.officer_id).update(unit=unit("POLSEK-320201"))

    assert f'id="t-{report.pk}"' in client.get("/admin/meja/?q=agus").content.decode()


def _found(client, **query) -> list[str]:
    answer = client.get("/admin/meja/rekan/", query).json()
    return [one["name"] for one in answer["colleagues"]]


def test_ones_own_filters_come_first_on_any_database():
    user = person(Role.EDITOR)
    for n in range(61):
        SavedFilter.objects.create(
            owner=UserFactory(), unit=unit("POLRES-3201"), name=f"Bersama {n:02}", query="due=late"
        )
    SavedFilter.objects.create(owner=user, name="Milikku", query="mine=on")

    names = [kept.name for kept in filters_for(user)]

    assert names[0] == "Milikku"
    assert len(names) == 62


@pytest.mark.parametrize("page", ["", "{report}/"])
def test_a_colleague_beyond_the_list_is_found_by_name(page):
    client, _user = sit(first_name="Zul", last_name="Karim")
    report = ReportFactory(submitted=True)
    path = f"/admin/meja/{page.format(report=report.pk)}"
    few = client.get(path).content.decode()
    _many_colleagues()
    person(Role.EDITOR, first_name="Wati", last_name="Lestari")

    many = client.get(path).content.decode()
    searched = client.get(f"{path}?rekan=lestari+wati").content.decode()

    assert "data-desk-colleague-search" not in few
    assert MORE in many
    assert "Wati Lestari</option>" not in many
    assert "Wati Lestari</option>" in searched
    assert MORE not in searched
    assert _found(client, rekan="wati", report=report.pk) == ["Wati Lestari"]
    assert _found(client, rekan="wati") == ["Wati Lestari"]
    assert len(_found(client)) == people.MOST_COLLEAGUES


def test_only_who_may_work_on_it_is_found_and_only_by_who_works():
    (client, _user), (leader, _leader) = sit(), sit(Role.LEADER)
    report = ReportFactory(submitted=True)
    far = ReportFactory(submitted=True, unit=unit("POLSEK-330101"))
    person(Role.EDITOR, "POLRES-3275", first_name="Tetangga")
    person(Role.LEADER, first_name="Pimpinan")
    person(Role.EDITOR, first_name="Wati", last_name="")

    assert _found(client, rekan="tetangga", report=report.pk) == []
    assert _found(client, rekan="pimpinan") == []
    assert _found(leader, rekan="wati") == []
    assert client.get("/admin/meja/rekan/", {"report": far.pk}).status_code == 404
    assert client.get("/admin/meja/rekan/", {"report": "x"}).status_code == 422
    assert _found(client, rekan="wati \x00" + "x " * 5000) == []


def test_a_story_beyond_the_list_is_found_by_its_title():
    client, user = sit()
    report = ReportFactory(claimed=True, claimed_by=user)
    path = f"/admin/meja/{report.pk}/"
    story_page(title="Yang pertama ditulis", unit=unit("POLRES-3201"))
    few = client.get(path).content.decode()
    for n in range(20):
        story_page(title=f"Cerita {n}", unit=unit("POLRES-3201"))
    story_page(title="Yang pertama di tempat lain", unit=unit("POLRES-3275"))

    many = client.get(path).content.decode()
    found = client.get(f"{path}?cerita=yang+PERTAMA").content.decode()
    nothing = client.get(f"{path}?cerita=tidak+ada").content.decode()

    assert "Cari judul cerita" not in few
    assert "Hanya 20 yang terakhir diubah" in many
    assert "Yang pertama ditulis (" not in many
    assert "Yang pertama ditulis (" in found
    assert "di tempat lain" not in found
    assert "Tidak ada cerita yang sedang ditulis dengan judul itu." in nothing
