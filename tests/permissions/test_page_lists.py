"""Wagtail's lists and panels of pages: what they cost, and what they keep of an earlier unit."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext

from cms.people.models import Role, RoleAssignment
from local_heroes import services as heroes
from tests.factories.awards import draft_edition, published_story
from tests.factories.people import OfficerFactory, person, unit
from tests.factories.stories import story_index, story_page

pytestmark = pytest.mark.django_db

HERE, THERE = "POLRES-3201", "POLRES-3202"
SIDEBAR = "/admin/api/main/pages/"
CHOOSER_SEARCH = "/admin/choose-page/search/?q=pos"
LOCKED = "/admin/reports/locked/"
SECRET = "Korban Siti Aminah dari RT 3"


def _client(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _asked(client: Client, address: str) -> int:
    """How many queries a page takes that was shown before."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


# --- Their cost ----------------------------------------------------------------------------------


def _stories(rows: int):
    for number in range(rows):
        story_page(unit=unit("POLSEK-320101"), title=f"Pos ronda {number}")
    return story_index()


def _profiles(rows: int):
    editor = person(Role.EDITOR, HERE)
    for _number in range(rows):
        officer = OfficerFactory(unit=unit("POLSEK-320101"), signed_up=True)
        published_story(officer)
        profile = heroes.build_profile(actor=editor, officer=officer)
    return profile.get_parent()


def _editions(rows: int):
    for number in range(rows):
        edition = draft_edition(unit_code="POLDA-32", year=2030 + number)
    return edition.get_parent()


LISTS = {
    "stories in the explorer": (_stories, "/admin/pages/{parent}/"),
    "profiles in the explorer": (_profiles, "/admin/pages/{parent}/"),
    "editions in the explorer": (_editions, "/admin/pages/{parent}/"),
    "explorer's search": (_stories, "/admin/pages/{parent}/?q=pos"),
    "search": (_stories, "/admin/pages/search/?q=pos"),
    "list of a kind": (_stories, "/admin/pages/usage/stories/storypage/"),
    "stories in the chooser": (_stories, "/admin/choose-page/{parent}/"),
    "profiles in the chooser": (_profiles, "/admin/choose-page/{parent}/"),
    "editions in the chooser": (_editions, "/admin/choose-page/{parent}/"),
    "chooser of a kind": (_stories, "/admin/choose-page/{parent}/?page_type=stories.storypage"),
    "chooser of several": (_stories, "/admin/choose-page/{parent}/?multiple=1"),
    "chooser of a parent": (_stories, "/admin/choose-page/{parent}/?user_perms=add_subpage"),
    "chooser's search": (_stories, CHOOSER_SEARCH),
    "stories in the sidebar": (_stories, f"{SIDEBAR}?child_of={{parent}}&for_explorer=1"),
    "profiles in the sidebar": (_profiles, f"{SIDEBAR}?child_of={{parent}}&for_explorer=1"),
    "editions in the sidebar": (_editions, f"{SIDEBAR}?child_of={{parent}}&for_explorer=1"),
    "all pages of the sidebar's API": (_stories, SIDEBAR),
}


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_pages_asks_as_often_for_five_as_for_one(name, role):
    fill, address = LISTS[name]
    user = person(role, "MABES")

    where = address.format(parent=fill(1).pk)
    one = _asked(_client(user), where)
    fill(4)

    assert _asked(_client(user), where) == one


@pytest.mark.parametrize("asked_for", ["", "&q=ronda"])
def test_an_action_on_all_of_a_list_asks_nothing_of_stories_of_other_units(asked_for):
    client = _client(person(Role.PUBLISHER, THERE))
    story_page(unit=unit(THERE), title="Pos ronda kami")
    where = f"/admin/bulk/wagtailcore/page/publish/?id=all&childOf={_stories(1).pk}{asked_for}"

    one = _asked(client, where)
    _stories(4)

    assert _asked(client, where) == one


def test_an_action_on_all_of_a_list_takes_those_of_the_own_units():
    index = _stories(2)
    address = f"/admin/bulk/wagtailcore/page/publish/?id=all&childOf={index.pk}&q=ronda"

    html = _client(person(Role.PUBLISHER, HERE)).get(address).content.decode()

    assert "Pos ronda 0" in html
    assert "Pos ronda 1" in html


def test_a_search_shows_the_newest_story_first():
    _stories(3)

    html = _client(person(Role.EDITOR, HERE)).get("/admin/pages/search/?q=ronda").content.decode()

    assert [html.index(f"Pos ronda {number}") for number in (2, 1, 0)] == sorted(
        html.index(f"Pos ronda {number}") for number in range(3)
    )


# --- What was fetched for all rows at once is what each would have asked -------------------------


def _in_approval_and_scheduled():
    user = person(Role.PUBLISHER, HERE)
    page = story_page(unit=unit(HERE), title="Pos menunggu", owner=user)
    page.save_revision(user=user)
    page.get_workflow().start(page, user)
    page = story_page(unit=unit(HERE), title="Pos terjadwal", owner=user)
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision(user=user, approved_go_live_at=page.go_live_at)
    return user


@pytest.mark.parametrize("address", ["/admin/choose-page/{parent}/", CHOOSER_SEARCH])
def test_the_chooser_says_the_state_of_each_page(address):
    client = _client(_in_approval_and_scheduled())

    html = client.get(address.format(parent=story_index().pk)).content.decode()

    assert "menunggu" in html
    assert html.count(gettext("in moderation")) == 1
    assert html.count(gettext("scheduled")) == 1


