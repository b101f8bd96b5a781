"""A right of use that ends: who is told when, what goes, and what stays."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.base.health import Light, survey
from cms.base.models import AuditEvent
from cms.media.models import Photo, Video
from cms.media.permissions import publishable
from cms.media.services.derivatives import is_public, make_public
from cms.media.services.licence_endings import sweep_ended_licences, sweep_licence_reminders
from cms.people.models import Notice, Role
from tests import files
from tests.factories.media import plain_video, ready_photo
from tests.factories.people import person, unit

pytestmark = pytest.mark.django_db
UNIT = "POLSEK-320101"


@pytest.fixture
def editor():
    return person(Role.EDITOR, UNIT)


def _photo(days: int | None = None) -> Photo:
    photo = ready_photo(data=files.png(160, 120), name="a.png", unit_path=unit(UNIT).path)
    return _ends_in(days, photo)


def _ends_in(days: int | None, thing):
    """The right of ``thing`` ends so many days from today (0: today is its last day)."""
    until = None if days is None else timezone.localdate() + timedelta(days=days)
    type(thing).objects.filter(pk=thing.pk).update(licence_until=until)
    thing.licence_until = until
    return thing


# --- the end ---


@pytest.mark.parametrize(("days", "gone"), [(-1, 1), (-400, 1), (0, 0), (1, 0), (None, 0)])
def test_what_is_public_goes_after_the_last_day(
    days, gone, changes, stored, django_capture_on_commit_callbacks
):
    photo = _photo()
    make_public(photo=photo, used_by="page:1")
    make_public(photo=photo, used_by="hero:2")
    names = {row.public_file.name for row in photo.derivatives.all()}
    _ends_in(days, photo)

    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_ended_licences() == gone

    assert is_public(photo=photo) is not bool(gone)
    assert bool(names & stored("public")) is not bool(gone)
    told = [(change.reason, change.users) for change in changes]
    assert told == [("licence-ended", ("hero:2", "page:1"))] * gone
    assert AuditEvent.objects.filter(verb="media.licence-ended").count() == gone
    assert sweep_ended_licences() == 0


def test_a_film_goes_too_and_other_things_stay():
    video, other = plain_video(), _photo()
    make_public(video=video, used_by="page:1")
    make_public(photo=other, used_by="page:1")
    _ends_in(-1, video)

    assert sweep_ended_licences() == 1

    assert not is_public(video=video)
    assert is_public(photo=other)


def test_what_ended_may_go_out_again_when_the_right_is_renewed():
    photo = _photo()
    make_public(photo=photo, used_by="page:1")
    _ends_in(-1, photo)
    sweep_ended_licences()
    assert not publishable(photos=[photo])

    _ends_in(100, photo)

    assert publishable(photos=[photo])


@pytest.mark.parametrize("rows", [1, 5])
def test_looking_takes_two_queries_however_many_ended_privately(rows, django_assert_num_queries):
    for _row in range(rows):
        _photo(-1)

    with django_assert_num_queries(2):
        assert sweep_ended_licences() == 0


# --- before the end ---


def test_reminders_come_at_thirty_and_at_seven_days_each_once(editor):
    photo = _photo()
    heard = []
    for days_left in range(31, -2, -1):
        _ends_in(days_left, photo)
        # The calendar moved on, the right did not: it is the same end.
        Photo.objects.exclude(licence_reminded_for=None).update(
            licence_reminded_for=photo.licence_until
        )
        for _round in range(2):
            if sweep_licence_reminders():
                heard.append(days_left)

    assert heard == [30, 7]
    assert Notice.objects.filter(user=editor).count() == 2
    days = AuditEvent.objects.filter(verb="media.licence-reminded").order_by("pk")
    assert [event.data["days"] for event in days] == [30, 7]


def test_a_renewed_right_is_reminded_of_again(editor):
    photo = _photo(5)
    assert (sweep_licence_reminders(), sweep_licence_reminders()) == (1, 0)

    _ends_in(20, photo)

    assert (sweep_licence_reminders(), sweep_licence_reminders()) == (1, 0)
    assert Notice.objects.filter(user=editor).count() == 2


@pytest.mark.parametrize("days", [None, -1, 31])
def test_nobody_is_reminded_of_what_does_not_end_soon(editor, days):
    _photo(days)

    assert sweep_licence_reminders() == 0


@pytest.mark.parametrize(
    ("make", "door"), [(_photo, "wagtailimages:edit"), (plain_video, "wagtailmedia:edit")]
)
def test_reminder_goes_to_the_nearest_editors_and_leads_to_the_dates(editor, make, door):
    far = person(Role.EDITOR, "POLDA-32")
    thing = make()
    type(thing).objects.update(unit_path=unit(UNIT).path)
    _ends_in(20, thing)

    sweep_licence_reminders()

    assert not Notice.objects.filter(user=far).exists()
    notice = Notice.objects.get(user=editor)
    assert notice.path == reverse(door, args=[thing.pk])
    assert thing.title in notice.text


@pytest.mark.parametrize(
    ("days", "published", "light"),
    [(7, True, Light.YELLOW), (8, True, Light.GREEN), (3, False, Light.GREEN)],
)
def test_health_counts_what_is_public_and_ends_within_a_week(days, published, light):
    photo = _photo(days)
    video = _ends_in(days, plain_video())
    if published:
        make_public(photo=photo, used_by="page:1")
        make_public(photo=photo, used_by="page:2")
        make_public(video=video, used_by="page:1")

    finding = next(found for found in survey() if found.probe.name == "licences_ending")

    assert finding.light == light
    assert ("2 hak pakai" in finding.sentence) == (light == Light.YELLOW)


def test_saving_the_words_of_a_photo_keeps_what_it_was_reminded_of(editor):
    photo = _photo(5)
    sweep_licence_reminders()
    photo = Photo.objects.get(pk=photo.pk)
    photo.title = "Judul baru"
    photo.save()

    assert sweep_licence_reminders() == 0
    assert Video.objects.count() == 0


def test_the_protection_screen_says_until_when_the_right_lasts(editor, client):
    photo = _photo(5)
    client.force_login(editor)

    with_end = client.get(f"/admin/perlindungan/foto/{photo.pk}/").text
    _ends_in(None, photo)
    without = client.get(f"/admin/perlindungan/foto/{photo.pk}/").text

    assert "Hak pakai berlaku sampai" in with_end
    assert "Hak pakai berlaku sampai" not in without
