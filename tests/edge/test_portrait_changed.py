"""An officer's new portrait, or none: what was published with the old one follows at once."""

import re

import pytest

from cms.people.models import Role
from cms.people.services.officers import OfficerFacts, change_officer
from cms.people.services.portraits import set_portrait
from tests import files
from tests.edge.conftest import ask
from tests.edge.test_site import _publish, commit, site
from tests.factories.media import ready_photo
from tests.factories.people import OfficerFactory, person
from tests.factories.stories import described_photo, story_page

__all__ = ["commit", "site"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(db):
    return person(Role.ADMINISTRATOR, "MABES")


@pytest.fixture
def officer(administrator, commit):
    found = OfficerFactory()
    photo = ready_photo(data=files.png(200, 150), name="a.png")
    with commit():
        return set_portrait(actor=administrator, officer=found, photo=photo)


@pytest.fixture
def page(officer, commit):
    with commit():
        return _publish(story_page(officer=officer, lead_photo=described_photo(), title="Sambang"))


def _faces(site, page) -> dict[str, int]:
    """Addresses of the portraits on the page as it is kept, and what they answer."""
    html = ask(site, page.public_path, host="localhost").body.decode()
    found = re.findall(r'<span class="avatar[^>]*><img src="([^"]+)"', html)
    return {address: ask(site, address, host="localhost").status for address in found}


def test_a_story_shows_the_new_portrait_at_once(site, commit, administrator, officer, page):
    before = _faces(site, page)
    assert list(before.values()) == [200]

    with commit():
        new = ready_photo(data=files.png(160, 120), name="b.png")
        set_portrait(actor=administrator, officer=officer, photo=new)

    after = _faces(site, page)
    assert list(after.values()) == [200]
    assert after.keys().isdisjoint(before)


def _taken_off(administrator, officer):
    set_portrait(actor=administrator, officer=officer, photo=None)


def _retired(administrator, officer):
    names = ("nrp", "name", "rank", "unit", "portrait")
    facts = OfficerFacts(**{name: getattr(officer, name) for name in names}, is_active=False)
    change_officer(actor=administrator, officer=officer, facts=facts)


@pytest.mark.parametrize("end", [_taken_off, _retired])
def test_a_story_shows_no_portrait_that_is_not_public(
    site, commit, administrator, officer, page, end
):
    assert _faces(site, page)

    with commit():
        end(administrator, officer)

    assert _faces(site, page) == {}
    assert officer.name in ask(site, page.public_path, host="localhost").body.decode()