def test_the_choosers_search_says_where_a_page_lies():
    _stories(1)

    html = _client(person(Role.EDITOR, HERE)).get(CHOOSER_SEARCH).content.decode()

    assert f'href="/admin/choose-page/{story_index().pk}/' in html
    assert "Cerita" in html


def test_the_sidebar_says_the_state_and_the_parent_of_each_page():
    client = _client(_in_approval_and_scheduled())
    index = story_index()

    rows = client.get(SIDEBAR, {"child_of": index.pk, "for_explorer": 1}).json()["items"]

    assert [row["meta"]["status"]["status"] for row in rows] == [
        gettext("in moderation"),
        gettext("scheduled"),
    ]
    assert {row["meta"]["parent"]["id"] for row in rows} == {index.pk}


def test_the_sidebar_counts_only_pages_that_are_shown():
    _stories(2)
    story_page(unit=unit(THERE), title="Pos lain")
    front = story_index().get_parent()

    def counted(user) -> int:
        answer = _client(user).get(SIDEBAR, {"child_of": front.pk, "for_explorer": 1}).json()
        (row,) = (row for row in answer["items"] if row["id"] == story_index().pk)
        return row["meta"]["children"]["count"]

    assert counted(person(Role.PUBLISHER, HERE)) == 2
    assert counted(person(Role.PUBLISHER, THERE)) == 1
    assert counted(person(Role.PUBLISHER, "MABES")) == 3


# --- The dashboard's panels and the reports ------------------------------------------------------


def _submitted(rows: int, user) -> None:
    editor = person(Role.EDITOR, HERE)
    for number in range(rows):
        page = story_page(unit=unit("POLSEK-320101"), title=f"Ronda malam {number}", owner=editor)
        page.save_revision(user=editor)
        page.get_workflow().start(page, editor)


def _locked(rows: int, user) -> None:
    for _number in range(rows):
        page = story_page(unit=unit("POLSEK-320101"), title="Terkunci")
        page.locked, page.locked_by, page.locked_at = True, user, timezone.now()
        page.save(update_fields=["locked", "locked_by", "locked_at"])


@pytest.mark.parametrize(
    ("address", "fill"),
    [
        ("/admin/", _submitted),
        ("/admin/", _locked),
        (LOCKED, _locked),
        ("/admin/reports/workflow/", _submitted),
        ("/admin/reports/workflow/?export=csv", _submitted),
        ("/admin/reports/workflow_tasks/", _submitted),
        ("/admin/reports/workflow_tasks/?export=csv", _submitted),
    ],
)
def test_panels_and_reports_ask_as_often_for_five_as_for_one(address, fill):
    user = person(Role.PUBLISHER, HERE)

    fill(1, user)
    one = _asked(_client(user), address)
    fill(4, user)

    assert _asked(_client(user), address) == one


def test_the_dashboard_lists_the_ten_newest_of_what_waits_and_leads_to_the_rest():
    client = _client(person(Role.PUBLISHER, HERE))
    _submitted(10, None)
    address = "/admin/reports/workflow_tasks/?reviewable=true"
    assert address not in client.get("/admin/").content.decode()

    _submitted(1, None)
    html = client.get("/admin/").content.decode()

    assert address in html
    assert html.count(">Ronda malam ") == 10
    assert client.get(address).content.decode().count("Ronda malam ") >= 11


def test_the_dashboard_says_of_what_waits_how_far_it_is():
    publisher = person(Role.PUBLISHER, HERE)
    page = story_page(unit=unit(HERE), title="Pos ronda", owner=publisher)
    page.save_revision(user=publisher)
    state = page.get_workflow().start(page, publisher)

    html = _client(publisher).get("/admin/").content.decode()

    for task in state.all_tasks_with_status():
        assert f"{task.name}: {task.status_display}" in html
    assert f"/admin/pages/workflow/action/{page.pk}/approve/{state.current_task_state_id}/" in html


# --- The dashboard after a change of unit --------------------------------------------------------


def _moved():
    """Somebody who edited, locked and submitted a story, and then went to another unit."""
    user = person(Role.PUBLISHER, HERE)
    page = story_page(unit=unit("POLSEK-320101"), title="Pos ronda", owner=user)
    page.title = SECRET
    page.save_revision(user=user, log_action=True)
    page.locked, page.locked_by, page.locked_at = True, user, timezone.now()
    page.save(update_fields=["locked", "locked_by", "locked_at"])
    page.get_workflow().start(page, user)
    return user


def test_the_dashboard_names_what_one_works_on():
    assert _client(_moved()).get("/admin/").content.decode().count(SECRET) >= 4


@pytest.mark.parametrize("address", ["/admin/", LOCKED, f"{LOCKED}results/"])
def test_neither_dashboard_nor_report_names_what_one_worked_on_in_another_unit(address):
    user = _moved()
    assert SECRET in _client(user).get(address).content.decode()
    RoleAssignment.objects.filter(user=user).update(unit=unit(THERE))

    assert SECRET not in _client(user).get(address).content.decode()


def test_the_report_of_locked_pages_names_those_of_ones_units_whoever_locked_them():
    _moved()

    assert SECRET in _client(person(Role.PUBLISHER, HERE)).get(LOCKED).content.decode()
    assert SECRET not in _client(person(Role.PUBLISHER, THERE)).get(LOCKED).content.decode()


def test_the_report_of_locked_pages_is_exported_without_those_of_another_unit():
    user = _moved()

    def sheet() -> str:
        return b"".join(_client(user).get(LOCKED, {"export": "csv"})).decode()

    assert "Pos ronda" in sheet()
    RoleAssignment.objects.filter(user=user).update(unit=unit(THERE))

    assert "Pos ronda" not in sheet()
