"""Publishing and the people's rights at the same moment: whoever is first, nothing stays public
that may not be, and every page hears of it."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from cms.base.errors import DomainError
from cms.base.workflow import lock
from cms.media.models import Consent, Derivative, PublicUse
from cms.media.services.consent import as_owner, record_consent, set_mark, withdraw_consent
from cms.media.services.endings import take_back
from cms.people.models import Role
from publishing.models import ItemState, PublishedItem
from stories.models import StoryPage
from tests import files
from tests.factories.people import person
from tests.factories.stories import described_photo, described_video, story_page
from tests.media.conftest import stored
from tests.stories.at_desk import client_of
from tests.stories.test_publishing import _form
from tests.stories.test_story_together import _loaded

__all__ = ["stored"]
pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {"subject": "Ibu S", "given_by": "Ibu S", "purpose": "Cerita", "evidence": "Formulir 1"}
WAIT_S = 20


def _photo(**fields):
    return described_photo(data=files.png(64, 48), name="a.png", **fields)


def _on_its_own_connection(deed, *args):
    try:
        return deed(*args)
    finally:
        connections.close_all()


def _until_somebody_waits(answer) -> None:
    """SQLite lets only one write: there everybody waits from the beginning."""
    if connection.vendor != "postgresql":
        return
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end and not answer.done():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits for what is held")


def _story_with(thing) -> StoryPage:
    if thing._meta.model_name == "photo":
        return story_page(lead_photo=thing)
    return story_page(lead_photo=None, body=[("paragraph", "<p>Lihat.</p>"), ("video", thing)])


def _publish(page):
    try:
        page.get_latest_revision().publish()
    except DomainError as error:
        return str(error)
    return ""


def _withdrawn(editor, thing, consent):
    withdraw_consent(actor=editor, consent=Consent.objects.get(pk=consent.pk))


def _marked(editor, thing, consent):
    set_mark(actor=editor, mark="child", **as_owner(thing))


def _over(editor, thing, consent):
    """As the sweeper does on the day after the last."""
    yesterday = timezone.localdate() - timedelta(days=1)
    Consent.objects.filter(pk=consent.pk).update(expires_on=yesterday)
    take_back(thing=thing, reason="consent-expired")


def _world(make):
    editor = person(Role.EDITOR)
    thing = make(unit_path=editor.role_assignments.get().unit.path)
    consent = record_consent(actor=editor, **as_owner(thing), **WORDS)
    return editor, thing, consent, _story_with(thing)


def _nothing_is_public():
    assert not PublicUse.objects.exists()
    assert not Derivative.objects.exclude(public_file="").exists()
    assert not PublishedItem.objects.filter(state=ItemState.LIVE).exists()


ENDS = [_withdrawn, _marked, _over]


@pytest.mark.parametrize("make", [_photo, described_video])
@pytest.mark.parametrize("end", ENDS)
def test_what_ends_before_the_files_are_copied_stops_the_story(make, end, stored):
    """The story was looked at and found in order; then, before its files are reached, it is not."""
    editor, thing, consent, page = _world(make)
    before = stored("public")

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lock(type(thing).objects.all(), pk=thing.pk)
            answer = pool.submit(_on_its_own_connection, _publish, page)
            _until_somebody_waits(answer)
            end(editor, thing, consent)
        refusal = answer.result(WAIT_S)

    assert refusal
    assert not stored("public") - before, "no copy is left either"
    _nothing_is_public()


@pytest.mark.parametrize("make", [_photo, described_video])
@pytest.mark.parametrize("end", ENDS)
def test_what_ends_before_the_story_is_committed_takes_it_back(make, end):
    """Its files are copied already: who ends it waits for the story, and finds it."""
    editor, thing, consent, page = _world(make)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert not _publish(page)
            answer = pool.submit(_on_its_own_connection, end, editor, thing, consent)
            _until_somebody_waits(answer)
        answer.result(WAIT_S)

    assert PublishedItem.objects.get().state == ItemState.WITHDRAWN
    _nothing_is_public()


def test_an_editor_and_a_service_do_not_write_over_each_other():
    page = story_page()
    client = client_of(person(Role.EDITOR))
    form = _form(page, title="Judul saya", **_loaded(page))

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            # As accepting into a story does, and a late file.
            stored_page = StoryPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
            newest = stored_page.get_latest_revision_as_object()
            post = pool.submit(
                _on_its_own_connection, client.post, f"/admin/pages/{page.pk}/edit/", form
            )
            _until_somebody_waits(post)
            newest.summary = "Laporan kedua masuk."
            newest.save_revision(user=person(Role.EDITOR), clean=False)
        answer = post.result(WAIT_S)

    assert answer.status_code == 409
    newest = StoryPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert newest.summary == "Laporan kedua masuk."
