"""A public film is redacted: from that moment on nobody gets the old one; its story stays."""

import pytest
from django.core.files.storage import storages

from cms.media.services.files import delete_doomed
from cms.media.services.film_redaction import burn_due, redact_film
from cms.people.models import Role
from publishing.models import PublishedItem
from tests.edge.conftest import ask
from tests.edge.test_site import _publish, commit, site
from tests.factories.media import ready_video
from tests.factories.people import person
from tests.factories.publishing_events import receiver, told
from tests.factories.stories import story_page

__all__ = ["commit", "site"]
pytestmark = pytest.mark.django_db
WORDS = "Video ini sedang disiapkan ulang"


def _copies(video) -> list[str]:
    return [row.public_file.name for row in video.derivatives.exclude(public_file="")]


def test_the_old_film_goes_at_once_and_the_new_one_takes_its_place(site, commit, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    editor, hook = person(Role.EDITOR, "MABES"), receiver()
    video = ready_video(unit_path=editor.role_assignments.get().unit.path)
    video.alt_text = "Warga menari"
    video.save()
    with commit():
        page = _publish(story_page(body=[("paragraph", "<p>Lihat.</p>"), ("video", video)]))
    item = f"/api/v1/items/{page.public_id}/"
    lists = ["/", "/feeds/site.rss", "/feeds/site.json", "/api/v1/items/", "/feeds/media/video.rss",
             "/api/v1/media/", page.public_path, item]  # fmt: skip

    def answers() -> dict:
        return {path: ask(site, path, host="localhost") for path in lists}

    def naming(names) -> set[str]:
        return {
            path
            for path, answer in answers().items()
            if any(name.encode() in answer.body for name in names)
        }

    old = _copies(video)
    assert {"/feeds/media/video.rss", "/api/v1/media/", page.public_path, item} <= naming(old)
    files = [storages["public"].url(name) for name in old]
    assert {ask(site, path, host="localhost").status for path in files} == {200}

    with commit():
        redact_film(actor=editor, video=video, whole_picture=True)
    with commit():
        delete_doomed()  # the queue of this test does nothing: the sweeper would

    assert {ask(site, path, host="localhost").status for path in files} == {404}
    found = answers()
    assert {path: one.status for path, one in found.items() if one.status != 200} == {}
    assert naming([*old, "/berkas/"]) == set()
    assert WORDS in found[page.public_path].body.decode()
    assert b"<video" not in found[page.public_path].body
    assert PublishedItem.objects.get().has_video is False

    with commit():
        burn_due()

    new = _copies(video)
    assert new
    assert not set(new) & set(old)
    assert {"/feeds/media/video.rss", "/api/v1/media/", page.public_path, item} <= naming(new)
    assert WORDS.encode() not in answers()[page.public_path].body
    assert PublishedItem.objects.get().has_video is True
    assert "item.withdrawn" not in told(hook)
