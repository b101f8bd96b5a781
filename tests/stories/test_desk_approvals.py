"""A publisher who opens the desk is told of the stories that wait for their word."""

import pytest

from cms.people.models import Role
from tests.factories.people import person, unit
from tests.factories.stories import story_page

WORDS = "cerita menunggu persetujuan Anda"
pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting():
    """One story of a Polsek that its editor has handed in."""
    page = story_page(unit=unit("POLSEK-320101"))
    page.get_workflow().start(page, person(Role.EDITOR))
    return page


def shown(client, role, unit_code):
    client.force_login(person(role, unit_code))
    return WORDS in client.get("/admin/meja/").content.decode()


@pytest.mark.parametrize("unit_code", ["POLSEK-320101", "POLRES-3201", "MABES"])
def test_publishers_above_the_story_are_told(client, waiting, unit_code):
    assert shown(client, Role.PUBLISHER, unit_code)


@pytest.mark.parametrize(
    ("role", "unit_code"),
    [(Role.PUBLISHER, "POLRES-3202"), (Role.EDITOR, "POLSEK-320101"), (Role.LEADER, "POLRES-3201")],
)
def test_nobody_else_is(client, waiting, role, unit_code):
    assert not shown(client, role, unit_code)


def test_nothing_is_said_when_nothing_waits(client):
    assert not shown(client, Role.PUBLISHER, "MABES")


def test_an_approved_story_waits_no_longer(client, waiting):
    publisher = person(Role.PUBLISHER, "POLRES-3201")
    waiting.current_workflow_state.current_task_state.approve(user=publisher)

    assert not shown(client, Role.PUBLISHER, "POLRES-3201")
