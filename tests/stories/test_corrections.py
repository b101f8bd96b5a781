"""A correction is seen, leads to the earlier text, and never shows what must stay hidden."""

import pytest
from django.test import Client

from publishing.models import PublishedItem
from publishing.services import rebuild_items, withdraw
from stories.models import EarlierText, StoryCorrection, StoryPage, Topic
from tests.factories.people import person
from tests.factories.stories import story_page

pytestmark = pytest.mark.django_db
NOTE = "Semula tertulis 20 warga; yang benar 12 warga."


def _publish(page):
    page.get_latest_revision().publish()
    return StoryPage.objects.get(pk=page.pk)


def _correct(page, *, text="<p>Dua belas warga berkumpul.</p>", hides_earlier=False, note=NOTE):
    """Publish ``page`` with another text and a correction."""
    page = page.get_latest_revision_as_object()
    page.body = [("paragraph", text)]
    page.corrections.add(StoryCorrection(note=note, hides_earlier=hides_earlier))
    page.save_revision()
    return _publish(page)


def test_a_correction_is_shown_and_leads_to_the_earlier_text():
    page = _correct(_publish(story_page(body=[("paragraph", "<p>Dua puluh warga.</p>")])))

    shown = Client().get(page.public_path).content.decode()
    earlier = Client().get(f"{page.public_path}teks-lama/1/")

    assert NOTE in shown
    assert "Dua belas warga" in shown
    assert "Dua puluh warga" not in shown
    assert f"{page.public_path}teks-lama/1/" in shown
    assert "Dua puluh warga" in earlier.content.decode()
    assert earlier["X-Robots-Tag"] == "noindex"
    assert page.public_path in earlier.content.decode()


def test_a_correction_is_an_event_of_its_own_and_in_the_api():
    page = _publish(story_page())
    before = PublishedItem.objects.get(public_id=page.public_id).seq

    _correct(page)

    change = Client().get(f"/api/v1/changes/?since={before}").json()["changes"][-1]
    correction = change["item"]["corrections"][0]
    assert correction["note"] == NOTE
    assert correction["earlier_url"].endswith("/teks-lama/1/")


def test_publishing_again_does_not_date_a_correction_anew():
    page = _correct(_publish(story_page()))
    first = EarlierText.objects.get()

    again = page.get_latest_revision_as_object()
    again.title = "Judul yang lebih baik"
    again.save_revision()
    _publish(again)

    assert EarlierText.objects.get().corrected_at == first.corrected_at
    item = PublishedItem.objects.get(public_id=page.public_id)
    assert len(item.data["corrections"]) == 1


def test_a_second_correction_keeps_the_first_and_comes_on_top():
    page = _correct(_publish(story_page()))

    page = _correct(page, text="<p>Sebelas warga.</p>", note="Yang benar 11 warga, bukan 12.")

    item = PublishedItem.objects.get(public_id=page.public_id)
    assert [one["note"] for one in item.data["corrections"]] == [
        "Yang benar 11 warga, bukan 12.",
        NOTE,
    ]
    assert "Dua belas" in Client().get(f"{page.public_path}teks-lama/2/").content.decode()


def test_a_hidden_earlier_text_is_nowhere():
    page = _correct(_publish(story_page()), hides_earlier=True)

    shown = Client().get(page.public_path).content.decode()

    assert NOTE in shown
    assert "teks-lama" not in shown
    assert Client().get(f"{page.public_path}teks-lama/1/").status_code == 404


def test_the_earlier_text_leaves_with_the_story():
    page = _correct(_publish(story_page()))

    withdraw(actor=person("publisher"), page=page, reason="Permintaan keluarga")

    assert Client().get(f"{page.public_path}teks-lama/1/").status_code == 404


@pytest.mark.parametrize("number", ["0", "2", "01", "999"])
def test_an_earlier_text_that_is_none_is_missing(number):
    page = _correct(_publish(story_page()))

    assert Client().get(f"{page.public_path}teks-lama/{number}/").status_code == 404


def test_the_earlier_text_shows_words_only():
    page = _correct(_publish(story_page(photos=2)))

    earlier = Client().get(f"{page.public_path}teks-lama/1/").content.decode()

    article = earlier[earlier.index('class="prose"') :]
    assert "<img" not in article
    assert "Pagi itu warga berkumpul." in article


def test_a_copied_story_has_no_corrections():
    page = _correct(_publish(story_page()))

    copied = page.copy(update_attrs={"slug": "salinan", "title": "Salinan"})

    assert copied.corrections.count() == 0


def test_rebuilding_changes_nothing_about_a_corrected_story():
    page = _correct(_publish(story_page()))
    page.topics.add(Topic.objects.get_or_create(slug="hoaks", defaults={"name": "Hoaks"})[0])
    page.save_revision()
    _publish(page)

    assert rebuild_items() == (1, 0)


def test_topics_reach_reader_and_api():
    page = story_page()
    topic, _made = Topic.objects.get_or_create(slug="hoaks", defaults={"name": "Hoaks"})
    page.topics.add(topic)
    page.save_revision()

    page = _publish(page)

    item = PublishedItem.objects.get(public_id=page.public_id)
    assert item.topics.get().slug == "hoaks"
    assert "topic-hoaks" in item.cache_tags.split()
    assert topic.name in Client().get(page.public_path).content.decode()
