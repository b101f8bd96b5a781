"""Whatever is public and may not be is found and taken back, and no other sweep can stop that."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.base.models import AuditEvent, Heartbeat
from cms.media.models import (
    Consent,
    Derivative,
    FaceProposal,
    Photo,
    PublicUse,
    ResumableState,
    ResumableUpload,
    Video,
)
from cms.media.pieces import pieces
from cms.media.services.consent import as_owner, record_consent
from cms.media.services.consent_endings import sweep_expired_consents
from cms.media.services.derivatives import make_public
from cms.media.services.endings import sweep_forbidden
from cms.media.services.redaction import redact
from cms.people.models import Notice, Role
from publishing.models import ItemState, PublishedItem
from tests import files
from tests.factories.people import UserFactory, person
from tests.factories.stories import described_photo, described_video, story_page

pytestmark = pytest.mark.django_db
WORDS = {"subject": "Ibu S", "given_by": "Ibu S", "purpose": "Cerita", "evidence": "Formulir 1"}
YESTERDAY = timedelta(days=1)


@pytest.fixture
def editor():
    return person(Role.EDITOR)


def _photo(editor, **fields):
    return described_photo(
        data=files.png(64 + Photo.objects.count(), 48),
        name="a.png",
        unit_path=editor.role_assignments.get().unit.path,
        **fields,
    )


def _video(editor):
    return described_video(unit_path=editor.role_assignments.get().unit.path)


def _live_story(editor, thing):
    shown = (
        {"lead_photo": thing}
        if isinstance(thing, Photo)
        else {"lead_photo": None, "body": [("video", thing)]}
    )
    page = story_page(owner=editor, **shown)
    page.get_latest_revision().publish()
    return page


def _behind_everybodys_back(thing, **columns):
    type(thing).objects.filter(pk=thing.pk).update(**columns)


def _marked(editor, thing):
    _behind_everybodys_back(thing, protect_mark="child")


def _held_back(editor, thing):
    _behind_everybodys_back(thing, blocked_at=timezone.now())


def _licence_over(editor, thing):
    _behind_everybodys_back(thing, licence_until=timezone.localdate() - YESTERDAY)


def _consent_withdrawn(editor, thing):
    consent = record_consent(actor=editor, **as_owner(thing), **WORDS)
    Consent.objects.filter(pk=consent.pk).update(withdrawn_at=timezone.now())


def _consent_over_long_ago(editor, thing):
    consent = record_consent(actor=editor, **as_owner(thing), **WORDS)
    long_ago = timezone.localdate() - timedelta(days=400)
    Consent.objects.filter(pk=consent.pk).update(expires_on=long_ago)


@pytest.mark.parametrize("make", [_photo, _video])
@pytest.mark.parametrize(
    "happens", [_marked, _held_back, _licence_over, _consent_withdrawn, _consent_over_long_ago]
)
def test_what_is_public_and_may_not_be_is_taken_back(editor, make, happens):
    thing = make(editor)
    page = _live_story(editor, thing)
    happens(editor, thing)

    assert sweep_forbidden() == 1

    assert not PublicUse.objects.exists()
    assert not Derivative.objects.exclude(public_file="").exists()
    assert PublishedItem.objects.get().state == ItemState.WITHDRAWN
    assert Notice.objects.filter(user=page.owner, text__contains="ditarik").exists()
    assert AuditEvent.objects.filter(verb="media.forbidden").count() == 1
    assert sweep_forbidden() == 0


def test_what_nobody_answers_for_is_taken_back_as_well(editor):
    photo = _photo(editor)
    make_public(photo=photo, used_by="hero:999")
    _marked(editor, photo)

    assert sweep_forbidden() == 1
    assert not PublicUse.objects.exists()


def test_what_may_stay_stays(editor):
    """A mark with a consent, a consent over and another that stands, a face nobody decided about
    yet, a film that awaits its redaction."""
    agreed, renewed, faced, waiting = (
        _photo(editor, protect_mark="victim"),
        _photo(editor),
        _photo(editor, protect_mark="victim"),
        _video(editor),
    )
    for photo in (agreed, renewed, faced):
        record_consent(actor=editor, photo=photo, **WORDS)
    Consent.objects.filter(photo=renewed).update(expires_on=timezone.localdate() - YESTERDAY)
    record_consent(actor=editor, photo=renewed, **WORDS)
    FaceProposal.objects.create(photo=faced, x=0.1, y=0.1, width=0.1, height=0.1, score=0.9)
    for photo in (agreed, renewed, faced):
        make_public(photo=photo, used_by="x")
    make_public(video=waiting, used_by="x")
    Video.objects.update(awaits_redaction=True, protect_mark="child")

    assert (sweep_forbidden(), sweep_expired_consents()) == (0, 0)

    assert PublicUse.objects.count() == 4


def test_all_have_their_turn(editor):
    photos = [_photo(editor) for _one in range(5)]
    for photo in photos:
        make_public(photo=photo, used_by="x")
    _marked(editor, photos[4])

    assert [sweep_forbidden(slice_size=2) for _round in range(3)] == [0, 0, 1]
    _marked(editor, photos[0])
    assert sum(sweep_forbidden(slice_size=2) for _round in range(3)) == 1


@pytest.mark.parametrize("rows", [1, 5])
def test_looking_takes_the_same_queries_for_one_and_for_many(
    editor, rows, django_assert_num_queries
):
    for _row in range(rows):
        photo = _photo(editor)
        record_consent(actor=editor, photo=photo, **WORDS)
        make_public(photo=photo, used_by="x")
        redact(actor=editor, photo=photo, boxes=[(0.1, 0.1, 0.3, 0.3)])
    # Over before the redaction, so that it stays.
    before = timezone.localdate() - timedelta(days=3)
    Consent.objects.update(expires_on=before)

    with django_assert_num_queries(4):
        assert sweep_forbidden() == 0
    with django_assert_num_queries(5):
        assert sweep_expired_consents() == 0


def test_a_sweep_that_fails_stops_no_other(editor):
    """Bytes on their way that cannot be dropped, and a consent that is over."""
    photo = _photo(editor)
    record_consent(actor=editor, photo=photo, **WORDS)
    _live_story(editor, photo)
    Consent.objects.update(expires_on=timezone.localdate() - YESTERDAY)
    upload = ResumableUpload.objects.create(
        owner=UserFactory(),
        length=9,
        state=ResumableState.RECEIVING,
        expires_at=timezone.now() - YESTERDAY,
    )
    in_the_way = pieces().root / "incoming" / upload.pk.hex[:2] / upload.pk.hex
    in_the_way.mkdir(parents=True)

    call_command("sweep")

    failed = {row.name for row in Heartbeat.objects.exclude(error="")}
    in_the_way.rmdir()
    assert failed == {"media_resumable"}
    assert PublishedItem.objects.get().state == ItemState.WITHDRAWN
    assert not Derivative.objects.exclude(public_file="").exists()
