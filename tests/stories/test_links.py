"""A public text that leads to other pages: only the addresses of public ones are in it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.rich_text import expand_db_html

from publishing import services as publishing
from publishing.models import PublishedItem
from stories.models import StoryPage
from tests.factories.awards import published_story
from tests.factories.people import OfficerFactory, person, unit
from tests.factories.stories import story_page

pytestmark = pytest.mark.django_db

SLUG = "korban-siti-aminah"


def _officer():
    return OfficerFactory(unit=unit("POLSEK-320101"))


def _link(number: int) -> str:
    return f'<p><a linktype="page" id="{number}">Baca</a> juga.</p>'


def _public_text(number: int) -> str:
    """What the public gets of a story that leads to the page with ``number``."""
    story = published_story(_officer(), body=[("paragraph", _link(number))])
    item = PublishedItem.objects.get(public_id=story.public_id)
    assert item.body_html in Client().get(item.path).content.decode()
    return item.body_html


def _draft() -> StoryPage:
    return story_page(officer=_officer(), slug=SLUG)


def _under_embargo() -> StoryPage:
    page = story_page(
        officer=_officer(), slug=SLUG, embargo_until=timezone.now() + timedelta(days=1)
    )
    page.save_revision().publish()
    return page


def _withdrawn() -> StoryPage:
    page = published_story(_officer(), slug=SLUG)
    publishing.withdraw(actor=person("publisher", "MABES"), page=page, reason="Salah orang.")
    return page


@pytest.mark.parametrize("hidden", [_draft, _under_embargo, _withdrawn])
def test_the_address_of_a_page_that_is_not_public_is_not_told(hidden):
    page = hidden()

    text = _public_text(page.pk)

    assert "Baca" in text
    assert SLUG not in text
    assert "href" not in text


def test_a_link_to_a_public_page_leads_there():
    page = published_story(_officer(), slug=SLUG)

    assert f'href="{StoryPage.objects.get(pk=page.pk).public_path}"' in _public_text(page.pk)


def test_a_link_to_a_page_that_is_gone_keeps_its_words():
    page = _draft()
    page.delete()

    assert "Baca" in _public_text(page.pk)


def test_the_link_is_there_when_the_story_is_published_once_more():
    page = _draft()
    story = published_story(_officer(), body=[("paragraph", _link(page.pk))])
    page.save_revision().publish()

    StoryPage.objects.get(pk=story.pk).save_revision().publish()

    assert SLUG in PublishedItem.objects.get(public_id=story.public_id).body_html


def test_five_links_are_looked_up_as_one():
    def asked(pages) -> int:
        html = "".join(_link(page.pk) for page in pages)
        expand_db_html(html)
        with CaptureQueriesContext(connection) as queries:
            expand_db_html(html)
        return len(queries)

    one = asked([published_story(_officer())])

    assert asked([published_story(_officer()) for _number in range(5)]) == one
