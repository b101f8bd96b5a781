"""Pictures that were seen before, as the desk reads it: hints, within what one may see."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stories.models import ReportAttachment
from stories.selectors.desk.report import desk_report
from stories.selectors.duplicates import hints_for
from tests.factories.media import prepared
from tests.factories.people import OfficerFactory, person, place, unit
from tests.factories.stories import ReportFactory
from tests.media.test_duplicates import _jpeg, again, drawn
from tests.stories.at_desk import let_into_admin

pytestmark = pytest.mark.django_db


def _with_photo(report, seed: int, *, copy: int | None = None) -> ReportAttachment:
    picture = drawn(seed, (400, 300))
    picture = picture if copy is None else again(picture, copy)
    upload = prepared(_jpeg(picture, quality=85), owner=report.officer.user)
    number = report.attachments.count()
    return ReportAttachment.objects.create(report=report, upload=upload, position=number)


def _relations(editor, report) -> list[tuple]:
    hints = hints_for(editor, desk_report(editor, report.pk))
    return [(h.number, s.relation, s.report, s.number) for h in hints for s in h.seen]


def _elsewhere(**fields):
    officer = OfficerFactory(signed_up=True, unit=unit("POLSEK-327501"))
    two_months_ago = timezone.now() - timedelta(days=60)
    return ReportFactory(submitted=True, officer=officer, happened_at=two_months_ago, **fields)


def test_two_alike_in_one_report_are_shown_together():
    editor, report = person("editor", "POLRES-3201"), ReportFactory(submitted=True)
    _with_photo(report, 1)
    _with_photo(report, 2)
    _with_photo(report, 1, copy=5)

    assert _relations(editor, report) == [
        (1, "same-report", report, 3),
        (3, "same-report", report, 1),
    ]


def test_the_same_village_and_day_may_be_the_same_event():
    editor = person("editor", "POLRES-3201")
    first = ReportFactory(submitted=True, village=place())
    second = ReportFactory(submitted=True, village=place(), officer=first.officer)
    _with_photo(first, 1)
    _with_photo(second, 1, copy=5)

    assert _relations(editor, second) == [(1, "same-day", first, 0)]


def test_a_photo_of_another_report_was_used_before():
    editor = person("editor", "POLRES-3201")
    old = ReportFactory(submitted=True, village=place())
    type(old).objects.filter(pk=old.pk).update(happened_at=old.happened_at - timedelta(days=60))
    new = ReportFactory(submitted=True, village=place(), officer=old.officer)
    _with_photo(old, 1)
    _with_photo(new, 1, copy=5)

    assert _relations(editor, new) == [(1, "used-before", old, 0)]


def test_what_one_may_not_see_is_named_by_its_unit_alone():
    editor = person("editor", "POLRES-3201")
    let_into_admin(editor)
    other, report = _elsewhere(title="Rahasia satuan lain"), ReportFactory(submitted=True)
    _with_photo(other, 1)
    _with_photo(report, 1, copy=5)
    client = Client()
    client.force_login(editor)

    text = client.get(f"/admin/meja/{report.pk}/").content.decode()

    assert _relations(editor, report) == [(1, "used-before", None, 0)]
    assert "foto ini pernah dipakai di laporan lain" in text
    assert str(other.unit) in text
    assert "Rahasia satuan lain" not in text
    assert str(other.pk) not in text


def test_drafts_of_others_stay_their_own_business():
    editor, draft = person("editor", "POLRES-3201"), ReportFactory()
    report = ReportFactory(submitted=True)
    _with_photo(draft, 1)
    _with_photo(report, 1, copy=5)

    assert _relations(editor, report) == []


def test_a_camera_that_says_another_month_is_worth_a_question():
    editor, report = person("editor", "POLRES-3201"), ReportFactory(submitted=True)
    attachment = _with_photo(report, 1)
    attachment.upload.facts = {"taken_at": "2026-03-03T08:15:00", "has_place": True}
    attachment.upload.save()

    hints = hints_for(editor, desk_report(editor, report.pk))

    assert [h.camera_time for h in hints] == [datetime(2026, 3, 3, 8, 15)]  # noqa: DTZ001


@pytest.mark.parametrize("rows", [1, 5])
def test_hints_cost_the_same_for_any_number_of_pictures(rows):
    editor, report = person("editor", "POLRES-3201"), ReportFactory(submitted=True)
    other = ReportFactory(submitted=True)
    _with_photo(other, 0)
    for _number in range(rows):
        _with_photo(report, 0, copy=5)
    found = desk_report(editor, report.pk)

    with CaptureQueriesContext(connection) as queries:
        assert hints_for(editor, found)

    assert len(queries) == 5
